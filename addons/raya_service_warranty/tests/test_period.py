"""Calendar arithmetic of periods as tables of cases."""

from collections import namedtuple
from datetime import date

from odoo.tests import BaseCase

from ..tools import period

Change = namedtuple("Change", "id date kind duration duration_unit", defaults=(None, None))

# Name, first day, how long, last day.
LAST_DAYS = [
    ("one day", date(2026, 1, 1), (1, "day"), date(2026, 1, 1)),
    ("days over the leap day", date(2028, 2, 20), (10, "day"), date(2028, 2, 29)),
    ("days without leap day", date(2026, 2, 20), (10, "day"), date(2026, 3, 1)),
    ("31 January and a month", date(2026, 1, 31), (1, "month"), date(2026, 2, 28)),
    ("31 January and a month, leap", date(2028, 1, 31), (1, "month"), date(2028, 2, 29)),
    ("29 January and a month, leap", date(2028, 1, 29), (1, "month"), date(2028, 2, 28)),
    ("31 August and six months", date(2026, 8, 31), (6, "month"), date(2027, 2, 28)),
    ("31 March and three months", date(2026, 3, 31), (3, "month"), date(2026, 6, 30)),
    ("31 March and two months", date(2026, 3, 31), (2, "month"), date(2026, 5, 30)),
    ("first of the month", date(2026, 4, 1), (1, "month"), date(2026, 4, 30)),
    ("new year", date(2026, 1, 1), (1, "year"), date(2026, 12, 31)),
    ("leap day and a year", date(2028, 2, 29), (1, "year"), date(2029, 2, 28)),
    ("leap day and four years", date(2028, 2, 29), (4, "year"), date(2032, 2, 28)),
    ("a year that ends on leap day", date(2027, 3, 1), (1, "year"), date(2028, 2, 29)),
    ("sixty months", date(2024, 5, 11), (60, "month"), date(2029, 5, 10)),
    # By the Solar Hijri calendar: 1403 is a leap year, 1404 is not.
    ("1403/12/30 and twelve months", date(2025, 3, 20), (12, "solar_month"), date(2026, 3, 20)),
    ("1403/12/30 and five years", date(2025, 3, 20), (60, "solar_month"), date(2030, 3, 19)),
    ("1405/01/01 and twelve months", date(2026, 3, 21), (12, "solar_month"), date(2027, 3, 20)),
    ("1405/01/31 and six months", date(2026, 4, 20), (6, "solar_month"), date(2026, 10, 22)),
    ("1405/02/31 and five months", date(2026, 5, 21), (5, "solar_month"), date(2026, 10, 22)),
    ("1405/02/30 and five months", date(2026, 5, 20), (5, "solar_month"), date(2026, 10, 21)),
    ("for life", date(2026, 3, 10), (1, "life"), period.FOREVER),
    ("for life, without a number", date(2026, 3, 10), (0, "life"), period.FOREVER),
]

# Name, last day so far, how much longer, last day.
EXTENSIONS = [
    ("a day", date(2026, 2, 28), (1, "day"), date(2026, 3, 1)),
    ("a day into the leap day", date(2028, 2, 28), (1, "day"), date(2028, 2, 29)),
    ("six months", date(2028, 3, 9), (6, "month"), date(2028, 9, 9)),
    ("a month from the end of February", date(2026, 2, 28), (1, "month"), date(2026, 3, 31)),
    ("a Solar Hijri month", date(2026, 3, 20), (1, "solar_month"), date(2026, 4, 20)),
    ("of what never ends", period.FOREVER, (12, "month"), period.FOREVER),
]

# Name, day of the event, invoice, cap in months, first day.
STARTS = [
    ("before the cap", date(2026, 3, 1), date(2026, 1, 1), 6, date(2026, 3, 1)),
    ("on the cap", date(2026, 7, 1), date(2026, 1, 1), 6, date(2026, 7, 1)),
    ("after the cap", date(2026, 7, 2), date(2026, 1, 1), 6, date(2026, 7, 1)),
    ("not known yet, with cap", None, date(2026, 1, 1), 6, date(2026, 7, 1)),
    ("not known yet, without cap", None, date(2026, 1, 1), 0, None),
    ("without cap", date(2030, 1, 1), date(2026, 1, 1), 0, date(2030, 1, 1)),
    ("cap without invoice", date(2030, 1, 1), None, 6, date(2030, 1, 1)),
    ("cap at the end of February", None, date(2026, 8, 31), 6, date(2027, 2, 28)),
]


