from . import (
    test_access,
    test_asset_documents,
    test_asset_timeline,
    test_call,
    test_extension,
    test_label,
    test_merge,
    test_meter,
    test_number,
    test_policy_responsible,
    test_stage,
    test_states,
)
