from datetime import date

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .common_travel import TravelCommon


@tagged("post_install", "-at_install")
class TestTravel(TravelCommon):
    """Visits that arrived are charged to their jobs, at the price of the tariff."""

    def test_companies_that_do_not_say_so_charge_no_travel(self):
        self.env.company.raya_is_travel_charged = False
        self._put_in_force({"price": 30.0}, {"pricing": "visit", "price": 20.0})
        job = self._begin()
        self._visit(job)
        self.assertFalse(self._approve_travel(job))
        self.assertEqual(job.charge_ids.customer_amount, 30.0)

    def test_a_visit_costs_what_the_tariff_says(self):
        tariff = self._put_in_force({"price": 30.0}, {"pricing": "visit", "price": 20.0})
        job = self._begin()
        visit = self._visit(job, 12.5)
        charge = self._approve_travel(job)
        self.assertRecordValues(
            charge,
            [
                {
                    "visit_id": visit.id,
                    "product_id": self.env.company.raya_travel_product_id.id,
                    "customer_amount": 20.0,
                    "price_source": "tariff",
                    "tariff_line_id": tariff.line_ids[1].id,
                    "price_reason": "Services, Travel: $\xa020.00 a visit.",
                    "company_share": 0.0,
                }
            ],
        )
        self.assertEqual(job.charge_ids.mapped("kind"), ["labour", "travel"])
        self.assertEqual(job.sale_order_ids.amount_untaxed, 50.0)
        self.assertEqual(charge.sale_line_id.tax_ids, self.env.company.account_sale_tax_id)
        self.assertIn(f"Visit {visit.name} of ", charge.sale_line_id.name)
        self.assertIn(", 12.5 km", charge.sale_line_id.name)
        self.assertOneFigure(job)

    def test_km_are_charged_with_a_minimum(self):
        self._put_in_force({"pricing": "km", "price": 0.8, "minimum_amount": 9.0})
        for distance, amount, reason in ((12.5, 10.0, "0.80 a km, for 12.5 km."), (4.0, 9.0, "at least $\xa09.00.")):
            with self.subTest(distance=distance):
                job = self._begin()
                self._visit(job, distance)
                charge = self._approve_travel(job)
                self.assertEqual(charge.customer_amount, amount)
                self.assertTrue(charge.price_reason.endswith(reason), charge.price_reason)

    def test_a_distance_that_nobody_wrote_down_is_named(self):
        self._put_in_force({"pricing": "km", "price": 0.8})
        job = self._begin()
        self._visit(job)
        charge = self._approve_travel(job)
        self.assertEqual(charge.customer_amount, 0.0)
        self.assertIn("no distance is written down", charge.price_reason)

    def test_jobs_of_one_visit_share_it_to_the_cent(self):
        self._put_in_force({"price": 30.0}, {"pricing": "visit", "price": 20.0})
        jobs = self._begin(count=3)
        visit = self._visit(jobs)
        charges = self._approve_travel(jobs)
        self.assertEqual(charges.mapped("customer_amount"), [6.67, 6.66, 6.67])
        self.assertEqual(sum(jobs.sale_order_ids.mapped("amount_untaxed")), 110.0)
        self.assertIn(f"Shared by the 3 jobs of visit {visit.name}.", charges[0].price_reason)
        for job in jobs:
            self.assertOneFigure(job)

    def test_every_visit_that_arrived_is_charged_once(self):
        self._put_in_force({"pricing": "visit", "price": 20.0})
        job = self._begin()
        first, second = self._visit(job), self._visit(job)
        self._plan(job)
        self._plan(job).action_cancel()
        # While somebody is still to come: who reports a job lets nobody come any more.
        job.with_user(self.technician).action_propose_charges()
        self.assertEqual(job.charge_ids.visit_id, first | second)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            job.charge_ids.filtered("visit_id")[0].copy()

    def test_zones_and_customers_have_their_own_travel(self):
        zone = self.env["raya.tariff.zone"].create({"name": "North", "zip_ranges": "11"})
        tag = self.env["res.partner.category"].create({"name": "Gold"})
        travel = {"pricing": "visit"}
        self._put_in_force(
            {**travel, "price": 20.0},
            {**travel, "price": 35.0, "zone_id": zone.id},
            {**travel, "price": 5.0, "partner_category_id": tag.id},
        )
        amounts = []
        for values in ({}, {"zip": "1155"}, {"zip": "2255", "category_id": tag.ids}):
            self.customer.write(values)
            job = self._begin()
            self._visit(job)
            amounts.append(self._approve_travel(job).customer_amount)
        self.assertEqual(amounts, [20.0, 35.0, 5.0])

    def test_prices_of_work_price_no_travel_and_the_other_way_round(self):
        self._put_in_force({"price": 30.0})
        job = self._begin()
        self._visit(job)
        charge = self._approve_travel(job)
        self.assertRecordValues(charge, [{"customer_amount": 0.0, "price_source": "list", "is_unfit": True}])
        self._put_in_force({"pricing": "visit", "price": 20.0}, name="Abroad", currency_id=self.env.ref("base.EUR").id)
        job = self._begin()
        self._visit(job)
        self._approve_travel(job)
        labour = job.charge_ids.filtered(lambda charge: charge.kind == "labour")
        self.assertEqual(labour.customer_amount, 30.0)

    def test_without_a_tariff_the_product_of_travel_says_the_price(self):
        self.env.company._raya_get_travel_product().list_price = 25.0
        jobs = self._begin(count=2)
        self._visit(jobs)
        charges = self._approve_travel(jobs)
        self.assertEqual(charges.mapped("customer_amount"), [12.5, 12.5])
        self.assertIn("Sales price of the product. Shared by the 2 jobs", charges[0].price_reason)
        self.assertOneFigure(jobs[0])

    def test_by_setting_prices_are_of_the_day_of_the_visit(self):
        tariff = self._put_in_force({"pricing": "visit", "price": 20.0})
        version = tariff._create_next_version()
        version.line_ids.price = 22.0
        version.date_from = self.env.company._raya_get_day()
        self._decide(version)
        amounts = []
        for setting in ("report", "work"):
            self.env.company.raya_tariff_day = setting
            job = self._begin()
            job.call_id.sudo().date_reported = "2026-03-31 08:00:00"
            self._visit(job)
            amounts.append(self._approve_travel(job).customer_amount)
        self.assertEqual(amounts, [20.0, 22.0])

    # Who pays

    def _policy(self, **line):
        return self._create_policy(name="Travel", line_ids=[Command.create(line)])

    def test_warranties_bear_the_travel_that_they_cover(self):
        self._put_in_force({"price": 30.0}, {"pricing": "visit", "price": 20.0})
        cases = (("all", 100, [0.0, 0.0]), ("travel", 100, [30.0, 0.0]), ("labour", 100, [0.0, 20.0]))
        for scope, share, amounts in (*cases, ("all", 50, [15.0, 10.0])):
            with self.subTest(scope=scope, share=share):
                job = self._begin(self._policy(scope=scope, share=share))
                self._visit(job)
                self._approve_travel(job)
                self.assertEqual(job.charge_ids.mapped("customer_amount"), amounts)

    def test_the_covered_share_is_booked_at_what_travel_costs(self):
        self._put_in_force({"price": 30.0}, {"pricing": "km", "price": 0.8, "cost": 0.5})
        jobs = self._begin(self._policy(scope="travel", share=50), count=2)
        self._visit(jobs, 33.33)
        self._submit(jobs)
        # 33.33 km cost 16.67: 8.34 and 8.33, of which a half is borne.
        with self.assertPosts(warranty=8.34, travel=-8.34):
            jobs.with_user(self.dispatcher).action_approve()
        charges = jobs.charge_ids._get_frozen().filtered("visit_id")
        self.assertEqual(sum(charges.mapped("cost")), 16.67)
        lines = jobs.voucher_ids.line_ids
        self.assertEqual(lines.charge_id, charges)
        self.assertEqual(lines.mapped("amount"), [4.17, 4.17])
        self.assertEqual(lines.credit_account_id, self.env.company.raya_travel_account_id)
        self.assertEqual(sum(charges.share_ids.mapped("cost")), 16.67)

    def test_travel_without_a_cost_is_named_on_the_voucher(self):
        self._put_in_force({"pricing": "visit", "price": 20.0})
        job = self._begin(self._policy(scope="travel", share=100))
        self._visit(job)
        self._submit(job)
        with self.assertPosts():
            job.with_user(self.dispatcher).action_approve()
        line = job.voucher_ids.with_user(self.accountant).line_ids
        self.assertEqual((line.kind, line.amount), ("travel", 0.0))
        self.assertIn("says no cost of this travel", line.reason)

    def test_a_missing_account_of_travel_is_named(self):
        self._put_in_force({"pricing": "visit", "price": 20.0, "cost": 9.0})
        self.env.company.raya_travel_account_id = False
        job = self._begin(self._policy(scope="travel", share=100))
        self._visit(job)
        self._submit(job)
        with self.assertRaisesRegex(UserError, "Travel Absorbed Account"):
            job.with_user(self.dispatcher).action_approve()

    def test_goodwill_and_other_payers_share_travel_too(self):
        self._put_in_force({"price": 30.0}, {"pricing": "visit", "price": 20.0})
        other = self.env["res.partner"].create({"name": "Landlord"})
        job = self._begin(payer_ids=[Command.create({"partner_id": other.id, "percent": 50})])
        self._visit(job)
        charge = self._approve_travel(job)
        self.assertEqual(charge.share_ids.mapped("amount"), [10.0, 10.0])
        self.assertEqual(job.sale_order_ids.mapped("amount_untaxed"), [25.0, 25.0])

    # What follows

    def test_technicians_propose_travel_and_approvers_read_it(self):
        self._put_in_force({"price": 30.0}, {"pricing": "visit", "price": 20.0})
        job = self._begin()
        self._visit(job)
        answer = job.with_user(self.technician).action_propose_charges()
        self.assertIn("50.00", answer["params"]["message"])
        job.with_user(self.technician).action_submit()
        # Whoever decides is told in superuser mode.
        sections = self.env["raya.workorder.summary"].with_user(self.dispatcher).sudo()._get_sections(job.sudo())
        rows = [row.label for section in sections if section.key == "coverage" for row in section.rows]
        self.assertTrue([label for label in rows if label.startswith("Travel to the Customer")], rows)

    def test_what_was_charged_for_is_not_driven_otherwise_later(self):
        self._put_in_force({"pricing": "km", "price": 0.8})
        job = self._begin()
        visit = self._visit(job, 10.0)
        self.assertEqual(self._approve_travel(job).customer_amount, 8.0)
        with self.assertRaisesRegex(UserError, f"charged on {job.name}"):
            visit.with_user(self.technician).distance = 20.0
        visit.with_user(self.technician).write({"distance": 10.0, "note": "The same"})
        job.with_user(self.dispatcher).action_amend("Another way")
        visit.with_user(self.technician).distance = 20.0
        self.assertEqual(self._approve_travel(job).customer_amount, 16.0)
        self.assertEqual(visit.with_user(self.accountant).charge_count, 2)

    def test_an_amended_job_leaves_no_cost_of_travel(self):
        self._put_in_force({"price": 30.0}, {"pricing": "visit", "price": 20.0, "cost": 9.0})
        job = self._begin(self._policy(scope="travel", share=100))
        self._visit(job)
        self._submit(job)
        with self.assertPosts():
            job.with_user(self.dispatcher).action_approve()
            job.with_user(self.dispatcher).action_amend("Wrong")

    def test_planned_travel_is_estimated_and_kept_to(self):
        self._put_in_force({"price": 30.0}, {"pricing": "visit", "price": 20.0})
        job = self._begin()
        visit = self._plan(job)
        job.with_user(self.technician).action_create_estimate()
        order = job.estimate_ids
        self.assertEqual(order.amount_untaxed, 50.0)
        self.assertEqual(order.order_line.raya_visit_id, visit)
        order.action_confirm()
        self.assertEqual(job.customer_limit, 50.0)
        job.company_id._raya_get_travel_product()
        tariff = self.env["raya.tariff"].search([("state", "=", "in_force"), ("company_id", "=", job.company_id.id)])
        version = tariff._create_next_version()
        version.line_ids.filtered(lambda line: line.kind == "travel").price = 90.0
        version.date_from = tariff.date_from
        self._decide(version)
        visit = visit.with_user(self.technician)
        visit.action_arrive()
        visit.action_done()
        charge = self._approve_travel(job)
        self.assertRecordValues(charge, [{"customer_amount": 20.0, "price_source": "estimate"}])
        self.assertEqual(job.sale_order_ids, order)
        self.assertEqual(charge.sale_line_id.raya_visit_id, visit.sudo())
        self.assertEqual(order.amount_untaxed, 50.0)

    def test_an_estimated_distance_is_charged_as_it_was_driven(self):
        self._put_in_force({"price": 30.0}, {"pricing": "km", "price": 0.8})
        job = self._begin()
        visit = self._plan(job).with_user(self.technician)
        job.with_user(self.technician).action_create_estimate()
        job.estimate_ids.action_confirm()
        visit.action_arrive()
        visit.distance = 10.0
        visit.action_done()
        with self.assertRaisesRegex(UserError, "agreed to pay"):
            job.with_user(self.technician).action_submit()
        job.with_user(self.dispatcher).customer_limit = 38.0
        self.assertEqual(self._approve_travel(job).customer_amount, 8.0)

    def test_an_estimated_distance_that_falls_below_the_minimum_costs_the_minimum(self):
        self._put_in_force({"price": 30.0}, {"pricing": "km", "price": 1.0, "minimum_amount": 10.0})
        job = self._begin()
        visit = self._plan(job).with_user(self.technician)
        visit.distance = 50.0
        job.with_user(self.technician).action_create_estimate()
        self.assertEqual(job.estimate_ids.amount_untaxed, 80.0)
        job.estimate_ids.action_confirm()
        visit.action_arrive()
        visit.distance = 4.0
        visit.action_done()
        self.assertEqual(self._approve_travel(job).customer_amount, 10.0)

    def test_no_other_job_joins_a_visit_that_was_charged(self):
        self._put_in_force({"pricing": "visit", "price": 20.0})
        job = self._begin()
        visit = self._visit(job)
        self._approve_travel(job)
        other = self._begin()
        with self.assertRaisesRegex(UserError, f"charged on {job.name}"):
            other.with_user(self.dispatcher).write({"visit_ids": [Command.link(visit.id)]})
        with self.assertRaisesRegex(UserError, "only as long as it is Planned"):
            visit.with_user(self.dispatcher).write({"workorder_ids": [Command.link(other.id)]})

    def test_a_job_that_was_cancelled_bears_nothing_of_a_visit(self):
        self._put_in_force({"pricing": "visit", "price": 20.0})
        job, other = self._begin(), self._begin()
        self._visit(job | other)
        other.work_line_ids.time_ids.sudo().unlink()
        other.with_user(self.dispatcher).action_cancel()
        self.assertEqual(self._approve_travel(job).customer_amount, 20.0)

    # The tariff

    def test_travel_is_of_no_service_and_no_product(self):
        with self.assertRaisesRegex(ValidationError, "all work at its address"):
            self._draft({"pricing": "visit", "price": 20.0, "operation_id": self.operation.id})
        with Form(self._draft().with_user(self.accountant), "raya_service_billing.raya_tariff_view_form") as form:
            with form.line_ids.new() as line:
                line.operation_id = self.operation
                line.pricing = "visit"
                line.price = 20.0
                line.cost = 9.0
        tariff = form.record
        self.assertRecordValues(tariff.line_ids, [{"kind": "travel", "operation_id": False, "cost": 9.0}])
        tariff.line_ids.pricing = "hour"
        self.assertEqual(tariff.line_ids.kind, "work")

    def test_one_line_of_a_tariff_is_for_all_travel(self):
        self._draft({"price": 30.0}, {"pricing": "visit", "price": 20.0})
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self._draft({"pricing": "km", "price": 0.8}, {"pricing": "visit", "price": 20.0})

    def test_travel_may_be_free_and_cost_the_company(self):
        self._draft({"pricing": "km", "cost": 0.4})
        for values in ({"pricing": "km"}, {"pricing": "hour", "cost": 0.4}):
            with self.subTest(values=values), self.assertRaisesRegex(ValidationError, "enter its price"):
                self._draft(values)

    def test_travel_has_no_minutes(self):
        with self.assertRaisesRegex(ValidationError, "price per hour"):
            self._draft({"pricing": "km", "price": 1.0, "minimum_minutes": 10})

    def test_next_versions_raise_travel_and_leave_its_cost(self):
        tariff = self._put_in_force({"pricing": "visit", "price": 20.0, "cost": 9.0})
        action = (
            self.env["raya.tariff.revision"]
            .with_user(self.accountant)
            .create({"tariff_id": tariff.id, "percent": 10.0, "date_from": date(2027, 1, 1)})
            .action_create()
        )
        version = tariff.browse(action["res_id"])
        self.assertRecordValues(version.line_ids, [{"price": 22.0, "cost": 9.0, "kind": "travel"}])

    def test_a_tariff_without_travel_is_named_before_work_begins(self):
        def get_rows():
            rows = self.env["raya.readiness"].with_user(self.manager).get_rows()
            return [row["is_ready"] for row in rows if row["key"] == "travel"]

        self.assertEqual(get_rows(), [False])
        self._put_in_force({"pricing": "visit", "price": 20.0})
        self.assertEqual(get_rows(), [True])
        self.env.company.raya_is_travel_charged = False
        self.assertEqual(get_rows(), [])
