from . import (
    test_access,
    test_folding,
    test_knowledge,
    test_search,
)
