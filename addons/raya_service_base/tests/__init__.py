from . import (
    test_applicability,
    test_company_day,
    test_direction,
    test_folding,
    test_importing,
    test_linking,
    test_locking,
    test_print,
    test_sheets,
    test_transition,
    test_typed,
)
