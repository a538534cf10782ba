from datetime import date, datetime

from odoo.fields import Domain
from odoo.tests import freeze_time, tagged

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestCompanyDay(ServiceCommon):
    """A day is a day where the company works, whoever asks and wherever they are."""

    def _work_in(self, zone):
        self.company.resource_calendar_id = self.env["resource.calendar"].create({"name": zone, "tz": zone})

    def test_evening_in_los_angeles_is_the_day_there(self):
        self._work_in("America/Los_Angeles")
        self.assertEqual(self.company._raya_get_day(datetime(2026, 3, 11, 0, 30)), date(2026, 3, 10))

    def test_night_in_tehran_is_the_day_there(self):
        self._work_in("Asia/Tehran")
        self.assertEqual(self.company._raya_get_day(datetime(2026, 3, 9, 21, 30)), date(2026, 3, 10))

    def test_day_follows_the_working_hours_and_else_the_address(self):
        self._work_in("UTC")
        evening = datetime(2026, 3, 9, 21, 30)
        self.assertEqual(self.company._raya_get_day(evening), date(2026, 3, 9))
        self.company.resource_calendar_id.tz = "Asia/Tehran"
        self.assertEqual(self.company._raya_get_day(evening), date(2026, 3, 10))
        self.company.resource_calendar_id = False
        self.company.partner_id.tz = "America/Los_Angeles"
        self.assertEqual(self.company._raya_get_day(evening), date(2026, 3, 9))
        self.company.partner_id.tz = "Pacific/Auckland"
        self.assertEqual(self.company._raya_get_day(evening), date(2026, 3, 10))

    def test_reader_does_not_matter(self):
        self._work_in("Asia/Tehran")
        self.technician.tz = "America/Los_Angeles"
        company = self.company.with_user(self.technician)
        self.assertEqual(company._raya_get_day(datetime(2026, 3, 9, 21, 30)), date(2026, 3, 10))

    def test_company_without_working_hours_counts_as_the_server_does(self):
        self.company.resource_calendar_id = False
        self.company.partner_id.tz = False
        self.assertEqual(self.company._raya_get_day(datetime(2026, 3, 9, 23, 59)), date(2026, 3, 9))

    def test_a_day_is_over_where_its_own_company_works(self):
        self._work_in("Pacific/Auckland")
        west = self.env["res.company"].create({"name": "West"})
        west.partner_id.tz = "America/Los_Angeles"
        west.resource_calendar_id = False
        with freeze_time("2026-03-10 12:00:00"):
            found = (self.company | west)._raya_past_domain("date_due")
            here = Domain("company_id", "=", self.company.id) & Domain("date_due", "<", date(2026, 3, 11))
            there = Domain("company_id", "=", west.id) & Domain("date_due", "<", date(2026, 3, 10))
            self.assertEqual(found, here | there)
        self.assertEqual(self.env["res.company"]._raya_past_domain("date_due"), Domain.FALSE)
