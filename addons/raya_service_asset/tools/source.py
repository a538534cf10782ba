"""What documents say of sold lines, as values on their way to a plan; see :mod:`.sync`. No ORM."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from . import life, sync


class Move(NamedTuple):
    """Goods that went to the customer or, below zero, came back.

    :param day: of ``moment``, where the company works
    :param id: of the stock move line, ``None`` where people say so
    """

    moment: datetime | None
    id: int | None
    day: date
    lot: int | None
    quantity: float


@dataclass(frozen=True, eq=False)
class Source:
    """What the documents say of one product that one line sold, as they were read.

    Documents and product files are records, which this module never looks into.
    People's word that goods were given or came back is one of the moves.

    :param line: the order line that sold, or the invoice line without order
    :param product: what was sold; a kit is sold as itself and as its components
    :param files: the product files of the line and product
    :param sale: quantities and goods, a :class:`~.sync.Sale`
    :param str sold_as: how its goods were sold, one of :data:`~.sync.TERMS`
    :param float per_sold: how many of the product one unit of the line has
    :param tuple moves: the :class:`Move` values of the line and product, in order of time
    :param credited_on: the day of the last credit note
    :param dict received: day of the first receipt from a supplier by lot, ``False`` where there is none; other lots
        were not looked at
    """

    line: Any
    product: Any
    files: Any
    sale: sync.Sale
    sold_as: str = "serial"
    per_sold: float = 1.0
    moves: tuple = ()
    credited_on: date | None = None
    received: dict = field(default_factory=dict)

    @property
    def held_serials(self):
        """Lots of the serial numbers that the customer has."""
        held = [goods.lot for goods in self.sale.goods if goods.lot and goods.held > sync.TINY]
        return held if self.sold_as == "serial" else []

    @property
    def arrivals(self):
        """Quantity delivered, by day."""
        return sum_by_day(move for move in self.moves if move.id and move.quantity > 0)

    def came_back(self, lot):
        """Whether goods of a lot came back, or of any where the lot is not known."""
        return any(move.quantity < 0 and lot in (None, move.lot) for move in self.moves)

    def get_delivery_day(self, lot, arrived):
        """The day on which the goods of a file were delivered, ``None`` where nobody knows.

        :param arrived: the day of its share of all that was delivered
        """
        days = [move.day for move in self.moves if move.id and lot and move.lot == lot and move.quantity > 0]
        if days:
            return days[-1]
        return None if self.sale.needs_lot else arrived

    def tell(self, file, *, sold_on, delivered_on, owner, document, today):
        """The events that documents tell of one unit, in order; see :mod:`.life`.

        :param file: its :class:`~.sync.File`, as planned
        :param sold_on: the day of its invoice, ``None`` for goods given in exchange
        :param delivered_on: the day of its delivery, where no lot tells
        :param document: what sold it, by model and id
        """
        events = [life.Event(sold_on, 0, "sold", owner, document)] if sold_on else []
        kind, begin = ("delivered", None) if sold_on else ("given", owner)
        for move in self._get_moves(file, delivered_on):
            if move.id is None and (move.lot or move.quantity < 0):
                # People have told it already.
                continue
            event = life.Event(
                move.day, len(events) + 1, kind, begin, f"stock.move.line,{move.id}" if move.id else None
            )
            events.append(event if move.quantity > 0 else event._replace(kind="returned", owner=None))
            kind, begin = "delivered", None
        if file.state == sync.CANCELLED:
            how = "credited" if self.credited_on else "withdrawn"
            events.append(life.Event(self.credited_on or today, len(events) + 1, how, None, None))
        return events

    def _get_moves(self, file, delivered_on):
        """Moves of the goods of one unit; without lots those of a day are told by their day alone."""
        if file.lot:
            return [move for move in self.moves if move.lot == file.lot and move.quantity]
        moves = [Move(None, None, delivered_on, None, 1.0)] if delivered_on else []
        if file.state == sync.RETURNED:
            moves += [move for move in self.moves if not move.lot and move.quantity < 0][-1:]
        return moves


class Plan(NamedTuple):
    """How the files of a source should be.

    :param tuple changes: the :class:`~.sync.File` values that differ or are missing
    :param tuple files: all of them, as they should be
    :param dict proofs: what the documents prove of each unit, values by its number
    """

    source: Source
    changes: tuple
    files: tuple
    proofs: dict


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


def find_returns(moves):
    """Which deliveries unlinked receipts undo: goods come back from whoever got them last.

    :param moves: of one lot, in order of time: tuples of the :class:`Move` and the line
        that it belongs to, ``None`` for a receipt that names no sale
    :return: list of pairs of a line and its receipt, a :class:`Move` below zero

    >>> from datetime import date
    >>> sold, back = (Move(None, n, date(2026, 3, n), 11, q) for n, q in ((1, 1.0), (2, -1.0)))
    >>> [(line, move.id) for line, move in find_returns([(sold, "A"), (back, None), (back, None)])]
    [('A', 2)]
    """
    holder, found = None, []
    for move, line in moves:
        if line:
            holder = line if move.quantity > 0 else None
        elif holder:
            found.append((holder, move))
            holder = None
    return found
