from . import (
    test_access,
    test_asset,
    test_call,
    test_coverage,
    test_coverage_rules,
    test_extension,
    test_registration,
    test_warranty,
    test_warranty_event,
)
