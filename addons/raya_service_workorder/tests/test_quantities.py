from odoo.tests import BaseCase

from ..tools.quantities import DEFECTIVE, OUTSIDE, STORE, TECHNICIAN, Move, read


class TestQuantities(BaseCase):
    def _read(self, *moves):
        return read([Move(*move) for move in moves])

    def test_nothing_moved_gives_zeros(self):
        self.assertEqual(self._read().held, 0)

    def test_demand_is_requested_and_what_is_done_is_issued(self):
        found = self._read((STORE, TECHNICIAN, 5, 3, True), (STORE, TECHNICIAN, 2))
        self.assertEqual((found.requested, found.issued, found.in_hand), (7, 3, 3))

    def test_planned_use_counts_as_used_and_is_still_in_hand(self):
        found = self._read((STORE, TECHNICIAN, 3, 3, True), (TECHNICIAN, OUTSIDE, 2))
        self.assertEqual((found.used, found.planned, found.in_hand, found.held), (2, 2, 3, 1))

    def test_part_taken_back_from_the_customer_is_not_used(self):
        found = self._read(
            (STORE, TECHNICIAN, 1, 1, True),
            (TECHNICIAN, OUTSIDE, 1, 1, True),
            (OUTSIDE, TECHNICIAN, 1, 1, True),
        )
        self.assertEqual((found.used, found.held), (0, 1))

    def test_part_taken_back_to_the_warehouse_balances_as_returned(self):
        found = self._read(
            (STORE, TECHNICIAN, 1, 1, True),
            (TECHNICIAN, OUTSIDE, 1, 1, True),
            (OUTSIDE, STORE, 1, 1, True),
        )
        self.assertEqual((found.issued, found.used, found.returned, found.held), (1, 0, 1, 0))

    def test_open_return_is_still_with_the_technician(self):
        found = self._read((STORE, TECHNICIAN, 1, 1, True), (TECHNICIAN, STORE, 1))
        self.assertEqual((found.returned, found.held), (0, 1))

    def test_old_part_of_the_customer_does_not_change_the_balance(self):
        found = self._read(
            (STORE, TECHNICIAN, 1, 1, True),
            (TECHNICIAN, OUTSIDE, 1, 1, True),
            (OUTSIDE, DEFECTIVE, 1, 1, True),
        )
        self.assertEqual((found.used, found.defective, found.held), (1, 1, 0))

    def test_new_part_that_was_broken_leaves_the_technician_as_defective(self):
        found = self._read((STORE, TECHNICIAN, 1, 1, True), (TECHNICIAN, DEFECTIVE, 1, 1, True))
        self.assertEqual((found.used, found.returned, found.defective, found.held), (0, 0, 1, 0))
