from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .common_agent import AgentCommon
from .common_tariff import TariffCommon

HOURLY = {"pricing": "hour", "price": 40.0}


@tagged("post_install", "-at_install")
class TestMinimumCharge(TariffCommon):
    """What the customer pays of the services of a job is topped up to the minimum of the tariff, by a line that says so."""

    def _minimum_of(self, job):
        return job.charge_ids._get_frozen().filtered(lambda charge: charge.price_key == "job_minimum")

    def test_a_small_job_is_topped_up_by_one_line_that_says_why(self):
        self._put_in_force(HOURLY, job_minimum=50.0)
        job = self._approve_lines(0.5, 0.5, part=self.parts["periodic"])
        charge = self._minimum_of(job)
        self.assertEqual(job.charge_ids.mapped("customer_amount"), [20.0, 20.0, 140.0, 10.0])
        self.assertRecordValues(
            charge,
            [{"kind": "labour", "amount": 10.0, "company_share": 0.0, "price_source": "tariff", "cost": 0.0}],
        )
        for text in (charge.price_reason, charge.reason, charge.sale_line_id.name):
            self.assertIn(
                "Services: the services of a job cost at least $ 50.00.", text.replace("\N{NO-BREAK SPACE}", " ")
            )
        self.assertIn("Minimum Charge", charge.sale_line_id.name)
        self.assertEqual(charge.sale_line_id.tax_ids, self.tax_sale_a)
        self.assertOneFigure(job)

    def test_what_comes_to_the_minimum_is_not_topped_up(self):
        self._put_in_force(HOURLY, job_minimum=40.0)
        job = self._approve_lines(0.5, 0.5)
        self.assertEqual(job.charge_ids.mapped("customer_amount"), [20.0, 20.0])

    def test_parts_are_no_services(self):
        self._put_in_force(HOURLY, job_minimum=50.0)
        job = self._approve_lines(1.0, part=self.parts["periodic"])
        self.assertEqual(self._minimum_of(job).customer_amount, 10.0)

    def test_wholly_covered_job_costs_no_minimum_and_half_covered_one_does(self):
        self._put_in_force(HOURLY, job_minimum=50.0)
        self.assertFalse(self._minimum_of(self._approve_lines(0.5, share=100, part=self.parts["periodic"])))
        half = self._approve_lines(0.5, 0.25, share=50)
        self.assertEqual(half.charge_ids.mapped("customer_amount"), [10.0, 5.0, 35.0])
        self.assertEqual(half.charge_ids.mapped("covered_amount"), [10.0, 5.0, 0.0])
        self.assertOneFigure(half)

    def test_cents_of_covered_work_come_to_the_minimum(self):
        self._put_in_force({"pricing": "hour", "price": 33.35}, job_minimum=50.0)
        job = self._approve_lines(1.0, 0.35, 0.35, share=50)
        self.assertEqual(self.env.company.currency_id.round(sum(job.charge_ids.mapped("customer_amount"))), 50.0)
        self.assertOneFigure(job)

    def test_where_nothing_was_mended_the_diagnosis_is_all(self):
        self._put_in_force(HOURLY, job_minimum=50.0)
        for outcome in ("refused", "not_repairable", "no_fault"):
            with self.subTest(outcome=outcome):
                self.assertFalse(self._minimum_of(self._approve_lines(0.5, outcome=outcome)))

    def test_tariff_of_the_zone_says_its_own_minimum(self):
        zone = self.env["raya.tariff.zone"].create({"name": "Here", "country_ids": self.env.ref("base.ir").ids})
        self.customer.country_id = self.env.ref("base.ir")
        self._put_in_force(HOURLY, job_minimum=50.0)
        self._put_in_force(HOURLY, job_minimum=70.0, zone_id=zone.id)
        job = self._approve_lines(0.5)
        self.assertEqual(self._minimum_of(job).customer_amount, 50.0)

    def test_minimum_with_tax_in_it_and_in_another_currency(self):
        self.tax_sale_a.price_include_override = "tax_included"
        currency = self.setup_other_currency("EUR", rounding=0.01, rates=[("2000-01-01", 0.5)])
        # 57.50 euro are 115 with taxes, 100 without.
        self._put_in_force({"price": 11.5}, job_minimum=57.5, currency_id=currency.id)
        job = self._approve_lines(1.0)
        self.assertEqual(job.charge_ids.mapped("customer_amount"), [20.0, 80.0])
        self.assertEqual(job.sale_order_ids.amount_total, 115.0)

    def test_job_without_a_tariff_has_no_minimum(self):
        self._put_in_force(HOURLY, job_minimum=50.0, date_from="2199-01-01")
        job = self._approve_lines(0.5)
        self.assertEqual(job.charge_ids.mapped("customer_amount"), [20.0])

    # Who pays it

    def test_others_share_it_to_the_cent(self):
        self._put_in_force(HOURLY, job_minimum=50.05)
        dealer = self.env["res.partner"].create({"name": "Dealer"})
        job = self._plan_small(payer_ids=[Command.create({"partner_id": dealer.id, "percent": 50})])
        self._do_small(job)
        shares = self._minimum_of(job.sudo()).share_ids
        self.assertEqual(shares.mapped("amount"), [15.03, 15.02])
        self.assertEqual(shares.mapped("ordered_amount"), [15.03, 15.02])

    def test_goodwill_is_given_of_the_minimum_as_well(self):
        self._put_in_force(HOURLY, job_minimum=50.0)
        job = self._plan_small()
        job.work_line_ids.hours = 0.5
        job.action_submit()
        year = fields.Date.today().year
        self.env["raya.goodwill.budget"].create(
            {"team_id": self.team.id, "date_start": f"{year}-01-01", "date_end": f"{year}-12-31", "amount": 100.0}
        )
        goodwill = self.env["raya.goodwill"].with_user(self.dispatcher)
        goodwill = goodwill.create({"workorder_id": job.id, "percent": 40, "reason": "A regular customer"})
        goodwill.action_submit()
        goodwill.with_user(self.manager).action_approve()
        job.with_user(self.dispatcher).action_approve()
        charges = job.sudo().charge_ids
        self.assertEqual(charges.mapped("customer_amount"), [12.0, 18.0])
        self.assertEqual(charges.mapped("goodwill_amount"), [8.0, 12.0])
        self.assertEqual(goodwill.amount, 20.0)

    # Before, and afterwards

    def _plan_small(self, hours=0.5, **vals):
        return self._create_workorder(
            call_id=False,
            user_id=self.technician.id,
            asset_id=self._create_covered_asset(0).id,
            diagnosis_ids=[Command.create({"symptom_id": self.symptom.id, "fault_id": self.fault.id})],
            work_line_ids=[Command.create({"operation_id": self.operation.id, "hours_planned": hours})],
            part_ids=[],
            **vals,
        ).with_user(self.technician)

    def _do_small(self, job, hours=0.5):
        job.work_line_ids.hours = hours
        job.action_submit()
        job.with_user(self.dispatcher).action_approve()

    def test_estimate_asks_for_it_and_its_order_takes_it(self):
        self._put_in_force(HOURLY, job_minimum=50.0)
        job = self._plan_small()
        job.action_create_estimate()
        order = job.sudo().estimate_ids
        self.assertEqual(order.order_line.mapped("price_subtotal"), [20.0, 30.0])
        self.assertIn("the services of a job cost at least", order.order_line[1].name)
        order._validate_order()
        self._do_small(job)
        self.assertEqual(job.sudo().sale_order_ids, order)
        self.assertEqual(order.order_line.mapped("price_subtotal"), [20.0, 30.0])
        self.assertEqual(self._minimum_of(job.sudo()).sale_line_id, order.order_line[1])
        self.assertEqual(order.raya_estimate_deviation, 0.0)

    def test_longer_work_than_estimated_needs_no_topping_up(self):
        self._put_in_force(HOURLY, job_minimum=50.0)
        job = self._plan_small()
        job.action_create_estimate()
        order = job.sudo().estimate_ids
        order._validate_order()
        self._do_small(job, hours=1.25)
        self.assertEqual(job.sudo().charge_ids.mapped("customer_amount"), [50.0])
        self.assertEqual(order.amount_untaxed, 50.0)

    def test_no_more_is_topped_up_than_the_customer_agreed_to(self):
        self._put_in_force(HOURLY, job_minimum=50.0)
        job = self._plan_small()
        job.action_create_estimate()
        order = job.sudo().estimate_ids
        order.order_line[0].with_user(self.accountant).discount = 10.0
        order._validate_order()
        self.assertEqual(order.amount_untaxed, 48.0)
        self._do_small(job)
        self.assertEqual(job.sudo().charge_ids.mapped("customer_amount"), [18.0, 30.0])

    def test_amendment_takes_it_back_and_the_next_version_has_its_own(self):
        self._put_in_force(HOURLY, job_minimum=50.0)
        with self.assertPosts():
            job = self._approve_lines(0.5)
            self._invoice(job)
            first = self._minimum_of(job)
            job.with_user(self.dispatcher).action_amend("A longer repair")
        self.assertRecordValues(first, [{"state": "reversed", "billed_amount": 0.0}])
        self.assertEqual(first.sale_line_id.order_id.state, "cancel")
        job.with_user(self.technician).work_line_ids.hours = 1.0
        job.with_user(self.technician).action_submit()
        job.with_user(self.dispatcher).action_approve()
        self.assertEqual(self._minimum_of(job).customer_amount, 10.0)
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self._minimum_of(job).copy({"state": "frozen"})

    def test_proposal_and_paper_show_it(self):
        self._put_in_force(HOURLY, job_minimum=50.0)
        self.env.company.raya_is_priced_on_report = True
        job = self._plan_small()
        job.work_line_ids.hours = 0.5
        self.assertIn("50.00", job.action_propose_charges()["params"]["message"])
        self.assertEqual(len(job._get_paper_charges()), 3)
        job.action_submit()
        self.assertIn("Minimum Charge", job.with_user(self.dispatcher).summary)

    # The tariff

    def test_next_version_raises_it_and_nobody_changes_it_in_force(self):
        tariff = self._put_in_force(HOURLY, job_minimum=50.0)
        with self._refused("is in force"):
            tariff.job_minimum = 60.0
        with self.assertRaises(UserError):
            self._draft(HOURLY, job_minimum=-1.0)
        wizard = self.env["raya.tariff.revision"].with_user(self.accountant).with_context(active_id=tariff.id)
        with Form(wizard) as form:
            form.percent = 10
        with self._refused("Minimum Charge per Job would cost nothing"), self.env.cr.savepoint():
            small = self._draft(HOURLY, name="Small", job_minimum=20.0)
            wizard.create({"tariff_id": small.id, "percent": -50, "step": 30.0})
        self.assertTrue(self.env.company.raya_minimum_product_id)
        version = tariff.browse(form.record.action_create()["res_id"])
        self.assertEqual((version.job_minimum, tariff.job_minimum), (55.0, 50.0))


@tagged("post_install", "-at_install")
class TestMinimumChargeOfAgent(AgentCommon):
    def test_agents_are_paid_for_services_not_for_what_tops_them_up(self):
        self._agree({"pricing": "percent", "percent": 50.0}, job_minimum=50.0)
        job = self._do(0.5)
        self.assertEqual(job.sudo().charge_ids.mapped("customer_amount"), [20.0, 30.0])
        self.assertEqual(self._make().line_ids.mapped("base"), [20.0])
