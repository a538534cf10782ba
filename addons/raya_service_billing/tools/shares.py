"""Splitting of amounts: plain arithmetic, no ORM."""

# Of a price that carries a share: more would be noise of binary fractions.
PRICE_DIGITS = 10


def without_share(price, share):
    """What is left of a price when somebody else pays a share of it.

    It is not rounded to cents: the amount of all pieces is, once.

    :param price: of one piece
    :param share: percent, 0 to 100

    >>> without_share(1000000.0, 33.33), without_share(33.35, 50), without_share(348.35, 4), without_share(70.0, 100)
    (666700.0, 16.675, 334.416, 0.0)
    """
    return round(price * (100.0 - share) / 100.0, PRICE_DIGITS)


def with_share(price, share):
    """The price of which somebody else pays a share, from what is left of it: undoes :func:`without_share`.

    :param price: of one piece, without the share
    :param share: percent, 0 to less than 100

    >>> with_share(16.675, 50), with_share(40.0, 0)
    (33.35, 40.0)
    """
    return round(price / (1 - share / 100.0), PRICE_DIGITS)


def carry_amount(price, exact, rounded):
    """The price with which a line comes to its rounded amount without any rounding.

    :param price: with which it comes to ``exact``
    :param exact: amount of the line
    :param rounded: the same, rounded to its currency

    >>> carry_amount(40 / 60, 10 / 3, 3.33), carry_amount(0.0, 0.0, 0.0)
    (0.666, 0.0)
    """
    return round(price * rounded / exact, PRICE_DIGITS) if exact else price


def share_amounts(amounts, shares, round_amount):
    """The share of each amount, rounded so that the sum is right too.

    Rounding each share by itself can miss the rounded share of the whole by a
    cent per line. Here running totals are rounded and every line gets the
    difference, so that the lines add up to the rounded share of all of them.

    :param amounts: one amount per line
    :param shares: percent per line, 0 to 100
    :param round_amount: function that rounds an amount to its currency
    :return: list of rounded amounts

    >>> to_cents = lambda amount: int(amount * 100 + 0.5) / 100
    >>> share_amounts([0.05, 0.05], [50, 50], to_cents)
    [0.03, 0.02]
    >>> share_amounts([80.0, 33.33], [100, 50], to_cents)
    [80.0, 16.67]
    """
    exact = booked = 0.0
    result = []
    for amount, share in zip(amounts, shares, strict=True):
        exact += amount * share / 100.0
        result.append(round_amount(round_amount(exact) - booked))
        booked = round_amount(booked + result[-1])
    return result


def split_amount(amount, parts, round_amount):
    """An amount split in proportion to parts: no piece is below zero, and the last one gets what is left.

    :param amount: to split, rounded
    :param parts: e.g. the percents of those who share it, whatever they come to
    :param round_amount: function that rounds an amount to its currency
    :return: list of rounded amounts that sum to ``amount``

    >>> to_cents = lambda amount: int(amount * 100 + 0.5) / 100
    >>> split_amount(100.05, [50, 50], to_cents), split_amount(0.02, [10] * 4, to_cents)
    ([50.03, 50.02], [0.01, 0.0, 0.01, 0.0])
    """
    whole = sum(parts)
    return share_amounts([amount] * len(parts), [part * 100.0 / whole for part in parts], round_amount)
