from . import (
    test_access,
    test_comparing,
    test_find_tour,
    test_handbook,
    test_import,
    test_knowledge,
    test_procedure,
    test_procedure_people,
    test_procedure_tour,
    test_search,
    test_states,
)
