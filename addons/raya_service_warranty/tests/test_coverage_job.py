"""Whole jobs decided at once: tables of cases."""

from datetime import date

from odoo.tests import BaseCase

from ..tools.coverage import Facts, Work, decide
from ..tools.coverage_job import decide_job, decide_jobs
from .covers import INSIDE, MAKER, line

UP_TO_100 = {"max_amount": 100}
ONCE = {"max_count": 1}
CAUSED = {"is_customer_caused": True}
PART = {"kind": "part"}


def to_cents(amount):
    return int(amount * 100 + 0.5) / 100


def unit(*terms, day=INSIDE):
    return Facts(day, tuple(line(number, **values) for number, values in enumerate(terms, 1)))


def works(*each):
    return [Work(**{"kind": "labour", **values}) for values in each]


def priced(*amounts):
    return [{"amount": amount} for amount in amounts]


# Name, terms of the lines of the unit, works, percent that the customer does not pay of each.
COVERED = [
    ("no work", [{}], [], []),
    ("no cover", [], [{}, {}], [0, 0]),
    ("any number of times", [{}], [{}, {}, {}], [100, 100, 100]),
    ("as often as it may", [{"max_count": 2}], [{}, {}, {}], [100, 100, 0]),
    ("as often as is left", [{"max_count": 3, "used_count": 2}], [{}, {}], [100, 0]),
    ("once, whatever the price", [ONCE], [{}, {"amount": 5}], [100, 0]),
    ("once, and it bears half", [{**ONCE, "share": 50}], [{}, {}], [50, 0]),
    ("as much as it may", [UP_TO_100], priced(60, 60, 60), [100, 66.66, 0]),
    ("as much as is left", [{**UP_TO_100, "used_amount": 70}], priced(20, 20), [100, 50]),
    ("its share is what it pays", [{**UP_TO_100, "share": 50}], priced(120, 120), [50, 33.33]),
    ("price not known costs no amount", [UP_TO_100], priced(None, 100, 1), [100, 100, 0]),
    ("price of nothing costs no amount", [UP_TO_100], priced(0, 100), [100, 100]),
    ("cheap one first, dear one first", [UP_TO_100], priced(100, 10), [100, 0]),
    ("what is left is rounded as charges are", [{"max_amount": 0.05, "share": 50}], priced(*[0.05] * 3), [50, 40, 0]),
    ("sum of floats", [{"max_amount": 0.8}], priced(*[0.1] * 8, None), [100] * 8 + [0]),
    ("one for all kinds of work", [ONCE], [PART, {}], [100, 0]),
    ("another kind of work", [{**ONCE, "scope": "part"}], [{}, PART, PART], [0, 100, 0]),
    ("what it refuses costs nothing", [ONCE], [CAUSED, {}, {}], [0, 100, 0]),
    ("the next one takes over", [{**ONCE, "priority": 1}, {"share": 50}], [{}, {}], [100, 50]),
    ("only the winner pays", [{**ONCE, "priority": 1}, {**ONCE, "share": 50}], [{}, {}, {}], [100, 50, 0]),
    ("one that bears nothing pays nothing", [{"share": 0, "max_count": 1}], [{}, {}], [0, 0]),
    ("number and amount", [{"max_count": 2, **UP_TO_100}], priced(80, 10, 5), [100, 100, 0]),
]

# Name, terms of the lines of the unit, works, percent that the supplier bears of each.
CLAIMED = [
    ("once", [{}, {**MAKER, **ONCE}], [{}, {}], [100, 0]),
    ("as much as it may", [{}, {**MAKER, **UP_TO_100}], priced(80, 80, 80), [100, 25, 0]),
    ("of what we bear", [{"share": 50}, {**MAKER, **UP_TO_100}], priced(120, 120), [50, 33.33]),
    ("of what it bears", [{}, {**MAKER, **UP_TO_100, "share": 50}], priced(120, 120, 120), [50, 33.33, 0]),
    ("rounded down", [{"share": 33.33}, {**MAKER, "share": 50}], priced(None), [16.66]),
    ("rounded down, not up", [{"share": 33.35}, {**MAKER, "share": 50}], priced(None), [16.67]),
    ("thirds of it", [{}, {**MAKER, "max_amount": 166650}], priced(999999.99), [16.66]),
    ("nothing when we bear nothing", [{}, {**MAKER, **ONCE}], [CAUSED, {}, {}], [0, 100, 0]),
    ("ours is spent", [ONCE, {**MAKER, "max_count": 2}], [{}, {}], [100, 0]),
]


class TestCoverageJob(BaseCase):
    def test_what_a_line_paid_is_gone_for_the_next_work(self):
        for name, terms, asked, shares in COVERED:
            with self.subTest(name):
                found = decide_job(unit(*terms), works(*asked), to_cents)
                self.assertEqual([each.share for each in found], shares)

    def test_so_is_what_a_supplier_paid(self):
        for name, terms, asked, shares in CLAIMED:
            with self.subTest(name):
                found = decide_job(unit(*terms), works(*asked), to_cents)
                self.assertEqual([each.shares["supplier"] for each in found], shares)
                self.assertEqual([bool(each.claim) for each in found], [bool(share) for share in shares])

    def test_reason_tells_what_is_left(self):
        found = decide_job(unit(UP_TO_100), works(*priced(60, 60, 60)), to_cents)
        self.assertEqual([each.reason_key for each in found], ["covered", "covered_to_amount", "spent"])
        self.assertEqual([each.candidates[0].line.used_count for each in found], [0, 1, 2])
        self.assertEqual([each.candidates[0].line.used_amount for each in found], [0, 60, 100])

    def test_line_that_bears_nothing_has_paid_nothing(self):
        found = decide_job(unit({"share": 0, **ONCE}), works({}, {}), to_cents)
        self.assertEqual([each.reason_key for each in found], ["covered_partly", "covered_partly"])

    def test_first_work_is_decided_as_if_it_was_alone(self):
        facts, work = unit(UP_TO_100, {"share": 50}, MAKER), Work("labour", amount=250)
        self.assertEqual(decide_job(facts, [work], to_cents), [decide(facts, work)])

    def test_next_job_on_the_unit_has_what_the_first_left(self):
        """Also when it was reported on another day, when another cover had ended."""
        earlier = unit({"max_count": 3}, {"priority": 1, "date_end": date(2026, 6, 30)})
        later = unit({"max_count": 3}, {"priority": 1, "date_end": date(2026, 6, 30)}, day=date(2026, 7, 1))
        jobs = [(later, works({}, {})), (earlier, works({})), (later, works({}, {}))]
        found = [[each.share for each in decisions] for decisions in decide_jobs(jobs, to_cents)]
        self.assertEqual(found, [[100, 100], [100], [100, 0]])

    def test_two_units_under_one_policy_have_each_their_own(self):
        jobs = [(unit({**ONCE, "warranty_line_id": own}), works({}, {})) for own in (51, 52)]
        found = [[each.share for each in decisions] for decisions in decide_jobs(jobs, to_cents)]
        self.assertEqual(found, [[100, 0], [100, 0]])

    def test_unit_given_in_exchange_has_only_the_rest(self):
        old = unit({"max_count": 3, "warranty_line_id": 51})
        new = unit({"max_count": 3, "warranty_line_id": 52, "continues": frozenset({50, 51})})
        jobs = [(old, works({})), (new, works({}, {}, {})), (old, works({}))]
        found = [[each.share for each in decisions] for decisions in decide_jobs(jobs, to_cents)]
        self.assertEqual(found, [[100], [100, 100, 0], [100]])
