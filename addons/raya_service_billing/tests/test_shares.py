from odoo.tests import BaseCase

from odoo.addons.raya_service_base.tests.properties import given, strategies

from ..tools import shares

CENTS = strategies.integers(0, 10**9)
PARTS = strategies.lists(strategies.integers(1, 10000), min_size=1, max_size=8)


def to_cents(amount):
    return round(amount + 1e-9, 2)


class TestShares(BaseCase):
    def test_lines_add_up_to_the_rounded_share_of_the_whole(self):
        costs = [0.05, 0.05, 0.05, 10.01, 33.33]
        percents = [50, 50, 50, 33.3, 100]
        amounts = shares.share_amounts(costs, percents, to_cents)
        exact = sum(cost * percent / 100 for cost, percent in zip(costs, percents, strict=True))
        self.assertAlmostEqual(sum(amounts), to_cents(exact), 2)
        for amount, cost, percent in zip(amounts, costs, percents, strict=True):
            self.assertLess(abs(amount - cost * percent / 100), 0.01)

    def test_a_whole_share_is_never_touched_by_rounding(self):
        amounts = shares.share_amounts([0.05, 12.34, 7.77], [50, 100, 100], to_cents)
        self.assertEqual(amounts[1:], [12.34, 7.77])

    @given(CENTS, PARTS)
    def test_pieces_sum_to_the_whole_and_none_is_below_zero(self, cents, parts):
        amount = cents / 100
        pieces = shares.split_amount(amount, parts, to_cents)
        self.assertEqual(round(sum(pieces), 2), amount)
        self.assertGreaterEqual(min(pieces), 0)
        for piece, part in zip(pieces, parts, strict=True):
            self.assertLess(abs(piece - amount * part / sum(parts)), 0.0101)
