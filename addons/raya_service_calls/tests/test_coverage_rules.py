"""The rules of warranty as tables of cases, and as properties of random ones."""

import random
from dataclasses import replace
from datetime import date, timedelta

from odoo.tests import BaseCase

from ..tools import coverage, period
from ..tools.coverage import CoverageLine, Facts, decide

START, END = date(2026, 1, 1), date(2027, 12, 31)
INSIDE = date(2026, 6, 1)
RELAY, COMPRESSOR, COOLING, PARTS, SEALS = 11, 21, 20, 30, 31


def line(identifier=1, **values):
    defaults = {"name": "Warranty", "scope": "all", "share": 100, "date_start": START, "date_end": END}
    return CoverageLine(identifier, **{**defaults, **values})


def used(**facts):
    """A part of the category Seals below Parts, replaced in time."""
    return {"kind": "part", "product_id": RELAY, "categ_ids": frozenset({PARTS, SEALS}), **facts}


def reported(year, month, day, **facts):
    return {"report_date": date(year, month, day), **facts}


def fault(*components, **facts):
    return {"component_ids": frozenset(components), **facts}


MONTH = (date(2026, 3, 1), date(2026, 4, 1))
LIMITED = {"limits": (("hours", 2000), ("km", 30000))}
FITTED = {"limits": (("km", 10000),), "usage_start": 12000}
UP_TO_100 = {"max_amount": 100}
WAITING = {"date_start": None, "date_end": None, "start_event": "installation"}
NO_SEALS = {"excluded_categ_ids": frozenset({SEALS})}
NO_PARTS = {"excluded_categ_ids": frozenset({PARTS})}
NO_RELAY = {"excluded_product_ids": frozenset({RELAY})}

