"""The JavaScript unit tests of our own add-ons."""

from hoot import HootCase
from odoo.tests import no_retry, tagged

from raya_cli import floors, paths


@tagged("post_install", "-at_install")
class TestOurScripts(HootCase):
    """Every add-on that has such tests."""

    @no_retry
    def test_every_add_on(self):
        for floor in floors.discover(paths.ADDONS):
            if any(floor.folder.glob("static/tests/**/*.test.js")):
                with self.subTest(addon=floor.name):
                    self.run_suite(floor.name)
