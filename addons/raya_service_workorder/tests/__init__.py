from . import (
    test_access,
    test_approval,
    test_asset,
    test_flow,
    test_knowledge,
    test_merge,
    test_parts,
    test_quantities,
    test_repair_warranty,
    test_report,
    test_states,
    test_warehouse,
)
