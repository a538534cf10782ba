"""Odoo's JavaScript unit tests (hoot) in a browser, as Odoo's own runner starts them."""

import contextlib
import logging
import re
from collections.abc import Iterable, Iterator

from odoo.addons.web.tests.test_js import HOOTCommon, unit_test_error_checker

_SUCCESS = "[HOOT] Test suite succeeded"
_FAILED = re.compile(r"""\[HOOT\] Test (["'])(?P<name>.+)\1 failed""")


class HootCase(HOOTCommon):
    """Runs suites by the name of their add-on; desktop or mobile is a preset of hoot."""

    # Odoo's runner sets it from its command line.
    _test_params = ()

    # Those of the class are about hashes, and belong to Odoo.
    test_generate_hoot_hash = None
    test_get_hoot_filter = None

    def run_suite(self, addon: str, preset: str = "desktop", patience: int = 900) -> None:
        """Run every test below `static/tests` of an add-on; one that fails raises with what the browser said."""
        self._run([f"@{addon}"], preset, patience)

    def find_failures(self, names: Iterable[str], preset: str = "desktop", patience: int = 900) -> set[str]:
        """Run tests or suites by their names, such as `@web` or `@web/core/some_test`; return the tests that fail."""
        with _failures() as failed:
            try:
                self._run(sorted(names), preset, patience)
            except AssertionError:
                # The browser may also break off before it tells what fails.
                if not failed:
                    raise
        return failed

    def _run(self, names: list[str], preset: str, patience: int) -> None:
        # A phone has no mouse, which those tagged so need.
        preset = "mobile&tag=-headless" if preset == "mobile" else preset
        wanted = "".join(f"&id={self._generate_hash(name)}" for name in names)
        address = f"/web/tests?headless&loglevel=2&preset={preset}&timeout=15000{wanted}"
        self.browser_js(
            address,
            "",
            "",
            login="admin",
            timeout=patience,
            success_signal=_SUCCESS,
            error_checker=unit_test_error_checker,
        )


@contextlib.contextmanager
def _failures() -> Iterator[set[str]]:
    """The names of tests of which the browser says in the log that they failed."""
    found = set()

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.update(match["name"] for match in _FAILED.finditer(record.getMessage()))

    listener = Listener()
    logging.getLogger().addHandler(listener)
    try:
        yield found
    finally:
        logging.getLogger().removeHandler(listener)
