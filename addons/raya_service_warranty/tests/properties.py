"""What the property tests share: random periods, lines of cover, units and work on them."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from odoo.addons.raya_service_base.tests.properties import strategies

from ..tools import coverage, period

RELAY, VALVE, COMPRESSOR, COOLING, PARTS, SEALS = 11, 12, 21, 20, 30, 31

one_of, none = strategies.one_of, strategies.none
pick = strategies.sampled_from
numbers = strategies.integers
# Around leap days, and few enough that periods meet.
days = strategies.dates(date(2023, 12, 20), date(2028, 3, 10))
time_units = pick(period.UNITS)
terms = strategies.tuples(numbers(1, 60), time_units)
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
    just(is_unproven=True),
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


class Asked(NamedTuple):
    """A unit and one work on it."""

    facts: coverage.Facts
    work: coverage.Work

    @property
    def lines(self):
        return self.facts.lines

    def on(self, **facts):
        """The same work on a unit of which this is known instead."""
        return self._replace(facts=replace(self.facts, **facts))


def drawn(make, strategies_by_name, fixed):
    """Values of a class whose ``fixed`` attributes are not drawn."""
    chosen = {name: strategy for name, strategy in strategies_by_name.items() if name not in fixed}
    return strategies.builds(make, **chosen, **{name: strategies.just(value) for name, value in fixed.items()})


def units(most=5, **fixed):
    """What is known of any unit with some covers."""
    each = [lines(identifier) for identifier in range(1, most + 1)]
    known = {
        "report_date": days,
        "lines": one_of(*[strategies.tuples(*each[:count]) for count in range(most + 1)]),
        "meters": pick([{}, {"hours": 900}, {"hours": 1100, "km": 700}]),
    }
    return drawn(coverage.Facts, known, fixed)


def works(**fixed):
    """Any line of work."""
    known = {
        "kind": kinds_of_work,
        "is_customer_caused": pick([False] * 9 + [True]),
        "product_id": pick([None, RELAY]),
        "categ_ids": pick([frozenset(), frozenset({PARTS, SEALS})]),
        "component_ids": pick([frozenset(), frozenset({COMPRESSOR, COOLING})]),
        "amount": pick([None, None, 0, 50, 100, 333.33]),
    }
    return drawn(coverage.Work, known, fixed)


def any_work(most=5, **work):
    """Any work on any unit."""
    return strategies.builds(Asked, units(most), works(**work))
