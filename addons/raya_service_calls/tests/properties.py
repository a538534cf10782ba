"""What the property tests share: random periods, lines of cover and facts.

`hypothesis` is a requirement of development only. Where it is missing, as on a
customer's server, the property tests are skipped and all others still run.
"""

import unittest
from datetime import date

try:
    import hypothesis
    from hypothesis import strategies
except ImportError:
    from unittest.mock import MagicMock

    hypothesis, strategies, IS_INSTALLED = MagicMock(), MagicMock(), False
else:
    IS_INSTALLED = True

from ..tools import coverage, period

RELAY, VALVE, COMPRESSOR, COOLING, PARTS, SEALS = 11, 12, 21, 20, 30, 31

with_hypothesis = unittest.skipUnless(IS_INSTALLED, "Property tests need the Python package hypothesis.")


def given(*arguments, **named):
    """The same examples in every run, and nothing kept on disk."""

    def decorate(test):
        return run(hypothesis.given(*arguments, **named)(test))

    run = hypothesis.settings(max_examples=150, deadline=None, database=None, derandomize=True)
    return decorate if IS_INSTALLED else lambda test: test


one_of, none = strategies.one_of, strategies.none
pick = strategies.sampled_from
numbers = strategies.integers
# Around leap days, and few enough that periods meet.
days = strategies.dates(date(2023, 12, 20), date(2028, 3, 10))
units = pick(period.UNITS)
terms = strategies.tuples(numbers(1, 60), units)
shares = pick([0, 0.01, 25, 33.33, 50, 66.67, 99.99, 100])
kinds_of_work = pick(coverage.KINDS)


def spans():
    """First and last day of a cover, or none while it waits."""
    known = strategies.builds(lambda start, term: (start, period.last_day(start, *term)), days, terms)
    return pick([True] * 5 + [False]).flatmap(lambda is_known: known if is_known else strategies.just((None, None)))


def spells():
    """No spell mostly, else one with or without an end."""
    one = strategies.builds(
        lambda start, length: ((start, length and period.last_day(start, length, "day")),),
        days,
        pick([None, 1, 40, 400]),
    )
    return one_of(strategies.just(()), strategies.just(()), one)


def lines(identifier=1, **fixed):
    """Any line of cover; ``fixed`` attributes are not drawn."""
    drawn = {
        "scope": pick(["all", "all", *coverage.KINDS]),
        "share": shares,
        "priority": pick([5, 10]),
        "product_id": pick([None, None, None, RELAY, VALVE]),
        "component_id": pick([None, None, None, COMPRESSOR]),
        "categ_id": pick([None, None, None, SEALS]),
        "grace_days": pick([0, 0, 30]),
        "limits": pick([(), (), (("hours", 1000),), (("hours", 1000), ("km", 500))]),
        "excluded_categ_ids": pick([frozenset(), frozenset(), frozenset({PARTS})]),
        "voids": spells(),
        "suspensions": spells(),
        "kind": pick(["warranty", "warranty", "extended", "repair", "supplier"]),
        "usage_start": pick([0, 0, 300]),
        "max_count": pick([0, 0, 2]),
        "used_count": numbers(0, 2),
        "max_amount": pick([0, 0, 100, 1000]),
        "used_amount": pick([0, 0, 70, 100]),
    }
    chosen = {name: strategy for name, strategy in drawn.items() if name not in fixed}

    def make(span, **values):
        start, end = span
        dates = {"date_start": start, "date_end": end}
        return coverage.CoverageLine(identifier, f"Cover {identifier}", **{**dates, **values, **fixed})

    return strategies.builds(make, spans(), **chosen)


def facts(most=5, **fixed):
    """Any line of work on a unit with some covers."""
    number = numbers(0, most)
    covers = number.flatmap(lambda count: strategies.tuples(*[lines(each) for each in range(1, count + 1)]))
    drawn = {
        "kind": kinds_of_work,
        "report_date": days,
        "is_customer_caused": pick([False] * 9 + [True]),
        "lines": covers,
        "product_id": pick([None, RELAY]),
        "categ_ids": pick([frozenset(), frozenset({PARTS, SEALS})]),
        "component_ids": pick([frozenset(), frozenset({COMPRESSOR, COOLING})]),
        "meters": pick([{}, {"hours": 900}, {"hours": 1100, "km": 700}]),
        "amount": pick([None, None, 0, 50, 100, 333.33]),
    }
    chosen = {name: strategy for name, strategy in drawn.items() if name not in fixed}
    return strategies.builds(
        coverage.Facts, **chosen, **{name: strategies.just(value) for name, value in fixed.items()}
    )