# Name, terms of the one line, facts, reason.
ONE_LINE = [
    ("first day", {}, reported(2026, 1, 1), "covered"),
    ("day before the first", {}, reported(2025, 12, 31), "not_started"),
    ("last day", {}, reported(2027, 12, 31), "covered"),
    ("day after the last", {}, reported(2028, 1, 1), "expired"),
    ("one day of cover, on it", {"date_end": START}, reported(2026, 1, 1), "covered"),
    ("one day of cover, after it", {"date_end": START}, reported(2026, 1, 2), "expired"),
    ("leap day is the last", {"date_end": date(2028, 2, 29)}, reported(2028, 2, 29), "covered"),
    ("day after the leap day", {"date_end": date(2028, 2, 29)}, reported(2028, 3, 1), "expired"),
    ("end of February, called on leap day", {"date_end": date(2028, 2, 28)}, reported(2028, 2, 29), "expired"),
    ("no grace", {"grace_days": 0}, reported(2028, 1, 1), "expired"),
    ("first day of grace", {"grace_days": 10}, reported(2028, 1, 1), "covered_in_grace"),
    ("last day of grace", {"grace_days": 10}, reported(2028, 1, 10), "covered_in_grace"),
    ("day after the grace", {"grace_days": 10}, reported(2028, 1, 11), "expired"),
    ("last day is no grace yet", {"grace_days": 10}, reported(2027, 12, 31), "covered"),
    ("no grace before the start", {"grace_days": 10}, reported(2025, 12, 31), "not_started"),
    ("grace of a partial cover", {"grace_days": 1, "share": 50}, reported(2028, 1, 1), "covered_partly_in_grace"),
    ("half", {"share": 50}, {}, "covered_partly"),
    ("nearly whole", {"share": 99.5}, {}, "covered_partly"),
    ("labour for labour", {"scope": "labour"}, {}, "covered"),
    ("labour for a part", {"scope": "labour"}, used(), "other_scope"),
    ("parts for a part", {"scope": "part"}, used(), "covered"),
    ("parts for travel", {"scope": "part"}, {"kind": "travel"}, "other_scope"),
    ("travel for travel", {"scope": "travel"}, {"kind": "travel"}, "covered"),
    ("everything for travel", {}, {"kind": "travel"}, "covered"),
    ("this part", {"scope": "part", "product_id": RELAY}, used(), "covered"),
    ("another part", {"scope": "part", "product_id": 12}, used(), "other_part"),
    ("a part not known yet", {"scope": "part", "product_id": RELAY}, {"kind": "part"}, "other_part"),
    ("this component", {"component_id": COMPRESSOR}, fault(COMPRESSOR), "covered"),
    ("fault below the component", {"component_id": COOLING}, fault(COMPRESSOR, COOLING), "covered"),
    ("fault above the component", {"component_id": COMPRESSOR}, fault(COOLING), "other_component"),
    ("fault not known yet", {"component_id": COMPRESSOR}, {}, "other_component"),
    ("part of a faulty component", {"component_id": COMPRESSOR}, used(**fault(COMPRESSOR)), "covered"),
    ("labour on a component only", {"scope": "labour", "component_id": 21}, used(**fault(21)), "other_scope"),
    ("this category", {"scope": "part", "categ_id": SEALS}, used(), "covered"),
    ("category above", {"scope": "part", "categ_id": PARTS}, used(), "covered"),
    ("another category", {"scope": "part", "categ_id": 32}, used(), "other_category"),
    ("customer caused it", {}, {"is_customer_caused": True}, "customer_caused"),
    ("customer caused it, too late", {}, reported(2028, 1, 1, is_customer_caused=True), "customer_caused"),
    ("customer caused it, not covered", {"scope": "part"}, {"is_customer_caused": True}, "other_scope"),
    ("excluded category", NO_SEALS, used(), "excluded"),
    ("category excluded from above", NO_PARTS, used(), "excluded"),
    ("excluded category, labour", NO_SEALS, {}, "covered"),
    ("excluded part", NO_RELAY, used(), "excluded"),
    ("another part excluded", {"excluded_product_ids": frozenset({12})}, used(), "covered"),
    ("excluded although named", {"scope": "part", "product_id": RELAY, **NO_SEALS}, used(), "excluded"),
    ("below the limit", LIMITED, {"meters": {"hours": 1999}}, "covered"),
    ("at the limit", LIMITED, {"meters": {"hours": 2000}}, "covered"),
    ("beyond the limit", LIMITED, {"meters": {"hours": 2000.5}}, "used_up"),
    ("second meter comes first", LIMITED, {"meters": {"hours": 10, "km": 30001}}, "used_up"),
    ("nobody read the meter", LIMITED, {}, "covered"),
    ("a meter without limit", LIMITED, {"meters": {"cycles": 9999999}}, "covered"),
    ("time comes before use", LIMITED, reported(2028, 1, 1, meters={"hours": 9999}), "expired"),
    ("limit holds in grace", {**LIMITED, "grace_days": 9}, reported(2028, 1, 1, meters={"km": 40000}), "used_up"),
    ("day before suspension", {"suspensions": (MONTH,)}, reported(2026, 2, 28), "covered"),
    ("first day suspended", {"suspensions": (MONTH,)}, reported(2026, 3, 1), "suspended"),
    ("last day suspended", {"suspensions": (MONTH,)}, reported(2026, 3, 31), "suspended"),
    ("day of resuming", {"suspensions": (MONTH,)}, reported(2026, 4, 1), "covered"),
    ("suspended without end", {"suspensions": ((MONTH[0], None),)}, reported(2027, 1, 1), "suspended"),
    ("suspended, and ended since", {"suspensions": ((MONTH[0], None),)}, reported(2028, 1, 1), "expired"),
    ("day before it was void", {"voids": ((MONTH[0], None),)}, reported(2026, 2, 28), "covered"),
    ("day it was void", {"voids": ((MONTH[0], None),)}, reported(2026, 3, 1), "void"),
    ("day of reinstating", {"voids": (MONTH,)}, reported(2026, 4, 1), "covered"),
    ("void and suspended", {"voids": (MONTH,), "suspensions": (MONTH,)}, reported(2026, 3, 9), "void"),
    ("void before it started", {"voids": ((date(2025, 1, 1), None),)}, reported(2025, 12, 31), "void"),
    ("waits for its event", WAITING, {}, "waiting"),
    ("waits, another kind of work", {**WAITING, "scope": "part"}, {}, "other_scope"),
    ("waits, customer caused it", WAITING, {"is_customer_caused": True}, "customer_caused"),
    ("waits, and is void", {**WAITING, "voids": ((START, None),)}, {}, "void"),
    ("only its end is unknown", {"date_end": None}, {}, "waiting"),
    ("fitted at 12,000: below", {**FITTED}, {"meters": {"km": 21999}}, "covered"),
    ("fitted at 12,000: at the limit", {**FITTED}, {"meters": {"km": 22000}}, "covered"),
    ("fitted at 12,000: beyond", {**FITTED}, {"meters": {"km": 22001}}, "used_up"),
    ("meter exchanged since", {**FITTED}, {"meters": {"km": 3}}, "covered"),
    ("allowance, no use yet", {"max_count": 2}, {}, "covered"),
    ("allowance, last use", {"max_count": 2, "used_count": 1}, {}, "covered"),
    ("allowance, all used", {"max_count": 2, "used_count": 2}, {}, "spent"),
    ("allowance, more than used", {"max_count": 2, "used_count": 3}, {}, "spent"),
    ("uses of a cover without allowance", {"used_count": 9, "used_amount": 900}, {"amount": 100}, "covered"),
    ("amount reaches", {**UP_TO_100}, {"amount": 99.99}, "covered"),
    ("amount reaches exactly", {**UP_TO_100}, {"amount": 100}, "covered"),
    ("amount does not reach", {**UP_TO_100}, {"amount": 100.02}, "covered_to_amount"),
    ("amount not known", {**UP_TO_100}, {}, "covered"),
    ("amount of nothing", {**UP_TO_100}, {"amount": 0}, "covered"),
    ("amount given back", {**UP_TO_100}, {"amount": -500}, "covered"),
    ("half of the amount reaches", {**UP_TO_100, "share": 50}, {"amount": 200}, "covered_partly"),
    ("half of the amount does not", {**UP_TO_100, "share": 50}, {"amount": 201}, "covered_to_amount"),
    ("amount spent", {**UP_TO_100, "used_amount": 100}, {"amount": 1}, "spent"),
    ("amount spent, price not known", {**UP_TO_100, "used_amount": 100}, {}, "spent"),
    ("amount overspent", {**UP_TO_100, "used_amount": 130}, {"amount": 1}, "spent"),
    ("amount nearly spent", {**UP_TO_100, "used_amount": 99.9}, {"amount": 1000}, "covered_to_amount"),
    ("what is left is nothing", {**UP_TO_100, "used_amount": 99.9}, {"amount": 1001}, "spent"),
    ("spent and used up", {"max_count": 1, "used_count": 1, **LIMITED}, {"meters": {"km": 40000}}, "used_up"),
    ("spent and expired", {"max_count": 1, "used_count": 1}, reported(2028, 1, 1), "expired"),
    ("amount in grace", {**UP_TO_100, "grace_days": 1}, reported(2028, 1, 1, amount=300), "covered_to_amount_in_grace"),
    ("supplier alone promises nothing", {"kind": "supplier"}, {}, "no_policy"),
    ("repair alone", {"kind": "repair", "product_id": RELAY, "scope": "part"}, used(), "covered"),
]

