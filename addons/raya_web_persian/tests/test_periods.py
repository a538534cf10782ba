import doctest
from datetime import date, datetime, timedelta

from odoo.tests import TransactionCase
from odoo.tools import SQL

from ..tools import babel_calendar, direction, periods, relative_dates, solar_hijri, solar_names
from .common import PersianCase
from .test_solar_hijri import days

TODAY = date(2026, 11, 27)


class TestPeriods(TransactionCase):
    def test_examples_hold(self):
        for module in (periods, solar_names, babel_calendar, relative_dates, direction):
            result = doctest.testmod(module)
            self.assertTrue(result.attempted, module)
            self.assertFalse(result.failed, module)

    def test_database_and_program_begin_every_period_on_the_same_day(self):
        every = [*days(date(2020, 1, 1), date(2035, 12, 31)), date(2, 1, 1), date(622, 3, 21), date(9999, 12, 31)]
        for period in periods.MONTHS:
            query = SQL(
                "SELECT %s::date FROM unnest(%s::date[]) WITH ORDINALITY AS d(day, number) ORDER BY number",
                periods.trunc(SQL("day::timestamp"), period),
                every,
            )
            found = [start for (start,) in self.env.execute_query(query)]
            expected = [self._start_of(day, period) for day in every]
            self.assertEqual(found, expected, period)

    def _start_of(self, day, period):
        """As the calendar is counted, day by day."""
        year, month, number = solar_hijri.from_gregorian(day)
        months = {"month": 0, "quarter": (month - 1) % 3, "year": month - 1}[period]
        before = sum(solar_hijri.days_in_month(year, month - back) for back in range(1, months + 1))
        return day - timedelta(days=before + number - 1)

    def test_weeks_of_a_year_follow_each_other(self):
        before = None
        for day in days(date(2020, 3, 21), date(2035, 3, 20)):
            week = periods.week_of(day, 6)
            if day.isoweekday() == 6 and before:
                is_next = week == (before[0], before[1] + 1) or (week[1] == 1 and week[0] == before[0] + 1)
                self.assertTrue(is_next, (day, before, week))
            elif before:
                self.assertEqual(week, before)
            before = week

    def test_relative_dates_are_counted_by_solar_months(self):
        cases = {
            "=1d": date(2026, 11, 22),
            "=1d -1m": date(2026, 10, 23),
            "=1m =1d": date(2026, 3, 21),
            "=1d -12m": date(2025, 11, 22),
            "+1y": date(2027, 11, 27),
            "=31d": date(2026, 12, 21),
            "-1w +2d": date(2026, 11, 22),
            "=saturday": date(2026, 11, 21),
            "+monday": date(2026, 11, 30),
            "-sunday": date(2026, 11, 22),
        }
        for text, day in cases.items():
            self.assertEqual(relative_dates.apply_terms(TODAY, text.split(), 6), day, text)
        moment = datetime(2026, 11, 27, 9, 30)
        self.assertEqual(relative_dates.apply_terms(moment, ["=1d"], 6), datetime(2026, 11, 22))
        self.assertEqual(relative_dates.apply_terms(moment, ["-1m", "=8H"], 6), datetime(2026, 10, 28, 8))
        self.assertEqual(relative_dates.apply_terms(moment, ["+30M"], 6), datetime(2026, 11, 27, 10))

    def test_what_is_no_relative_date_is_refused(self):
        for text in ("=8H", "=2w", "+someday", "1d", "*1d"):
            with self.subTest(text=text), self.assertRaises(ValueError):
                relative_dates.apply_terms(TODAY, [text], 6)


class TestPeriodsOfReaders(PersianCase):
    def test_periods_begin_as_the_reader_counts_them(self):
        for user, starts in (
            (self.english, {"month": date(2026, 11, 1), "quarter": date(2026, 10, 1), "year": date(2026, 1, 1)}),
            (self.persian, {"month": date(2026, 11, 22), "quarter": date(2026, 9, 23), "year": date(2026, 3, 21)}),
        ):
            lang = self._as(user, "res.lang")
            self.assertEqual({period: lang._raya_get_start_of(TODAY, period) for period in periods.MONTHS}, starts)
        self.english.raya_calendar = babel_calendar.SOLAR
        lang = self._as(self.english, "res.lang")
        self.assertEqual(lang._raya_get_start_of(TODAY, "month"), date(2026, 11, 22))
