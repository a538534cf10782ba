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

# Of each property in each run. They are the same ones every time: more of them cost time and find nothing new.
EXAMPLES = 25

RELAY, VALVE, COMPRESSOR, COOLING, PARTS, SEALS = 11, 12, 21, 20, 30, 31

with_hypothesis = unittest.skipUnless(IS_INSTALLED, "Property tests need the Python package hypothesis.")


def given(*arguments, **named):
    """The same examples in every run, and nothing kept on disk."""

    def decorate(test):
        return run(hypothesis.given(*arguments, **named)(test))

    run = hypothesis.settings(max_examples=EXAMPLES, deadline=None, database=None, derandomize=True)
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
    return one_of(known, known, known, known, strategies.just((None, None)))


def uncovered_periods():
    """No period mostly, else one with or without an end."""
    one = strategies.builds(
        lambda start, length: ((start, length and period.last_day(start, length, "day")),),
        days,
        pick([None, 1, 40, 400]),
    )
    return one_of(strategies.just(()), strategies.just(()), one)


def just(**values):
    return strategies.just(values)


# What only some lines have; most lines have none of it, so that many fit.
EXTRAS = one_of(
    just(),
    just(),
    just(product_id=RELAY),
    just(product_id=VALVE),
    just(component_id=COMPRESSOR),
    just(categ_id=SEALS),
    just(grace_days=30),
    just(limits=(("hours", 1000),)),
    just(limits=(("hours", 1000), ("km", 500)), usage_start=300),
    just(excluded_categ_ids=frozenset({PARTS})),
    just(max_count=2, used_count=1),
    just(max_count=2, used_count=2),
    strategies.builds(lambda used: {"max_amount": 100, "used_amount": used}, pick([0, 70, 100])),
    strategies.builds(lambda found: {"voids": found}, uncovered_periods()),
    strategies.builds(lambda found: {"suspensions": found}, uncovered_periods()),
)
KINDS = ["warranty", "warranty", "extended", "repair", "supplier"]


def lines(identifier=1, **fixed):
    """Any line of cover; ``fixed`` attributes are not drawn."""

    def make(span, scope, share, priority, kind, first, second):
        start, end = span
        own = {"date_start": start, "date_end": end, "scope": scope, "share": share, "priority": priority}
        values = {**own, "kind": kind, **first, **second, **fixed}
        return coverage.CoverageLine(identifier, f"Cover {identifier}", **values)

    scopes = pick(["all", "all", *coverage.KINDS])
    return strategies.builds(make, spans(), scopes, shares, pick([5, 10]), pick(KINDS), EXTRAS, EXTRAS)


def facts(most=5, **fixed):
    """Any line of work on a unit with some covers."""
    each = [lines(identifier) for identifier in range(1, most + 1)]
    covers = one_of(*[strategies.tuples(*each[:count]) for count in range(most + 1)])
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
