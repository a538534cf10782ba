"""What is true of every job decided at once, whatever covers its unit has."""

from collections import defaultdict
from dataclasses import replace

from odoo.tests import BaseCase

from odoo.addons.raya_service_base.tests.properties import given, strategies

from ..tools.coverage import SUPPLIER, decide
from ..tools.coverage_job import decide_job, decide_jobs
from .properties import lines, numbers, pick, units, works


def to_cents(amount):
    return round(amount, 2)


def limited(identifier):
    """A line that pays only so often and so much."""
    return strategies.builds(
        lambda line, count, used, amount, paid: replace(
            line, max_count=count, used_count=used, max_amount=amount, used_amount=paid
        ),
        lines(identifier),
        pick([0, 1, 3]),
        pick([0, 0, 1]),
        pick([0, 100, 150.5]),
        pick([0, 0, 99.99]),
    )


covers = strategies.tuples(limited(1), limited(2), lines(3))
owns = strategies.builds(lambda unit, lines: replace(unit, lines=lines), units(0), covers)
jobs = strategies.lists(works(), max_size=6)


def payments(decisions, asked):
    """What each line paid for each work, in order: identifier and amount."""
    for decision, work in zip(decisions, asked, strict=True):
        for candidate in decision.candidates:
            share = decision.shares[SUPPLIER] if candidate.line.kind == SUPPLIER else decision.share
            if candidate.wins and share:
                yield candidate.line.id, to_cents((work.amount or 0) * share / 100)


def after(line, paid):
    """A line when what it paid is written down."""
    if line.id not in paid:
        return line
    return replace(line, used_count=line.used_count + 1, used_amount=to_cents(line.used_amount + paid[line.id]))


def verdict(decision):
    """A decision without what the lines looked at have paid."""
    return replace(decision, candidates=())


class TestCoverageJobProperties(BaseCase):
    @given(owns, jobs)
    def test_payers_share_the_whole_of_each_work(self, unit, asked):
        found = decide_job(unit, asked, to_cents)
        self.assertEqual(len(found), len(asked))
        for each in found:
            self.assertEqual(sum(round(share * 100) for share in each.shares.values()), 10_000)

    @given(owns, jobs)
    def test_no_line_pays_more_or_more_often_than_it_may(self, unit, asked):
        counts, amounts = defaultdict(int), defaultdict(float)
        for line_id, amount in payments(decide_job(unit, asked, to_cents), asked):
            counts[line_id] += 1
            amounts[line_id] += amount
        for line in unit.lines:
            if line.max_count:
                self.assertLessEqual(counts[line.id], max(0, line.max_count - line.used_count))
            if line.max_amount:
                self.assertLessEqual(amounts[line.id], max(0, line.max_amount - line.used_amount) + 1e-9)

    @given(owns, jobs)
    def test_whole_job_is_its_works_one_by_one(self, unit, asked):
        """Each decided after what was paid before was written down."""
        now, found = unit, []
        for work in asked:
            found.append(decide(now, work))
            paid = dict(payments(found[-1:], [work]))
            now = replace(now, lines=tuple(after(line, paid) for line in now.lines))
        self.assertEqual(decide_job(unit, asked, to_cents), found)

    @given(owns, jobs, numbers(0, 6))
    def test_job_cut_in_two_is_decided_alike(self, unit, asked, at):
        whole = decide_job(unit, asked, to_cents)
        first, second = decide_jobs([(unit, asked[:at]), (unit, asked[at:])], to_cents)
        self.assertEqual(first + second, whole)

    @given(units(), jobs, strategies.randoms(use_true_random=False))
    def test_order_of_works_matters_only_by_what_they_use_up(self, unit, asked, random):
        free = replace(unit, lines=tuple(replace(line, max_count=0, max_amount=0) for line in unit.lines))
        order = random.sample(range(len(asked)), len(asked))
        mixed = decide_job(free, [asked[at] for at in order], to_cents)
        straight = decide_job(free, asked, to_cents)
        self.assertEqual([verdict(each) for each in mixed], [verdict(straight[at]) for at in order])
