"""Splitting of amounts: plain arithmetic, no ORM."""


def combine_discounts(first, second):
    """Percent taken off a price by two discounts, one after the other.

    >>> combine_discounts(10, 50)
    55.0
    >>> combine_discounts(0, 100)
    100.0
    """
    return 100.0 - (100.0 - first) * (100.0 - second) / 100.0


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
