from datetime import date

from freezegun import freeze_time
from odoo.tests import tagged

from odoo.addons.raya_service_asset.tests.common_day import DAY, EVENING, MORNING, NIGHT, CompanyDayMixin

from .common import WarrantySaleCommon


@tagged("post_install", "-at_install")
class TestWarrantyDay(CompanyDayMixin, WarrantySaleCommon):
    """A coverage begins and ends on days where the company works."""

    def _deliver_at(self, zone, moment):
        self.policy.start_event = "delivery"
        self._work_in(zone)
        order = self._sold(1)
        self._invoice(order)
        with freeze_time(moment):
            self._deliver(order, self.lots[0])
        warranty = self._get_files(order).warranty_ids
        self.assertEqual((warranty.date_start, warranty.date_end), (DAY, date(2028, 3, 9)))

    def test_coverage_begins_on_the_evening_of_delivery_in_los_angeles(self):
        self._deliver_at(*EVENING)

    def test_coverage_begins_on_the_night_of_delivery_in_tehran(self):
        self._deliver_at(*NIGHT)

    def test_coverage_begins_on_the_morning_of_delivery_in_auckland(self):
        self._deliver_at(*MORNING)

    def _look_at(self, zone, moment):
        """The day in the company is 10 March: one coverage ends on it, the other begins on it."""
        self._work_in(zone)
        ending = self._create_asset(date_invoice=date(2024, 3, 11))
        beginning = self._create_asset(date_invoice=DAY, serial="RF-2")
        with freeze_time(moment):
            warranties = (ending | beginning).warranty_ids
            warranties.invalidate_recordset(["state"])
            self.assertEqual(warranties.mapped("state"), ["active", "active"])
            self.assertEqual((ending | beginning).mapped("coverage_status"), ["covered", "covered"])

    def test_state_in_the_evening_in_los_angeles(self):
        self._look_at(*EVENING)

    def test_state_at_night_in_tehran(self):
        self._look_at(*NIGHT)

    def test_state_in_the_morning_in_auckland(self):
        self._look_at(*MORNING)

    def test_in_warranty_today_is_the_same_for_two_people(self):
        self._work_in("Europe/London")
        unit = self._create_asset(date_invoice=date(2024, 3, 11))
        with freeze_time("2026-03-10 11:30:00"):
            for zone in ("Pacific/Auckland", "America/Los_Angeles"):
                reader = unit.with_user(self.technician).with_context(tz=zone)
                reader.invalidate_recordset()
                self.assertEqual(reader.coverage_status, "covered", zone)
        with freeze_time("2026-03-11 11:30:00"):
            for zone in ("Pacific/Auckland", "America/Los_Angeles"):
                reader = unit.with_user(self.technician).with_context(tz=zone)
                reader.invalidate_recordset()
                self.assertEqual(reader.coverage_status, "charged", zone)
