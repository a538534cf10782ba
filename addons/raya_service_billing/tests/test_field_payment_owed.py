from odoo.fields import Command
from odoo.tests import tagged

from .common_field_payment import FieldPaymentCommon

# Two hours at 40.00, and 15 % of tax.
OWED = 92.0


@tagged("post_install", "-at_install")
class TestFieldPaymentOwed(FieldPaymentCommon):
    """What is proposed on site is what nobody has paid yet: each receipt counts for its own job."""

    def test_a_receipt_pays_its_own_job_on_an_invoice_of_several(self):
        jobs = self._approve(0) | self._approve(0)
        orders = jobs.sale_order_ids.with_user(self.accountant)
        orders.action_confirm()
        invoice = orders._create_invoices()
        invoice.action_post()
        self._take(jobs[0])
        self.assertEqual(invoice.amount_residual, OWED)
        self.assertEqual([job._get_owed_amount(self.customer) for job in jobs], [0.0, OWED])
        jobs[0]._check_paid()
        with self._refused(invoice.name):
            jobs[1]._check_paid()

    def test_what_was_paid_otherwise_of_such_an_invoice_is_of_all_its_jobs(self):
        jobs = self._approve(0) | self._approve(0)
        orders = jobs.sale_order_ids.with_user(self.accountant)
        orders.action_confirm()
        invoice = orders._create_invoices()
        invoice.action_post()
        self._pay(invoice, OWED)
        self.assertEqual([job._get_owed_amount(self.customer) for job in jobs], [OWED / 2, OWED / 2])
        self._take(jobs[0])
        self.assertEqual([job._get_owed_amount(self.customer) for job in jobs], [0.0, OWED / 2])

    def test_a_second_tap_takes_no_second_payment(self):
        job = self._report(0)
        form = self._open_taking(job, amount=10.0)
        first, second = form.action_take(), form.action_take()
        self.assertEqual(job.sudo().field_payment_ids.mapped("amount"), [10.0])
        self.assertEqual(first, second)

    def test_an_advance_on_the_estimate_is_owed_no_more(self):
        job = self._create_workorder(
            call_id=False,
            user_id=self.technician.id,
            partner_id=self.customer.id,
            product_id=self.fridge.id,
            work_line_ids=[Command.create({"operation_id": self.operation.id, "hours": 2.0})],
            part_ids=[],
        ).with_user(self.technician)
        job.action_create_estimate()
        order = job.sudo().estimate_ids
        order._validate_order()
        ask = self.env["sale.advance.payment.inv"].with_context(active_model="sale.order", active_ids=order.ids)
        advance = ask.create({"advance_payment_method": "fixed", "fixed_amount": 50.0})._create_invoices(order)
        advance.action_post()
        owed = job._get_owed_amount(self.customer)
        self._pay(advance, advance.amount_total)
        self.assertAlmostEqual(job._get_owed_amount(self.customer), owed - advance.amount_total)
        job.action_submit()
        job.with_user(self.dispatcher).action_approve()
        self.assertAlmostEqual(job._get_owed_amount(self.customer), owed - advance.amount_total)

    def test_payment_of_a_cancelled_receipt_is_not_posted_again(self):
        payment = self._take(self._report(0))
        self._cancel(payment)
        posted = payment.sudo().payment_id
        posted.action_draft()
        with self._refused(f"{payment.name} of {self.technician.name} was cancelled"):
            posted.action_post()

    def test_cash_goes_to_no_journal_but_one_of_cash(self):
        payment = self._take(self._report(0))
        purchases = self.company_data["default_journal_purchase"]
        with self._refused(f"{purchases.name} keeps no cash"):
            payment.with_user(self.accountant)._hand_over(purchases)
        self.assertEqual(payment.state, "taken")

    def test_a_cancelled_job_says_what_was_taken_for_it(self):
        job = self._create_workorder(
            call_id=False, user_id=self.technician.id, partner_id=self.customer.id, part_ids=[]
        )
        payment = self._take(job, amount=10.0, note="In advance")
        job.work_line_ids.time_ids.sudo().unlink()
        job.with_user(self.dispatcher).action_cancel()
        self.assertEqual(job.state, "cancelled")
        self.assertTrue(job.message_ids.filtered(lambda message: payment.name in (message.body or "")))

    def _pay(self, invoice, amount):
        Register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        Register.create({"amount": amount})._create_payments()
