from . import (
    test_access,
    test_asset,
    test_call,
    test_coverage,
    test_coverage_properties,
    test_coverage_rules,
    test_extension,
    test_period,
    test_period_properties,
    test_registration,
    test_warranty,
    test_warranty_event,
)
