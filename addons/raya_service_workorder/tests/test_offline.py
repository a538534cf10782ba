from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools import file_open

from ..tools import offline


@tagged("post_install", "-at_install")
class TestOfflineText(TransactionCase):
    """Odoo's service worker is still the one that we change."""

    def test_every_changed_text_is_there_once(self):
        with file_open("web/static/src/service_worker.js") as worker:
            script = worker.read()
        for before, _after in offline.CHANGES:
            self.assertEqual(script.count(before), 1, before)

    def test_another_worker_is_left_alone(self):
        self.assertIsNone(offline.keep_session("let sessionInfo = null;"))


@tagged("post_install", "-at_install")
class TestOffline(HttpCase):
    """Opening My Jobs without connection is a choice with a price."""

    def _get_worker(self):
        return self.url_open("/web/service-worker.js").text

    def test_the_session_stays_in_memory_unless_the_company_wants_otherwise(self):
        script = self._get_worker()
        self.assertNotIn("keepSession", script)
        # Phones that kept it lose it.
        self.assertIn('caches.delete("raya-session")', script)

    def test_the_session_is_kept_until_logging_out(self):
        self.env["res.config.settings"].create({"raya_open_offline": True}).execute()
        script = self._get_worker()
        self.assertIn("await keepSession(sessionInfo)", script)
        self.assertIn("sessionInfo ||= await findSession()", script)
        self.assertIn("event.waitUntil(keepSession(null))", script)
        self.assertNotIn('caches.delete("raya-session")', script)
        # What mail adds to the worker is still there.
        self.assertIn("push", script)
