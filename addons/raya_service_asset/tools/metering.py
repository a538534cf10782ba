"""Meters of a unit: its use in all, from what its meters read; no ORM."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reading:
    """What a meter read.

    :param restarts: the meter was exchanged, the new one starts at ``value``
    """

    value: float
    restarts: bool = False


class BackwardsError(ValueError):
    """A meter cannot read less than before; ``index`` names the reading that does."""

    def __init__(self, index):
        super().__init__(f"Reading {index} is lower than the one before it.")
        self.index = index


def totals(readings):
    """Use in all at each reading, as if the first meter had never been exchanged.

    :param readings: readings of one meter, in the order of their days
    :raises BackwardsError: when one is lower than the one before it

    >>> totals([Reading(100), Reading(250), Reading(0, restarts=True), Reading(40)])
    [100, 250, 250, 290]
    >>> totals([Reading(5, restarts=True), Reading(15)])
    [0, 10]
    >>> try:
    ...     totals([Reading(100), Reading(99)])
    ... except BackwardsError as error:
    ...     error.index
    1
    """
    found, total, last = [], 0, 0
    for index, reading in enumerate(readings):
        if not reading.restarts:
            if reading.value < last:
                raise BackwardsError(index)
            total += reading.value - last
        last = reading.value
        found.append(total)
    return found
