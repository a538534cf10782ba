"""pytest plugin for Odoo's own suites: only what Odoo's test runner would take without being asked."""

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests that are tagged for other occasions, such as those that ask a foreign server."""
    other = [item for item in items if "standard" not in getattr(item.cls, "test_tags", ())]
    if other:
        config.hook.pytest_deselected(items=other)
        items[:] = [item for item in items if item not in other]
