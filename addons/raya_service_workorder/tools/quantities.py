"""The quantities of one part line, read from where its goods moved: no ORM.

issued + own = used + returned good + kept + lost + what is still with the technician
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from odoo.addons.raya_service_base.tools import allotment

STORE = "store"
TECHNICIAN = "technician"
WORKSHOP = "workshop"
DEFECTIVE = "defective"
LOST = "lost"
OUTSIDE = "outside"

# Where people of the service have parts in their hands.
HANDS = (TECHNICIAN, WORKSHOP)
TINY = 1e-6


@dataclass(frozen=True)
class Move:
    """One move that was not cancelled.

    :param source: where from, one of the places above
    :param dest: where to
    :param demand: quantity asked for
    :param done: quantity moved; 0 as long as the move is not final
    :param source_key: which place of its kind it left, such as the id of a location
    :param dest_key: which one it went to
    :param is_old: an old part that is good again: not what was used, which stays where it is
    """

    source: str
    dest: str
    demand: float
    done: float = 0.0
    is_final: bool = False
    source_key: object = None
    dest_key: object = None
    is_old: bool = False


@dataclass(frozen=True)
class Quantities:
    """What happened to the goods of one part line.

    ``returned`` is received good by a warehouse, ``returning`` on its way there; ``broken`` are new parts that
    were handed in as defective; ``by_place`` says which place has how much of it now.
    """

    requested: float = 0.0
    issued: float = 0.0
    used: float = 0.0
    returned: float = 0.0
    returning: float = 0.0
    defective: float = 0.0
    broken: float = 0.0
    lost: float = 0.0
    by_place: dict = field(default_factory=dict)

    @property
    def in_hand(self):
        """With technicians or in the workshop now, also what is on its way back from there."""
        return sum(self.by_place.values())


def is_request(move):
    return move.source == STORE and move.dest in HANDS


def is_use(move):
    return move.source in HANDS and move.dest == OUTSIDE


def has_left(move):
    """A part left the hands of the service for good: used or lost."""
    return move.source in HANDS and move.dest in (OUTSIDE, LOST)


def is_return(move):
    return move.source in HANDS and move.dest == STORE


def is_back(move):
    """A part that was used came back, to the technician or to a warehouse.

    >>> is_back(Move(OUTSIDE, STORE, 1)), is_back(Move(OUTSIDE, STORE, 1, is_old=True))
    (True, False)
    """
    return move.source == OUTSIDE and move.dest != DEFECTIVE and not move.is_old


def read(moves):
    """Sum up the moves of one part line.

    :param moves: list of :class:`Move`
    :return: :class:`Quantities`

    >>> read([Move(STORE, TECHNICIAN, 3, 2, True), Move(STORE, TECHNICIAN, 1)]).requested
    4
    >>> found = read([Move(STORE, TECHNICIAN, 2, 2, True), Move(TECHNICIAN, STORE, 1)])
    >>> found.issued, found.returning, found.in_hand
    (2, 1, 2.0)
    >>> found = read([
    ...     Move(STORE, TECHNICIAN, 2, 2, True, dest_key="Ali"),
    ...     Move(TECHNICIAN, TECHNICIAN, 2, 2, True, source_key="Ali", dest_key="Sara"),
    ... ])
    >>> found.by_place
    {'Sara': 2.0}
    """
    returns = [move for move in moves if is_return(move)]
    back = [move for move in moves if is_back(move)]
    return Quantities(
        requested=sum(move.demand for move in moves if is_request(move)),
        issued=_done(moves, is_request),
        used=_done(moves, is_use) - sum(move.done for move in back),
        returned=sum(move.done for move in returns) + sum(move.done for move in back if move.dest == STORE),
        returning=sum(move.demand for move in returns if not move.is_final),
        defective=_done(moves, lambda move: move.source in (OUTSIDE, *HANDS) and move.dest == DEFECTIVE),
        broken=_done(moves, lambda move: move.source in HANDS and move.dest == DEFECTIVE),
        lost=_done(moves, lambda move: move.source in HANDS and move.dest == LOST)
        - _done(moves, lambda move: move.source == LOST),
        by_place=_by_place(moves),
    )


def _done(moves, condition):
    return sum(move.done for move in moves if condition(move))


def _by_place(moves):
    """How much each place in the hands of the service has more than before these moves; without places of nothing."""
    places = defaultdict(float)
    for move in moves:
        if move.dest in HANDS and move.done:
            places[move.dest_key] += move.done
        if move.source in HANDS and move.done:
            places[move.source_key] -= move.done
    return {key: quantity for key, quantity in places.items() if abs(quantity) > TINY}


def still_held(found, reported=0.0, kept=0.0, lost=0.0):
    """With the technician, and nothing said about it yet: what a report has to account for.

    What is on its way back counts as gone. Less than nothing: more was reported than there is.

    :param found: :class:`Quantities` of a line whose parts a warehouse issued
    :param reported: quantity that the technician says was used
    :param kept: quantity that stays with them as their own stock
    :param lost: quantity that they say is lost

    >>> found = read([Move(STORE, TECHNICIAN, 5, 5, True), Move(TECHNICIAN, STORE, 1)])
    >>> still_held(found, reported=2, kept=1)
    1.0
    >>> still_held(found, reported=2, kept=1, lost=1)
    0.0
    """
    return float(found.in_hand - found.returning - (reported - found.used) - kept - (lost - found.lost))


def own(is_issued, reported, lost):
    """Taken from the technician's or the workshop's own stock, without a request.

    >>> own(False, 2, 1), own(True, 2, 1)
    (3, 0.0)
    """
    return 0.0 if is_issued else reported + lost


def has_to_choose(quantity, candidates):
    """Whether somebody has to say which lots or serial numbers a quantity is of.

    :param quantity: what is used, lost or given back
    :param candidates: quantity by lot that it may be of

    >>> has_to_choose(1, {"P1": 1, "P2": 1}), has_to_choose(2, {"P1": 1, "P2": 1}), has_to_choose(3, {"L1": 5})
    (True, False, False)
    """
    return quantity > TINY and len(candidates) > 1 and sum(candidates.values()) - quantity > TINY


def split_numbers(text):
    """Numbers that somebody wrote down in one line, each once.

    >>> split_numbers("OLD-1, OLD-2، OLD-1;; OLD-3"), split_numbers(False)
    (['OLD-1', 'OLD-2', 'OLD-3'], [])
    """
    names = (name.strip() for name in re.split("[,،;؛\n]", text or ""))
    return list(dict.fromkeys(filter(None, names)))


def share(quantity, lots):
    """What each of several lots is of a quantity of which nobody said it: whole units alike, the first one the rest.

    >>> share(5, ["L1", "L2"]), share(1, ["L1", "L2"]), share(1.5, ["L1"]), share(2, [])
    ({'L1': 3, 'L2': 2}, {'L1': 1, 'L2': 0}, {'L1': 1.5}, {})
    """
    each = allotment.whole_units(quantity / len(lots)) if lots else 0
    shares = dict.fromkeys(lots, each)
    for first in list(lots)[:1]:
        shares[first] = quantity - each * (len(lots) - 1)
    return shares
