"""The JavaScript unit tests of Odoo's web client, with all our add-ons loaded: a part of the full run only.

Some fail on a machine without the fonts of Odoo's own, in columns of other widths, and some now and then on a busy one:
what fails must fail without ours too, or not a second time.
"""

from hoot import HootCase
from odoo.tests import no_retry, tagged
from workshop import Workshop

# Thousands of tests.
_PATIENCE = 7200


class WebClientCase(HootCase):
    def check_web_client(self, preset: str) -> None:
        failed = self.find_failures(["@web"], preset, _PATIENCE)
        if failed:
            with Workshop() as workshop:
                ours = failed - workshop.copy("stock-odoo").find_hoot_failures(failed, preset)
                self.assertFalse(ours and workshop.copy("suite-odoo").find_hoot_failures(ours, preset))


@tagged("post_install", "-at_install")
class TestWebClient(WebClientCase):
    """On a large screen; what our add-ons change there must not break it."""

    @no_retry
    def test_desktop(self):
        self.check_web_client("desktop")


@tagged("post_install", "-at_install")
class TestWebClientOnPhone(WebClientCase):
    """On a small one that is touched."""

    browser_size = "375x667"
    touch_enabled = True

    @no_retry
    def test_mobile(self):
        self.check_web_client("mobile")