# Name, terms of the lines 1, 2, …, facts, line that decides.
SEVERAL_LINES = [
    ("priority before scope", [{"priority": 5}, {"scope": "part", "product_id": RELAY}], used(), 1),
    ("priority before share", [{"priority": 20}, {"share": 10}], {}, 2),
    ("part before component", [{"component_id": 21}, {"scope": "part", "product_id": RELAY}], used(**fault(21)), 2),
    ("component before category", [{"scope": "part", "categ_id": SEALS}, {"component_id": 21}], used(**fault(21)), 2),
    ("category before kind", [{"scope": "part"}, {"scope": "part", "categ_id": SEALS}], used(), 2),
    ("kind before all", [{}, {"scope": "part", "share": 30}], used(), 2),
    ("component before kind", [{"scope": "labour"}, {"component_id": 21, "share": 40}], fault(21), 2),
    ("better share among parts", [{"scope": "part", "share": 40}, {"scope": "part", "share": 60}], used(), 2),
    ("later end among the same", [{}, {"date_end": date(2029, 1, 1)}], {}, 2),
    ("narrow one has ended", [{}, {"component_id": 21, "date_end": START}], fault(21), 1),
    ("narrow one goes on", [{"date_end": START}, {"component_id": 21}], fault(21), 2),
    ("narrow one excludes", [{}, {"scope": "part", **NO_SEALS}], used(), 1),
    ("narrow one is void", [{}, {"scope": "labour", "voids": ((START, None),)}], {}, 1),
    ("narrow one is used up", [{}, {"scope": "labour", **LIMITED}], {"meters": {"km": 40000}}, 1),
    ("one of three fits", [{"scope": "part"}, {"scope": "travel"}, {}], {}, 3),
]

