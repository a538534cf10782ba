from odoo.tests import BaseCase

from ..tools import identifiers
from ..tools.metering import BackwardsError, Reading, totals


class TestMetering(BaseCase):
    """Use in all, from what meters read."""

    def test_first_reading_is_the_use_so_far(self):
        self.assertEqual(totals([]), [])
        self.assertEqual(totals([Reading(120)]), [120])

    def test_new_meter_starts_where_it_starts(self):
        self.assertEqual(totals([Reading(900), Reading(30, restarts=True), Reading(80)]), [900, 900, 950])

    def test_meters_may_be_exchanged_again_and_again(self):
        readings = [Reading(10), Reading(0, True), Reading(10), Reading(0, True), Reading(10)]
        self.assertEqual(totals(readings), [10, 10, 20, 20, 30])

    def test_standing_still_is_no_running_backwards(self):
        self.assertEqual(totals([Reading(5), Reading(5)]), [5, 5])

    def test_reading_that_runs_backwards_is_named(self):
        with self.assertRaises(BackwardsError) as caught:
            totals([Reading(5), Reading(0, True), Reading(3), Reading(2)])
        self.assertEqual(caught.exception.index, 3)


class TestIdentifiers(BaseCase):
    """One key for each way of writing a number."""

    def test_separators_and_case_do_not_matter(self):
        self.assertEqual({identifiers.key(text) for text in ("AB-12", "ab 12", "a.b_1:2", " AB/12 ")}, {"ab12"})
        self.assertEqual(identifiers.key(None), "")

    def test_check_digit_of_a_mobile_device(self):
        self.assertTrue(identifiers.is_imei("35 209900 176148 1"))
        for slip in ("352099001761482", "35209900176148", "3520990017614810", "", "abcdefghijklmno"):
            self.assertFalse(identifiers.is_imei(slip), slip)

    def test_pattern_is_of_the_whole_value(self):
        self.assertTrue(identifiers.fits("[0-9]{4}", " 12-34 "))
        self.assertFalse(identifiers.fits("[0-9]{4}", "12345"))
        self.assertFalse(identifiers.fits("[0-9]{4}", "x1234"))
