from . import (
    test_access,
    test_asset,
    test_call,
    test_coverage,
    test_coverage_rules,
    test_policy_cron,
    test_policy_finding,
    test_policy_reapply,
    test_registration,
    test_warranty,
    test_warranty_event,
)
