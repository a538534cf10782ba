"""Which product files a sold line should have: a plan, no ORM.

Every event (invoice posted or reset, goods delivered or returned) asks for the
same plan from what the documents say now, so that the order of events does not
matter and asking twice changes nothing.

A unit that was invoiced and not credited has exactly one file that is either
live or, when its goods came back, *returned*: then the customer is owed other
goods. The file of those replaces the returned one.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from odoo.addons.raya_service_base.tools import allotment

PENDING = "pending"
ACTIVE = "active"
RETURNED = "returned"
CANCELLED = "cancelled"
LIVE = (PENDING, ACTIVE)
TINY = 1e-6
# Files of one line that have no serial number yet: whoever posts waits for them. So many are opened in seconds, and who
# sells more of one product numbers them by lots or means a file for all; a quantity beyond is mistyped.
MOST_UNITS = 10_000

# How goods were sold, and what that means for their files; it stays as it was on the day of the sale.
TERMS = {
    "serial": {"needs_lot": True, "is_whole": False},
    "lot": {"needs_lot": True, "is_whole": True},
    "unit": {"needs_lot": False, "is_whole": False},
    "line": {"needs_lot": False, "is_whole": True},
}


@dataclass(frozen=True)
class File:
    """A product file as it is, or as it should be; ``id`` is ``None`` for a new one.

    :param unit: number of the unit within its sold line, from 1
    :param lot: identifier of the lot or serial number, or ``None``
    :param quantity: how many units of the product it stands for
    :param replaces: number of the unit for whose goods these were given in exchange
    :param portion: the invoice line that it was sold by
    :param is_given: people gave it for another unit, of which the documents know
    :param typed: serial number that people wrote on it, before any goods of it are known
    """

    id: int | None
    unit: int
    lot: int | None
    state: str
    quantity: float = 1.0
    replaces: int | None = None
    portion: Any = None
    is_given: bool = False
    typed: str | None = None


@dataclass(frozen=True)
class Goods:
    """What the customer got of one lot, or without any.

    :param held: quantity that they have now
    :param back: quantity that came back and was not delivered again
    """

    lot: int | None
    held: float
    back: float = 0.0

    @property
    def never_moved(self):
        return self.lot is not None and self.held < TINY and self.back < TINY


@dataclass(frozen=True)
class Sale:
    """What the documents of one sold line say, in the unit of the product.

    :param invoiced: quantity on posted invoices
    :param credited: quantity on posted credit notes
    :param goods: the :class:`Goods` in the order in which they were last delivered
    :param returns: lots in the order in which they came back
    :param needs_lot: goods without lot wait for one
    :param is_whole: goods without lot share one file, else each unit has its own
    :param dict portions: quantity that each invoice line still stands for
    :param dict names: serial numbers of the lots, where people wrote some on files
    """

    invoiced: float
    credited: float = 0.0
    goods: tuple[Goods, ...] = ()
    returns: tuple[int, ...] = ()
    needs_lot: bool = True
    is_whole: bool = False
    portions: dict = field(default_factory=dict)
    names: dict = field(default_factory=dict)

    @property
    def sold(self):
        return max(0.0, self.invoiced - self.credited)

    @property
    def is_too_many(self):
        """Whether nobody could open a file for each unit that has no lot.

        >>> Sale(1e9).is_too_many, Sale(1e9, is_whole=True).is_too_many, Sale(MOST_UNITS).is_too_many
        (True, False, False)
        """
        known = sum(goods.held + goods.back for goods in self.goods if goods.lot is not None)
        return not self.is_whole and self.invoiced - known > MOST_UNITS

    @property
    def known(self):
        """Lots of which the documents of this line know."""
        return {goods.lot for goods in self.goods if goods.lot is not None}


def tally(moves):
    """Goods that a customer got and gave back, from what moved in order of time.

    :param moves: pairs of lot and quantity, below zero for a return
    :return: :class:`Goods` in the order of last delivery, and lots in the order of return;
        what came back without having been delivered, as units that people gave, is left out

    >>> tally([(11, 1), (12, 1), (11, -1)])
    ((Goods(lot=11, held=0, back=1), Goods(lot=12, held=1, back=0)), (11,))
    >>> tally([(11, 1), (12, 1), (11, -1), (11, 1)])
    ((Goods(lot=12, held=1, back=0), Goods(lot=11, held=1, back=0)), ())
    >>> tally([(11, -1)])
    ((), ())
    """
    goods, returns = {}, []
    for lot, quantity in moves:
        known = goods.get(lot, Goods(lot, 0, 0))
        if quantity > 0:
            goods.pop(lot, None)
            goods[lot] = Goods(lot, known.held + quantity, max(0, known.back - quantity))
        elif quantity == 0:
            # Somebody took it off a slip that was done.
            goods[lot] = known
        elif lot in goods:
            gone = min(-quantity, known.held)
            goods[lot] = Goods(lot, known.held - gone, known.back + gone)
            returns = [*(other for other in returns if other != lot), lot]
    return tuple(goods.values()), tuple(lot for lot in returns if goods[lot].held < TINY)


def plan(sale, files):
    """Files as they should be, for those that differ or are missing.

    :param Sale sale: what the documents say
    :param list files: the :class:`File` list of this sold line
    :return: changed and new files, by unit

    >>> [(file.unit, file.lot, file.state) for file in plan(Sale(2, goods=(Goods(11, 1),)), [])]
    [(1, 11, 'active'), (2, None, 'pending')]
    >>> [file.state for file in plan(Sale(1, 1), [File(5, 1, None, "pending")])]
    ['cancelled']
    """
    board = _Board(sale, files)
    if sale.needs_lot:
        board.place_lots()
        board.place_waiting()
        board.link_exchanges()
    else:
        board.place_anonymous()
    board.end_others()
    return board.get_changes()


class _Board:
    """Files on their way from what they are to what they should be."""

    def __init__(self, sale, files):
        self.sale = sale
        self.start = {file.unit: file for file in files}
        self.before = {file.unit: self._let_go(file) for file in files}
        self.after = {}  # by unit, as each file is placed
        self.room = dict(sale.portions)  # what is left of each invoice line

    def get_changes(self):
        placed = sorted(self.after.values(), key=lambda file: file.unit)
        return [file for file in placed if file != self.start.get(file.unit)]

    def _let_go(self, file):
        """A file without the goods that, as their slip says now, never moved."""
        if file.state == ACTIVE and any(goods.lot == file.lot and goods.never_moved for goods in self.sale.goods):
            return replace(file, lot=None, state=PENDING)
        return file

    # --- goods with lots ----------------------------------------------------

    def place_lots(self):
        """Each lot that the customer has, as far as it is invoiced, and each that came back."""
        sold = self._allot_sold()
        fresh = []
        for goods in self.sale.goods:
            if goods.lot is None:
                continue
            file = self._find(lot=goods.lot)
            quantity = sold.get(goods.lot, 0.0)
            if quantity > TINY:
                wanted = {"lot": goods.lot, "state": ACTIVE, "quantity": float(quantity)}
            elif goods.held < TINY and not goods.never_moved and (file or self.sale.invoiced > TINY):
                wanted = {"lot": goods.lot, "state": RETURNED, "quantity": float(goods.back)}
            else:
                continue
            if file:
                self._place(file, **wanted)
            else:
                fresh.append(wanted)
        for wanted in fresh:
            self._place(self._find_for_goods(wanted["state"]), **wanted)

    def _allot_sold(self):
        """How much is sold of each lot that the customer has: units whose own invoice stands come first.

        Of these what people gave in exchange: it stands for a unit that was in use, whatever was credited before.
        """
        given = {file.lot for file in self.before.values() if file.is_given}
        held = [goods for goods in self.sale.goods if goods.lot is not None and goods.held > TINY]
        held = {goods.lot: goods.held for goods in sorted(held, key=lambda goods: goods.lot not in given)}
        room, own = dict(self.sale.portions), {}
        for lot, quantity in held.items():
            file = self._find(lot=lot)
            portion = file.portion if file else None
            own[lot] = min(quantity, room.get(portion, 0.0))
            room[portion] = room.get(portion, 0.0) - own[lot]
        first = allotment.draw(self.sale.sold, own)
        rest = {lot: quantity - first[lot] for lot, quantity in held.items()}
        more = allotment.draw(self.sale.sold - sum(first.values()), rest)
        return {lot: first[lot] + more[lot] for lot in held}

    def place_waiting(self):
        """Units that are sold and not delivered: not those whose goods came back."""
        known = {goods.lot for goods in self.sale.goods}
        placed = sum(file.quantity for file in self.after.values() if file.state == ACTIVE)
        left = self.sale.sold - placed
        back = sum(goods.back for goods in self.sale.goods)
        back += sum(file.quantity for file in self._get_left(RETURNED) if file.lot and file.lot not in known)
        left -= min(max(0.0, back - self.sale.credited), left)
        for quantity in self._split(left):
            file = self._find_to_wait()
            # A serial number that somebody entered by hand is a fact as well.
            is_known = file and (file.lot or file.state == ACTIVE)
            lot = file.lot if file else None
            self._place(file, lot=lot, state=ACTIVE if is_known else PENDING, quantity=quantity)

    def link_exchanges(self):
        """Goods beyond those invoiced were given for the first ones that came back."""
        if self.sale.is_whole:
            return
        by_lot = {file.lot: file for file in self.after.values() if file.lot is not None and not file.is_given}
        order = [goods.lot for goods in self.sale.goods if goods.lot in by_lot]
        given = order[allotment.whole_units(self.sale.invoiced) :]
        waiting = [lot for lot in self.sale.returns if lot in by_lot]
        exchanges = max(0, len(waiting) - allotment.whole_units(self.sale.credited))
        for lot in given[:exchanges]:
            earlier = [other for other in waiting if order.index(other) < order.index(lot)]
            if earlier:
                waiting.remove(earlier[0])
                self._link(by_lot[lot], by_lot[earlier[0]])

    def _link(self, file, returned):
        self.after[file.unit] = replace(self.after[file.unit], replaces=returned.unit)
        if self.after[returned.unit].replaces == file.unit:
            self.after[returned.unit] = replace(self.after[returned.unit], replaces=None)

    # --- goods without lots ---------------------------------------------------

    def place_anonymous(self):
        """Units in use from the invoice on; those that came back wait for others."""
        sold = self.sale.sold
        held = min(sold, sum(goods.held for goods in self.sale.goods))
        back = sum(goods.back for goods in self.sale.goods)
        live = sold - min(max(0.0, back - self.sale.credited), sold - held)
        returned = min(back, max(0.0, self.sale.invoiced - live))
        for quantity in self._split(live):
            file = self._find_to_wait(RETURNED)
            self._place(file, lot=file.lot if file else None, state=ACTIVE, quantity=quantity)
        if self.sale.is_whole and live > TINY:
            return
        for quantity in self._split(returned):
            left = self._get_left(RETURNED, *LIVE, CANCELLED)
            file = left[0] if left else None
            self._place(file, lot=file.lot if file else None, state=RETURNED, quantity=quantity)

    # --- common -----------------------------------------------------------------

    def end_others(self):
        for file in self._get_left(*LIVE):
            self._place(file, lot=file.lot, state=CANCELLED, quantity=file.quantity)

    def _split(self, quantity):
        """Quantities of the files that share what has no lot."""
        if self.sale.is_whole:
            return [float(quantity)] if quantity > TINY else []
        return [1.0] * allotment.whole_units(quantity)

    def _place(self, file, *, lot, state, quantity):
        if file:
            placed = replace(file, lot=lot, state=state, quantity=quantity)
        else:
            unit = max([*self.before, *self.after], default=0) + 1
            placed = File(None, unit, lot, state, quantity)
        self.after[placed.unit] = placed
        if state in LIVE and placed.portion in self.room:
            self.room[placed.portion] -= quantity

    def _get_left(self, *states):
        """Files not placed yet, in the order of these states, then of their units."""
        left = [file for unit, file in self.before.items() if unit not in self.after and file.state in states]
        return sorted(left, key=lambda file: (states.index(file.state), file.unit))

    def _find(self, lot):
        """The file of a lot; of several, the one in use. Else the one on which people wrote its serial number."""
        left = self._get_left(ACTIVE, PENDING, RETURNED, CANCELLED)
        name = self.sale.names.get(lot)
        same = [file for file in left if file.lot == lot]
        return next(iter(same or [file for file in left if name and file.lot is None and file.typed == name]), None)

    def _find_for_goods(self, state):
        """The file that takes goods of a lot without file: one that waits for them, best without a serial number."""
        known = {goods.lot for goods in self.sale.goods}
        waiting = [file for file in self._get_left(PENDING) if file.lot is None]
        by_hand = [file for file in self._get_left(*LIVE) if file.lot not in known]
        asleep = [file for file in self._get_left(CANCELLED) if file.lot is None]
        left = [*waiting, *by_hand, *asleep] if state == ACTIVE else [*waiting, *asleep]
        return next(iter(sorted(left, key=lambda file: file.typed is not None)), None)

    def _find_to_wait(self, *more):
        """The file that stays or comes back for a unit of which no goods are known: best one whose invoice stands.

        Of several alike the one on which people wrote a serial number.
        """
        known = {goods.lot for goods in self.sale.goods} - {None}
        order = (ACTIVE, PENDING, *more, CANCELLED)
        left = [file for file in self._get_left(*order) if file.lot not in known]

        def rank(file):
            return self.room.get(file.portion, 0.0) < TINY, order.index(file.state), not (file.typed or file.lot)

        return next(iter(sorted(left, key=rank)), None)
