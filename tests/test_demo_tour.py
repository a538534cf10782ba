"""The whole job in the web client, with demo data, each step by the person who does it.

Set ``RAYA_PICTURES`` to a folder and the pictures of the README are taken on the way.
"""

import base64
import os
from pathlib import Path
from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tests.common import ChromeBrowser

PICTURES = os.environ.get("RAYA_PICTURES")


def take_pictures(handle_console):
    """Wrap the console of the browser: a line ``raya picture NAME`` saves one."""

    def handle(browser, type, args=None, stackTrace=None, **values):
        handle_console(browser, type, args=args, stackTrace=stackTrace, **values)
        words = str((args or [{}])[0].get("value", "")).split()
        if words[:2] == ["raya", "picture"]:
            file = Path(PICTURES) / f"{words[2]}.png"
            answer = browser._websocket_send("Page.captureScreenshot", with_future=True)
            answer.add_done_callback(lambda done: file.write_bytes(base64.b64decode(done.result()["data"])))

    return handle


@tagged("post_install", "-at_install")
class TestWholeJob(HttpCase):
    browser_size = "1366x900"

    def setUp(self):
        super().setUp()
        if PICTURES:
            handle = take_pictures(ChromeBrowser._handle_console)
            self.startPatcher(patch.object(ChromeBrowser, "_handle_console", handle))

    def _open(self, record, tour, login):
        self.start_tour(f"/odoo/{record._name}/{record.id}", tour, login=login, timeout=120)
        self.env.invalidate_all()

    def test_job_from_the_call_to_both_ledgers(self):
        self.start_tour("/odoo/service-calls", "raya_job_operator", login="op", timeout=120)
        call = self.env["raya.call"].search([("asset_id.serial", "=", "WM8-24-0230")], limit=1)
        self.assertEqual(call.state, "referred")

        self._open(call, "raya_job_technician", "tech")
        workorder = call.workorder_ids
        issue = workorder.picking_ids
        self._open(issue, "raya_job_clerk", "clerk")
        self.assertEqual(workorder.part_ids.qty_issued, 2)
        self._open(workorder, "raya_job_technician_report", "tech")
        self._open(workorder.picking_ids - issue, "raya_job_clerk", "clerk")
        self._answer_checks(workorder.with_user(self.env.ref("raya_service_base.user_technician_demo")))
        self._open(workorder, "raya_job_technician_submit", "tech")
        self._open(workorder, "raya_job_supervisor", "sup")
        self.assertEqual(call.state, "done")

        self._open(workorder.sale_order_ids, "raya_job_accountant", "acc")
        self._open(workorder.voucher_ids, "raya_job_voucher", "acc")
        self.assertLedgers(workorder)

    def _answer_checks(self, workorder):
        """The steps of the procedure, as the technician found them; their own tours are the work order's."""
        for check in workorder.check_ids:
            check.write(
                {
                    "measure": {"measured": str((check.minimum + check.maximum) / 2 or check.minimum)},
                    "choice": {"choice": check._get_choices()[0] if check.choices else False},
                }.get(check.kind, {"answer": "yes"})
            )

    def assertLedgers(self, workorder):
        """Half of the pump and all of the labour is invoiced; the other half is on the voucher."""
        pump = workorder.part_ids.product_id
        labour = workorder.work_line_ids.product_id
        invoice = workorder.sale_order_ids.invoice_ids
        self.assertEqual(invoice.state, "posted")
        self.assertAlmostEqual(invoice.amount_untaxed, 1.5 * labour.list_price + pump.list_price / 2)
        self.assertAlmostEqual(sum(workorder.voucher_ids.line_ids.mapped("amount")), pump.standard_price / 2)
