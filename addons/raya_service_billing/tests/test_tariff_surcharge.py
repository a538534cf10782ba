from datetime import date, datetime

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common_tariff import TariffCommon

WEDNESDAY, SUNDAY = date(2026, 5, 6), date(2026, 5, 10)


@tagged("post_install", "-at_install")
class TestTariffSurcharge(TariffCommon):
    """What costs more, and when; parts cost more than by their price list."""

    def _surcharged(self, *kinds, **vals):
        surcharges = [Command.create({"kind": kind, "percent": percent}) for kind, percent in kinds]
        return self._put_in_force({"price": 100.0}, surcharge_ids=surcharges, **vals)

    def test_urgent_and_difficult_work_costs_more(self):
        self._surcharged(("urgent", 20), ("difficult", 10))
        self.operation.skill_level = "2"
        self.assertEqual(self._approve_lines(1.0).charge_ids.customer_amount, 100.0)
        self.operation.skill_level = "3"
        job = self._approve_lines(1.0)
        self.assertEqual(job.charge_ids.customer_amount, 110.0)
        self.assertRegex(job.charge_ids.price_reason, r"10% more: Difficult\.$")
        self.assertOneFigure(job)

    def test_which_surcharges_hold(self):
        tariff = self._surcharged(("urgent", 20), ("difficult", 10), ("outside_hours", 50))
        calendar = self.env["resource.calendar"].create({"name": "Office", "tz": "UTC"})
        self.team.resource_calendar_id = calendar
        job = self._create_workorder(part_ids=[])
        line = job.work_line_ids
        self.operation.skill_level = "1"

        def holding():
            return set(tariff.surcharge_ids._filter_holding(job, line).mapped("kind"))

        line.time_ids.date = WEDNESDAY
        self.assertEqual(holding(), set())
        line.time_ids.date = SUNDAY
        self.assertEqual(holding(), {"outside_hours"})
        for hour, expected in ((9, set()), (22, {"outside_hours"})):
            line.time_ids.write({"start": datetime(2026, 5, 6, hour), "stop": datetime(2026, 5, 6, hour, 30)})
            self.assertEqual(holding(), expected)
        job.sudo()._write({"priority": "2"})
        self.env.invalidate_all()
        self.assertEqual(holding(), {"outside_hours", "urgent"})

    def test_parts_cost_more_than_by_the_price_list(self):
        self._put_in_force({"price": 30.0}, part_markup=10)
        job = self._approve_lines(1.0, part=self.parts["periodic"], share=50)
        self.assertEqual(job.charge_ids.mapped("amount"), [30.0, 154.0])
        self.assertEqual(job.charge_ids.mapped("customer_amount"), [15.0, 77.0])
        self.assertEqual(job.charge_ids[1].price_reason, "Sales price of the product, and 10% more by Services.")
        self.assertOneFigure(job)

    def test_they_stand_still_with_their_tariff(self):
        tariff = self._surcharged(("urgent", 20))
        for change in (
            lambda: tariff.surcharge_ids.write({"percent": 1.0}),
            tariff.surcharge_ids.unlink,
            lambda: tariff.surcharge_ids.create({"tariff_id": tariff.id, "kind": "difficult", "percent": 5.0}),
            lambda: tariff.write({"part_markup": 5.0}),
            lambda: self._draft(
                surcharge_ids=[Command.create({"kind": "difficult", "percent": 5.0})]
            ).surcharge_ids.write({"tariff_id": tariff.id}),
        ):
            with self.assertRaisesRegex(UserError, "in force"):
                change()
        with self.assertRaisesRegex(ValidationError, "More"):
            self._draft(surcharge_ids=[Command.create({"kind": "urgent", "percent": 0.0})])