# Name, terms of the lines, facts, reason that is told.
REFUSED = [
    ("ended before other component", [{"component_id": 21}, {"date_end": START}], {}, "expired"),
    ("void before ended", [{"date_end": START}, {"voids": ((START, None),)}], {}, "void"),
    ("excluded before void", [{"voids": ((START, None),)}, NO_SEALS], used(), "excluded"),
    ("ended before not started", [{"date_start": END}, {"date_end": START}], {}, "expired"),
    ("other part before other kind", [{"scope": "travel"}, {"scope": "part", "product_id": 12}], used(), "other_part"),
]

# Name, first day, how long, last day.
LAST_DAYS = [
    ("one day", date(2026, 1, 1), (1, "day"), date(2026, 1, 1)),
    ("days over the leap day", date(2028, 2, 20), (10, "day"), date(2028, 2, 29)),
    ("days without leap day", date(2026, 2, 20), (10, "day"), date(2026, 3, 1)),
    ("31 January and a month", date(2026, 1, 31), (1, "month"), date(2026, 2, 28)),
    ("31 January and a month, leap", date(2028, 1, 31), (1, "month"), date(2028, 2, 29)),
    ("29 January and a month, leap", date(2028, 1, 29), (1, "month"), date(2028, 2, 28)),
    ("31 August and six months", date(2026, 8, 31), (6, "month"), date(2027, 2, 28)),
    ("31 March and three months", date(2026, 3, 31), (3, "month"), date(2026, 6, 30)),
    ("31 March and two months", date(2026, 3, 31), (2, "month"), date(2026, 5, 30)),
    ("first of the month", date(2026, 4, 1), (1, "month"), date(2026, 4, 30)),
    ("new year", date(2026, 1, 1), (1, "year"), date(2026, 12, 31)),
    ("leap day and a year", date(2028, 2, 29), (1, "year"), date(2029, 2, 28)),
    ("leap day and four years", date(2028, 2, 29), (4, "year"), date(2032, 2, 28)),
    ("a year that ends on leap day", date(2027, 3, 1), (1, "year"), date(2028, 2, 29)),
    ("sixty months", date(2024, 5, 11), (60, "month"), date(2029, 5, 10)),
]

# Name, last day so far, how much longer, last day.
EXTENSIONS = [
    ("a day", date(2026, 2, 28), (1, "day"), date(2026, 3, 1)),
    ("a day into the leap day", date(2028, 2, 28), (1, "day"), date(2028, 2, 29)),
    ("six months", date(2028, 3, 9), (6, "month"), date(2028, 9, 9)),
    ("a month from the end of February", date(2026, 2, 28), (1, "month"), date(2026, 3, 31)),
]

