from datetime import date

from dateutil.relativedelta import relativedelta
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged

from .common import BillingCommon

# One job of two hours and two parts: labour costs 100 and is sold for 80, parts cost 60 and are sold for 140.
LABOUR, PARTS = 100.0, 60.0
BY = ["unit_product_id", "product_id", "fault_id"]


@tagged("post_install", "-at_install")
class TestWarrantyCost(BillingCommon):
    """What warranty cost the company, per model, part and fault, and what a job left."""

    def _get_month(self):
        day = self.env.company._raya_get_day()
        return Domain("date", ">=", day.replace(day=1)) & Domain(
            "date", "<", day.replace(day=1) + relativedelta(months=1)
        )

    def _ask(self, by=BY, user=None):
        """What the manager sees: rows of the pivot of this month."""
        Cost = self.env["raya.warranty.cost"].with_user(user or self.manager)
        return Cost._read_group(self._get_month(), by, ["amount:sum"])

    def _sum(self):
        return sum(row[-1] for row in self._ask())

    def _get_ledger(self):
        domain = self._get_month() & Domain("account_id", "=", self.accounts["warranty"].id)
        [[total]] = self.env["account.move.line"]._read_group(
            domain & Domain("parent_state", "=", "posted"), [], ["balance:sum"]
        )
        return total

    def assertAgrees(self, expected):
        self.assertAlmostEqual(self._sum(), expected, 2)
        self.assertAlmostEqual(self._get_ledger(), expected, 2)

    def test_cost_per_model_part_and_fault_is_the_ledger_in_both_valuations(self):
        for valuation, already in (("periodic", 0.0), ("real_time", 160.0 + 80.0)):
            with self.subTest(valuation=valuation):
                self._approve(100, self.parts[valuation])
                self._approve(50, self.parts[valuation])
                self._approve(0, self.parts[valuation])
                self.assertAgrees(already + 160.0 + 80.0)
                found = {part: (model, fault, amount) for model, part, fault, amount in self._ask()}
                self.assertEqual(found[self.parts[valuation]], (self.fridge.product_variant_id, self.fault, 90.0))
        self.assertEqual(found[self.labour][-1], 300.0)

    def test_what_was_taken_back_counts_no_more_in_both_valuations(self):
        for valuation in ("periodic", "real_time"):
            with self.subTest(valuation=valuation):
                job = self._approve(100, self.parts[valuation])
                self.assertAgrees(160.0)
                job.with_user(self.dispatcher).action_amend("Wrong part")
                self.assertAgrees(0.0)

    def test_part_that_came_back_by_odoos_own_means_is_followed(self):
        job = self._approve(100, self.parts["real_time"])
        self._return_one(job)
        self.assertAgrees(160.0 - 30.0)

    def test_every_cost_leads_to_its_job_and_entry(self):
        job = self._approve(100, self.parts["real_time"])
        rows = self.env["raya.warranty.cost"].with_user(self.accountant).search([("workorder_id", "=", job.id)])
        self.assertEqual(len(rows), 2)
        self.assertEqual(rows.move_id, job.voucher_ids._get_entries())
        self.assertEqual(rows.charge_id, job.charge_ids)
        self.assertEqual(rows[0].action_open_workorder()["res_id"], job.id)
        self.assertEqual(rows[0].action_open_entry()["res_id"], rows[0].move_id.id)
        self.assertEqual(rows.asset_id, job.asset_id)

    def test_cost_by_months_in_service_and_month_of_sale(self):
        job = self._report(100)
        sold = job.date_reported - relativedelta(months=7)
        job.sudo().asset_id.date_invoice = sold
        job.with_user(self.dispatcher).action_approve()
        charge = job.sudo().charge_ids
        self.assertEqual((charge.date_sold, charge.service_age), (sold, "006_012"))
        charge.asset_id.date_invoice = date(2020, 1, 1)
        self.assertEqual((charge.date_sold, charge.service_age), (sold, "006_012"))
        self.assertEqual(self._ask(["service_age", "date_sold:month"]), [("006_012", sold.replace(day=1), LABOUR)])

    def test_unit_without_a_known_day_has_no_age(self):
        job = self._report(0)
        job.sudo().asset_id.date_invoice = False
        self.assertFalse(job.sudo().asset_id._get_first_day_of_sale())
        job.with_user(self.dispatcher).action_approve()
        self.assertFalse(job.sudo().charge_ids.service_age)

    def test_an_amended_report_keeps_what_it_said_of_its_first_version(self):
        job = self._approve(100)
        before = job.charge_ids
        job.with_user(self.dispatcher).action_amend("Other fault")
        other = self._create_fault(code="T-OTHER", name="Other")
        job.work_line_ids.fault_id = other
        self.assertEqual(before.fault_id, self.fault)
        self.assertTrue(before.date)
        job.with_user(self.technician).action_submit()
        job.with_user(self.dispatcher).action_approve()
        self.assertEqual((job.charge_ids - before).fault_id, other)

    def test_margin_is_revenue_less_the_whole_cost_once(self):
        charged, half, covered = (self._approve(share, self.parts["periodic"]) for share in (0, 50, 100))
        expected = ((charged, 220.0 - 160.0), (half, 110.0 - 160.0), (covered, -160.0))
        for job, margin in expected:
            self.assertAlmostEqual(sum(job.charge_ids.mapped("margin")), margin, 2)
        charged.charge_ids[1].sale_line_id.price_unit = 30.0
        self.assertAlmostEqual(charged.charge_ids[1].margin, 0.0, 2)
        half.with_user(self.dispatcher).action_amend("Wrong part")
        self.assertEqual(sum(half.charge_ids.mapped("margin")), 0.0)

    def test_costs_are_not_for_technicians_and_leaders(self):
        charges = self._approve(100, self.parts["real_time"]).charge_ids
        for user in (self.technician, self.dispatcher):
            with self.assertRaises(AccessError):
                self._ask(user=user)
            with self.assertRaises(AccessError):
                charges.with_user(user).read(["margin"])
            self.assertTrue(charges.with_user(user).mapped("fault_id"))

    def test_nobody_ties_a_booked_cost_to_other_work(self):
        first, second = self._approve(100), self._approve(100)
        item = first.voucher_ids.move_id.line_ids.filtered("raya_charge_id").with_user(self.accountant)
        with self.assertRaisesRegex(Exception, "set by the documents of the service"):
            item.raya_charge_id = second.charge_ids

    def test_cost_per_unit_sold_is_hidden_for_few_units(self):
        for number in range(7):
            self._create_covered_asset(0, date_invoice=date(2026, 2, 3 + number))
        for _time in range(2):
            job = self._approve(100)
            job.asset_id.date_invoice = date(2026, 2, 20)
        Rate = self.env["raya.warranty.rate"].with_user(self.manager)
        domain = [
            ("product_id", "=", job.product_id.id),
            ("date_sold", ">=", "2026-02-01"),
            ("date_sold", "<", "2026-03-01"),
        ]
        measures = ["units:sum", "amount:sum", "rate:sum"]
        self.assertEqual(
            Rate._read_group(domain, ["date_sold:month"], measures), [(date(2026, 2, 1), 9.0, 200.0, False)]
        )
        self._create_covered_asset(0, date_invoice=date(2026, 2, 11))
        self.assertEqual(
            Rate._read_group(domain, ["date_sold:month"], measures), [(date(2026, 2, 1), 10.0, 200.0, 20.0)]
        )
        with self.assertRaises(AccessError):
            Rate.with_user(self.dispatcher)._read_group(domain, [], measures)

    def test_the_question_is_answered_in_four_clicks(self):
        """Service, Money, Warranty Cost: the pivot of last month stands there, by model, part and fault."""
        menu = self.env.ref("raya_service_billing.raya_warranty_cost_menu").with_user(self.manager)
        self.assertEqual(len(menu.complete_name.split("/")), 3)
        action = menu.action.sudo()
        self.assertTrue(action.view_mode.startswith("pivot"))
        arch = self.env["raya.warranty.cost"].with_user(self.manager).get_views([(False, "pivot"), (False, "search")])
        self.assertIn('default_period="month-1"', arch["views"]["search"]["arch"])
        self.assertIn("search_default_date", action.context)
        # What is given of one's own accord is no warranty cost, and stands on another account.
        self.assertIn("search_default_warranty", action.context)
        positions = [arch["views"]["pivot"]["arch"].index(f'name="{name}"') for name in BY]
        self.assertEqual(positions, sorted(positions))
