from dateutil.relativedelta import relativedelta
from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import BillingCommon


@tagged("post_install", "-at_install")
class TestInvoicing(BillingCommon):
    """The accountant invoices many jobs in one step, and reads what was made."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.jobs = cls.env["raya.workorder"].union(*(cls._approve(share) for share in (0, 50, 100)))
        cls.other = cls.env["res.partner"].create({"name": "Other"})
        cls.jobs |= cls._approve(0, payer_id=cls.other.id)
        cls.charges = cls.jobs.charge_ids

    def _open(self, **context):
        context = context or {"active_model": "raya.charge", "active_ids": self.charges.ids}
        return self.env["raya.invoicing"].with_user(self.accountant).with_context(**context)

    def _invoice_jobs(self, **vals):
        action = self._open().create(vals).action_invoice()
        orders = self.jobs.sale_order_ids
        return orders.invoice_ids, action["params"]["message"]

    def test_one_invoice_per_customer(self):
        invoices, message = self._invoice_jobs(per="customer")
        self.assertEqual(len(invoices), 2)
        self.assertEqual(set(invoices.mapped("state")), {"draft"})
        self.assertEqual(sorted(invoices.mapped("amount_untaxed")), [80.0, 120.0])
        self.assertIn("Invoices made: 2, of 3 jobs for 2 customers", message)
        self.assertIn("230.00", message)

    def test_one_invoice_per_job_posted_at_once(self):
        invoices, message = self._invoice_jobs(per="job", is_posted=True)
        self.assertEqual(len(invoices), 3)
        self.assertEqual(set(invoices.mapped("state")), {"posted"})
        self.assertIn("Invoices made: 3, of 3 jobs", message)
        self.assertEqual(set(self.charges.mapped("billing_status")), {"billed", False})

    def test_every_payer_of_a_job_gets_an_invoice(self):
        job = self._report(0)
        payers = [Command.create({"partner_id": self.other.id, "percent": 50})]
        job.with_user(self.dispatcher).write({"payer_ids": payers})
        job.with_user(self.dispatcher).action_approve()
        form = self._open(active_model="raya.workorder", active_ids=job.ids).create({"per": "customer"})
        self.assertIn("Invoices made: 2, of 1 jobs for 2 customers", form.action_invoice()["params"]["message"])
        self.assertEqual(job.sudo().sale_order_ids.invoice_ids.partner_id, self.customer | self.other)

    def test_nothing_is_invoiced_twice(self):
        self._invoice_jobs(per="job")
        form = self._open().create({"per": "job"})
        with self.assertRaisesRegex(UserError, "left to invoice"):
            form.action_invoice()

    def test_what_has_its_draft_already_is_left_out_and_said(self):
        order = self.jobs[0].sale_order_ids.with_user(self.accountant)
        order.action_confirm()
        order._create_invoices()
        _invoices, message = self._invoice_jobs(per="job")
        self.assertIn("Invoices made: 2", message)
        self.assertIn("with nothing to invoice: 1", message)

    def test_period_and_customers_choose_the_jobs(self):
        today = self.env.company._raya_get_day()
        self.charges[0].date = today - relativedelta(months=2)
        with Form(self._open(active_model="raya.charge", active_ids=self.charges.ids)) as form:
            self.assertEqual(len(form.order_ids), 3)
            form.date_from = today
            self.assertEqual(len(form.order_ids), 2)
            form.partner_ids.add(self.other)
            self.assertEqual(len(form.order_ids), 1)
            self.assertIn("1 jobs of 1 customers", form.sentence)
            form.date_to = today - relativedelta(days=1)
            self.assertEqual(len(form.order_ids), 0)

    def test_without_a_choice_all_that_waits_is_proposed(self):
        form = self._open(active_model=False).create({})
        self.assertLessEqual(self.jobs.sale_order_ids, form.order_ids)

    def test_only_accountants_invoice(self):
        with self.assertRaises(AccessError):
            self.env["raya.invoicing"].with_user(self.dispatcher).create({})