# Name, day of the event, invoice, cap in months, first day.
STARTS = [
    ("before the cap", date(2026, 3, 1), date(2026, 1, 1), 6, date(2026, 3, 1)),
    ("on the cap", date(2026, 7, 1), date(2026, 1, 1), 6, date(2026, 7, 1)),
    ("after the cap", date(2026, 7, 2), date(2026, 1, 1), 6, date(2026, 7, 1)),
    ("not known yet, with cap", None, date(2026, 1, 1), 6, date(2026, 7, 1)),
    ("not known yet, without cap", None, date(2026, 1, 1), 0, None),
    ("without cap", date(2030, 1, 1), date(2026, 1, 1), 0, date(2030, 1, 1)),
    ("cap without invoice", date(2030, 1, 1), None, 6, date(2030, 1, 1)),
    ("cap at the end of February", None, date(2026, 8, 31), 6, date(2027, 2, 28)),
]


def ask(lines, facts):
    made = tuple(line(number, **terms) for number, terms in enumerate(lines, 1))
    return decide(Facts(**{"kind": "labour", "report_date": INSIDE, "lines": made, **facts}))


class TestCoverageRules(BaseCase):
    def test_one_line(self):
        for name, terms, facts, reason in ONE_LINE:
            with self.subTest(name):
                found = ask([terms], facts)
                self.assertEqual(found.reason_key, reason)
                self.assertEqual(found.policy_line_id, 1 if reason in coverage.GRANTS else None)
                if "to_amount" not in reason:
                    share = terms.get("share", 100) if reason in coverage.GRANTS else 0
                    self.assertEqual(found.share, share)

    def test_several_lines(self):
        for name, lines, facts, winner in SEVERAL_LINES:
            with self.subTest(name):
                self.assertEqual(ask(lines, facts).policy_line_id, winner)

    def test_the_refusal_nearest_to_a_yes_is_told(self):
        for name, lines, facts, reason in REFUSED:
            with self.subTest(name):
                self.assertEqual(ask(lines, facts).reason_key, reason)

    def test_last_days(self):
        for name, start, (duration, unit), expected in LAST_DAYS:
            with self.subTest(name):
                self.assertEqual(period.last_day(start, duration, unit), expected)

    def test_extensions(self):
        for name, end, (duration, unit), expected in EXTENSIONS:
            with self.subTest(name):
                self.assertEqual(period.extended(end, duration, unit), expected)

    def test_first_days(self):
        for name, event, invoice, months, expected in STARTS:
            with self.subTest(name):
                self.assertEqual(period.start_day(event, period.cap_day(invoice, months)), expected)

    def test_the_sentence_names_the_end_also_in_grace(self):
        found = ask([{"grace_days": 10}], reported(2028, 1, 5))
        self.assertEqual(found.reason_args["date_end"], "2027-12-31")

    def test_runners_up_are_named_in_their_order(self):
        found = ask([{"share": 20}, {"name": "Labour", "scope": "labour"}, {"share": 70}, {"scope": "travel"}], {})
        self.assertEqual([other["line_id"] for other in found.reason_args["runners_up"]], [3, 1])
        self.assertEqual(len(found.candidates), 4)

    def test_what_ended_it_is_named(self):
        used_up = ask([LIMITED], {"meters": {"hours": 1, "km": 30001}}).reason_args
        self.assertEqual((used_up["meter"], used_up["limit"], used_up["reading"]), ("km", 30000, 30001))
        spell = ask([{"voids": (MONTH,)}], reported(2026, 3, 9)).reason_args
        self.assertEqual(spell["date_since"], "2026-03-01")

    def test_every_refusal_has_a_case(self):
        told = {reason for _name, _terms, _facts, reason in ONE_LINE}
        self.assertEqual(told, {*coverage.GRANTS, "no_policy", *coverage.REFUSALS})

    def test_spells(self):
        first, second, third = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
        cases = [
            ("none", [], ()),
            ("closed", [(first, True), (second, False)], ((first, second),)),
            ("open", [(first, True)], ((first, None),)),
            ("opened twice", [(first, True), (second, True), (third, False)], ((first, third),)),
            ("closed alone", [(first, False)], ()),
            ("taken back", [(first, True), (first, False)], ()),
            ("again", [(first, True), (second, False), (third, True)], ((first, second), (third, None))),
        ]
        for name, marks, expected in cases:
            with self.subTest(name):
                self.assertEqual(period.spells(marks), expected)


