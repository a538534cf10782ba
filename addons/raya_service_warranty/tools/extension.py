"""Which units get the extended warranties that were sold: a plan, no ORM."""


def share_out(claims):
    """Units that each sold line extends, in the order of the lines.

    Lines with the same pool share its units: each takes the first ones that no
    line before it took. What a line sold beyond them waits.

    :param claims: tuples of ``(pool, units, wanted)``: a name of the pool, its
        units in their order, and how many units the line sold
    :return: list of units, one list for each claim

    >>> share_out([("fridges", [1, 2, 3], 2)])
    [[1, 2]]
    >>> share_out([("fridges", [1, 2, 3], 2), ("fridges", [1, 2, 3], 2), ("oven", [7], 1)])
    [[1, 2], [3], [7]]
    """
    taken, granted = {}, []
    for pool, units, wanted in claims:
        start = taken.get(pool, 0)
        mine = list(units[start : start + max(wanted, 0)])
        taken[pool] = start + len(mine)
        granted.append(mine)
    return granted


def spread_credit(sold, credited):
    """What is left of sold quantities when a credit names none of them: the last goes first.

    >>> spread_credit([2, 1, 3], 4)
    [2, 0, 0]
    >>> spread_credit([2], 0)
    [2]
    >>> spread_credit([1], 5)
    [0]
    """
    left = []
    for quantity in reversed(sold):
        gone = min(quantity, credited)
        credited -= gone
        left.append(quantity - gone)
    return left[::-1]


def whole_units(quantity):
    """How many whole units a sold quantity is; floats do not lose one.

    >>> whole_units(2.9999999999), whole_units(2.9), whole_units(-1)
    (3, 2, 0)
    """
    return max(0, int(round(quantity, 6)))
