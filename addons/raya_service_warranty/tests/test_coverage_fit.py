from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from odoo import Command

from ..tools import coverage
from .common import WarrantyCommon

TODAY = date(2026, 6, 1)


@freeze_time("2026-06-01 10:00:00")
class TestCoverageFit(WarrantyCommon):
    """Whoever asks whether a line of cover fits gets the answer of the decision."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Component, Category = cls.env["raya.component"], cls.env["product.category"]
        cls.circuit = Component.create({"code": "T-CIRC", "name": "Circuit"})
        cls.compressor = Component.create({"code": "T-COMP", "name": "Compressor", "parent_id": cls.circuit.id})
        cls.electrics = Category.create({"name": "Electrics"})
        cls.part.categ_id = Category.create({"name": "Relays", "parent_id": cls.electrics.id})

    def _create_lines_policy(self, *lines, **vals):
        return self._create_policy(line_ids=[Command.create({"scope": "all", **line}) for line in lines], **vals)

    def _summarise(self, *policies):
        """What is told of a unit whose warranty in general has ended."""
        self.fridge.raya_policy_ids = self.env["raya.warranty.policy"].union(*policies)
        asset = self._create_asset(date_invoice=date(2024, 5, 11))
        return asset.with_user(self.operator).coverage_reason.splitlines()

    def test_part_is_told_as_covered_unless_its_category_is_excluded(self):
        lines = {"duration": 12}, {"scope": "part", "product_id": self.part.id, "duration": 60}
        relay = f"Parts ({self.part.display_name})"
        told = self._summarise(self._create_lines_policy(*lines))
        self.assertTrue([line for line in told if line.startswith(relay)])
        excluding = self._create_lines_policy(*lines, excluded_categ_ids=self.electrics.ids)
        self.assertFalse([line for line in self._summarise(excluding) if line.startswith(relay)])

    def test_component_is_told_by_the_cover_that_decides_on_it(self):
        narrow = self._create_lines_policy({"component_id": self.compressor.id, "duration": 60})
        wide = self._create_lines_policy({"component_id": self.circuit.id, "duration": 60, "share": 40}, sequence=1)
        told = self._summarise(narrow, wide)
        self.assertFalse([line for line in told if "(Compressor)" in line])
        self.assertEqual(len([line for line in told if "(Circuit)" in line]), 2)

    def test_extension_of_a_part_waits_for_the_cover_of_its_category(self):
        self.fridge.raya_policy_ids = self._create_lines_policy(
            {}, {"scope": "part", "categ_id": self.electrics.id, "duration": 60}
        )
        terms = {"kind": "extended", "start_event": "previous"}
        longer = self._create_lines_policy({"scope": "part", "product_id": self.part.id}, {"scope": "labour"}, **terms)
        asset = self._create_asset()
        extension = self.env["raya.warranty"].create(asset._prepare_warranty_values(longer))
        asset._sync_warranties()
        self.assertEqual(extension.line_ids.mapped("date_start"), [date(2031, 3, 10), date(2028, 3, 10)])

    # --- whole jobs -----------------------------------------------------------

    def _decide_labour(self, *jobs):
        """Shares of works on units, each a job: tuples of unit, day and number of works."""
        work = self.env["raya.asset"]._get_work("labour", amount=100)
        asked = [(asset, day, [work] * count) for asset, day, count in jobs]
        decided = self.env["raya.asset"].with_user(self.technician)._decide_jobs(asked, round)
        return [[decision.share for decision in decisions] for decisions in decided]

    def test_jobs_on_a_unit_use_up_one_allowance(self):
        self.fridge.raya_policy_ids = self._create_lines_policy({"max_count": 3})
        asset, other = (self._create_asset(serial=serial) for serial in ("RF-1", "RF-2"))
        jobs = (asset, TODAY, 2), (other, TODAY, 2), (asset.browse(), TODAY, 1), (asset, date(2026, 6, 2), 2)
        self.assertEqual(self._decide_labour(*jobs), [[100, 100], [100, 100], [0], [100, 0]])

    def test_unit_given_in_exchange_has_what_the_old_one_leaves(self):
        """The old one was sold again since, and has a job of before the exchange."""
        self.fridge.raya_policy_ids = self._create_lines_policy({"max_amount": 250})
        asset = self._create_asset()
        before = asset.warranty_ids.line_ids
        new = asset.with_user(self.dispatcher)._exchange("RF-NEW", TODAY, "Goodwill").sudo()
        asset._transition("active")
        (line,) = new.warranty_ids._get_coverage_lines()
        self.assertEqual(line.continues, frozenset(before.ids))
        jobs = (asset, date(2026, 5, 1), 1), (new, TODAY, 2)
        self.assertEqual(self._decide_labour(*jobs), [[100], [100, 50]])

    def test_facts_of_many_jobs_are_read_once(self):
        self.fridge.raya_policy_ids = self._create_lines_policy({"max_count": 3})
        assets = [self._create_asset(serial=f"RF-{number}") for number in range(3)]
        Line = self.env.registry["raya.warranty.line"]
        with patch.object(Line, "_get_usage", return_value={}) as read:
            self._decide_labour(*((asset, TODAY.replace(day=day), 2) for asset in assets for day in (1, 2)))
        self.assertEqual(read.call_count, 1)

    def test_work_names_all_that_stands_above(self):
        work = (
            self.env["raya.asset"]
            .with_user(self.technician)
            ._get_work("part", part=self.part, components=self.compressor, amount=5)
        )
        self.assertEqual(work.component_ids, frozenset((self.circuit | self.compressor).ids))
        self.assertEqual(work.categ_ids, frozenset((self.electrics | self.part.categ_id).ids))
        self.assertEqual((work.product_id, work.amount, work.is_customer_caused), (self.part.id, 5, False))
        self.assertEqual(self.env["raya.asset"]._get_work("travel"), coverage.Work("travel"))
        self.assertTrue(self.env["raya.asset"]._get_work("labour", fault=self.fault_misuse).is_customer_caused)

    def test_one_job_has_as_many_decisions_as_it_has_works(self):
        """In warranty: labour and injector are covered, oil is excluded, the customer tore the seat cover."""
        injector, oil, cover = self.env["product.product"].create(
            [{"name": name, "type": "consu"} for name in ("Injector", "Oil", "Seat Cover")]
        )
        oil.categ_id = self.env["product.category"].create({"name": "Consumables"})
        self.fridge.raya_policy_ids = self._create_lines_policy({}, excluded_categ_ids=oil.categ_id.ids)
        asset = self._create_asset()
        torn = self.env["raya.fault"].create({"code": "T-TORN", "name": "Torn", "is_customer_caused": True})
        works = [
            asset._get_work("labour", fault=self.fault, amount=80),
            asset._get_work("part", fault=self.fault, part=injector, amount=200),
            asset._get_work("part", fault=self.fault, part=oil, amount=30),
            asset._get_work("part", fault=torn, part=cover, amount=90),
        ]
        ((*found,),) = self.env["raya.asset"]._decide_jobs([(asset, TODAY, works)], round)
        self.assertEqual(
            [(decision.share, decision.reason_key) for decision in found],
            [(100, "covered"), (100, "covered"), (0, "excluded"), (0, "customer_caused")],
        )
