from datetime import date, timedelta

from odoo import Command

from odoo.addons.raya_service_asset.tests.common import SOLD_ON

from ..tools import coverage
from .common import WarrantyCommon

TODAY = date(2026, 6, 1)


class TestCoverageSpeed(WarrantyCommon):
    """Five policies and twenty events on each unit; how long it takes: bench/bench_coverage.py."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        lines = [
            Command.create({"scope": "all"}),
            Command.create({"scope": "part", "product_id": cls.part.id, "duration": 60}),
        ]
        policies = [cls._create_policy(name=f"Policy {number}", line_ids=lines) for number in range(5)]
        cls.fridge.raya_policy_ids = cls.policy.union(*policies) - cls.policy
        cls.assets = cls.env["raya.asset"].concat(*(cls._create_asset(serial=f"S-{number}") for number in range(15)))
        cls.env["raya.warranty.event"].create(
            [
                {
                    "warranty_id": warranty.id,
                    "kind": ("suspend", "resume", "extend", "extend")[number],
                    "date": SOLD_ON + timedelta(days=10 * number),
                    "duration": 1,
                    "duration_unit": "month",
                    "reason": "Speed",
                }
                for warranty in cls.assets.warranty_ids
                for number in range(4)
            ]
        )
        cls.assets.warranty_ids._sync_dates()

    def _count_queries(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        call()
        return self.cr.sql_log_count - before

    def test_one_decision_after_another_asks_nothing(self):
        unit = self.assets[0].with_user(self.technician)
        self.assertEqual((len(unit.warranty_ids), len(unit.warranty_ids.event_ids)), (5, 20))
        work = {"fault": self.fault, "part": self.part}
        unit._decide_coverage("part", TODAY, **work)
        with self.assertQueryCount(0):
            for kind in coverage.KINDS:
                self.assertEqual(unit._decide_coverage(kind, TODAY, **work).share, 100)

    def test_many_units_cost_no_more_queries_than_one(self):
        assets = self.assets.with_user(self.technician)
        counts = [self._count_queries(lambda some=assets[:size]: some._get_facts(TODAY)) for size in (1, 15)]
        self.assertEqual(*counts)
        facts = assets._get_facts(TODAY)
        self.assertEqual([len(facts[asset].lines) for asset in assets], [10] * 15)
        for asset in assets:
            self.assertEqual(
                coverage.decide(facts[asset], coverage.Work("labour")), asset._decide_coverage("labour", TODAY)
            )

    def test_list_of_units_costs_no_more_queries_than_one(self):
        assets = self.assets.with_user(self.operator)
        # What Odoo keeps beyond a transaction is read once.
        assets.mapped("coverage_reason")
        counts = [self._count_queries(lambda some=assets[:size]: some.mapped("coverage_reason")) for size in (1, 15)]
        self.assertEqual(*counts)
