from . import (
    test_allowance,
    test_billing,
    test_closing,
    test_documents,
    test_labour_time,
    test_ledger,
    test_matrix,
    test_payer,
    test_readiness,
    test_roles,
    test_shares,
    test_states,
)
