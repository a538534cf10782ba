from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from .common import BillingCommon


@tagged("post_install", "-at_install")
class TestReopen(BillingCommon):
    """An approved report is opened again: what followed from it is undone as one, or nothing is."""

    def _amend(self, job):
        job.with_user(self.dispatcher).action_amend("Wrong part")

    def _approve_again(self, job):
        job.with_user(self.technician).action_submit()
        job.with_user(self.dispatcher).action_approve()

    def test_order_that_nobody_invoiced_is_cancelled(self):
        job = self._approve(50, self.parts["periodic"])
        order = job.sale_order_ids
        order.action_confirm()
        self._amend(job)
        self.assertEqual(order.state, "cancel")
        self.assertEqual(set(order.order_line.mapped("qty_delivered")), {0.0, 2.0})

    def test_locked_order_is_taken_back_too(self):
        job = self._approve(50, self.parts["periodic"])
        job.sale_order_ids.action_confirm()
        job.sale_order_ids.action_lock()
        self._amend(job)
        self.assertEqual(job.sale_order_ids.state, "cancel")

    def test_next_version_has_its_own_charges_order_and_voucher(self):
        job = self._approve(50, self.parts["periodic"])
        first = (job.charge_ids, job.sale_order_ids, job.voucher_ids)
        number = job.voucher_ids.name
        self._amend(job)
        self._approve_again(job)
        self.assertEqual(first[2].name, number)
        self.assertRecordValues(job.voucher_ids.sorted("version"), [{"state": "reversed"}, {"state": "posted"}])
        self.assertEqual((job.sale_order_ids - first[1]).mapped("raya_version"), [2])
        self.assertEqual((job.charge_ids - first[0]).mapped("version"), [2, 2])
        self.assertEqual((job.charge_ids - first[0]).mapped("cost"), [100.0, 60.0])

    def test_technician_leaves_a_charged_service_out_of_the_next_version(self):
        job = self._approve(50, self.parts["periodic"])
        charge = job.charge_ids.filtered("work_line_id")
        self._amend(job)
        job.with_user(self.technician).work_line_ids.time_ids.unlink()
        job.with_user(self.technician).work_line_ids.unlink()
        job.with_user(self.technician).outcome = "partly"
        self._approve_again(job)
        self.assertEqual((charge.product_id, charge.state), (self.labour, "reversed"))
        self.assertEqual(job.charge_ids._get_frozen().mapped("kind"), ["part"])

    # Invoices

    def test_draft_invoice_is_removed(self):
        job = self._approve(0, self.parts["periodic"])
        job.sale_order_ids.action_confirm()
        invoice = job.sale_order_ids._create_invoices()
        self._amend(job)
        self.assertFalse(invoice.exists())

    def test_posted_invoice_is_credited(self):
        job = self._approve(0, self.parts["periodic"])
        invoice = self._invoice(job)
        self._amend(job)
        note = invoice.reversal_move_ids
        self.assertRecordValues(
            note, [{"state": "posted", "amount_total": invoice.amount_total, "payment_state": "paid"}]
        )
        self.assertEqual(invoice.payment_state, "reversed")
        self.assertIn("Wrong part", note.ref)

    def _pay(self, invoice):
        self.env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice.ids).create(
            {}
        )._create_payments()

    def test_paid_invoice_refuses_the_amendment(self):
        job = self._approve(50, self.parts["periodic"])
        invoice = self._invoice(job)
        self._pay(invoice)
        with self.assertPosts(), self._refused(invoice.name):
            self._amend(job)
        self.assertEqual((job.state, job.version), ("approved", 1))
        self.assertEqual(set(job.charge_ids.mapped("state")), {"frozen"})

    def test_invoice_that_the_accountant_credited_is_not_credited_again(self):
        job = self._approve(0, self.parts["periodic"])
        invoice = self._invoice(job)
        invoice._reverse_moves([{}], cancel=True)
        with self.assertPosts():
            self._amend(job)

    def test_invoice_that_was_made_anew_is_credited_once(self):
        job = self._approve(0, self.parts["periodic"])
        first = self._invoice(job)
        first._reverse_moves([{}], cancel=True)
        second = job.sale_order_ids._create_invoices()
        second.action_post()
        self._amend(job)
        self.assertEqual((len(first.reversal_move_ids), len(second.reversal_move_ids)), (1, 1))
        self.assertEqual(second.payment_state, "reversed")
        self.assertEqual(set(job.charge_ids.mapped("billed_amount")), {0.0})

    def test_half_credited_invoice_is_credited_for_the_rest(self):
        with self.assertPosts():
            job = self._approve(0, self.parts["periodic"])
            invoice = self._invoice(job)
            note = invoice._reverse_moves([{"invoice_date": fields.Date.today()}])
            note.invoice_line_ids = [Command.update(line.id, {"quantity": 1.0}) for line in note.invoice_line_ids]
            note.action_post()
            self._amend(job)

    def test_invoice_of_which_a_part_of_the_price_was_given_back_refuses_the_amendment(self):
        job = self._approve(0, self.parts["periodic"])
        invoice = self._invoice(job)
        reversal = self.env["account.move.reversal"].with_context(active_model="account.move", active_ids=invoice.ids)
        note = invoice.browse(reversal.create({"journal_id": invoice.journal_id.id}).refund_moves()["res_id"])
        note.invoice_line_ids.filtered("product_id").price_unit = 5
        note.action_post()
        with self._refused(f"matched with {note.name}"):
            self._amend(job)
        self.assertEqual((job.state, job.version), ("approved", 1))

    def test_invoice_of_several_jobs_is_credited_for_one(self):
        first, second = (self._approve(0, self.parts["real_time"]) for _number in range(2))
        orders = first.sale_order_ids | second.sale_order_ids
        orders.action_confirm()
        invoice = orders._create_invoices()
        invoice.action_post()
        self.assertEqual(len(invoice), 1)
        with self.assertPosts(receivable=-253.0, revenue=220.0, tax=33.0, stock=60.0, expense=-60.0):
            self._amend(first)
        self.assertEqual(set(first.charge_ids.mapped("billing_status")), {False})
        self.assertEqual(set(second.charge_ids.mapped("billing_status")), {"billed"})

    def test_draft_invoice_of_several_jobs_loses_one(self):
        first, second = (self._approve(0, self.parts["real_time"]) for _number in range(2))
        orders = first.sale_order_ids | second.sale_order_ids
        orders.action_confirm()
        invoice = orders._create_invoices()
        self._amend(first)
        self.assertEqual(invoice.invoice_line_ids.sale_line_ids.order_id, second.sale_order_ids)

    def test_advance_payment_refuses_the_amendment(self):
        job = self._approve(0, self.parts["periodic"])
        order = job.sale_order_ids
        order.action_confirm()
        self.env["sale.advance.payment.inv"].create(
            {"sale_order_ids": order.ids, "advance_payment_method": "fixed", "fixed_amount": 10}
        )._create_invoices(order).action_post()
        with self._refused("advance payment"):
            self._amend(job)

    def test_what_else_is_on_the_order_stays(self):
        job = self._approve(0, self.parts["periodic"])
        order = job.sale_order_ids
        order.order_line = [Command.create({"product_id": self.labour.id, "product_uom_qty": 3})]
        self._amend(job)
        self.assertEqual(order.state, "draft")
        self.assertEqual(order.order_line.mapped("product_uom_qty"), [0, 0, 3])
        self._approve_again(job)
        self.assertEqual(len(job.sale_order_ids), 2)

    def test_order_of_an_earlier_version_is_not_taken_up_again(self):
        job = self._approve(0, self.parts["periodic"])
        order = job.sale_order_ids
        self._amend(job)
        with self._refused("was amended"):
            order.with_user(self.accountant).action_draft()

    def test_work_of_an_earlier_version_is_not_asked_for_again(self):
        job = self._approve(0, self.parts["periodic"])
        order = job.sale_order_ids
        order.order_line = [Command.create({"product_id": self.labour.id, "product_uom_qty": 3})]
        self._amend(job)
        with self._refused("was amended"):
            order.order_line[0].with_user(self.accountant).product_uom_qty = 1

    def test_credit_note_that_is_taken_back_leaves_the_work_billed(self):
        job = self._approve(0, self.parts["periodic"])
        invoice = self._invoice(job)
        self._amend(job)
        invoice.reversal_move_ids.button_draft()
        self.assertEqual(set(job.charge_ids.mapped("billing_status")), {"billed"})

    # Vouchers

    def test_voucher_is_reversed_and_keeps_its_entries(self):
        job = self._approve(100, self.parts["real_time"])
        voucher = job.voucher_ids
        entries = voucher._get_entries()
        with self.assertPosts(warranty=-160.0, labour=100.0, stock=60.0):
            self._amend(job)
        self.assertEqual(voucher.state, "reversed")
        self.assertEqual(len(voucher.reversal_ids), 2)
        self.assertEqual(voucher._get_entries() - voucher.reversal_ids, entries)
        self.assertEqual(set(voucher._get_entries().mapped("state")), {"posted"})

    def test_reversal_is_dated_in_an_open_period(self):
        job = self._approve(100)
        today = self.company._raya_get_day()
        self.company.fiscalyear_lock_date = today + timedelta(days=2)
        with self.assertPosts(warranty=-100.0, labour=100.0):
            self._amend(job)
        self.assertEqual(job.voucher_ids.reversal_ids.date, today + timedelta(days=3))
        self._approve_again(job)
        voucher = job.voucher_ids.filtered(lambda voucher: voucher.state == "posted")
        self.assertEqual((voucher.date, voucher.move_id.date), (today + timedelta(days=3),) * 2)

    def test_maximum_of_a_coverage_is_free_again(self):
        self.policy_half.line_ids.max_count = 2
        job = self._approve(50, self.parts["periodic"])
        line = job.asset_id.warranty_ids.line_ids
        self.assertEqual(line._get_usage()[line][0], 2)
        self._amend(job)
        self.assertFalse(line._get_usage().get(line))
        self._approve_again(job)
        self.assertEqual(job.charge_ids._get_frozen().mapped("company_share"), [50.0, 50.0])

    def test_closings_count_what_came_back(self):
        """Periodic parts that the company bore: used before a closing, taken back after it, used again."""
        self._close_if_open()
        before = self._get_balances()
        job = self._approve(100, self.parts["periodic"])
        self._close()
        self._amend(job)
        with self.assertPosts(stock=60.0, variation=-60.0):
            self._close()
        self.assertEqual(self._get_rounded(), self._get_rounded(before))
        self._approve_again(job)
        with self.assertPosts(stock=-60.0, variation=60.0):
            self._close()

    def test_used_and_taken_back_between_two_closings(self):
        self._close_if_open()
        job = self._approve(100, self.parts["periodic"])
        self._amend(job)
        self.assertTrue(self._is_closed())
        self._approve_again(job)
        with self.assertPosts(stock=-60.0, variation=60.0):
            self._close()

    def test_dearer_receipt_in_between_leaves_the_value_of_what_came_back(self):
        part = self.parts["real_time"]
        job = self._approve(100, part)
        with self.assertPosts(warranty=-160.0, labour=100.0, stock=60.0):
            self._receive(part, 90.0, 10.0)
            self._amend(job)

    def test_parts_that_came_back_before_are_taken_back_once(self):
        """Also where closings stand between what came back first and the rest."""
        for valuation, part in self.parts.items():
            with self.subTest(valuation=valuation):
                self._close_if_open()
                before = self._get_rounded()
                job = self._approve(100, part)
                self._close_if_open()
                self._return_one(job)
                self._close_if_open()
                self._amend(job)
                self._close_if_open()
                self.assertEqual(self._get_rounded(), before)
                self._invalidate_stock_values()
                self.assertEqual(part.total_value, 300.0)

    def _get_rounded(self, balances=None):
        balances = self._get_balances() if balances is None else balances
        return {role: value for role, amount in balances.items() if (value := round(amount, 2))}
