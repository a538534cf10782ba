"""What is true of every tariff, whatever its lines."""

from datetime import date, timedelta

from odoo.tests import BaseCase

from odoo.addons.raya_service_base.tests.properties import given, strategies

from ..tools import tariff

few = strategies.integers(0, 3)
DAYS = strategies.integers(0, 6).map(lambda number: date(2026, 1, 1) + timedelta(number))
LINES = strategies.lists(strategies.tuples(*[few] * 7), max_size=6).map(
    lambda rows: [tariff.Line(number, *row) for number, row in enumerate(rows, 1)]
)
PATHS = strategies.lists(strategies.integers(1, 3), unique=True).map(tuple)
LEVELS = strategies.dictionaries(strategies.integers(1, 3), strategies.integers(1, 3))
CASES = strategies.builds(
    tariff.Case, operation=few, groups=PATHS, product=few, categories=PATHS, zones=LEVELS, customers=LEVELS
)
AMOUNTS = strategies.integers(0, 10_000)
VALIDITIES = strategies.tuples(DAYS, strategies.none() | DAYS)


class TestTariffProperties(BaseCase):
    @given(LINES, CASES)
    def test_most_specific_line_wins(self, lines, case):
        found = tariff.choose(lines, case)
        fits = {line: tariff.fit(line, case) for line in lines}
        if found is None:
            self.assertEqual(set(fits.values()) - {None}, set())
            return
        self.assertIsNotNone(fits[found])
        for line, levels in fits.items():
            if levels is not None and line != found:
                # Nothing is more specific in one respect and as specific in all others.
                self.assertFalse(
                    levels != fits[found] and all(a >= b for a, b in zip(levels, fits[found], strict=True))
                )
            if levels == fits[found] and line.sequence < found.sequence:
                self.fail(f"{line} is as specific and stands before {found}")

    @given(LINES, CASES, strategies.randoms(use_true_random=False))
    def test_order_of_the_lines_does_not_matter(self, lines, case, random):
        shuffled = random.sample(lines, len(lines))
        self.assertEqual(tariff.choose(shuffled, case), tariff.choose(lines, case))

    @given(LINES, CASES)
    def test_lines_that_do_not_fit_change_nothing(self, lines, case):
        found = tariff.choose(lines, case)
        fitting = [line for line in lines if tariff.fit(line, case) is not None]
        self.assertEqual(tariff.choose(fitting, case), found)
        if found:
            self.assertEqual(tariff.choose([found], case), found)

    @given(LINES, CASES)
    def test_a_line_for_everything_always_prices(self, lines, case):
        self.assertIsNotNone(tariff.choose([*lines, tariff.Line(99)], case))

    @given(VALIDITIES, VALIDITIES)
    def test_validities_overlap_where_a_day_lies_in_both(self, one, other):
        days = [date(2026, 1, 1) + timedelta(number) for number in range(8)]
        shared = [day for day in days if tariff.holds(*one, day) and tariff.holds(*other, day)]
        self.assertEqual(tariff.overlap(one, other), bool(shared))
        self.assertEqual(tariff.overlap(other, one), bool(shared))

    @given(VALIDITIES)
    def test_first_and_last_day_belong_to_it_and_their_neighbours_do_not(self, days):
        first, last = days
        if last and last < first:
            return
        self.assertTrue(tariff.holds(first, last, first))
        self.assertFalse(tariff.holds(first, last, first - timedelta(1)))
        if last:
            self.assertTrue(tariff.holds(first, last, last))
            self.assertFalse(tariff.holds(first, last, last + timedelta(1)))

    @given(strategies.integers(0, 600), strategies.integers(0, 120), strategies.sampled_from([0, 1, 5, 6, 15, 30, 60]))
    def test_time_is_rounded_up_once_and_never_below_the_minimum(self, minutes, minimum, step):
        sold = tariff.billed_minutes(minutes, minimum, step)
        self.assertGreaterEqual(sold, max(minutes, minimum))
        self.assertLess(sold - max(minutes, minimum), step or 1)
        self.assertEqual(sold % step if step else 0, 0)
        if not minimum:
            self.assertEqual(tariff.billed_minutes(sold, minimum, step), sold)
        # The clock of a timer is a fraction of an hour.
        self.assertEqual(tariff.billed_minutes(minutes / 60 * 60, minimum, step), sold)

    @given(AMOUNTS, strategies.integers(0, 600), AMOUNTS)
    def test_no_work_costs_less_than_its_least_amount(self, price, minutes, least):
        for is_hourly in (False, True):
            found = tariff.get_price(tariff.Terms(price, is_hourly, least=least), minutes)
            amount = found.price * (1 if found.minutes is None else found.minutes / 60)
            self.assertGreaterEqual(round(amount, 6), least)

    @given(AMOUNTS, strategies.integers(-90, 200), strategies.sampled_from([1, 5, 50, 100, 1000]))
    def test_changed_prices_are_multiples_of_the_step(self, price, percent, step):
        exact = price * (100 + percent) / 100
        changed = {method: tariff.change_price(price, percent, step, method) for method in ("near", "up", "down")}
        for found in changed.values():
            self.assertEqual(found % step, 0)
            self.assertLess(abs(found - exact), step)
        self.assertLessEqual(changed["down"], exact)
        self.assertGreaterEqual(changed["up"], exact)
        self.assertLessEqual(abs(changed["near"] - exact), step / 2)
