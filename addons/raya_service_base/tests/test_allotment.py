import doctest
from itertools import product

from odoo.tests import BaseCase

from ..tools import allotment


class TestAllotment(BaseCase):
    """What comes first gives first; credit notes take from the last; nobody gives more than they hold."""

    def test_examples_hold(self):
        results = doctest.testmod(allotment)
        self.assertTrue(results.attempted)
        self.assertFalse(results.failed)

    def test_drawn_in_order_and_never_more_than_there_is(self):
        for quantity, held, given in (
            (0, (1, 2), (0, 0)),
            (-1, (1, 2), (0, 0)),
            (1, (1, 2), (1, 0)),
            (2.5, (1, 2), (1, 1.5)),
            (9, (1, 2), (1, 2)),
            (9, (), ()),
            (2, (-1, 0, 2), (0, 0, 2)),
        ):
            with self.subTest(quantity=quantity, held=held):
                self.assertEqual(tuple(allotment.draw(quantity, dict(enumerate(held))).values()), given)

    def test_credit_of_the_same_size_else_the_last(self):
        for sold, credits, credited in (
            ((2, 1, 3), [4], (0, 1, 3)),
            ((2, 1, 3), [2], (2, 0, 0)),
            ((2, 1, 2), [2, 2], (2, 0, 2)),
            ((2, 1, 3), [3, 1], (0, 1, 3)),
            ((2, 1, 3), [0.5, 2.5], (0, 0, 3)),
            ((1,), [5], (1,)),
            ((1, 2), [], (0, 0)),
        ):
            with self.subTest(sold=sold, credits=credits):
                self.assertEqual(tuple(allotment.credit(dict(enumerate(sold)), credits).values()), credited)

    def test_nothing_is_credited_twice_or_lost(self):
        for sold in product((0, 1, 2.5), repeat=3):
            for credits in product((0.5, 1, 4), repeat=2):
                credited = allotment.credit(dict(enumerate(sold)), credits)
                self.assertTrue(all(0 <= credited[key] <= held for key, held in enumerate(sold)))
                self.assertAlmostEqual(sum(credited.values()), min(sum(sold), sum(credits)))

    def test_what_lacks_in_one_portion_comes_from_the_others(self):
        self.assertEqual(allotment.assign([(10, None), (1, None)], {"a": 6, "b": 4}), ["a", None])

    def test_a_portion_already_chosen_is_kept(self):
        self.assertEqual(allotment.assign([(1, None), (1, "a")], {"a": 1, "b": 1}), ["b", "a"])

    def test_a_portion_that_is_gone_is_left(self):
        self.assertEqual(allotment.assign([(1, "gone")], {"a": 1}), ["a"])

    def test_a_portion_that_is_used_up_is_left(self):
        self.assertEqual(allotment.assign([(1, "a"), (1, "a")], {"a": 1, "b": 1}), ["a", "b"])

    def test_lines_of_one_pool_share_its_units(self):
        self.assertEqual(
            allotment.deal([("x", "abc", 1), ("y", "d", 3), ("x", "abc", 0), ("x", "abc", -1), ("x", "abc", 5)]),
            [["a"], ["d"], [], [], ["b", "c"]],
        )
