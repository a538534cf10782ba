from dataclasses import FrozenInstanceError
from datetime import datetime

from odoo.tests import BaseCase, tagged

from ..tools.source import Move, Source, settle, sum_by_day
from ..tools.sync import Goods, Sale


@tagged("post_install", "-at_install")
class TestSyncSource(BaseCase):
    """What documents say, before anything is planned; no database."""

    def _move(self, day, number=1, lot=11, quantity=1.0):
        moment = datetime(2026, 3, day, 12)
        return Move(moment, number, moment.date(), lot, quantity)

    def _sold(self, line, move, is_serial=True):
        sale = Sale(1, goods=(Goods(move.lot, 1),))
        return Source(line, "fridge", (), sale, is_serial=is_serial, deliveries={move.lot: move})

    def test_serial_number_is_with_the_customer_to_whom_it_went_last(self):
        first, second = settle([self._sold("A", self._move(1)), self._sold("B", self._move(2))], {})
        self.assertEqual((first.sale.goods, first.sale.returns), ((Goods(11, 0, 1),), (11,)))
        self.assertEqual((second.sale.goods, second.sale.returns), ((Goods(11, 1),), ()))

    def test_of_two_moves_at_the_same_moment_the_later_number_is_the_last(self):
        settled = settle([self._sold("A", self._move(1, 8)), self._sold("B", self._move(1, 7))], {})
        self.assertEqual([source.sale.goods[0].held for source in settled], [1, 0])

    def test_delivery_of_another_line_counts_as_well(self):
        source = self._sold("A", self._move(1))
        self.assertEqual(settle([source], {11: self._move(2, 2)})[0].sale.goods[0].held, 0)
        self.assertEqual(settle([source], {11: self._move(1, 0)}), (source,))

    def test_lot_of_many_units_may_be_with_several(self):
        sources = [self._sold(line, self._move(day), is_serial=False) for line, day in (("A", 1), ("B", 2))]
        self.assertEqual(settle(sources, {}), tuple(sources))

    def test_source_stays_as_it_was_read(self):
        source = self._sold("A", self._move(1))
        with self.assertRaises(FrozenInstanceError):
            source.sale = None
        settle([source, self._sold("B", self._move(2))], {})
        self.assertEqual(source.sale.goods[0].held, 1)

    def test_day_of_goods_without_lot_is_that_of_their_share(self):
        move = self._move(3)
        serial = self._sold("A", move)
        self.assertEqual(serial.get_delivery_day(11, None), move.day)
        self.assertIsNone(serial.get_delivery_day(12, move.day), "a serial number that was not delivered")
        line = Source("A", "fridge", (), Sale(1, needs_lot=False))
        self.assertEqual(line.get_delivery_day(None, move.day), move.day)

    def test_quantities_of_a_day_are_added(self):
        moves = [self._move(1), self._move(1, 2, 12, 2.0), self._move(2, 3)]
        self.assertEqual(list(sum_by_day(moves).values()), [3.0, 1.0])