class TestPeriod(BaseCase):
    def test_last_days(self):
        for name, start, (duration, unit), expected in LAST_DAYS:
            with self.subTest(name):
                self.assertEqual(period.last_day(start, duration, unit), expected)

    def test_extensions(self):
        for name, end, (duration, unit), expected in EXTENSIONS:
            with self.subTest(name):
                self.assertEqual(period.extended(end, duration, unit), expected)

    def test_first_days(self):
        for name, event, invoice, months, expected in STARTS:
            with self.subTest(name):
                self.assertEqual(period.start_day(event, period.cap_day(invoice, months)), expected)

    def test_periods_from_marks(self):
        first, second, third = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
        cases = [
            ("none", [], ()),
            ("closed", [(first, True), (second, False)], ((first, second),)),
            ("open", [(first, True)], ((first, None),)),
            ("opened twice", [(first, True), (second, True), (third, False)], ((first, third),)),
            ("closed alone", [(first, False)], ()),
            ("taken back", [(first, True), (first, False)], ()),
            ("again", [(first, True), (second, False), (third, True)], ((first, second), (third, None))),
        ]
        for name, marks, expected in cases:
            with self.subTest(name):
                self.assertEqual(period.from_marks(marks), expected)

    def test_period_of_nothing_is_refused(self):
        for duration, unit, message in (
            (0, "month", "A period lasts at least one month, not 0."),
            (-1, "day", "A period lasts at least one day, not -1."),
            (1, "week", "Unknown unit of time: week."),
        ):
            with self.subTest(message), self.assertRaises(ValueError) as refused:
                period.last_day(date(2026, 1, 1), duration, unit)
            self.assertEqual(str(refused.exception), message)

    def test_what_never_ends(self):
        for day, expected in (
            (period.FOREVER, True),
            (date(3000, 1, 1), True),
            (date(2999, 12, 30), False),
            (None, False),
            (False, False),
        ):
            with self.subTest(day):
                self.assertIs(period.is_lifelong(day), expected)

    def test_order_of_changes(self):
        first, second = date(2026, 1, 1), date(2026, 1, 2)
        cases = [
            ("by day", [(second, "extend", 1, "year"), (first, "extend", 1, "day")], [2, 1]),
            ("as recorded", [(first, "void"), (first, "reinstate"), (first, "void")], [1, 2, 3]),
            ("longer unit first", [(first, "extend", 9, "day"), (first, "extend", 1, "month")], [2, 1]),
            ("solar month first", [(first, "extend", 9, "month"), (first, "extend", 1, "solar_month")], [2, 1]),
            ("longest unit first", [(first, "extend", 9, "month"), (first, "extend", 1, "year")], [2, 1]),
            ("longer duration first", [(first, "extend", 1, "month"), (first, "extend", 2, "month")], [2, 1]),
            ("longest first already", [(first, "extend", 1, "month"), (first, "extend", 9, "day")], [1, 2]),
            (
                "not across another",
                [(first, "extend", 1, "day"), (first, "void"), (first, "extend", 1, "year")],
                [1, 2, 3],
            ),
            ("not across days", [(first, "extend", 1, "day"), (second, "extend", 1, "year")], [1, 2]),
        ]
        for name, terms, expected in cases:
            with self.subTest(name):
                changes = [Change(number, *values) for number, values in enumerate(terms, 1)]
                for given in (changes, changes[::-1]):
                    self.assertEqual([change.id for change in period.in_order(given)], expected)

    def test_cut(self):
        last = date(2026, 12, 31)
        cases = [
            ("long before the end", date(2026, 3, 1), date(2026, 2, 28)),
            ("on the last day", last, date(2026, 12, 30)),
            ("the day after it", date(2027, 1, 1), last),
            ("long after it", date(2029, 1, 1), last),
        ]
        for name, day, expected in cases:
            with self.subTest(name):
                self.assertEqual(period.cut(last, day), expected)
