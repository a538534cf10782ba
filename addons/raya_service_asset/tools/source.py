"""What documents say of sold lines, as values on their way to a plan; see :mod:`.sync`. No ORM."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from . import sync


class Move(NamedTuple):
    """Goods that went to the customer or, below zero, came back; the later move is the greater one.

    :param day: of ``moment``, where the company works
    """

    moment: datetime
    id: int
    day: date
    lot: int | None
    quantity: float


@dataclass(frozen=True, eq=False)
class Source:
    """What the documents say of one product that one line sold, as they were read.

    Documents and product files are records, which this module never looks into.

    :param line: the order line that sold, or the invoice line without order
    :param product: what was sold; a kit is sold as itself and as its components
    :param files: the product files of the line and product
    :param sale: quantities and goods, a :class:`~.sync.Sale`
    :param bool is_serial: each lot is one unit
    :param dict portions: quantity that each invoice line still stands for
    :param dict arrivals: quantity delivered, by day
    :param dict deliveries: the last :class:`Move` to the customer, by lot
    """

    line: Any
    product: Any
    files: Any
    sale: sync.Sale
    is_serial: bool = False
    portions: dict = field(default_factory=dict)
    arrivals: dict = field(default_factory=dict)
    deliveries: dict = field(default_factory=dict)

    @property
    def claims(self):
        """The delivery by which the customer has a serial number, by lot."""
        held = [goods.lot for goods in self.sale.goods if goods.held > sync.TINY and self.is_serial]
        return {lot: self.deliveries[lot] for lot in held if lot in self.deliveries}

    def get_delivery_day(self, lot, arrived):
        """The day on which the goods of a file were delivered, ``None`` where nobody knows.

        :param arrived: the day of its share of all that was delivered
        """
        if lot in self.deliveries:
            return self.deliveries[lot].day
        return None if self.sale.needs_lot else arrived


class Plan(NamedTuple):
    """How the files of a source should be.

    :param tuple changes: the :class:`~.sync.File` values that differ or are missing
    :param dict proofs: what the documents prove of each unit, values by its number
    """

    source: Source
    changes: tuple
    proofs: dict


def settle(sources, elsewhere):
    """Sources of which each serial number is with the customer to whom it was delivered last.

    For every earlier one its goods came back, whether or not a return says so.

    :param dict elsewhere: last :class:`Move` by lot to customers of other lines
    """
    last = dict(elsewhere)
    for source in sources:
        for lot, move in source.claims.items():
            last[lot] = max(move, last.get(lot, move))
    return tuple(_let_go(source, last) for source in sources)


def _let_go(source, last):
    sale = source.sale
    for lot, move in source.claims.items():
        if move < last[lot]:
            sale = sale.without(lot)
    return source if sale is source.sale else replace(source, sale=sale)


def sum_by_day(moves):
    """Quantity of these :class:`Move` values by day, in their order."""
    days = {}
    for move in moves:
        days[move.day] = days.get(move.day, 0.0) + move.quantity
    return days


def take_lots(lots, sold, is_shared):
    """What moved by the next lots that an invoice names, for one of its lines; they are gone for the others.

    :param list lots: pairs of a lot and whether it came back, consumed from the front
    :param float sold: quantity of the line
    :param bool is_shared: one lot has many units
    :return: list of pairs of lot and quantity, below zero for what came back

    >>> lots = [(11, False), (12, True), (13, False)]
    >>> take_lots(lots, 2, False), lots
    ([(11, 1.0), (12, 1.0), (12, -1.0)], [(13, False)])
    """
    moves = []
    while lots and sold > sync.TINY:
        lot, is_back = lots.pop(0)
        quantity = sold if is_shared else 1.0
        moves.append((lot, quantity))
        moves += [(lot, -quantity)] if is_back else []
        sold -= quantity
    return moves
