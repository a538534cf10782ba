"""Who gets which part of a quantity, in order: plain arithmetic, no ORM.

Invoices, credit notes, deliveries and slips seldom say which of several lines or
units a quantity belongs to. These functions decide it, always by the same rules:
what comes first gives first, credit notes take from the last, nobody gives more
than they hold.
"""

TINY = 1e-6


def whole_units(quantity):
    """How many whole units a quantity is; floats do not lose one.

    >>> whole_units(2.9999999999), whole_units(2.9), whole_units(-1)
    (3, 2, 0)
    """
    return max(0, int(round(quantity, 6)))


def draw(quantity, holdings):
    """How much each holding gives of a quantity, the first ones first.

    What they do not hold together, nobody gives.

    :param dict holdings: quantity held by key, in order
    :return: dict of quantity given by key, in the same order

    >>> draw(4, {"May": 3, "June": 2, "July": 5})
    {'May': 3, 'June': 1, 'July': 0}
    >>> draw(4, {"May": 3, "June": -2})
    {'May': 3, 'June': 0}
    """
    given = {}
    for key, held in holdings.items():
        given[key] = max(0, min(quantity, held))
        quantity -= given[key]
    return given


def credit(sold, credits):
    """How much of each sold quantity is credited: of one of the same size first, else of the last ones.

    :param dict sold: sold quantity by key, in order
    :param credits: credited quantities
    :return: dict of credited quantity by key

    >>> credit({"a": 1, "b": 3, "c": 2}, [3])
    {'a': 0, 'b': 3, 'c': 0}
    >>> credit({"a": 1, "b": 3}, [4, 9])
    {'a': 1, 'b': 3}
    """
    credited = dict.fromkeys(sold, 0)
    for quantity in credits:
        left = {key: sold[key] - credited[key] for key in sold}
        alike = [key for key in left if abs(left[key] - quantity) < TINY]
        given = draw(quantity, {key: left[key] for key in [*alike[:1], *reversed(left)]})
        credited = {key: credited[key] + given[key] for key in sold}
    return credited


def assign(needs, holdings):
    """Which holding meets each need: the preferred one, else the first with something left.

    A need has one holding, also where the others give what that one lacks.

    :param needs: pairs of quantity and preferred key (or ``None``)
    :param dict holdings: quantity held by key, in order
    :return: list of keys, ``None`` where nothing is left

    >>> assign([(1, None), (1, None), (1, None)], {"May": 2, "June": 1})
    ['May', 'May', 'June']
    >>> assign([(1, None), (1, "May"), (1, None)], {"May": 1, "June": 1})
    ['June', 'May', None]
    """
    left = dict(holdings)
    keys = [_meet(quantity, left, [key] if key in left else []) for quantity, key in needs]
    return [
        _meet(quantity, left, left) if key is None else key
        for (quantity, _preferred), key in zip(needs, keys, strict=True)
    ]


def _meet(quantity, left, candidates):
    """The first candidate with something left, or ``None``; what is given is taken off ``left``."""
    key = next((key for key in candidates if left[key] > TINY), None)
    if key is not None:
        for giver, given in draw(quantity, {key: left[key], **left}).items():
            left[giver] -= given
    return key


def deal(requests):
    """The units that each line gets of a pool, in the order of the lines.

    Each line takes the first units of its pool that no line before it took, as
    many as it wants and there are.

    :param requests: tuples of ``(pool, units, wanted)``: a name of the pool, its
        units in their order, and how many units the line wants
    :return: list of units, one list for each request

    >>> deal([("fridges", [1, 2, 3], 2)])
    [[1, 2]]
    >>> deal([("fridges", [1, 2, 3], 2), ("fridges", [1, 2, 3], 2), ("oven", [7], 1)])
    [[1, 2], [3], [7]]
    """
    taken, dealt = {}, []
    for pool, units, wanted in requests:
        start = taken.get(pool, 0)
        mine = list(units[start : start + max(wanted, 0)])
        taken[pool] = start + len(mine)
        dealt.append(mine)
    return dealt
