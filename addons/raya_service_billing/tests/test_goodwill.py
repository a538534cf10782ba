from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import BillingCommon


@tagged("post_install", "-at_install")
class TestGoodwill(BillingCommon):
    """What the company gives of its own accord: asked for with a reason, out of a budget, approved by somebody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accounts["goodwill"] = cls.env.company.raya_goodwill_account_id
        cls.budget = cls._create_budget(1000.0)

    @classmethod
    def _create_budget(cls, amount, **vals):
        year = fields.Date.today().year
        return cls.env["raya.goodwill.budget"].create(
            {
                "team_id": cls.team.id,
                "date_start": f"{year}-01-01",
                "date_end": f"{year}-12-31",
                "amount": amount,
                **vals,
            }
        )

    def _ask(self, job, percent=100):
        goodwill = (
            self.env["raya.goodwill"]
            .with_user(self.dispatcher)
            .create({"workorder_id": job.id, "percent": percent, "reason": "Third repair of the same fault"})
        )
        goodwill.action_submit()
        return goodwill

    def _give(self, share=0, part=None, percent=100, **vals):
        """An approved job with approved goodwill."""
        job = self._report(share, part or self.parts["periodic"], **vals)
        self._ask(job, percent).with_user(self.manager).action_approve()
        job.with_user(self.dispatcher).action_approve()
        return job.sudo().with_user(self.env.user)

    def test_approved_goodwill_is_taken_back_by_a_manager_while_the_job_is_open(self):
        job = self._report(0, self.parts["periodic"])
        goodwill = self._ask(job, 40)
        goodwill.with_user(self.manager).action_approve()
        with self.assertRaises(AccessError):
            goodwill.action_take_back()
        told = goodwill.with_user(self.manager).action_take_back()
        self.assertIn(job.name, told["params"]["message"])
        self.assertRecordValues(goodwill, [{"state": "draft", "amount": 0.0}])
        self.assertEqual(self.budget.left, self.budget.amount)
        goodwill.percent = 10
        goodwill.action_submit()
        goodwill.with_user(self.manager).action_approve()
        job.with_user(self.dispatcher).action_approve()
        with self._refused("is over"):
            goodwill.with_user(self.manager).action_take_back()

    def test_who_asks_in_the_place_of_somebody_does_not_approve(self):
        goodwill = self.env["raya.goodwill"].with_user(self.dispatcher)
        goodwill = goodwill.create({"workorder_id": self._report(0).id, "percent": 10, "reason": "A regular customer"})
        led = goodwill.with_user(self.manager)
        led.percent = 100
        led.action_submit()
        with self.assertRaises(UserError):
            led.action_approve()

    def test_goodwill_is_sent_back_with_a_reason_and_asked_for_again(self):
        goodwill = self._ask(self._report(0), 40)
        opened = {"active_model": goodwill._name, "active_ids": goodwill.ids}
        form = self.env["raya.send.back"].with_user(self.manager).with_context(**opened)
        form.create({"reason": "Half of it"}).action_send_back()
        self.assertRecordValues(goodwill, [{"state": "draft", "sent_back_reason": "Half of it"}])
        goodwill.percent = 20
        goodwill.action_submit()
        self.assertRecordValues(goodwill, [{"state": "submitted", "sent_back_reason": False}])

    def test_goodwill_asked_for_early_is_measured_by_the_plan(self):
        job = self._create_workorder(
            call_id=False,
            user_id=self.technician.id,
            asset_id=self._create_covered_asset(0).id,
            work_line_ids=[],
            part_ids=[Command.create({"product_id": self.parts["periodic"].id, "quantity": 2})],
        )
        self.assertEqual(self._ask(job, 50).amount, self.parts["periodic"].list_price)

    # Who bears it, and where it is booked

    def test_goodwill_is_a_share_of_what_the_customer_would_pay(self):
        job = self._give(50, percent=40)
        shares = job.charge_ids.filtered("part_id").share_ids
        self.assertEqual(
            [(share.payer_kind, share.percent, share.amount, share.cost) for share in shares],
            [("customer", 30.0, 42.0, 18.0), ("warranty", 50.0, 70.0, 30.0), ("goodwill", 20.0, 28.0, 12.0)],
        )
        self.assertEqual(shares[-1].with_user(self.technician).reason, "Third repair of the same fault")
        self.assertEqual(job.sale_order_ids.amount_untaxed, 66.0)
        self.assertEqual(job.goodwill_ids.amount, 44.0)

    def test_each_reason_has_its_voucher_and_account(self):
        with self.assertPosts(warranty=80.0, goodwill=32.0, labour=-70.0, expense=-42.0):
            job = self._give(50, percent=40)
        self.assertRecordValues(
            job.voucher_ids.sorted("reason"),
            [{"reason": "goodwill", "amount_total": 32.0}, {"reason": "warranty", "amount_total": 80.0}],
        )
        self.assertEqual(job.charge_ids.share_ids.voucher_line_id, job.voucher_ids.line_ids)

    def test_part_given_whole_is_expensed_once_as_goodwill_in_perpetual_valuation(self):
        self._close()
        with self.assertPosts(goodwill=160.0, labour=-100.0, stock=-60.0):
            job = self._give(part=self.parts["real_time"])
        self.assertFalse(job.sale_order_ids)
        self.assertTrue(self._is_closed())
        self.assertIn(job.charge_ids.sudo().use_move_ids.account_move_id, job.voucher_ids._get_entries())

    def test_part_given_whole_is_expensed_once_as_goodwill_in_periodic_valuation(self):
        self._close()
        with self.assertPosts(goodwill=160.0, labour=-100.0, expense=-60.0):
            self._give(part=self.parts["periodic"])
        with self.assertPosts(stock=-60.0, variation=60.0):
            self._close()

    def test_part_borne_whole_for_two_reasons_is_expensed_once(self):
        with self.assertPosts(warranty=80.0, goodwill=80.0, labour=-100.0, stock=-60.0):
            job = self._give(50, self.parts["real_time"])
        costs = self.env["raya.warranty.cost"].search([("workorder_id", "=", job.id)])
        self.assertEqual(
            {
                role: sum(costs.filtered(lambda cost, own=self.accounts[role]: cost.account_id == own).mapped("amount"))
                for role in ("warranty", "goodwill")
            },
            {"warranty": 80.0, "goodwill": 80.0},
        )
        self.assertEqual(self._get_costs(job), {"warranty": 80.0, "goodwill": 80.0})
        job.with_user(self.dispatcher).action_amend("Wrong part")
        self.assertEqual(self._get_costs(job), {"warranty": 0.0, "goodwill": 0.0})

    def _get_costs(self, job):
        Cost = self.env["raya.warranty.cost"].with_user(self.accountant)
        return dict(Cost._read_group([("workorder_id", "=", job.id)], ["reason"], ["amount:sum"]))

    def test_amendment_takes_goodwill_back_and_the_next_version_has_it_again(self):
        with self.assertPosts():
            job = self._give(50, self.parts["real_time"], 40)
            job.with_user(self.dispatcher).action_amend("Wrong part")
        self.assertEqual(set(job.voucher_ids.mapped("state")), {"reversed"})
        job.with_user(self.technician).action_submit()
        job.with_user(self.dispatcher).action_approve()
        self.assertEqual(
            sorted(job.voucher_ids.filtered(lambda voucher: voucher.state == "posted").mapped("reason")),
            ["goodwill", "warranty"],
        )
        self.assertEqual(self.budget.given, 44.0)

    def test_goodwill_uses_up_no_warranty(self):
        job = self._give(50, percent=100)
        line = job.charge_ids.warranty_line_id
        self.assertEqual(line._get_usage()[line][1], 110.0)

    def test_missing_account_is_named_before_anything_is_written(self):
        job = self._report(0)
        self._ask(job).with_user(self.manager).action_approve()
        self.env.company.raya_goodwill_account_id = False
        with self.assertPosts(), self._refused("Goodwill Cost Account"):
            job.with_user(self.dispatcher).action_approve()

    # Budget

    def test_no_more_is_given_than_the_budget_has(self):
        self.budget.amount = 100.0
        self._ask(self._report(0))
        self.assertEqual((self.budget.given, self.budget.left), (80.0, 20.0))
        with self._refused("20.00"):
            self._ask(self._report(0))

    def test_what_was_sent_back_is_free_again(self):
        goodwill = self._ask(self._report(0))
        goodwill.with_user(self.manager).action_send_back("Too much")
        self.assertEqual(self.budget.given, 0.0)

    def test_team_without_a_budget_gives_nothing(self):
        self.budget.unlink()
        with self._refused(self.team.name):
            self._ask(self._report(0))

    def test_budget_bears_what_was_given_in_the_end(self):
        self.budget.amount = 90.0
        job = self._report(0)
        goodwill = self._ask(job)
        goodwill.with_user(self.manager).action_approve()
        self.labour.list_price = 50.0
        with self._refused("100.00"):
            job.with_user(self.dispatcher).action_approve()
        self.labour.list_price = 45.0
        goodwill.with_user(self.manager).action_take_back()
        goodwill.action_submit()
        goodwill.with_user(self.manager).action_approve()
        job.with_user(self.dispatcher).action_approve()
        self.assertEqual(goodwill.amount, 90.0)

    def test_no_more_is_given_than_was_approved(self):
        """The budget has enough: whoever approved it said yes to an amount all the same."""
        job = self._report(0)
        goodwill = self._ask(job, 50)
        goodwill.with_user(self.manager).action_approve()
        self.assertRecordValues(goodwill, [{"amount": 40.0, "approved_amount": 40.0}])
        self.labour.list_price = 45.0
        with (
            self.assertPosts(),
            self._refused("comes to $\N{NO-BREAK SPACE}45.00, and $\N{NO-BREAK SPACE}40.00 was approved"),
        ):
            job.with_user(self.dispatcher).action_approve()
        with self.assertRaises(AccessError):
            goodwill.approved_amount = 45.0
        goodwill.with_user(self.manager).action_take_back()
        self.assertFalse(goodwill.approved_amount)
        goodwill.action_submit()
        goodwill.with_user(self.manager).action_approve()
        job.with_user(self.dispatcher).action_approve()
        self.assertEqual((job.state, goodwill.amount, goodwill.approved_amount), ("approved", 45.0, 45.0))

    def test_what_was_approved_is_left_for_the_next_version_where_less_was_given(self):
        job = self._report(0)
        goodwill = self._ask(job)
        goodwill.with_user(self.manager).action_approve()
        self.labour.list_price = 30.0
        job.with_user(self.dispatcher).action_approve()
        self.assertEqual((goodwill.amount, self.budget.given), (60.0, 60.0))
        job.with_user(self.dispatcher).action_amend("The price was wrong")
        self.labour.list_price = 40.0
        job.with_user(self.technician).action_submit()
        job.with_user(self.dispatcher).action_approve()
        self.assertEqual((goodwill.amount, self.budget.given), (80.0, 80.0))

    def test_what_nobody_changed_is_never_more_than_what_was_approved(self):
        """Percents of percents and cents are counted once, when it is asked for as when the job is approved."""
        self.policy_half.line_ids.share = 33.33
        part = self._create_part("periodic", cost=0.07, list_price=3333.35)
        self.budget.amount = 100000.0
        job = self._report(50, part, used=3.0, hours=2 / 3)
        goodwill = self._ask(job, 33.33)
        goodwill.with_user(self.manager).action_approve()
        job.with_user(self.dispatcher).action_approve()
        given = job.sudo().charge_ids.mapped("goodwill_amount")
        # 22.22 % of 26.67 and of 10000.05
        self.assertEqual(given, [5.93, 2222.01])
        self.assertEqual((goodwill.approved_amount, goodwill.amount), (2227.94, 2227.94))

    def test_team_has_one_budget_at_a_time(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self._create_budget(5.0)
        self._create_budget(5.0, date_start="2020-01-01", date_end="2020-12-31")

    # Who decides

    def test_nobody_approves_their_own_goodwill(self):
        job = self._report(0)
        goodwill = self._ask(job)
        with self.assertRaises(AccessError):
            goodwill.action_approve()
        own = (
            self.env["raya.goodwill"]
            .with_user(self.manager)
            .create({"workorder_id": self._report(0).id, "reason": "A friend"})
        )
        own.action_submit()
        with self.assertRaises(UserError):
            own.action_approve()

    def test_job_waits_for_the_decision_on_its_goodwill(self):
        job = self._report(0)
        goodwill = self._ask(job)
        with self._refused("Goodwill"):
            job.with_user(self.dispatcher).action_approve()
        goodwill.action_call_back()
        job.with_user(self.dispatcher).action_approve()
        self.assertEqual(job.sudo().charge_ids.share_ids.mapped("payer_kind"), ["customer"])

    def test_what_was_asked_for_stays(self):
        job = self._report(0)
        goodwill = self._ask(job)
        for attempt in (
            lambda: goodwill.write({"percent": 10}),
            lambda: goodwill.write({"workorder_id": self._report(0).id}),
            goodwill.unlink,
        ):
            with self._refused("was asked for"), self.env.cr.savepoint():
                attempt()

    def test_nothing_is_given_for_a_job_that_is_over(self):
        job = self._approve(0)
        with self._refused(job.name):
            self._ask(job)

    def test_technicians_neither_ask_nor_set_budgets(self):
        values = {"workorder_id": self._report(0).id, "reason": "Please"}
        with self.assertRaises(AccessError):
            self.env["raya.goodwill"].with_user(self.technician).create(values)
        for user in (self.technician, self.dispatcher, self.accountant):
            with self.assertRaises(AccessError):
                self.budget.with_user(user).write({"amount": 1.0})
