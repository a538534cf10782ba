"""What an external agent is paid for a work, and what is deducted. No ORM: facts in, amounts with their reasons out."""

from typing import NamedTuple

from . import tariff

WHOLE = 100.0


class Line(NamedTuple):
    """One fee of a tariff, and for whom it is.

    :param agent: one agent; 0 for all of them
    :param tariff.Line condition: for which work
    """

    agent: int
    condition: tariff.Line


class Earlier(NamedTuple):
    """Another job of the agent, on the same unit for the same fault."""

    day: object
    job: int


class Rules(NamedTuple):
    """What a tariff deducts from fees.

    :param int repeat_days: within so many days the same fault on the same unit is not paid again; 0: it is
    :param float late_percent: for each day that has begun after the promised one
    :param float late_most: no more percent than these, however late
    """

    repeat_days: int = 0
    late_percent: float = 0.0
    late_most: float = WHOLE


class Pay(NamedTuple):
    """What is paid in the end: ``amount`` is the sum of the others, of which the deductions are negative."""

    fee: float
    repeat: float
    late: float
    amount: float


def choose(lines, agent, case):
    """The fee that holds for a work: one of the agent's own first, then the most specific one.

    >>> lines = [Line(0, tariff.Line(1, operation=4)), Line(7, tariff.Line(2)), Line(7, tariff.Line(3, operation=5))]
    >>> [choose(lines, 7, tariff.Case(operation=number)).id for number in (4, 5)]
    [2, 3]
    >>> choose(lines, 8, tariff.Case(operation=4)).id, choose(lines, 8, tariff.Case(operation=5))
    (1, None)
    """
    own, common = ([line.condition for line in lines if line.agent == each] for each in (agent, 0))
    return tariff.choose(own, case) or tariff.choose(common, case)


# What each way to pay makes of its value and of what the work measures: its price, or the km driven.
FEES = {
    "fixed": lambda value, _measure: value,
    "percent": lambda value, price: price * value / WHOLE,
    "km": lambda value, distance: value * distance,
}


def get_fee(pricing, value, measure, round_):
    """A fee as it stands, as so many percent of the price of the work, or for each km.

    :param str pricing: key of :data:`FEES`
    :param measure: price of the work, or km driven to it
    :param round_: rounds amounts as their currency does

    >>> from functools import partial
    >>> cents = partial(round, ndigits=2)
    >>> get_fee("fixed", 25.0, 80.0, cents), get_fee("percent", 12.5, 33.35, cents), get_fee("km", 0.35, 12.5, cents)
    (25.0, 4.17, 4.38)
    """
    return round_(FEES[pricing](value, measure))


def find_repeat(own, others, days):
    """The job that this one repeats: the last one before it within these days, ``None`` without any.

    :param Earlier own: the job itself

    >>> from datetime import date
    >>> others = [Earlier(date(2026, 5, day), day) for day in (1, 10, 30)]
    >>> find_repeat(Earlier(date(2026, 5, 20), 99), others, 30).job
    10
    >>> find_repeat(Earlier(date(2026, 5, 20), 99), others, 9), find_repeat(Earlier(date(2026, 5, 20), 99), others, 0)
    (None, None)
    """
    before = [each for each in others if each.job != own.job and each < own and (own.day - each.day).days <= days]
    return max(before) if days and before else None


def late_days(promised, done):
    """How many days after the promised one have begun when the work was done; 0 where nothing was promised.

    >>> from datetime import date
    >>> late_days(date(2026, 5, 1), date(2026, 5, 3)), late_days(date(2026, 5, 1), date(2026, 4, 3))
    (2, 0)
    >>> late_days(None, date(2026, 5, 3))
    0
    """
    return max((done - promised).days, 0) if promised and done else 0


def late_percent(days, rules):
    """What so many days cost, in percent of the fee.

    >>> rules = Rules(late_percent=10, late_most=25)
    >>> [late_percent(days, rules) for days in (0, 2, 3)]
    [0.0, 20.0, 25.0]
    """
    return min(days * float(rules.late_percent), float(rules.late_most), WHOLE)


def settle(fee, is_repeat, percent, round_):
    """What is paid of a fee. Of what is not paid at all nothing is deducted for lateness.

    >>> from functools import partial
    >>> cents = partial(round, ndigits=2)
    >>> settle(33.35, False, 20, cents)
    Pay(fee=33.35, repeat=0.0, late=-6.67, amount=26.68)
    >>> settle(33.35, True, 20, cents)
    Pay(fee=33.35, repeat=-33.35, late=0.0, amount=0.0)
    """
    repeat = -fee if is_repeat else 0.0
    late = -round_((fee + repeat) * percent / WHOLE) or 0.0
    return Pay(fee, repeat, late, round_(fee + repeat + late))
