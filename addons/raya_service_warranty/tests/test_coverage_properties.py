"""What is true of every coverage decision, whatever covers a unit has."""

import json
from dataclasses import replace
from datetime import timedelta

from odoo.tests import BaseCase

from odoo.addons.raya_service_base.tests.properties import given, hypothesis, strategies

from ..tools import coverage, period
from ..tools.coverage import COMPANY, CUSTOMER, SUPPLIER, decide
from .properties import any_work, lines, pick, terms

DAY = timedelta(days=1)
# A cover that the customer is promised: no supplier's.
OWN = ["warranty", "extended", "repair"]


def promised(asked):
    return [line for line in asked.lines if line.kind != SUPPLIER]


def more(asked, line):
    """The same work on a unit that has one cover more."""
    return asked.on(lines=(*asked.lines, line))


def place(line):
    """Where a line stands by what the user chose, whatever it bears."""
    return line.priority, coverage.specificity(line)


class TestCoverageProperties(BaseCase):
    @given(any_work())
    def test_shares_are_percents_and_add_up(self, asked):
        found = decide(*asked)
        self.assertEqual(set(found.shares), set(coverage.PAYERS))
        for share in found.shares.values():
            self.assertTrue(0 <= share <= 100)
            self.assertEqual(share, round(share, 2))
        # In hundredths of a percent, for which floats are exact.
        self.assertEqual(sum(round(share * 100) for share in found.shares.values()), 10_000)
        self.assertEqual(found.shares[CUSTOMER], round(100 - found.share, 2))
        self.assertEqual(found.payer, COMPANY if found.share else CUSTOMER)

    @given(any_work())
    def test_supplier_bears_no_more_than_we_do_and_says_by_which_line(self, asked):
        found = decide(*asked)
        self.assertLessEqual(found.shares[SUPPLIER], found.share)
        self.assertEqual(bool(found.claim), any(each.wins for each in found.candidates if each.line.kind == SUPPLIER))
        if found.claim:
            line = next(line for line in asked.lines if line.id == found.claim["line_id"])
            self.assertFalse(coverage.refusal(line, *asked))
            self.assertEqual(found.claim["date_end"], line.date_end.isoformat())
            self.assertLessEqual(asked.facts.report_date, line.date_end + line.grace_days * DAY)
        else:
            self.assertEqual(found.shares[SUPPLIER], 0)

    @given(any_work(), lines(9, kind=SUPPLIER))
    def test_supplier_changes_nothing_for_the_customer(self, asked, supplier):
        before, after = decide(*asked), decide(*more(asked, supplier))
        for name in ("share", "payer", "reason_key", "reason_args", "policy_line_id"):
            self.assertEqual(getattr(before, name), getattr(after, name))
        self.assertEqual(before.shares[CUSTOMER], after.shares[CUSTOMER])

    @given(any_work(), strategies.randoms(use_true_random=False))
    def test_order_of_the_lines_does_not_matter(self, asked, random):
        mixed = random.sample(asked.lines, len(asked.lines))
        self.assertEqual(decide(*asked.on(lines=tuple(mixed))), decide(*asked))

    @given(any_work(), lines(9))
    def test_another_cover_lowers_nothing_unless_it_was_put_first(self, asked, newcomer):
        """By priority or by a narrower scope, and never when it is a repair's."""
        before, after = decide(*asked), decide(*more(asked, newcomer))
        if after.share < before.share:
            former = next(each.line for each in before.candidates if each.wins and each.line.kind != SUPPLIER)
            self.assertEqual(after.policy_line_id, newcomer.id)
            self.assertLess(place(newcomer), place(former))
            self.assertNotEqual(newcomer.kind, coverage.REPAIR)

    @given(any_work(), lines(9, kind=coverage.REPAIR))
    def test_repair_never_shortens_what_the_unit_had(self, asked, repair):
        before, after = decide(*asked), decide(*more(asked, repair))
        self.assertGreaterEqual(after.share, before.share)

    @given(any_work(), lines(9, kind=coverage.REPAIR))
    def test_repair_wins_only_where_it_bears_no_less_than_what_decided(self, asked, repair):
        before, after = decide(*asked), decide(*more(asked, repair))
        if after.policy_line_id == repair.id:
            self.assertFalse(coverage.refusal(repair, *asked))
            self.assertGreaterEqual(after.share, before.share)

    @given(any_work())
    def test_winner_fits_and_is_the_first_that_does(self, asked):
        found = decide(*asked)
        fitting = [line for line in promised(asked) if not coverage.refusal(line, *asked)]
        self.assertEqual(bool(found.policy_line_id), bool(fitting))
        self.assertEqual(found.reason_key in coverage.GRANTS, bool(fitting))
        if fitting and not any(each.yields for each in found.candidates):
            winner = min(fitting, key=lambda line: (*place(line), -line.share, -line.date_end.toordinal(), line.id))
            self.assertEqual((found.policy_line_id, found.share), (winner.id, winner.share))

    @given(any_work(), lines(9, kind="warranty", max_amount=0))
    def test_best_for_the_customer_among_equals(self, asked, line):
        equals = tuple(replace(line, id=each.id, share=each.share) for each in asked.lines)
        found = decide(*asked.on(lines=equals))
        if found.policy_line_id:
            self.assertEqual(found.share, max(each.share for each in equals))

    @given(any_work(), terms)
    def test_extending_a_cover_never_refuses_what_it_covered(self, asked, term):
        for line in asked.lines:
            hypothesis.assume(line.date_end)
            longer = replace(line, date_end=period.extended(line.date_end, *term))
            if not coverage.refusal(line, *asked):
                self.assertFalse(coverage.refusal(longer, *asked))

    @given(lines(1, scope="all", kind="warranty", grace_days=0), any_work(most=0))
    def test_boundaries_to_the_day(self, line, asked):
        free = replace(
            line,
            share=100,
            **dict.fromkeys(("product_id", "component_id", "categ_id")),
            **dict.fromkeys(("limits", "voids", "suspensions"), ()),
            excluded_categ_ids=frozenset(),
            max_count=0,
            max_amount=0,
        )
        hypothesis.assume(line.date_start and not asked.work.is_customer_caused)
        for day, key in (
            (line.date_start - DAY, "not_started"),
            (line.date_start, "covered"),
            (line.date_end, "covered"),
            (line.date_end + DAY, "expired"),
        ):
            self.assertEqual(decide(*asked.on(report_date=day, lines=(free,))).reason_key, key)

    @given(any_work(), lines(9))
    def test_use_only_ever_ends_a_cover(self, asked, line):
        """More on the meter, more uses, more paid: never covered again."""
        worn = asked.on(meters=dict.fromkeys(("hours", "km", "cycles"), 10000.0))
        spent = replace(line, used_count=line.used_count + 1, used_amount=line.used_amount + 10)
        if coverage.refusal(line, *asked):
            self.assertTrue(coverage.refusal(line, *worn))
            self.assertTrue(coverage.refusal(spent, *asked))

    @given(any_work(), lines(9, kind="warranty", max_amount=100, used_count=0))
    def test_never_more_than_the_maximum_amount(self, asked, line):
        found = decide(*asked.on(lines=(line,)))
        if asked.work.amount and found.share:
            self.assertLessEqual(found.share * asked.work.amount / 100, 100 - line.used_amount + 1e-9)
            self.assertLessEqual(found.share, line.share)

    @given(any_work(is_customer_caused=True))
    def test_fault_of_the_customer_is_never_covered(self, asked):
        self.assertEqual(decide(*asked).shares, {CUSTOMER: 100, SUPPLIER: 0, COMPANY: 0})

    @given(any_work())
    def test_reasons_survive_json(self, asked):
        found = decide(*asked)
        told = [(found.reason_key, found.reason_args), ("claimable", found.claim)]
        for key, args in [*told, *(coverage.explain(each, found, *asked) for each in found.candidates)]:
            self.assertEqual(json.loads(json.dumps(args)), args)
            self.assertIn(key, coverage.REASONS)

    @given(any_work())
    def test_every_line_is_explained_and_one_of_each_side_wins(self, asked):
        found = decide(*asked)
        self.assertEqual({each.line.id for each in found.candidates}, {line.id for line in asked.lines})
        self.assertTrue(all(0 <= each.share <= each.line.share for each in found.candidates))
        winners = [each for each in found.candidates if each.wins]
        self.assertEqual(
            [each.line.id for each in winners],
            [line_id for line_id in (found.policy_line_id, found.claim.get("line_id")) if line_id],
        )
        for each in found.candidates:
            key, args = coverage.explain(each, found, *asked)
            self.assertEqual(key in coverage.REFUSALS, bool(each.refusal))
            self.assertEqual(key in coverage.OUTRANKED, "winner" in args)
            self.assertEqual(key in (*coverage.GRANTS, "claimable"), each.wins)
            self.assertEqual(args["line_id"], each.line.id)

    @given(any_work())
    def test_refusal_told_is_the_nearest_to_a_yes(self, asked):
        refusals = [coverage.refusal(line, *asked) for line in promised(asked)]
        if refusals and all(refusals):
            self.assertEqual(decide(*asked).reason_key, min(refusals, key=coverage.REFUSALS.index))

    @given(lines(), pick(coverage.KINDS))
    def test_line_for_a_part_or_component_is_asked_about_just_that(self, line, kind):
        work = coverage.typical_work(line, kind)
        narrow = coverage.refusal_by_work(line, work) in ("other_part", "other_component", "other_category")
        self.assertFalse(narrow)
        self.assertEqual(coverage.is_special(line), coverage.specificity(line) < 3)

    @given(any_work(), lines(9))
    def test_line_fits_work_alike_on_every_unit(self, asked, line):
        refused = coverage.refusal(line, *asked)
        if refused in ("customer_caused", "excluded") or refused.startswith("other_"):
            self.assertFalse(coverage.fits(line, asked.work))
        else:
            self.assertTrue(coverage.fits(line, asked.work))
