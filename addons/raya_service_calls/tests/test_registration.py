from odoo.tests import BaseCase

from ..tools.registration import File, plan


class TestRegistrationPlan(BaseCase):
    """What the files of one sold line should be; identifiers of lots are 11, 12 …"""

    def _after(self, files, changes):
        """Files once the plan has been carried out."""
        by_unit = {file.unit: file for file in files} | {
            change.unit: File(change.id or 100 + change.unit, change.unit, change.lot, change.state)
            for change in changes
        }
        return list(by_unit.values())

    def _run(self, *steps):
        files = []
        for units, lots in steps:
            files = self._after(files, plan(units, lots, files, needs_lot=True))
            self.assertEqual(plan(units, lots, files, needs_lot=True), [], "asking twice")
        return [(file.unit, file.lot, file.state) for file in files]

    def test_invoice_then_delivery(self):
        self.assertEqual(self._run((2, []), (2, [11]), (2, [11, 12])), [(1, 11, "active"), (2, 12, "active")])

    def test_delivery_then_invoice_gives_the_same(self):
        self.assertEqual(self._run((0, [11, 12]), (2, [11, 12])), self._run((2, []), (2, [11, 12])))

    def test_invoice_reset_and_posted_again(self):
        self.assertEqual(
            self._run((2, [11, 12]), (0, [11, 12]), (2, [11, 12])),
            [(1, 11, "active"), (2, 12, "active")],
        )

    def test_returned_goods_leave_a_unit_to_deliver(self):
        self.assertEqual(self._run((1, [11]), (1, [])), [(1, 11, "returned"), (2, None, "pending")])

    def test_credit_note_after_the_return_ends_it(self):
        self.assertEqual(self._run((1, [11]), (1, []), (0, [])), [(1, 11, "returned"), (2, None, "cancelled")])

    def test_exchange_gives_the_new_serial_to_the_open_unit(self):
        self.assertEqual(self._run((1, [11]), (1, []), (1, [12])), [(1, 11, "returned"), (2, 12, "active")])

    def test_same_serial_delivered_again_revives_its_file(self):
        self.assertEqual(self._run((1, [11]), (1, []), (1, [11])), [(1, 11, "active"), (2, None, "cancelled")])

    def test_credit_of_one_unit_cancels_the_one_without_goods(self):
        self.assertEqual(self._run((2, [11]), (1, [11])), [(1, 11, "active"), (2, None, "cancelled")])

    def test_goods_without_serial_are_in_use_at_once(self):
        self.assertEqual(plan(1, [], [], needs_lot=False), [File(None, 1, None, "active")])
