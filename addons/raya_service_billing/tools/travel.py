"""What a visit costs, and what of it each of its jobs bears. No ORM."""

from typing import NamedTuple

from .shares import split_amount


class Terms(NamedTuple):
    """At what travel is sold.

    :param bool is_by_distance: ``price`` is for a km, else for the whole visit
    :param least: amount that a visit costs at least
    """

    price: float
    is_by_distance: bool = False
    least: float = 0.0


class Fare(NamedTuple):
    """What the travel of a visit costs.

    :param amount: of the whole visit
    :param rate: of a km, or of the visit
    :param str reason: ``visit``, ``distance``, ``no_distance``, ``least`` or ``least_distance``
    """

    amount: float
    rate: float
    reason: str


def get_fare(terms, distance):
    """What a visit costs to which so many km were driven.

    >>> get_fare(Terms(20.0), 12.5), get_fare(Terms(0.5, is_by_distance=True), 12.5)
    (Fare(amount=20.0, rate=20.0, reason='visit'), Fare(amount=6.25, rate=0.5, reason='distance'))
    >>> get_fare(Terms(0.5, True, least=10.0), 12.5), get_fare(Terms(0.5, True), 0.0)
    (Fare(amount=10.0, rate=10.0, reason='least_distance'), Fare(amount=0.0, rate=0.5, reason='no_distance'))
    """
    if not terms.is_by_distance:
        found = Fare(terms.price, terms.price, "visit")
    else:
        found = Fare(terms.price * distance, terms.price, "distance" if distance else "no_distance")
    least = "least_distance" if terms.is_by_distance else "least"
    return Fare(terms.least, terms.least, least) if found.amount < terms.least else found


def share(amount, count, place, round_amount):
    """What one of the jobs of a visit bears of it; together they bear all of it, to the cent.

    :param count: of jobs
    :param place: of this one among them, from 0 on
    :param round_amount: function that rounds an amount to its currency

    >>> to_cents = lambda amount: int(amount * 100 + 0.5) / 100
    >>> [share(20.0, 3, place, to_cents) for place in range(3)], share(20.0, 1, 0, to_cents)
    ([6.67, 6.66, 6.67], 20.0)
    """
    return split_amount(round_amount(amount), [1] * count, round_amount)[place]
