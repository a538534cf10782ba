from datetime import date, datetime

from odoo.tests import BaseCase

from ..tools import typed_day
from ..tools.typed_day import GREGORIAN, PERSIAN, Convention, NotADay, read_day

TODAY = date(2026, 11, 26)  # 1405/09/05
MEANT = date(2026, 3, 10)  # 1404/12/19
AMERICAN, BRITISH, GERMAN_FILE = (
    Convention(GREGORIAN, "mdy"),
    Convention(GREGORIAN, "dmy"),
    Convention(GREGORIAN, "dmy", True),
)
# Whoever types them into the web client reads the Solar Hijri calendar and writes in one of the orders.
TYPED = [
    *("1404/12/19", "۱۴۰۴/۱۲/۱۹", "1404-12-19", "04/12/19", "041219", "14041219", "19/12/1404", "12/19/1404"),
    *("19/12/04", "12/19/04", "191204", "121904", "19121404", "12191404", "5/4/1405", "2026-03-10", "3/10/2026"),
    *("20261210", "12102026", "۱۹ اسفند ۱۴۰۴", "19 Esfand 1404", "March 10, 2026", "10th of March 2026"),
    *("Tuesday, 10 March 2026", "سه‌شنبه ۱۹ اسفند ماه ۱۴۰۴", "\u202b۱۴۰۴/۱۲/۱۹\u202c"),
    *("1400/12/30", "31/7/1404", "1404/13/01", "2026-02-29", "0625/01/01", "next week", "1/2/3/4", "19 x 1404", "x"),
]


class TestDaysAreReadAlike(BaseCase):
    """Dates are read in one place: in either calendar, any digits and every usual order."""

    def _refusal(self, value, written=AMERICAN):
        with self.assertRaises(NotADay) as refused:
            read_day(value, TODAY, written)
        return refused.exception.kind

    def test_one_day_in_every_usual_form_whoever_reads(self):
        forms = (
            "1404/12/19",
            "۱۴۰۴/۱۲/۱۹",
            "١٤٠٤/١٢/١٩",
            "1404-12-19",
            "1404.12.19",
            "1404 12 19",
            "۰۴/۱۲/۱۹",
            "14041219",
            "۱۴۰۴۱۲۱۹",
            14041219,
            14041219.0,
            "19/12/1404",
            "۱۹/۱۲/۱۴۰۴",
            "۱۹ اسفند ۱۴۰۴",
            "سه‌شنبه ۱۹ اسفند ماه ۱۴۰۴",
            "1404 اسفند 19",
            "19 Esfand 1404",
            "2026-03-10",
            "20260310",
            "2026-03-10 00:00:00",
            "2026-03-10T12:30:00Z",
            "March 10, 2026",
            "10 Mar 2026",
            "10th of March 2026",
            "۱۰ مارس ۲۰۲۶",
            "\u200f\u06f1\u06f4\u06f0\u06f4\u2212\u06f1\u06f2\u2212\u06f1\u06f9\u00a0",
            MEANT,
            datetime(2026, 3, 10, 12),
            # Typed into LibreOffice, it is a date of the Middle Ages.
            date(1404, 12, 19),
        )
        for written in (AMERICAN, BRITISH, PERSIAN, Convention()):
            for form in forms:
                self.assertEqual(read_day(form, TODAY, written), MEANT, (form, written))

    def test_nothing_written_is_no_day(self):
        for nothing in ("", " ", None, False, "\u200f\ufeff"):
            self.assertIsNone(read_day(nothing, TODAY))

    def test_two_digits_of_a_year_are_of_the_calendar_and_order_of_the_reader(self):
        self.assertEqual(read_day("۰۴/۰۹/۰۵", TODAY, AMERICAN), date(2025, 11, 26))
        self.assertEqual(read_day("04/12/19", TODAY, PERSIAN), MEANT)
        self.assertEqual(read_day("04/12/19", TODAY, AMERICAN), date(2019, 4, 12))
        self.assertEqual(read_day("04/12/19", TODAY, BRITISH), date(2019, 12, 4))
        self.assertEqual(read_day("۱۹/۱۲/۰۴", TODAY, GERMAN_FILE), MEANT)

    def test_year_of_two_digits_is_the_nearest_within_80_years_back_and_20_ahead(self):
        years = {"26": 2026, "46": 2046, "47": 1947, "99": 1999}
        self.assertEqual({text: read_day(f"1/1/{text}", TODAY, BRITISH).year for text in years}, years)
        for text, year in (("25", 1425), ("26", 1326), ("85", 1385)):
            self.assertEqual(
                read_day(f"{text}/01/01", TODAY, PERSIAN), typed_day.solar_hijri.to_gregorian(year, 1, 1), text
            )

    def test_order_of_day_and_month_is_that_of_the_reader_unless_one_is_meant(self):
        self.assertEqual(read_day("5/4/2026", TODAY, AMERICAN), date(2026, 5, 4))
        self.assertEqual(read_day("5/4/2026", TODAY, BRITISH), date(2026, 4, 5))
        self.assertEqual(read_day("25/4/2026", TODAY, AMERICAN), date(2026, 4, 25))
        self.assertEqual(read_day("4/25/2026", TODAY, BRITISH), date(2026, 4, 25))
        self.assertEqual(read_day("5/4/1405", TODAY, PERSIAN), typed_day.solar_hijri.to_gregorian(1405, 4, 5))
        self.assertEqual(self._refusal("5/4/2026", Convention()), "order")
        self.assertEqual(self._refusal("04/12/19", Convention()), "order")

    def test_day_that_its_calendar_has_not_is_refused(self):
        for text, day in (
            ("1398/02/31", date(2019, 5, 21)),
            ("1398/06/31", date(2019, 9, 22)),
            ("1399/12/30", date(2021, 3, 20)),
        ):
            self.assertEqual(read_day(text, TODAY), day)
        for text in ("1400/12/30", "1404/07/31", "1404/13/01", "2026-02-29", "2026-00-10", "31 April 2026"):
            self.assertEqual(self._refusal(text), "missing", text)

    def test_old_days_do_not_fail(self):
        self.assertEqual(read_day("1300/01/01", TODAY), date(1921, 3, 21))
        self.assertEqual(read_day("1210/12/30", TODAY), date(1832, 3, 20))

    def test_other_texts_are_no_days(self):
        for text in (
            "next week",
            "12",
            "1404/12",
            "0625/01/01",
            "625/1/1",
            "46091",
            46091,
            1.5,
            "1/2/3/4",
            "19 x 1404",
        ):
            self.assertEqual(self._refusal(text), "unknown", text)
        self.assertEqual(self._refusal("19 Esfand 2026"), "unknown")

    def test_no_text_of_digits_gives_a_year_that_nobody_means(self):
        """Years such as 625 or 1404 of the Gregorian calendar come out of no form."""
        for year in (4, 62, 99, 625, 999, 1404, 1599, 1600, 2026):
            for text in (f"{year}/9/5", f"{year:02d}/09/05", f"5/9/{year}", f"{year:04d}0905", f"5 Azar {year}"):
                for written in (AMERICAN, BRITISH, PERSIAN, Convention()):
                    try:
                        day = read_day(text, TODAY, written)
                    except NotADay:
                        continue
                    self.assertGreaterEqual(day.year, 1600, (text, written))
