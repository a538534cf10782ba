from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_tariff import FIRST, TariffCommon


@tagged("post_install", "-at_install")
class TestBranch(TariffCommon):
    """A branch works by the tariff of the company above it, until it has one of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch = cls.env["res.company"].create({"name": "Branch", "parent_id": cls.company.id})
        cls._load_accounts(cls.branch)
        people = cls.technician | cls.dispatcher | cls.accountant | cls.manager | cls.clerk | cls.env.user
        people.company_ids |= cls.branch
        cls.env["hr.employee"].create(
            {"name": "There", "user_id": cls.technician.id, "hourly_cost": 50.0, "company_id": cls.branch.id}
        )
        cls.team_there = cls.env["raya.team"].create(
            {
                "name": "There",
                "company_id": cls.branch.id,
                "user_ids": cls.technician.ids,
                "leader_id": cls.dispatcher.id,
            }
        )
        cls.there = cls.env(context={**cls.env.context, "allowed_company_ids": cls.branch.ids})

    def _approve_there(self, share=50):
        """A job of the branch that took two hours."""
        asset = self._create_covered_asset(share, company_id=self.branch.id)
        call = self.there["raya.call"].create(
            {
                "company_id": self.branch.id,
                "asset_id": asset.id,
                "team_id": self.team_there.id,
                "user_id": self.technician.id,
                "date_reported": "2026-05-04 08:00:00",
            }
        )
        call.action_refer()
        job = self.there["raya.workorder"].create(
            {
                "call_id": call.id,
                "diagnosis_ids": [Command.create({"symptom_id": self.symptom.id, "fault_id": self.fault.id})],
                "work_line_ids": [Command.create({"operation_id": self.operation.id, "hours": 2.0})],
            }
        )
        job.action_start()
        job.action_submit()
        job.with_user(self.dispatcher).action_approve()
        return job.sudo().with_env(self.there)

    def test_a_job_of_a_branch_by_the_tariff_of_its_company(self):
        tariff = self._put_in_force({"price": 90.0}, job_minimum=100.0)
        job = self._approve_there()
        charge, least = job.charge_ids
        self.assertRecordValues(
            charge,
            [
                {
                    "company_id": self.branch.id,
                    "amount": 90.0,
                    "customer_amount": 45.0,
                    "tariff_line_id": tariff.line_ids.id,
                }
            ],
        )
        self.assertEqual((least.price_key, least.customer_amount), ("job_minimum", 55.0))
        voucher, order = job.voucher_ids, job.sale_order_ids
        self.assertRecordValues(voucher, [{"company_id": self.branch.id, "amount_total": 50.0}])
        self.assertEqual((order.company_id, order.amount_untaxed), (self.branch, 100.0))
        # The accountant of the branch sees nothing of the companies above it.
        self.accountant.write({"company_ids": [Command.set(self.branch.ids)], "company_id": self.branch.id})
        own = charge.with_user(self.accountant).with_context(allowed_company_ids=self.branch.ids)
        shown = own.web_read({"tariff_line_id": {"fields": {"display_name": {}}}, "price_reason": {}})[0]
        self.assertEqual(shown["tariff_line_id"]["display_name"], tariff.line_ids.display_name)
        for record in (own.tariff_line_id.tariff_id, own.tariff_line_id):
            with self.assertRaises(AccessError):
                record.write({"zone_id": False})
        order = order.with_user(self.accountant)
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        self.assertEqual((invoice.company_id, invoice.amount_untaxed), (self.branch, 100.0))
        self.assertEqual(set(job.charge_ids.mapped("billing_status")), {"billed"})
        job.with_user(self.dispatcher).action_amend("Wrong time")
        self.assertEqual((voucher.state, invoice.payment_state, order.state), ("reversed", "reversed", "cancel"))
        items = (voucher._get_entries() | job.sale_order_ids.invoice_ids).line_ids
        self.assertEqual(items.company_id, self.branch)
        for account, own_items in items.grouped("account_id").items():
            with self.subTest(account=account.code):
                self.assertAlmostEqual(sum(own_items.mapped("balance")), 0.0, 2)

    def test_its_own_tariff_goes_first_and_the_other_fills_what_it_leaves_out(self):
        other = self.operation.copy({"name": "Other", "code": "T-other"})
        above = self._put_in_force({"price": 90.0})
        below = self._put_in_force(
            {"price": 70.0, "operation_id": other.id}, name="Of the branch", company_id=self.branch.id
        )
        self.assertEqual(self._approve_there().charge_ids.tariff_line_id.tariff_id, above)
        version = below._create_next_version()
        version.date_from = FIRST
        version.line_ids.write({"operation_id": self.operation.id})
        self._decide(version)
        self.assertEqual(self._approve_there().charge_ids.amount, 70.0)
        # The company above works by its own.
        self.assertEqual(self._approve_lines(1.0).charge_ids.amount, 90.0)
