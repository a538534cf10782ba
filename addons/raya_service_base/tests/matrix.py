"""What matrix tests of all floors share: a rule holds for every combination of what it depends on.

All combinations take too long for a usual run. It tries a few that name every pair of values, since what breaks depends
on one or two of them nearly always; `./raya test --full` (RAYA_FULL=1) tries them all.
"""

import os
from collections import namedtuple
from itertools import combinations, product

IS_FULL = bool(os.environ.get("RAYA_FULL"))


def choose_cells(*, full=IS_FULL, **axes):
    """The combinations that a matrix test tries.

    :param full: all of them, else a few, the same ones every time, in which every two values of two axes meet
    :param axes: different values of each axis, by its name
    :return: list of named tuples with one value of each axis, in the order of the axes
    :raises ValueError: when an axis has no value: a test of no combination could not fail

    >>> [tuple(cell) for cell in choose_cells(full=False, share=(0, 100), tracking=("none", "lot"), stocked=(True, False))]
    [(0, 'none', True), (0, 'lot', False), (100, 'none', False), (100, 'lot', True)]
    """
    empty = [name for name, values in axes.items() if not values]
    if empty or not axes:
        raise ValueError(f"A matrix needs values of each axis: {', '.join(empty) or 'no axis'}")
    cells = [namedtuple("Cell", axes)(*values) for values in product(*axes.values())]
    return cells if full else _cover_pairs(cells)


def _cover_pairs(cells):
    """The first of these cells with most pairs that none of the chosen has, until all pairs were met."""
    pairs = {cell: _get_pairs(cell) for cell in cells}
    missing, chosen = set().union(*pairs.values()), []
    while missing:
        best = max(cells, key=lambda cell: len(pairs[cell] & missing))
        chosen.append(best)
        missing -= pairs[best]
    return sorted(chosen, key=cells.index)


def _get_pairs(cell):
    """Every two values of different axes; of a single axis its value."""
    return set(combinations(enumerate(cell), min(2, len(cell))))
