from . import (
    test_access,
    test_asset,
    test_asset_builder,
    test_asset_failure,
    test_asset_return,
    test_asset_sale,
    test_call,
    test_coverage,
    test_coverage_rules,
    test_registration,
    test_warranty,
    test_warranty_event,
)
