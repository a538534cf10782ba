"""Who bears how much, and why the other covers did not decide: tables of cases."""

from datetime import date

from odoo.tests import BaseCase

from ..tools import coverage
from ..tools.coverage import Facts, Work, decide
from .covers import INSIDE, MAKER, START, UP_TO_100, WAITING, ask, asked_and_found, line, reported

# Name, terms of the lines, facts, shares of customer, supplier and company in percent.
SHARES = [
    ("nobody", [], {}, (100, 0, 0)),
    ("company", [{}], {}, (0, 0, 100)),
    ("company and customer", [{"share": 33.33}], {}, (66.67, 0, 33.33)),
    ("share of three digits", [{"share": 33.333}], {}, (66.67, 0, 33.33)),
    ("supplier", [{}, MAKER], {}, (0, 100, 0)),
    ("supplier bears half", [{}, {**MAKER, "share": 50}], {}, (0, 50, 50)),
    ("supplier bears half of a third", [{"share": 33.33}, {**MAKER, "share": 50}], {}, (66.67, 16.66, 16.67)),
    ("supplier bears a third of all", [{}, {**MAKER, "share": 33.333}], {}, (0, 33.33, 66.67)),
    ("supplier, nothing borne", [MAKER], {}, (100, 0, 0)),
    ("supplier, ours has ended", [{"date_end": START}, MAKER], {}, (100, 0, 0)),
    ("supplier, customer caused it", [{}, MAKER], {"is_customer_caused": True}, (100, 0, 0)),
    ("last day of their window", [{}, {**MAKER, "date_end": INSIDE}], {}, (0, 100, 0)),
    ("day after their window", [{}, {**MAKER, "date_end": INSIDE}], reported(2026, 6, 2), (0, 0, 100)),
    ("day before their window", [{}, {**MAKER, "date_start": INSIDE}], reported(2026, 5, 31), (0, 0, 100)),
    ("first day of their window", [{}, {**MAKER, "date_start": INSIDE}], {}, (0, 100, 0)),
    ("their grace", [{}, {**MAKER, "date_end": INSIDE, "grace_days": 1}], reported(2026, 6, 2), (0, 100, 0)),
    ("they cover parts", [{}, {**MAKER, "scope": "part"}], {}, (0, 0, 100)),
    ("narrowest of two makers", [{}, MAKER, {**MAKER, "scope": "labour", "share": 40}], {}, (0, 40, 60)),
    ("their maximum amount", [{}, {**MAKER, **UP_TO_100}], {"amount": 400}, (0, 25, 75)),
    ("their maximum of what we bear", [{"share": 50}, {**MAKER, **UP_TO_100}], {"amount": 400}, (50, 25, 25)),
    ("their maximum reaches what we bear", [{"share": 25}, {**MAKER, **UP_TO_100}], {"amount": 400}, (75, 25, 0)),
    ("what is left of ours", [UP_TO_100], {"amount": 300}, (66.67, 0, 33.33)),
    ("what is left is rounded down", [UP_TO_100], {"amount": 150}, (33.34, 0, 66.66)),
    ("57 of 100", [{**UP_TO_100, "used_amount": 43}], {"amount": 100}, (43, 0, 57)),
    ("half, and what is left of it", [{**UP_TO_100, "used_amount": 75, "share": 50}], {"amount": 100}, (75, 0, 25)),
]

# Name, terms of the line 2 beside a plain line 1, facts, how the loser (always line 2) fared.
LOSERS = [
    ("priority", {"priority": 20, "scope": "labour"}, {}, "outranked_by_priority"),
    ("share", {"share": 50}, {}, "outranked_by_share"),
    ("earlier end", {"date_end": date(2027, 12, 30)}, {}, "outranked_by_end"),
    ("the same", {}, {}, "outranked_by_end"),
    ("repair that yields", {"kind": "repair", "priority": 1, "share": 50}, {}, "outranked_by_share"),
    ("ended", {"date_end": START}, {}, "expired"),
    ("waiting", WAITING, {}, "waiting"),
]


class TestCoveragePayers(BaseCase):
    def test_payers_share_the_whole(self):
        for name, lines, facts, shares in SHARES:
            with self.subTest(name):
                found = ask(lines, facts)
                self.assertEqual(tuple(found.shares.values()), shares)
                self.assertEqual(list(found.shares), ["customer", "supplier", "company"])
                self.assertEqual(found.share, shares[1] + shares[2])
                self.assertEqual(bool(found.claim), bool(shares[1]))

    def test_nothing_is_never_negative(self):
        """Floats know a zero below zero, which would be printed."""
        shares = ask([{"share": 91.79}, MAKER], {}).shares
        self.assertEqual(str(shares["company"]), "0.0")

    def test_why_the_other_line_lost(self):
        for name, terms, facts, reason in LOSERS:
            with self.subTest(name):
                asked, found = asked_and_found([{}, terms], facts)
                explained = {each.line.id: coverage.explain(each, found, *asked) for each in found.candidates}
                self.assertEqual((explained[1][0], explained[2][0]), ("covered", reason))
                told = ("Warranty", 1) if reason in coverage.OUTRANKED else (None, None)
                self.assertEqual((explained[2][1].get("winner"), explained[2][1].get("winner_id")), told)

    def test_wide_line_lost_by_its_scope(self):
        asked, found = asked_and_found([{"name": "Wide"}, {"scope": "labour", "share": 50}], {})
        first, second = (coverage.explain(each, found, *asked) for each in found.candidates)
        self.assertEqual((first[0], first[1]["line_id"]), ("covered_partly", 2))
        self.assertEqual((second[0], second[1]["cover"]), ("outranked_by_scope", "Wide"))

    def test_what_becomes_of_suppliers(self):
        lines = [{}, {**MAKER, "name": "Maker"}, {**MAKER, "name": "Importer", "share": 60}]
        asked, found = asked_and_found(lines, {})
        told = [coverage.explain(each, found, *asked) for each in found.candidates]
        self.assertEqual([key for key, _args in told], ["covered", "claimable", "outranked_by_share"])
        self.assertEqual(told[2][1]["winner"], "Maker")
        self.assertEqual((found.claim["line_id"], found.claim["date_end"]), (2, "2027-12-31"))
        asked, found = asked_and_found(lines[1:], {})
        told = [coverage.explain(each, found, *asked) for each in found.candidates]
        self.assertEqual([key for key, _args in told], ["nothing_to_claim", "nothing_to_claim"])
        self.assertEqual(told[0][1]["cover"], "Maker")
        self.assertFalse(any(each.wins for each in found.candidates))

    def test_one_policy_line_may_cover_a_unit_twice(self):
        older, newer = ({"warranty_line_id": number, "kind": "repair"} for number in (51, 52))
        made = tuple(line(7, **terms) for terms in (newer, older))
        for lines in (made, made[::-1]):
            found = decide(Facts(INSIDE, lines), Work("labour"))
            self.assertEqual((found.policy_line_id, found.warranty_line_id), (7, 51))
            self.assertEqual([each.line.warranty_line_id for each in found.candidates], [51, 52])

    def test_lowered_share_is_the_one_that_is_told(self):
        found = ask([{**UP_TO_100, "used_amount": 20}], {"amount": 160})
        self.assertEqual((found.share, found.reason_args["share"]), (50, 50))
        overspent = ask([{**UP_TO_100, "used_amount": 130}], {"amount": 160})
        self.assertEqual([each.share for each in overspent.candidates], [0])
