"""pytest plugin of a leg: what the tools of its tests are told once, for all of them, and how few of them it runs.

How many random stories hypothesis tells, unless a test says it itself: the usual run tells the same few
every time, `./raya test --full` (RAYA_FULL=1) thousands of new ones. HYPOTHESIS_PROFILE chooses by name.
"""

import gc
import os

import freezegun
import pytest
from hypothesis import settings

settings.register_profile("usual", max_examples=200, derandomize=True, deadline=None, database=None)
settings.register_profile("full", max_examples=5000, print_blob=True, deadline=None, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("full" if os.environ.get("RAYA_FULL") else "usual"))


def pytest_addoption(parser) -> None:
    parser.addoption("--first-of-class", action="store_true", help="of each class of tests only the first one")


def pytest_collection_modifyitems(config, items) -> None:
    """With ``--first-of-class``: whether each class finds its world, and can begin."""
    if config.getoption("--first-of-class"):
        begun = {item.cls or item: item for item in reversed(items)}
        first = set(begun.values())
        config.hook.pytest_deselected(items=[item for item in items if item not in first])
        items[:] = [item for item in items if item in first]


@pytest.hookimpl(trylast=True)
def pytest_runtest_setup() -> None:
    """Odoo is loaded with the first test and stays: the search for garbage passes it over (a tenth of the time)."""
    if not gc.get_freeze_count():
        gc.collect()
        gc.freeze()


# A class that stops the clock must not make pytest say that its tests took fifty years.
freezegun.configure(extend_ignore_list=["_pytest.timing"])
