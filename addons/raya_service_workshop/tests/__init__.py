from . import (
    test_access,
    test_exchange,
    test_hand_over,
    test_installation,
    test_loan,
    test_receipt,
    test_reception,
    test_reception_job,
    test_roles,
    test_shelf,
    test_states,
    test_told,
)
