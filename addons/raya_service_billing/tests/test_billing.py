from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import BillingCommon

# 32 when this was written; a query in a loop over charges or entries adds to it.
QUERIES_PER_JOB = 40


@tagged("post_install", "-at_install")
class TestBilling(BillingCommon):
    """Charges are frozen once, whole or not at all, and seen by whom they concern."""

    def test_every_line_is_charged_with_its_reason(self):
        workorder = self._approve(100, self.parts["periodic"])
        self.assertRecordValues(
            workorder.charge_ids,
            [
                {"kind": "labour", "quantity": 2.0, "company_share": 100.0, "payer": "company", "cost": 100.0},
                {"kind": "part", "quantity": 2.0, "company_share": 100.0, "payer": "company", "cost": 60.0},
            ],
        )
        for charge in workorder.charge_ids:
            self.assertIn("Covered until", charge.reason)

    def test_the_reason_speaks_the_language_of_the_reader(self):
        charge = self._approve(100).charge_ids
        english = charge.reason
        self.env["res.lang"]._activate_lang("fa_IR")
        self.env["ir.module.module"].search([("name", "=", "raya_service_warranty")])._update_translations(["fa_IR"])
        persian = charge.with_context(lang="fa_IR").reason
        self.assertIn("Covered", english)
        self.assertNotIn("Covered", persian)

    def test_a_decision_is_frozen(self):
        workorder = self._approve(100)
        workorder.asset_id.warranty_ids.date_end = "2026-04-01"
        charge = workorder.charge_ids
        self.assertEqual(charge.company_share, 100.0)
        with self.assertRaises(AccessError):
            charge.with_user(self.manager).company_share = 0
        with self.assertRaisesRegex(UserError, "frozen"):
            charge.unlink()

    def test_coverage_that_decided_approved_work_is_known(self):
        workorder = self._approve(100)
        decided = workorder.asset_id.warranty_ids
        other = self._create_covered_asset(100).warranty_ids
        self.assertEqual((decided | other)._get_with_history(), decided)

    def test_reapplied_policies_leave_frozen_decisions_as_they_are(self):
        workorder = self._approve(100)
        charge, reason = workorder.charge_ids, workorder.charge_ids.reason
        self.fridge.raya_policy_ids = self.policy_half
        run = self.env["raya.warranty.reapply"].with_user(self.manager)
        run = run.create({"asset_ids": workorder.asset_id.ids, "reason": "Another policy"})
        run.action_preview()
        self.assertRecordValues(run.line_ids, [{"result": "replaced", "has_history": True}])
        run.action_apply()
        self.assertEqual(workorder.asset_id.warranty_ids.policy_id, self.policy_half)
        self.assertRecordValues(charge, [{"company_share": 100.0, "policy_line_id": self.policy_whole.line_ids.id}])
        self.assertEqual(charge.reason, reason)

    def test_what_the_customer_caused_he_pays(self):
        workorder = self._approve(100, self.parts["periodic"], fault=self.fault_misuse)
        self.assertEqual(workorder.charge_ids.mapped("company_share"), [0.0, 0.0])
        self.assertIn("caused", workorder.charge_ids[0].reason)

    def test_a_line_that_may_belong_to_a_covered_fault_is_covered(self):
        workorder = self._report(100)
        workorder.sudo()._transition("progress")
        workorder.diagnosis_ids = [Command.create({"fault_id": self.fault_misuse.id})]
        workorder.action_submit()
        workorder.with_user(self.dispatcher).action_approve()
        self.assertEqual(workorder.charge_ids.company_share, 100.0)

    def test_a_call_without_product_file_is_charged(self):
        call = self._create_call(asset_id=False, partner_id=self.customer.id, product_id=self.fridge.id)
        call.action_refer()
        workorder = self._create_workorder(call_id=call.id, part_ids=[])
        workorder.action_submit()
        workorder.with_user(self.dispatcher).action_approve()
        self.assertEqual(workorder.charge_ids.payer, "customer")
        self.assertIn("no warranty", workorder.charge_ids.reason)

    # Once

    def test_approving_twice_changes_nothing(self):
        workorder = self._approve(50, self.parts["periodic"])
        charges, entry = workorder.charge_ids, workorder.voucher_ids.move_id
        with self.assertRaises(UserError):
            workorder.with_user(self.dispatcher).action_approve()
        self.assertEqual(workorder.charge_ids, charges)
        self.assertEqual(workorder.voucher_ids.move_id, entry)
        self.assertEqual(len(workorder.sale_order_ids), 1)

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_a_second_charge_order_or_voucher(self):
        workorder = self._approve(50, self.parts["periodic"])
        for record, values in (
            (workorder.charge_ids[0], {}),
            (workorder.voucher_ids, {"workorder_id": workorder.id}),
            (workorder.sale_order_ids, {"raya_workorder_id": workorder.id}),
        ):
            with self.subTest(model=record._name):
                with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                    record.copy(values).flush_recordset()

    def test_a_posted_voucher_cannot_be_deleted(self):
        workorder = self._approve(100)
        with self.assertRaisesRegex(UserError, "posted"):
            workorder.voucher_ids.unlink()

    def test_vouchers_are_numbered_per_company(self):
        first, second = self._approve(100).voucher_ids, self._approve(100).voucher_ids
        self.assertRegex(first.name, r"^CV/\d{4}/\d{5}$")
        self.assertEqual(int(second.name[-5:]), int(first.name[-5:]) + 1)

    # Whole or not at all

    def test_missing_settings_are_named_before_anything_is_done(self):
        company = self.env.company
        for name, label in (
            ("raya_voucher_journal_id", "Cost Voucher Journal"),
            ("raya_warranty_account_id", "Warranty Cost Account"),
            ("raya_labour_account_id", "Labour Absorbed Account"),
            ("raya_warranty_location_id", "Warranty Consumption Location"),
            ("account_stock_journal_id", "Stock Journal"),
        ):
            with self.subTest(setting=name):
                workorder = self._report(100, self.parts["real_time"])
                kept = company[name]
                company[name] = False
                with self.assertRaisesRegex(UserError, label), self.env.cr.savepoint():
                    workorder.with_user(self.dispatcher).action_approve()
                self.assertEqual(workorder.state, "submitted")
                self.assertFalse(workorder.sudo().charge_ids._get_frozen())
                self.assertEqual(workorder.part_ids.qty_issued, 2.0)
                company[name] = kept

    def test_a_charged_job_needs_no_settings(self):
        self.env.company.write({"raya_voucher_journal_id": False, "raya_warranty_location_id": False})
        workorder = self._approve(0, self.parts["real_time"])
        self.assertTrue(workorder.sale_order_ids)

    def test_a_part_without_account_is_named(self):
        part = self.parts["periodic"]
        part.categ_id.property_account_expense_categ_id = False
        self.env.company.expense_account_id = False
        workorder = self._report(100, part)
        with self.assertRaisesRegex(UserError, "has no account for its cost"):
            workorder.with_user(self.dispatcher).action_approve()

    # Who sees what

    def test_costs_are_for_accountants_and_managers(self):
        workorder = self._approve(100, self.parts["periodic"])
        for user in (self.technician, self.dispatcher):
            charges = workorder.with_user(user).charge_ids
            self.assertTrue(charges.mapped("reason"))
            self.assertNotIn("cost", charges.fields_get())
            with self.assertRaises(AccessError):
                charges.mapped("cost")
            with self.assertRaises(AccessError):
                workorder.voucher_ids.with_user(user).mapped("name")
        for user in (self.accountant, self.manager):
            self.assertEqual(workorder.with_user(user).charge_ids.mapped("cost"), [100.0, 60.0])
            self.assertEqual(workorder.with_user(user).voucher_ids.amount_total, 160.0)

    def test_another_team_does_not_see_the_charges(self):
        workorder = self._approve(0)
        stranger = self._create_user("test_tech_2", "raya_service_base.group_service_technician")
        charges = self.env["raya.charge"].with_user(stranger)
        self.assertFalse(charges.search([("workorder_id", "=", workorder.id)]))

    def test_other_companies_see_nothing(self):
        workorder = self._approve(100)
        other = self.env["res.company"].create({"name": "Other"})
        self.accountant.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        for model in ("raya.charge", "raya.cost.voucher", "raya.cost.voucher.line"):
            found = self.env[model].with_user(self.accountant).search([])
            self.assertNotIn(
                workorder,
                found.mapped("workorder_id" if model != "raya.cost.voucher.line" else "charge_id.workorder_id"),
            )

    # Companies

    def test_a_company_gets_its_settings_with_its_chart_of_accounts(self):
        company = self.env["res.company"].create({"name": "New"})
        self.assertFalse(company.raya_labour_account_id)
        self._load_accounts(company)
        found = self._get_settings(company)
        self.assertTrue(all(found))
        self.assertEqual(company.raya_warranty_location_id.company_id, company)
        self.assertEqual(company.raya_warranty_location_id.valuation_account_id, company.raya_warranty_account_id)
        self.assertNotEqual(company.raya_voucher_journal_id, self.env.company.raya_voucher_journal_id)
        company._raya_configure_billing()
        self.assertEqual(self._get_settings(company), found)

    def test_what_is_made_for_a_company_speaks_its_languages(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        company = self.env["res.company"].create({"name": "New"})
        self._load_accounts(company)
        account = company.raya_warranty_account_id
        self.assertEqual(account.with_context(lang="en_US").name, "Warranty Cost")
        self.assertEqual(account.with_context(lang="fa_IR").name, "هزینهٔ گارانتی")

    def test_jobs_of_two_companies_in_one_batch(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._load_accounts(other)
        both = self.env.company | other
        people = self.technician | self.dispatcher | self.accountant | self.clerk
        (people | self.env.user).company_ids = both
        here = self._report(100, self.parts["real_time"])
        there = self._report_in(other)
        batch = self.env["raya.workorder"].with_context(allowed_company_ids=both.ids).browse((here | there).ids)
        batch.with_user(self.dispatcher).action_approve()
        for workorder, company in ((here.sudo(), self.env.company), (there.sudo(), other)):
            voucher = workorder.voucher_ids
            entries = voucher._get_entries()
            self.assertEqual(voucher.company_id, company)
            self.assertEqual(voucher.amount_total, 160.0)
            self.assertEqual(entries.company_id, company)
            self.assertEqual(
                entries.line_ids.account_id,
                company.raya_warranty_account_id | company.raya_labour_account_id | company.account_stock_valuation_id,
            )

    def _report_in(self, company):
        """A submitted job of another company, with a perpetual part, in warranty."""
        part = self._create_part("real_time", company)
        env = part.env
        env["hr.employee"].create(
            {"name": "Technician", "user_id": self.technician.id, "hourly_cost": 50.0, "company_id": company.id}
        )
        team = env["raya.team"].create({"name": "There", "company_id": company.id, "user_ids": self.technician.ids})
        call = env["raya.call"].create(
            {
                "company_id": company.id,
                "asset_id": self._create_covered_asset(100, company_id=company.id).id,
                "team_id": team.id,
                "user_id": self.technician.id,
                "date_reported": "2026-05-04 08:00:00",
            }
        )
        call.action_refer()
        workorder = env["raya.workorder"].create(
            {
                "call_id": call.id,
                "work_line_ids": [Command.create({"operation_id": self.operation.id, "hours": 2.0})],
                "part_ids": [Command.create({"product_id": part.id, "quantity": 2.0})],
            }
        )
        workorder.action_start()
        workorder.action_request_parts()
        self._issue(workorder)
        workorder.part_ids.action_use_all()
        workorder.action_submit()
        return workorder

    def test_a_branch_shares_the_accounts_of_its_parent(self):
        company = self.env.company
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": company.id})
        self._load_accounts(branch)
        self.assertEqual(branch.raya_labour_account_id, company.raya_labour_account_id)
        self.assertEqual(branch.raya_warranty_account_id, company.raya_warranty_account_id)
        self.assertEqual(branch.raya_warranty_location_id.company_id, branch)

    def test_settings_are_made_again_when_they_were_lost(self):
        company = self.env.company
        company.raya_labour_account_id = False
        kept = company.raya_voucher_journal_id
        settings = self.env["res.config.settings"].create({})
        settings.action_raya_configure_billing()
        self.assertTrue(company.raya_labour_account_id)
        self.assertEqual(company.raya_voucher_journal_id, kept)

    def _get_settings(self, company):
        return (
            company.raya_voucher_journal_id,
            company.raya_warranty_location_id,
            company.raya_warranty_account_id,
            company.raya_labour_account_id,
            company.account_stock_journal_id,
        )

    # Many at once

    def test_a_batch_is_approved_with_a_bounded_number_of_queries(self):
        self._approve(50, self.parts["periodic"])
        one = self._count_queries(1)
        many = self._count_queries(5)
        self.assertLessEqual((many - one) / 4, QUERIES_PER_JOB)

    def test_a_batch_makes_one_order_and_one_voucher_per_job(self):
        reports = self._report(50, self.parts["periodic"]) | self._report(100, self.parts["real_time"])
        reports |= self._report(0) | self._report(100, self.parts["real_time"])
        reports.with_user(self.dispatcher).action_approve()
        workorders = reports.sudo()
        self.assertEqual([len(job.sale_order_ids) for job in workorders], [1, 0, 1, 0])
        self.assertEqual([len(job.voucher_ids) for job in workorders], [1, 1, 0, 1])
        for job in workorders:
            for entry in job.voucher_ids._get_entries():
                self.assertEqual(entry.raya_workorder_id, job)

    def _count_queries(self, number):
        reports = self.env["raya.workorder"]
        for _index in range(number):
            reports |= self._report(50, self.parts["periodic"], used=1.0)
        reports = reports.with_user(self.dispatcher)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        reports.action_approve()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
