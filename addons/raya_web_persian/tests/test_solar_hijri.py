import doctest
import unittest
from datetime import MAXYEAR, date, datetime, timedelta

from odoo.tests import BaseCase

from ..tools import solar_hijri

try:
    import jdatetime
except ImportError:  # an installed Odoo does not have it; the checkout's own environment does
    jdatetime = None

NEW_YEARS = {
    1300: date(1921, 3, 21),
    1304: date(1925, 3, 21),
    1358: date(1979, 3, 21),
    1375: date(1996, 3, 20),
    1376: date(1997, 3, 21),
    1399: date(2020, 3, 20),
    1400: date(2021, 3, 21),
    1403: date(2024, 3, 20),
    1404: date(2025, 3, 21),
    1405: date(2026, 3, 21),
    1407: date(2028, 3, 20),
    1408: date(2029, 3, 20),
    1409: date(2030, 3, 21),
}


def days(first, last):
    """Every day from the first to the last."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


class TestSolarHijri(BaseCase):
    def test_examples_hold(self):
        result = doctest.testmod(solar_hijri)
        self.assertTrue(result.attempted)
        self.assertFalse(result.failed)

    def test_years_begin_when_they_began(self):
        for year, day in NEW_YEARS.items():
            with self.subTest(year=year):
                self.assertEqual(solar_hijri.from_gregorian(day), (year, 1, 1))
                self.assertEqual(solar_hijri.to_gregorian(year, 1, 1), day)

    def test_last_day_of_a_leap_year_is_the_thirtieth(self):
        self.assertEqual(solar_hijri.from_gregorian(date(2025, 3, 20)), (1403, 12, 30))
        self.assertEqual(solar_hijri.from_gregorian(date(2026, 3, 20)), (1404, 12, 29))

    def test_long_months_and_leap_years_end_where_the_calendar_says(self):
        for day in ((1398, 2, 31), (1398, 6, 31), (1399, 12, 30), (1210, 12, 30)):
            self.assertEqual(solar_hijri.from_gregorian(solar_hijri.to_gregorian(*day)), day)

    def test_a_day_that_no_calendar_has_is_refused(self):
        impossible = [(1400, 12, 30), (1404, 7, 31), (1404, 1, 32), (1404, 1, 0), (1404, 13, 1), (1404, 0, 1)]
        for day in (*impossible, (1404, 12, -1), (10**20, 1, 1), (-(10**20), 1, 1), (9378, 10, 11)):
            with self.subTest(day=day), self.assertRaisesRegex(ValueError, "No such day"):
                solar_hijri.to_gregorian(*day)
        with self.assertRaisesRegex(ValueError, "No such month"):
            solar_hijri.days_in_month(1404, 0)

    def test_every_day_of_the_official_calendar_follows_the_one_before(self):
        before = solar_hijri.from_gregorian(date(1925, 3, 21))
        for day in days(date(1925, 3, 22), date(2100, 12, 31)):
            year, month, number = found = solar_hijri.from_gregorian(day)
            if number == 1:
                ended = (year, month - 1) if month > 1 else (year - 1, 12)
                self.assertEqual(before, (*ended, solar_hijri.days_in_month(*ended)))
            else:
                self.assertEqual(before, (year, month, number - 1))
            self.assertEqual(solar_hijri.to_gregorian(*found), day)
            before = found

    @unittest.skipUnless(jdatetime, "compares with the library jdatetime where it is")
    def test_every_day_is_the_one_of_a_well_known_library(self):
        for day in days(date(1925, 1, 1), date(2100, 12, 31)):
            known = jdatetime.date.fromgregorian(date=day)
            self.assertEqual(solar_hijri.from_gregorian(day), (known.year, known.month, known.day))

    def test_any_day_can_be_written(self):
        cases = {
            date(2026, 3, 20): "۱۴۰۴/۱۲/۲۹",
            datetime(2026, 11, 23, 23, 59): "۱۴۰۵/۰۹/۰۲",
            date(622, 3, 21): "۰۰۰۱/۰۱/۰۱",
            date.min: "-۶۲۱/۱۰/۱۱",
            date.max: "۹۳۷۸/۱۰/۱۰",
        }
        for day, written in cases.items():
            self.assertEqual(solar_hijri.written(day), written)

    def test_what_was_written_is_read_again(self):
        for year in (1403, 1404):
            for month in range(1, 13):
                for number in (1, 15, solar_hijri.days_in_month(year, month)):
                    day = solar_hijri.to_gregorian(year, month, number)
                    self.assertEqual(solar_hijri.read(solar_hijri.written(day)), day)

    def test_both_calendars_are_read(self):
        for text in ("1404/05/14", "۱۴۰۴-۵-۱۴", "١٤٠٤.٠٥.١٤", " 1404 5 14 ", "2025-08-05", "۲۰۲۵/۰۸/۰۵"):
            with self.subTest(text=text):
                self.assertEqual(solar_hijri.read(text), date(2025, 8, 5))
        self.assertEqual(solar_hijri.read("1599/01/01"), solar_hijri.to_gregorian(1599, 1, 1))
        self.assertEqual(solar_hijri.read("1600/01/01"), date(1600, 1, 1))

    def test_what_is_no_day_is_not_read(self):
        impossible = ["1400/12/30", "2026/02/30", "0/1/1", f"{MAXYEAR + 1}/1/1", f"1404/1/{'9' * 5000}"]
        for text in (*impossible, None, "", "1404/05", "1404/05/14/1", "next week", "14040514"):
            with self.subTest(text=text and text[:20]):
                self.assertIsNone(solar_hijri.read(text))

    def test_months_are_added_in_the_calendar_of_the_reader(self):
        cases = [
            ((1403, 12, 30), 12, (1404, 12, 29)),
            ((1403, 12, 30), 60, (1408, 12, 30)),
            ((1405, 6, 31), 1, (1405, 7, 30)),
            ((1405, 1, 31), -1, (1404, 12, 29)),
            ((1405, 1, 15), -13, (1403, 12, 15)),
            ((1405, 1, 1), 0, (1405, 1, 1)),
        ]
        for start, months, end in cases:
            with self.subTest(start=start, months=months):
                found = solar_hijri.add_months(solar_hijri.to_gregorian(*start), months)
                self.assertEqual(solar_hijri.from_gregorian(found), end)

    def test_months_beyond_all_days_are_refused(self):
        with self.assertRaises(ValueError):
            solar_hijri.add_months(date(2026, 3, 21), 12 * MAXYEAR)
