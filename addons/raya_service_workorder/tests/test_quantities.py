from odoo.tests import BaseCase

from ..tools.quantities import DEFECTIVE, LOST, OUTSIDE, STORE, TECHNICIAN, Move, read, still_held


class TestQuantities(BaseCase):
    def _read(self, *moves):
        return read([Move(*move) for move in moves])

    def test_nothing_moved_gives_zeros(self):
        self.assertEqual(still_held(self._read()), 0)

    def test_demand_is_requested_and_what_is_done_is_issued(self):
        found = self._read((STORE, TECHNICIAN, 5, 3, True), (STORE, TECHNICIAN, 2))
        self.assertEqual((found.requested, found.issued, found.in_hand), (7, 3, 3))

    def test_reported_use_is_accounted_for_and_still_in_hand(self):
        found = self._read((STORE, TECHNICIAN, 3, 3, True))
        self.assertEqual((found.used, found.in_hand, still_held(found, reported=2)), (0, 3, 1))

    def test_part_taken_back_from_the_customer_is_not_used(self):
        found = self._read(
            (STORE, TECHNICIAN, 1, 1, True),
            (TECHNICIAN, OUTSIDE, 1, 1, True),
            (OUTSIDE, TECHNICIAN, 1, 1, True),
        )
        self.assertEqual((found.used, still_held(found)), (0, 1))

    def test_part_taken_back_to_the_warehouse_balances_as_returned(self):
        found = self._read(
            (STORE, TECHNICIAN, 1, 1, True),
            (TECHNICIAN, OUTSIDE, 1, 1, True),
            (OUTSIDE, STORE, 1, 1, True),
        )
        self.assertEqual((found.issued, found.used, found.returned, still_held(found)), (1, 0, 1, 0))

    def test_open_return_counts_as_gone(self):
        found = self._read((STORE, TECHNICIAN, 1, 1, True), (TECHNICIAN, STORE, 1))
        self.assertEqual((found.returned, found.returning, found.in_hand, still_held(found)), (0, 1, 1, 0))

    def test_old_part_of_the_customer_does_not_change_the_balance(self):
        found = self._read(
            (STORE, TECHNICIAN, 1, 1, True),
            (TECHNICIAN, OUTSIDE, 1, 1, True),
            (OUTSIDE, DEFECTIVE, 1, 1, True),
        )
        self.assertEqual((found.used, found.defective, still_held(found, reported=1)), (1, 1, 0))

    def test_new_part_that_was_broken_leaves_the_technician_as_defective(self):
        found = self._read((STORE, TECHNICIAN, 1, 1, True), (TECHNICIAN, DEFECTIVE, 1, 1, True))
        self.assertEqual((found.used, found.returned, found.defective, still_held(found)), (0, 0, 1, 0))

    def test_lost_part_is_accounted_for_before_and_after_it_left_the_stock(self):
        issued = (STORE, TECHNICIAN, 2, 2, True)
        self.assertEqual(still_held(self._read(issued), reported=1, lost=1), 0)
        gone = self._read(issued, (TECHNICIAN, OUTSIDE, 1, 1, True), (TECHNICIAN, LOST, 1, 1, True))
        self.assertEqual((gone.lost, gone.in_hand, still_held(gone, reported=1, lost=1)), (1, 0, 0))

    def test_each_place_has_what_went_there(self):
        found = read(
            [
                Move(STORE, TECHNICIAN, 3, 3, True, "stock", "Ali"),
                Move(TECHNICIAN, TECHNICIAN, 2, 2, True, "Ali", "Sara"),
                Move(TECHNICIAN, STORE, 1, 1, True, "Ali", "stock"),
            ]
        )
        self.assertEqual(found.by_place, {"Sara": 2})
