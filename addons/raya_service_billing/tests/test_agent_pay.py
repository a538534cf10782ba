"""What is true of every fee, whatever the rules."""

from datetime import date, timedelta
from functools import partial

from odoo.tests import BaseCase

from odoo.addons.raya_service_base.tests.properties import given, strategies

from ..tools import agent_pay, tariff

DAYS = strategies.integers(0, 90).map(lambda number: date(2026, 1, 1) + timedelta(number))
EARLIER = strategies.builds(agent_pay.Earlier, DAYS, strategies.integers(1, 5))
FEES = strategies.integers(0, 1_000_000)
PERCENTS = strategies.integers(0, 100)
few = strategies.integers(0, 3)
LINES = strategies.lists(strategies.tuples(few, few, few), max_size=6).map(
    lambda rows: [
        agent_pay.Line(agent, tariff.Line(number, operation=operation, group=group))
        for number, (agent, operation, group) in enumerate(rows, 1)
    ]
)


class TestAgentPay(BaseCase):
    @given(FEES, strategies.booleans(), PERCENTS, strategies.integers(0, 3))
    def test_amount_is_the_fee_less_what_is_deducted_and_never_negative(self, fee, is_repeat, percent, digits):
        rounded = partial(round, ndigits=digits)
        fee = rounded(fee / 10**digits)
        pay = agent_pay.settle(fee, is_repeat, percent, rounded)
        self.assertEqual(pay.amount, rounded(pay.fee + pay.repeat + pay.late))
        self.assertTrue(0 <= pay.amount <= fee == pay.fee)
        self.assertTrue(pay.repeat <= 0 and pay.late <= 0)
        if is_repeat:
            self.assertEqual((pay.amount, pay.late), (0.0, 0.0))
        if percent == 100:
            self.assertEqual(pay.amount, 0.0)

    @given(strategies.integers(0, 400), PERCENTS, PERCENTS)
    def test_later_never_costs_less_nor_more_than_the_most(self, days, percent, most):
        rules = agent_pay.Rules(late_percent=percent, late_most=most)
        found = agent_pay.late_percent(days, rules)
        self.assertLessEqual(found, most)
        self.assertLessEqual(found, agent_pay.late_percent(days + 1, rules))
        self.assertEqual(found == 0, not (days and percent and most))

    @given(DAYS, DAYS)
    def test_only_days_after_the_promised_one_are_late(self, promised, done):
        days = agent_pay.late_days(promised, done)
        self.assertEqual(promised + timedelta(days), max(promised, done))
        self.assertEqual(agent_pay.late_days(None, done), 0)

    @given(EARLIER, strategies.lists(EARLIER, max_size=8), strategies.integers(0, 60))
    def test_a_repeat_follows_another_job_within_the_days(self, own, others, days):
        found = agent_pay.find_repeat(own, others, days)
        fitting = [
            each
            for each in others
            if days and each.job != own.job and each < own and each.day >= own.day - timedelta(days)
        ]
        self.assertEqual(found, max(fitting, default=None))
        # Of two jobs only one is a repeat of the other.
        if found:
            self.assertIsNone(agent_pay.find_repeat(found, [own], days))

    @given(LINES, few, few, few)
    def test_a_fee_of_the_agent_goes_before_those_of_all(self, lines, agent, operation, group):
        case = tariff.Case(operation=operation, groups=(group,) if group else ())
        found = agent_pay.choose(lines, agent, case)
        fitting = [line for line in lines if tariff.fit(line.condition, case) is not None and line.agent in (0, agent)]
        self.assertEqual(found is None, not fitting)
        if found:
            [line] = [line for line in lines if line.condition == found]
            self.assertIn(line, fitting)
            self.assertEqual(line.agent == agent, any(each.agent == agent for each in fitting))
