from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import BillingCommon


@tagged("post_install", "-at_install")
class TestAgreement(BillingCommon):
    """What must say the same is compared, and what does not is a list to open."""

    def _look(self, user=None):
        """Rows by what they are about, as an accountant sees them."""
        Agreement = self.env["raya.agreement"].with_user(user or self.accountant)
        return Agreement.search(Agreement.action_open()["domain"])

    def _get_differing(self, model):
        """Ids that the list behind the row of a model opens."""
        rows = self._look().filtered(lambda row: row.model == model and not row.is_agreed)
        found = []
        for row in rows:
            action = row.action_open_found()
            found += [action["res_id"]] if action.get("res_id") else action["domain"][0][2]
        # Whoever looks may read what is found.
        self.env[model].with_user(self.accountant).browse(found).read(["display_name"])
        return self.env[model].browse(found)

    def test_jobs_of_both_valuations_agree(self):
        before = self._look().filtered(lambda row: not row.is_agreed).mapped("model")
        for share in (0, 50, 100):
            for valuation in self.parts:
                self._approve(share, self.parts[valuation])
        self._approve(100, self.parts["real_time"]).with_user(self.dispatcher).action_amend("Wrong part")
        self._close()
        self.assertEqual(self._look().filtered(lambda row: not row.is_agreed).mapped("model"), before)

    def test_sold_unit_without_file_is_found(self):
        self.fridge.raya_file_policy = "unit"
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_line_ids": [Command.create({"product_id": self.fridge.product_variant_id.id, "quantity": 1})],
            }
        )
        before = self._get_differing("account.move.line")
        invoice.action_post()
        self.assertEqual(self._get_differing("account.move.line"), before)
        files = invoice.invoice_line_ids.raya_asset_ids
        self.assertTrue(files)
        files.sudo().invoice_line_id = False
        self.assertEqual(self._get_differing("account.move.line") - before, invoice.invoice_line_ids)

    def test_part_whose_moves_say_something_else_is_found(self):
        job = self._approve(100, self.parts["real_time"])
        self.env.flush_all()
        self.env.cr.execute("UPDATE raya_part SET qty_reported = 3 WHERE id = %s", job.part_ids.ids)
        self.env.invalidate_all()
        self.assertEqual(self._get_differing("raya.part"), job.part_ids)

    def test_approved_work_without_charge_is_found(self):
        job = self._approve(0, self.parts["periodic"])
        job.charge_ids._reverse()
        self.assertEqual(self._get_differing("raya.work.line"), job.work_line_ids)
        self.assertEqual(self._get_differing("raya.part"), job.part_ids)

    def test_what_a_former_system_closed_needs_no_charge(self):
        job = self._approve(0, self.parts["periodic"])
        job.charge_ids._reverse()
        self.env.flush_all()
        self.env.cr.execute("UPDATE raya_workorder SET date_taken_over = approved_date WHERE id = %s", job.ids)
        self.env.invalidate_all()
        self.assertFalse(self._get_differing("raya.work.line"))

    def test_voucher_that_is_booked_otherwise_is_found(self):
        self._approve(100, self.parts["real_time"])
        voucher = self._approve(100, self.parts["periodic"]).voucher_ids
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move_line SET balance = 150 WHERE move_id = %s AND raya_charge_id IS NOT NULL"
            " AND balance = 100",
            voucher.move_id.ids,
        )
        self.env.invalidate_all()
        self.assertEqual(self._get_differing("raya.cost.voucher"), voucher)

    def test_item_of_no_job_on_the_account_of_warranty_cost_is_found(self):
        self.assertFalse(self._get_differing("account.move.line"))
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "line_ids": [
                    Command.create({"account_id": self.accounts["warranty"].id, "balance": 5.0}),
                    Command.create({"account_id": self.accounts["expense"].id, "balance": -5.0}),
                ],
            }
        )
        entry.action_post()
        self.assertEqual(self._get_differing("account.move.line"), entry.line_ids[0])

    def test_lost_charge_is_found(self):
        job = self._approve(0)
        job.sale_order_ids._action_cancel()
        self.assertEqual(self._get_differing("raya.charge"), job.charge_ids)

    def test_what_is_invoiced_at_another_price_than_ordered_is_found(self):
        self._invoice(self._approve(0))
        job = self._approve(0)
        order = job.sale_order_ids.with_user(self.accountant)
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.invoice_line_ids.price_unit /= 2
        self.assertFalse(self._get_differing("raya.charge"))
        invoice.action_post()
        self.assertEqual(self._get_differing("raya.charge"), job.charge_ids)
        self.assertRecordValues(
            job.charge_ids, [{"billing_status": "billed", "ordered_amount": 80.0, "billed_amount": 40.0}]
        )

    def test_looking_takes_the_same_queries_however_much_there_is(self):
        self._approve(100, self.parts["real_time"])
        counts = []
        for more in (0, 3):
            for _time in range(more):
                self._approve(50, self.parts["periodic"])
            # What the server remembers of set-up is no part of it.
            self._look()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["raya.agreement"].with_user(self.accountant).action_open()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
        self.env.invalidate_all()
        with self.assertQueryCount(60):
            self.env["raya.agreement"].with_user(self.accountant).action_open()

    def test_leaders_and_technicians_do_not_look(self):
        for user in (self.dispatcher, self.technician):
            with self.assertRaises(AccessError):
                self.env["raya.agreement"].with_user(user).action_open()
        rows = self._look()
        with self.assertRaises(AccessError):
            rows[0].with_user(self.accountant).write({"model": "res.users"})
