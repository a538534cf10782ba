"""What is true of every visit, whatever it costs and however many jobs share it."""

from odoo.tests import BaseCase

from odoo.addons.raya_service_base.tests.properties import given, strategies

from ..tools import travel

CENTS = strategies.integers(0, 1_000_000)
COUNTS = strategies.integers(1, 12)
RATES = strategies.integers(0, 10_000)
DISTANCES = strategies.integers(0, 5_000)


def to_cents(amount):
    return round(amount, 2)


class TestTravelProperties(BaseCase):
    @given(CENTS, COUNTS)
    def test_shares_come_to_the_whole(self, cents, count):
        shares = [travel.share(cents / 100, count, place, to_cents) for place in range(count)]
        self.assertEqual(round(sum(shares), 2), cents / 100)
        self.assertLessEqual(round(max(shares) - min(shares), 2), 0.01)
        self.assertGreaterEqual(min(shares), 0.0)

    @given(RATES, DISTANCES, CENTS, strategies.booleans())
    def test_a_visit_costs_at_least_its_minimum_and_names_what_it_costs(self, rate, distance, least, is_by_distance):
        fare = travel.get_fare(travel.Terms(rate, is_by_distance, least), distance)
        by_rate = rate * distance if is_by_distance else rate
        self.assertEqual(fare.amount, max(by_rate, least))
        self.assertEqual(fare.reason in ("least", "least_distance"), by_rate < least)
        self.assertEqual(fare.rate, least if by_rate < least else rate)

    @given(RATES, DISTANCES, DISTANCES)
    def test_further_is_never_cheaper(self, rate, one, other):
        terms = travel.Terms(rate, True, 100)
        near, far = sorted((one, other))
        self.assertLessEqual(travel.get_fare(terms, near).amount, travel.get_fare(terms, far).amount)
