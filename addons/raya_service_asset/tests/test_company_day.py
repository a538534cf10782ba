from unittest.mock import patch

from freezegun import freeze_time
from odoo import Command
from odoo.tests import tagged

from .common_day import DAY, EVENING, MORNING, NIGHT, CompanyDayMixin
from .common_sale import SaleCommon


@tagged("post_install", "-at_install")
class TestDeliveryDay(CompanyDayMixin, SaleCommon):
    """What moves late in the evening or early in the morning moves on the day where the company works."""

    def _deliver_at(self, zone, moment):
        self._work_in(zone)
        order = self._sold(1)
        self._invoice(order)
        with freeze_time(moment):
            self._deliver(order, self.lots[0])
        self.assertEqual(self._get_files(order).mapped("date_delivery"), [DAY])

    def test_unit_delivered_in_the_evening_in_los_angeles(self):
        self._deliver_at(*EVENING)

    def test_unit_delivered_at_night_in_tehran(self):
        self._deliver_at(*NIGHT)

    def test_unit_delivered_in_the_morning_in_auckland(self):
        self._deliver_at(*MORNING)

    def _deliver_goods_without_serial_at(self, zone, moment):
        """One file for the line: its day is that of its share of what was delivered."""
        self._work_in(zone)
        self.fridge.raya_file_policy = "line"
        order = self._sold(2)
        self._invoice(order)
        with freeze_time(moment):
            self._deliver(order, self.lots[:2])
        self.assertEqual(self._get_files(order).mapped("date_delivery"), [DAY])

    def test_line_delivered_in_the_evening_in_los_angeles(self):
        self._deliver_goods_without_serial_at(*EVENING)

    def test_line_delivered_at_night_in_tehran(self):
        self._deliver_goods_without_serial_at(*NIGHT)

    def test_line_delivered_in_the_morning_in_auckland(self):
        self._deliver_goods_without_serial_at(*MORNING)

    def _receive_at(self, zone, moment):
        self._work_in(zone)
        lot = self.env["stock.lot"].create({"name": "RF-R", "product_id": self.fridge.id})
        line = {"product_id": self.fridge.id, "lot_id": lot.id, "quantity": 1}
        route = {
            "location_id": self.env.ref("stock.stock_location_suppliers").id,
            "location_dest_id": self.stock.id,
        }
        move = self.env["stock.move"].create(
            {
                "product_id": self.fridge.id,
                "product_uom_qty": 1,
                "move_line_ids": [Command.create({**line, **route})],
                **route,
            }
        )
        move.picked = True
        with freeze_time(moment):
            move._action_done()
        order = self._sold(1)
        self._deliver(order, lot)
        Lot = type(lot)
        with patch.object(Lot, "_raya_read_arrivals", autospec=True, side_effect=Lot._raya_read_arrivals) as read:
            self._invoice(order)
        asked = [call.args[0] for call in read.call_args_list if call.args[0]]
        self.assertEqual(asked, [lot], "read once, for returns and for the day of receipt")
        self.assertEqual(self._get_files(order).mapped("date_receipt"), [DAY])
        self.assertEqual(self._create_asset(serial=False, lot_id=lot.id, state="returned").date_receipt, DAY)

    def test_lot_received_in_the_evening_in_los_angeles(self):
        self._receive_at(*EVENING)

    def test_lot_received_at_night_in_tehran(self):
        self._receive_at(*NIGHT)

    def test_lot_received_in_the_morning_in_auckland(self):
        self._receive_at(*MORNING)

    def _return_at(self, zone, moment):
        self._work_in(zone)
        order = self._sold(1)
        with freeze_time("2026-03-01 12:00:00"):
            picking = self._deliver(order, self.lots[0])
            self._invoice(order)
        with freeze_time(moment):
            self._return(picking)
        self.assertEqual(self._get_files(order).ownership_ids.mapped("date_until"), [DAY])

    def test_owner_parts_with_the_unit_in_the_evening_in_los_angeles(self):
        self._return_at(*EVENING)

    def test_owner_parts_with_the_unit_at_night_in_tehran(self):
        self._return_at(*NIGHT)

    def test_owner_parts_with_the_unit_in_the_morning_in_auckland(self):
        self._return_at(*MORNING)

    def _correct_at(self, zone, moment):
        self._work_in(zone)
        with freeze_time(moment):
            asset = self._create_asset(date_invoice=False)
            asset.partner_id = self.outsider.partner_id
        self.assertEqual(asset.ownership_ids.sorted("id").mapped("date"), [DAY, DAY])
        self.assertEqual(asset.ownership_ids.sorted("id").mapped("date_until"), [DAY, False])

    def test_owner_corrected_in_the_evening_in_los_angeles(self):
        self._correct_at(*EVENING)

    def test_owner_corrected_at_night_in_tehran(self):
        self._correct_at(*NIGHT)

    def test_owner_corrected_in_the_morning_in_auckland(self):
        self._correct_at(*MORNING)
