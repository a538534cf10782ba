import base64

from odoo.tests import HttpCase, tagged

from .common import ServiceCallsCommon


@tagged("post_install", "-at_install")
class TestShot(ServiceCallsCommon, HttpCase):
    def test_shot(self):
        smoke = self._create_symptom(code="T-SMOKE", name="Smoke comes out", is_safety=True)
        asset = self._create_asset(serial="RF-22-0007")
        self._create_call(asset_id=asset.id, date_reported="2026-11-20 08:00:00")
        call = self._create_call(
            asset_id=asset.id,
            date_reported="2026-11-26 08:00:00",
            symptom_ids=(self.symptom | smoke).ids,
            caller_id=self.customer.id,
            preferred_times="After four",
        )
        pages = [
            ("form", f"/odoo/service-calls/{call.id}"),
            ("new", "/odoo/service-calls/new"),
            ("list", "/odoo/service-calls"),
            ("kanban", "/odoo/service-calls?view_type=kanban"),
            ("close", f"/odoo/service-calls/{call.id}"),
        ]
        for size, tag in (("1366x768", "d"), ("390x844", "m")):
            for name, url in pages:
                self.browser_size = size
                type(self).browser_size = size
                if getattr(self, "touch_enabled", None) is not None:
                    type(self).touch_enabled = tag == "m"
                click = (
                    "document.querySelector('button[name=action_close]')?.click(); await new Promise(r => setTimeout(r, 2500));"
                    if name == "close"
                    else ""
                )
                orig = self.env.registry
                code = (
                    "(async () => { await new Promise(r => setTimeout(r, 3500)); %s console.log('test successful'); })()"
                    % click
                )
                self._shot = f"/tmp/core_shots/{name}_{tag}.png"
                from odoo.tests import common

                Chrome = common.ChromeBrowser
                if not hasattr(Chrome, "_orig_wait"):
                    Chrome._orig_wait = Chrome._wait_code_ok

                    def _wait(browser, *a, **k):
                        try:
                            return Chrome._orig_wait(browser, *a, **k)
                        finally:
                            r = browser._websocket_request(
                                "Page.captureScreenshot", params={"captureBeyondViewport": True}
                            )
                            open(TestShot._path, "wb").write(base64.b64decode(r["data"]))

                    Chrome._wait_code_ok = _wait
                TestShot._path = self._shot
                self.browser_js(
                    url,
                    code,
                    "odoo.isReady === true || !!document.querySelector('.o_action_manager')",
                    login="test_op",
                    timeout=90,
                )
