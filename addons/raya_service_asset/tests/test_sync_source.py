from dataclasses import FrozenInstanceError
from datetime import date, datetime

from odoo.tests import BaseCase, tagged

from ..tools.source import Move, Source, find_returns, sum_by_day
from ..tools.sync import File, Goods, Sale, tally


@tagged("post_install", "-at_install")
class TestSyncSource(BaseCase):
    """What documents say, before anything is planned; no database."""

    def _move(self, day, number=1, lot=11, quantity=1.0):
        moment = datetime(2026, 3, day, 12)
        return Move(moment, number, moment.date(), lot, quantity)

    def _sold(self, *moves, **more):
        goods, returns = tally((move.lot, move.quantity) for move in moves)
        return Source("A", "fridge", (), Sale(1, goods=goods, returns=returns), moves=moves, **more)

    def _tell(self, source, **file):
        file = File(1, 1, **{"lot": 11, "state": "active", **file})
        return [
            (event.kind, event.date.day, event.owner)
            for event in source.tell(
                file,
                sold_on=None if file.replaces else date(2026, 3, 2),
                delivered_on=None,
                owner="Ali",
                document="account.move.line,5",
                today=date(2026, 3, 31),
            )
        ]

    def test_receipt_that_names_no_order_comes_from_whoever_got_the_goods_last(self):
        ali, bita, back = self._move(1), self._move(5, 2), self._move(9, 3, quantity=-1.0)
        self.assertEqual(find_returns([(ali, "A"), (bita, "B"), (back, None)]), [("B", back)])
        self.assertEqual(find_returns([(back, None), (ali, "A")]), [], "nobody had got them yet")
        returned = self._move(3, 4, quantity=-1.0)
        self.assertEqual(find_returns([(ali, "A"), (returned, "A"), (back, None)]), [], "they had come back already")

    def test_only_serial_numbers_are_with_one_customer_at_a_time(self):
        self.assertEqual(self._sold(self._move(1)).held_serials, [11])
        self.assertEqual(self._sold(self._move(1), sold_as="lot").held_serials, [])
        self.assertEqual(self._sold(self._move(1), self._move(2, 2, quantity=-1.0)).held_serials, [])

    def test_source_stays_as_it_was_read(self):
        source = self._sold(self._move(1))
        with self.assertRaises(FrozenInstanceError):
            source.sale = None

    def test_day_of_goods_without_lot_is_that_of_their_share(self):
        move = self._move(3)
        serial = self._sold(move)
        self.assertEqual(serial.get_delivery_day(11, None), move.day)
        self.assertIsNone(serial.get_delivery_day(12, move.day), "a serial number that was not delivered")
        parts = tuple(self._move(day, day, lot=None) for day in (3, 9))
        line = Source("A", "fridge", (), Sale(2, goods=(Goods(None, 2),), needs_lot=False), moves=parts)
        self.assertEqual(line.get_delivery_day(None, parts[0].day), parts[0].day, "not that of the last part")

    def test_quantities_of_a_day_are_added(self):
        moves = [self._move(1), self._move(1, 2, 12, 2.0), self._move(2, 3)]
        self.assertEqual(list(sum_by_day(moves).values()), [3.0, 1.0])

    def test_unit_that_went_out_and_came_back_tells_each_of_it(self):
        source = self._sold(self._move(3), self._move(9, 2, quantity=-1.0), self._move(12, 3))
        told = [("sold", 2, "Ali"), ("delivered", 3, None), ("returned", 9, None), ("delivered", 12, None)]
        self.assertEqual(self._tell(source), told)

    def test_goods_given_in_exchange_belong_to_the_customer_since_they_came(self):
        source = self._sold(self._move(3, lot=10), self._move(9, 2))
        self.assertEqual(self._tell(source, replaces=7), [("given", 9, "Ali")])

    def test_credited_and_withdrawn_sales_are_told_apart(self):
        ended = {"lot": None, "state": "cancelled"}
        self.assertEqual(self._tell(self._sold(), **ended)[1:], [("withdrawn", 31, None)])
        credited = self._sold(credited_on=date(2026, 3, 20))
        self.assertEqual(self._tell(credited, **ended)[1:], [("credited", 20, None)])

    def test_return_that_people_told_is_not_told_twice(self):
        source = self._sold(self._move(3), Move(None, None, date(2026, 3, 9), 11, -1.0))
        self.assertEqual(self._tell(source, state="returned"), [("sold", 2, "Ali"), ("delivered", 3, None)])
