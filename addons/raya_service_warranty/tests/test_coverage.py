from datetime import date

from odoo.tests import BaseCase

from ..tools.coverage import CoverageLine, Facts, Work, decide

START, END = date(2026, 1, 1), date(2027, 12, 31)


def line(identifier=1, **values):
    defaults = {
        "name": "Warranty",
        "scope": "all",
        "share": 100,
        "date_start": START,
        "date_end": END,
    }
    return CoverageLine(identifier, **{**defaults, **values})


def decision(*lines, kind="labour", day=date(2026, 6, 1), **facts):
    return decide(Facts(day, lines), Work(kind, **facts))


class TestCoverage(BaseCase):
    def test_both_ends_of_the_period_are_covered(self):
        for day in (START, END):
            self.assertEqual(decision(line(), day=day).share, 100)

    def test_the_day_before_and_the_day_after_are_not(self):
        before = decision(line(), day=date(2025, 12, 31))
        after = decision(line(), day=date(2028, 1, 1))
        self.assertEqual((before.share, before.reason_key), (0, "not_started"))
        self.assertEqual((after.share, after.reason_key), (0, "expired"))
        self.assertEqual(after.reason_args["date_end"], "2027-12-31")

    def test_customer_caused_fault_is_charged(self):
        found = decision(line(), is_customer_caused=True)
        self.assertEqual((found.share, found.payer), (0, "customer"))
        self.assertEqual(found.reason_key, "customer_caused")

    def test_cover_of_parts_does_not_pay_labour(self):
        parts = line(scope="part")
        self.assertEqual(decision(parts).reason_key, "other_scope")
        self.assertEqual(decision(parts, kind="part").share, 100)

    def test_partial_share_says_so(self):
        found = decision(line(share=50))
        self.assertEqual((found.share, found.payer), (50, "company"))
        self.assertEqual(found.reason_key, "covered_partly")

    def test_no_cover_at_all(self):
        self.assertEqual(decision().reason_key, "no_policy")

    def test_explicit_priority_wins_over_the_better_share(self):
        found = decision(line(1, share=100, priority=20), line(2, share=30, priority=10))
        self.assertEqual(found.policy_line_id, 2)

    def test_specific_scope_wins_over_the_better_share(self):
        found = decision(line(1, share=100), line(2, share=30, scope="labour"))
        self.assertEqual(found.policy_line_id, 2)

    def test_better_share_wins_among_equals(self):
        found = decision(line(1, share=50), line(2, share=80))
        self.assertEqual(found.policy_line_id, 2)
        self.assertEqual([candidate.line.id for candidate in found.candidates], [2, 1])

    def test_ended_cover_is_explained_before_one_of_another_kind(self):
        found = decision(line(1, scope="part"), line(2), day=date(2028, 5, 1))
        self.assertEqual((found.reason_key, found.reason_args["line_id"]), ("expired", 2))

    def test_of_several_ended_covers_the_last_is_named(self):
        older = line(1, name="Older", date_end=date(2026, 2, 1))
        newer = line(2, name="Newer", date_end=date(2026, 3, 1))
        self.assertEqual(decision(older, newer).reason_args["cover"], "Newer")

    def test_of_several_future_covers_the_first_is_named(self):
        later = line(1, name="Later", date_start=date(2027, 2, 1))
        sooner = line(2, name="Sooner", date_start=date(2027, 1, 1))
        self.assertEqual(decision(later, sooner).reason_args["cover"], "Sooner")

    def test_order_of_the_lines_does_not_matter(self):
        lines = (line(1, share=50), line(2, scope="labour"), line(3, priority=1))
        self.assertEqual(decision(*lines), decision(*reversed(lines)))
