"""The JavaScript unit tests of Odoo's web client, with all our add-ons loaded: a part of the full run only."""

from hoot import HootCase
from odoo.tests import no_retry, tagged

# Thousands of tests.
_PATIENCE = 7200


@tagged("post_install", "-at_install")
class TestWebClient(HootCase):
    """On a large screen; what our add-ons change there must not break it."""

    @no_retry
    def test_desktop(self):
        self.run_suite("web", patience=_PATIENCE)


@tagged("post_install", "-at_install")
class TestWebClientOnPhone(HootCase):
    """On a small one that is touched."""

    browser_size = "375x667"
    touch_enabled = True

    @no_retry
    def test_mobile(self):
        self.run_suite("web", "mobile", patience=_PATIENCE)
