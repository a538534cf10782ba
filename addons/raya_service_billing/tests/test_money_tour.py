from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import BillingCommon
from .common_estimate import EstimateCommon


@tagged("post_install", "-at_install")
class TestEstimateTour(EstimateCommon, HttpCase):
    """A customer answers an estimate on the portal, and the technician goes on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = cls._create_user("test_customer", "base.group_portal")
        cls.portal.partner_id.name = "Sara Karimi"
        cls.customer = cls.portal.partner_id

    def _send_estimate(self):
        """A job of two hours and two parts, half of it covered: the customer would pay 40 and 70, before taxes."""
        job = self._plan(50)
        job.action_wait_customer()
        order = self._estimate(job)
        order.action_quotation_sent()
        return job, order.sudo()

    def _get_words(self, document):
        return "".join(document.sudo().message_ids.mapped("body"))

    def test_customer_signs_and_the_work_begins(self):
        job, order = self._send_estimate()
        self.start_tour("/my/quotes", "raya_customer_accepts_estimate", login="test_customer")
        self.assertRecordValues(
            order, [{"state": "sale", "raya_estimate_result": "accepted", "signed_by": "Sara Karimi"}]
        )
        self.assertTrue(order.signature)
        self.assertEqual(order.amount_total, 126.5)
        self.assertRecordValues(job, [{"state": "progress", "estimate_state": "accepted", "customer_limit": 110.0}])
        self.assertIn("The work may begin", self._get_words(job))
        # What was agreed is what the work comes to.
        self._do(job)
        job.with_user(self.dispatcher).action_approve()
        self.assertEqual(job.sudo().sale_order_ids, order)
        self.assertEqual(sum(job.sudo().charge_ids._get_frozen().mapped("customer_amount")), 110.0)

    def test_customer_refuses_and_the_job_ends_with_what_was_found(self):
        job, order = self._send_estimate()
        self.start_tour("/my/quotes", "raya_customer_refuses_estimate", login="test_customer")
        self.assertRecordValues(order, [{"state": "cancel", "raya_estimate_result": "refused"}])
        self.assertIn("A new one costs less.", self._get_words(order))
        self.assertRecordValues(job, [{"state": "progress", "outcome": "refused", "estimate_state": "refused"}])
        self.assertFalse(job.part_ids)
        self.assertIn(f"refused estimate {order.name}", self._get_words(job))


@tagged("post_install", "-at_install")
class TestMoneyTour(BillingCommon, HttpCase):
    """Approved jobs become money, by mouse: half of each is covered, the customer pays 40 and 70."""

    browser_size = "1366x900"

    def _approve_half(self):
        return self._approve(50, self.parts["real_time"])

    def test_accountant_invoices_what_is_approved(self):
        job = self._approve_half()
        # The cost of both parts leaves the stock with the invoice; the voucher took half of it off already.
        with self.assertPosts(receivable=126.5, revenue=-110.0, tax=-16.5, expense=60.0, stock=-60.0):
            self.start_tour("/odoo", "raya_accountant_invoices_job", login=self.accountant.login, timeout=120)
        invoice = job.sale_order_ids.invoice_ids
        self.assertRecordValues(invoice, [{"state": "posted", "amount_total": 126.5, "partner_id": self.customer.id}])
        self.assertEqual(invoice.create_uid, self.accountant)
        self.assertEqual(set(job.charge_ids.mapped("billing_status")), {"billed"})

    def test_accountant_invoices_in_persian(self):
        """Amounts and days are theirs; the number of the invoice is everybody's."""
        self.env["res.lang"]._activate_lang("fa_IR")
        self.env["res.lang"]._raya_tell_babel()
        self.accountant.write({"lang": "fa_IR", "tz": "Asia/Tehran"})
        job = self._approve_half()
        tour = "raya_accountant_invoices_job_persian"
        self.start_tour("/odoo", tour, login=self.accountant.login, timeout=120)
        self.assertRecordValues(job.sale_order_ids.invoice_ids, [{"state": "posted", "amount_total": 126.5}])

    def test_accountant_finds_the_voucher_posted(self):
        job = self._approve_half()
        with self.assertPosts():
            self.start_tour("/odoo", "raya_accountant_reads_voucher", login=self.accountant.login, timeout=120)
        self.assertRecordValues(job.voucher_ids, [{"state": "posted", "amount_total": 80.0}])
        self.assertEqual(set(job.voucher_ids._get_entries().mapped("state")), {"posted"})

    def test_leader_amends_and_reads_what_was_taken_back(self):
        with self.assertPosts():
            job = self._approve_half()
            invoice = self._invoice(job)
            voucher, page = job.voucher_ids, f"/odoo/service-workorders/{job.id}"
            self.start_tour(page, "raya_leader_amends_job", login=self.dispatcher.login, timeout=120)
        self.assertRecordValues(
            job, [{"state": "progress", "version": 2, "amendment_reason": "The relay was not changed."}]
        )
        self.assertEqual((invoice.payment_state, invoice.reversal_move_ids.state), ("reversed", "posted"))
        self.assertEqual(voucher.state, "reversed")
        self.assertEqual(set(job.charge_ids.mapped("state")), {"reversed"})

    def test_warranty_cost_of_last_month_in_four_clicks_is_the_ledger(self):
        """Applications, Service, Money, Warranty Cost: per model, part and fault, and its sum."""
        last = fields.Date.today() - relativedelta(months=1)
        with freeze_time(last):
            for share in (100, 50, 0):
                self._approve(share, self.parts["real_time"])
        # What came since is of this month.
        self._approve(100, self.parts["real_time"])
        page = "raya_accountant_asks_warranty_cost"
        self.start_tour("/odoo", page, login=self.accountant.login, timeout=120)
        first = last.replace(day=1)
        [[total]] = self.env["account.move.line"]._read_group(
            [
                ("account_id", "=", self.accounts["warranty"].id),
                ("parent_state", "=", "posted"),
                ("date", ">=", first),
                ("date", "<", first + relativedelta(months=1)),
            ],
            [],
            ["balance:sum"],
        )
        self.assertAlmostEqual(total, 240.0, 2)
