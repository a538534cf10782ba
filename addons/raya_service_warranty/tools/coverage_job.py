"""Whole jobs decided at once: what a coverage pays for one work is gone for the next. No ORM."""

from dataclasses import replace

from .coverage import decide
from .coverage_values import SUPPLIER


def decide_job(facts, works, round_amount):
    """Decide who bears each line of work of one job.

    A line of cover pays as often and as much as it may in all: what it has paid
    for one work is gone for those after it.

    :param Facts facts: what is known of the unit, with what its lines paid before
    :param works: the :class:`Work` values in the order in which they are charged
    :param round_amount: rounds what a line pays as its charge is rounded
    :return: list of :class:`Decision`, with its shares and claim, one for each work

    >>> from datetime import date
    >>> from .coverage_values import CoverageLine, Facts, Work
    >>> once = CoverageLine(1, "Once", "labour", 100, date.min, date.max, max_count=1)
    >>> [found.share for found in decide_job(Facts(date(2026, 5, 1), (once,)), [Work("labour")] * 2, round)]
    [100, 0.0]
    """
    return decide_jobs([(facts, works)], round_amount)[0]


def decide_jobs(jobs, round_amount):
    """Decide several jobs one after the other: what a line pays in one is gone for the next.

    :param jobs: pairs of the facts of a unit when it was reported and the works on
        it; ``facts`` say what was paid before the first of these jobs
    :return: decisions as of :func:`decide_job`, one list for each job
    """
    paid = {}
    return [[_decide_and_pay(facts, work, paid, round_amount) for work in works] for facts, works in jobs]


def _decide_and_pay(facts, work, paid, round_amount):
    """The decision on one work; ``paid`` learns what each line pays for it, as count and amount."""
    lines = tuple(_used(line, paid, round_amount) for line in facts.lines)
    decision = decide(replace(facts, lines=lines), work)
    for line, share in _payers(decision):
        count, amount = paid.get(_key(line), (0, 0.0))
        paid[_key(line)] = (count + 1, amount + round_amount((work.amount or 0.0) * share / 100))
    return decision


def _used(line, paid, round_amount):
    """The line when what it, or what it goes on from, has paid meanwhile is gone."""
    spent = [paid[key] for key in (_key(line), *((line.id, own) for own in line.continues)) if key in paid]
    if not spent:
        return line
    counts, amounts = zip(*spent, strict=True)
    return replace(
        line,
        used_count=line.used_count + sum(counts),
        # Sums of floats miss a maximum that is just reached.
        used_amount=round_amount(line.used_amount + sum(amounts)),
    )


def _key(line):
    return line.id, line.warranty_line_id


def _payers(decision):
    """The lines that bear something by a decision, each with its percent of the whole."""
    for candidate in decision.candidates:
        is_supplier = candidate.line.kind == SUPPLIER
        share = decision.shares[SUPPLIER] if is_supplier else decision.share
        if candidate.wins and share:
            yield candidate.line, share
