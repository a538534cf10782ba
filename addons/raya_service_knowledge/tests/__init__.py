from . import (
    test_access,
    test_folding,
    test_import,
    test_knowledge,
    test_search,
)
