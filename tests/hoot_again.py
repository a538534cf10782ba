"""Runs single JavaScript tests once more, in another database; see `workshop.Database.find_hoot_failures`."""

import json
import os
from pathlib import Path

from hoot import HootCase
from odoo.tests import no_retry, tagged

ASKED = json.loads(os.environ["RAYA_HOOT"])


@tagged("post_install", "-at_install")
class TestAgain(HootCase):
    browser_size = "375x667" if ASKED["preset"] == "mobile" else HootCase.browser_size
    touch_enabled = ASKED["preset"] == "mobile"

    @no_retry
    def test_again(self):
        failed = self.find_failures(ASKED["names"], ASKED["preset"])
        Path(ASKED["answer"]).write_text(json.dumps(sorted(failed)), encoding="utf-8")