class TestCoverageProperties(BaseCase):
    """Random cases from a fixed seed: the same ones in every run."""

    def setUp(self):
        super().setUp()
        self.random = random.Random(19)

    def _day(self):
        return date(2024, 1, 1) + timedelta(days=self.random.randrange(2000))

    def _line(self, identifier):
        pick, start = self.random.choice, self._day()
        return CoverageLine(
            identifier,
            f"Cover {identifier}",
            pick(["all", "labour", "part", "travel"]),
            pick([0, 25, 50, 100]),
            start,
            period.last_day(start, self.random.randint(1, 60), "month"),
            priority=pick([5, 10]),
            product_id=pick([None, None, RELAY, 12]),
            component_id=pick([None, None, COMPRESSOR]),
            categ_id=pick([None, None, SEALS]),
            grace_days=pick([0, 30]),
            limits=pick([(), (("hours", 1000),)]),
            excluded_categ_ids=pick([frozenset(), frozenset({PARTS})]),
            voids=pick([(), (), ((self._day(), None),)]),
            suspensions=pick([(), ((start, start + timedelta(days=40)),)]),
        )

    def _facts(self):
        pick = self.random.choice
        return Facts(
            kind=pick(coverage.KINDS),
            report_date=self._day(),
            lines=tuple(self._line(number) for number in range(1, self.random.randint(2, 6))),
            is_customer_caused=self.random.random() < 0.1,
            product_id=pick([None, RELAY]),
            categ_ids=pick([frozenset(), frozenset({PARTS, SEALS})]),
            component_ids=pick([frozenset(), frozenset({COMPRESSOR, COOLING})]),
            meters=pick([{}, {"hours": 900}, {"hours": 1100}]),
        )

    def _many(self, count=500):
        return (self._facts() for _each in range(count))

    def test_later_end_for_longer_duration(self):
        for _each in range(500):
            start, unit, duration = self._day(), self.random.choice(period.UNITS), self.random.randint(1, 90)
            end = period.last_day(start, duration, unit)
            self.assertGreaterEqual(end, start)
            self.assertGreater(period.last_day(start, duration + 1, unit), end)
            self.assertGreater(period.extended(end, duration, unit), end)
            self.assertGreaterEqual(period.last_day(start + timedelta(days=1), duration, unit), end)

    def test_start_is_never_after_event_or_cap(self):
        for _each in range(200):
            event, cap = self._day(), self._day()
            self.assertEqual(period.start_day(event, cap), min(event, cap))

    def test_share_is_a_percentage_and_agrees_with_payer(self):
        payers = set()
        for facts in self._many():
            found = decide(facts)
            self.assertTrue(0 <= found.share <= 100)
            self.assertEqual(found.payer, "company" if found.share else "customer")
            payers.add(found.payer)
        self.assertEqual(payers, {"company", "customer"})

    def test_order_of_lines_does_not_matter(self):
        for facts in self._many():
            shuffled = self.random.sample(facts.lines, len(facts.lines))
            self.assertEqual(decide(replace(facts, lines=tuple(shuffled))), decide(facts))

    def test_better_share_wins_among_equals(self):
        for facts in self._many():
            equals = tuple(replace(facts.lines[0], id=each.id, share=each.share) for each in facts.lines)
            found = decide(replace(facts, lines=equals))
            if found.policy_line_id:
                self.assertEqual(found.share, max(each.share for each in equals))

    def test_extending_a_line_never_refuses_what_it_covered(self):
        for facts in self._many():
            for each in facts.lines:
                longer = replace(each, date_end=period.extended(each.date_end, 3, "month"))
                if not coverage.refusal(each, facts):
                    self.assertFalse(coverage.refusal(longer, facts))
