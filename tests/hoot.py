"""Odoo's JavaScript unit tests (hoot) in a browser, as Odoo's own runner starts them."""

from odoo.addons.web.tests.test_js import HOOTCommon, unit_test_error_checker

_SUCCESS = "[HOOT] Test suite succeeded"


class HootCase(HOOTCommon):
    """Runs suites by the name of their add-on; desktop or mobile is a preset of hoot."""

    # Odoo's runner sets it from its command line.
    _test_params = ()

    # Those of the class are about hashes, and belong to Odoo.
    test_generate_hoot_hash = None
    test_get_hoot_filter = None

    def run_suite(self, addon: str, preset: str = "desktop", patience: int = 900) -> None:
        """Run every test below `static/tests` of an add-on; the first that fails raises with what the browser said."""
        # A phone has no mouse, which those tagged so need.
        preset = "mobile&tag=-headless" if preset == "mobile" else preset
        address = f"/web/tests?headless&loglevel=2&preset={preset}&timeout=15000&id={self._generate_hash(f'@{addon}')}"
        self.browser_js(
            address,
            "",
            "",
            login="admin",
            timeout=patience,
            success_signal=_SUCCESS,
            error_checker=unit_test_error_checker,
        )
