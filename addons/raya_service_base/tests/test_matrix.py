import doctest
from itertools import combinations

from odoo.tests import BaseCase

from . import matrix

AXES = {"share": (0, 50, 100), "valuation": ("periodic", "real_time"), "costing": ("standard", "average", "fifo")}


class TestMatrix(BaseCase):
    """Which combinations the matrix tests of all floors try."""

    def test_examples_hold(self):
        results = doctest.testmod(matrix)
        self.assertTrue(results.attempted)
        self.assertFalse(results.failed)

    def test_full_run_tries_each_combination_once(self):
        cells = matrix.choose_cells(full=True, **AXES)
        self.assertEqual((len(cells), len(set(cells))), (18, 18))
        self.assertEqual(cells[0]._asdict(), {"share": 0, "valuation": "periodic", "costing": "standard"})

    def test_in_a_usual_run_every_two_values_meet(self):
        cells = matrix.choose_cells(full=False, **AXES)
        for first, second in combinations(AXES, 2):
            with self.subTest(first=first, second=second):
                met = {(getattr(cell, first), getattr(cell, second)) for cell in cells}
                self.assertEqual(met, {(one, other) for one in AXES[first] for other in AXES[second]})

    def test_usual_run_tries_few_and_the_same_every_time(self):
        cells = matrix.choose_cells(full=False, **AXES)
        self.assertEqual(len(cells), 9)
        self.assertEqual(len(set(cells)), 9)
        self.assertEqual(cells, matrix.choose_cells(full=False, **AXES))
        many = matrix.choose_cells(full=False, **{f"axis_{index}": range(3) for index in range(7)})
        self.assertLess(len(many), 25, "of 2,187")

    def test_single_axis_is_tried_whole(self):
        cells = matrix.choose_cells(full=False, share=(0, 50, 100))
        self.assertEqual([cell.share for cell in cells], [0, 50, 100])

    def test_axis_without_a_value_is_refused(self):
        with self.assertRaisesRegex(ValueError, "costing"):
            matrix.choose_cells(share=(0, 100), costing=())
        with self.assertRaisesRegex(ValueError, "no axis"):
            matrix.choose_cells()
