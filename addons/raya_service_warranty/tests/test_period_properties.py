"""What is true of all periods, whatever their days."""

from collections import namedtuple
from datetime import timedelta
from itertools import pairwise, permutations

from odoo.tests import BaseCase

from odoo.addons.raya_service_base.tests.properties import given, strategies

from ..tools import period
from .properties import days, numbers, pick, terms, time_units

Change = namedtuple("Change", "id date kind duration duration_unit", defaults=(None, None))
DAY = timedelta(days=1)

extensions = strategies.lists(terms, max_size=4)
marks = strategies.lists(strategies.tuples(days, strategies.booleans()), max_size=6)


def replayed(end, changes):
    for change in period.in_order(changes):
        if change.kind == "extend":
            end = period.extended(end, change.duration, change.duration_unit)
    return end


class TestPeriodProperties(BaseCase):
    @given(days, terms)
    def test_a_period_has_its_first_day(self, start, term):
        self.assertGreaterEqual(period.last_day(start, *term), start)

    @given(days, terms, numbers(1, 30))
    def test_longer_duration_ends_later(self, start, term, more):
        duration, unit = term
        self.assertGreater(period.last_day(start, duration + more, unit), period.last_day(start, duration, unit))

    @given(days, terms, numbers(0, 60))
    def test_later_start_never_ends_earlier(self, start, term, later):
        later_start = start + timedelta(days=later)
        self.assertGreaterEqual(period.last_day(later_start, *term), period.last_day(start, *term))

    @given(days, numbers(1, 120))
    def test_months_end_before_the_same_day_or_on_the_last_of_the_month(self, start, months):
        end = period.last_day(start, months, "month")
        month = (start.year * 12 + start.month - 1 + months) % 12 + 1
        if (end + DAY).day == start.day:
            self.assertEqual((end + DAY).month, month)
        else:
            self.assertEqual((end + DAY).day, 1)
            self.assertEqual(end.month, month)
            self.assertLess(end.day, start.day)

    @given(days, numbers(1, 10))
    def test_a_year_is_twelve_months(self, start, years):
        self.assertEqual(period.last_day(start, years, "year"), period.last_day(start, 12 * years, "month"))

    @given(days, terms)
    def test_extending_never_shortens(self, end, term):
        self.assertGreater(period.extended(end, *term), end)

    @given(days, numbers(0, 300), terms)
    def test_extending_a_longer_cover_never_ends_earlier(self, end, more, term):
        longer = end + timedelta(days=more)
        self.assertGreaterEqual(period.extended(longer, *term), period.extended(end, *term))

    @given(days, days, extensions)
    def test_extensions_of_one_day_count_in_any_order(self, end, day, found):
        ends = {
            replayed(end, [Change(number, day, "extend", *term) for number, term in enumerate(order)])
            for order in permutations(found)
        }
        self.assertEqual(len(ends), 1)

    @given(days, strategies.lists(strategies.tuples(days, pick(["extend", "void", "exchange"]), terms), max_size=5))
    def test_every_change_counts_once_and_days_in_their_order(self, end, found):
        changes = [Change(number, day, kind, *term) for number, (day, kind, term) in enumerate(found)]
        ordered = period.in_order(changes)
        self.assertEqual(sorted(ordered), sorted(changes))
        self.assertEqual([change.date for change in ordered], sorted(change.date for change in changes))
        others = [change for change in ordered if change.kind != "extend"]
        self.assertEqual(others, sorted(others, key=lambda change: (change.date, change.id)))
        self.assertGreaterEqual(replayed(end, changes), end)

    @given(days, pick([None, 0, 1, 6, 12]), strategies.one_of(strategies.none(), days))
    def test_start_is_never_after_its_event_or_its_cap(self, invoice, months, event):
        cap = period.cap_day(invoice, months)
        start = period.start_day(event, cap)
        self.assertEqual({start} - {event, cap}, set())
        for limit in filter(None, (event, cap)):
            self.assertLessEqual(start, limit)

    @given(days, numbers(1, 24), numbers(1, 24))
    def test_longer_cap_never_starts_earlier(self, invoice, months, more):
        self.assertGreater(period.cap_day(invoice, months + more), period.cap_day(invoice, months))

    @given(marks, days)
    def test_periods_hold_what_was_opened_and_not_closed(self, found, day):
        """Beside :func:`period.from_marks`, the last mark up to a day says whether it holds."""
        found.sort(key=lambda mark: mark[0])
        opened = [opens for at, opens in found if at <= day]
        self.assertEqual(period.holds(period.from_marks(found), day), bool(opened and opened[-1]))

    @given(marks)
    def test_periods_do_not_touch(self, found):
        found.sort(key=lambda mark: mark[0])
        made = period.from_marks(found)
        for opened, closed in made[:-1]:
            self.assertLess(opened, closed)
        for (_opened, closed), (following, _closed) in pairwise(made):
            self.assertLessEqual(closed, following)

    @given(days, time_units)
    def test_no_duration_is_no_period(self, start, unit):
        with self.assertRaises(ValueError):
            period.last_day(start, 0, unit)
