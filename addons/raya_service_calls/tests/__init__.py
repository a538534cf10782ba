from . import test_access, test_asset, test_call, test_coverage, test_registration, test_warranty
