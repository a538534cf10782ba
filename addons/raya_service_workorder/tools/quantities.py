"""The quantities of one part line, read from where its goods moved: no ORM."""

from dataclasses import dataclass

STORE = "store"
TECHNICIAN = "technician"
DEFECTIVE = "defective"
OUTSIDE = "outside"


@dataclass(frozen=True)
class Move:
    """One move that was not cancelled.

    :param source: where from, one of the four places above
    :param dest: where to
    :param demand: quantity asked for
    :param done: quantity moved; 0 as long as the move is not final
    """

    source: str
    dest: str
    demand: float
    done: float = 0.0
    is_final: bool = False


@dataclass(frozen=True)
class Quantities:
    """``in_hand`` is with the technician now, ``planned`` the part of it that
    they have reported as used and that leaves them at the approval."""

    requested: float = 0.0
    issued: float = 0.0
    used: float = 0.0
    planned: float = 0.0
    returned: float = 0.0
    defective: float = 0.0
    in_hand: float = 0.0

    @property
    def held(self):
        """With the technician, and neither used nor returned."""
        return self.in_hand - self.planned


def is_request(move):
    return (move.source, move.dest) == (STORE, TECHNICIAN)


def is_use(move):
    return (move.source, move.dest) == (TECHNICIAN, OUTSIDE)


def is_return(move):
    return (move.source, move.dest) == (TECHNICIAN, STORE)


def read(moves):
    """Sum up the moves of one part line.

    >>> read([Move(STORE, TECHNICIAN, 3, 2, True), Move(STORE, TECHNICIAN, 1)]).requested
    4
    >>> quantities = read([Move(STORE, TECHNICIAN, 2, 2, True), Move(TECHNICIAN, OUTSIDE, 1)])
    >>> quantities.used, quantities.in_hand, quantities.held
    (1.0, 2.0, 1.0)
    """
    came_back = [move for move in moves if move.source == OUTSIDE and move.dest != DEFECTIVE]
    planned = sum(move.demand for move in moves if is_use(move) and not move.is_final)
    return Quantities(
        requested=sum(move.demand for move in moves if is_request(move)),
        issued=sum(move.done for move in moves if is_request(move)),
        used=planned + sum(move.done for move in moves if is_use(move)) - sum(move.done for move in came_back),
        planned=planned,
        returned=sum(move.done for move in moves if is_return(move))
        + sum(move.done for move in came_back if move.dest == STORE),
        defective=sum(move.done for move in moves if move.dest == DEFECTIVE),
        in_hand=sum(move.done for move in moves if move.dest == TECHNICIAN)
        - sum(move.done for move in moves if move.source == TECHNICIAN),
    )
