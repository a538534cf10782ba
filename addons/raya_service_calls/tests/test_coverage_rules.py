"""The rules of warranty as tables of cases."""

from datetime import date

from odoo.tests import BaseCase

from ..tools import coverage
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
MAKER = {"kind": "supplier"}
REPAIR = {"kind": "repair", "scope": "all", "share": 70}
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
    ("only its start is unknown", {"date_start": None}, {}, "waiting"),
    ("only its end is unknown", {"date_end": None}, {}, "waiting"),
    ("fitted at 12,000: below", {**FITTED}, {"meters": {"km": 21999}}, "covered"),
    ("fitted at 12,000: at the limit", {**FITTED}, {"meters": {"km": 22000}}, "covered"),
    ("fitted at 12,000: beyond", {**FITTED}, {"meters": {"km": 22001}}, "used_up"),
    ("meter exchanged since", {**FITTED}, {"meters": {"km": 3}}, "covered"),
    ("allowance, no use yet", {"max_count": 2}, {}, "covered"),
    ("allowance, last use", {"max_count": 2, "used_count": 1}, {}, "covered"),
    ("allowance, all used", {"max_count": 2, "used_count": 2}, {}, "spent"),
    ("allowance of one", {"max_count": 1, "used_count": 1}, {}, "spent"),
    ("amount of one", {"max_amount": 1, "used_amount": 1}, {}, "spent"),
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
    ("a supplier's decides nothing", [{"kind": "supplier", "priority": 1}, {}], {}, 2),
    ("waiting one is passed over", [{**WAITING, "priority": 1}, {}], {}, 2),
    ("spent one is passed over", [{"priority": 1, "max_count": 1, "used_count": 1}, {}], {}, 2),
    ("narrow repair of the same share", [{}, {"kind": "repair", "scope": "labour"}], {}, 2),
    ("narrow repair that bears less", [{}, {"kind": "repair", "scope": "labour", "share": 50}], {}, 1),
    ("repair first by priority bears less", [{}, {"kind": "repair", "priority": 1, "share": 99}], {}, 1),
    ("repair that bears more is wider", [{"scope": "labour", "share": 50}, {"kind": "repair"}], {}, 1),
    ("repair that bears more is later by priority", [{"share": 50}, {"kind": "repair", "priority": 20}], {}, 1),
    ("best of two repairs", [REPAIR, {"kind": "repair", "share": 80}, {"share": 60}], {}, 2),
    ("narrow repair bears less than a wide one", [{"kind": "repair"}, {**REPAIR, "scope": "labour"}], {}, 1),
    ("of equal repairs the narrow one", [REPAIR, {**REPAIR, "scope": "labour"}], {}, 2),
    ("narrow repair has ended", [{"share": 10}, {"kind": "repair", "scope": "labour", "date_end": START}], {}, 1),
    ("rest of an amount bears less", [{"share": 50}, {**UP_TO_100, "scope": "labour"}], {"amount": 300}, 1),
    ("rest of an amount bears more", [{"share": 30}, {**UP_TO_100, "scope": "labour"}], {"amount": 300}, 2),
    ("amount that reaches", [{}, {**UP_TO_100, "scope": "labour", "share": 40}], {"amount": 250}, 2),
    ("better of two amounts", [UP_TO_100, {"max_amount": 150}], {"amount": 300}, 2),
]

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
    ("last day of his window", [{}, {**MAKER, "date_end": INSIDE}], {}, (0, 100, 0)),
    ("day after his window", [{}, {**MAKER, "date_end": INSIDE}], reported(2026, 6, 2), (0, 0, 100)),
    ("day before his window", [{}, {**MAKER, "date_start": INSIDE}], reported(2026, 5, 31), (0, 0, 100)),
    ("first day of his window", [{}, {**MAKER, "date_start": INSIDE}], {}, (0, 100, 0)),
    ("his grace", [{}, {**MAKER, "date_end": INSIDE, "grace_days": 1}], reported(2026, 6, 2), (0, 100, 0)),
    ("he covers parts", [{}, {**MAKER, "scope": "part"}], {}, (0, 0, 100)),
    ("narrowest of two makers", [{}, MAKER, {**MAKER, "scope": "labour", "share": 40}], {}, (0, 40, 60)),
    ("his maximum amount", [{}, {**MAKER, **UP_TO_100}], {"amount": 400}, (0, 25, 75)),
    ("his maximum of what we bear", [{"share": 50}, {**MAKER, **UP_TO_100}], {"amount": 400}, (50, 25, 25)),
    ("his maximum reaches what we bear", [{"share": 25}, {**MAKER, **UP_TO_100}], {"amount": 400}, (75, 25, 0)),
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

# Name, terms of the lines, facts, reason that is told.
REFUSED = [
    ("ended before other component", [{"component_id": 21}, {"date_end": START}], {}, "expired"),
    ("void before ended", [{"date_end": START}, {"voids": ((START, None),)}], {}, "void"),
    ("excluded before void", [{"voids": ((START, None),)}, NO_SEALS], used(), "excluded"),
    ("ended before not started", [{"date_start": END}, {"date_end": START}], {}, "expired"),
    ("void before spent", [{"max_count": 1, "used_count": 1}, {"voids": ((START, None),)}], {}, "void"),
    ("spent before used up", [LIMITED, {"max_count": 1, "used_count": 1}], {"meters": {"km": 40000}}, "spent"),
    ("waiting before ended", [{"date_end": START}, WAITING], {}, "waiting"),
    ("used up before waiting", [WAITING, LIMITED], {"meters": {"km": 40000}}, "used_up"),
    ("not started before other kind", [{"scope": "part"}, {"date_start": END}], {}, "not_started"),
    ("other part before other kind", [{"scope": "travel"}, {"scope": "part", "product_id": 12}], used(), "other_part"),
]


def asked_and_found(lines, facts):
    made = tuple(line(number, **terms) for number, terms in enumerate(lines, 1))
    asked = Facts(**{"kind": "labour", "report_date": INSIDE, "lines": made, **facts})
    return asked, decide(asked)


def ask(lines, facts):
    return asked_and_found(lines, facts)[1]


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
                explained = {each.line.id: coverage.explain(each, found, asked) for each in found.candidates}
                self.assertEqual((explained[1][0], explained[2][0]), ("covered", reason))
                told = ("Warranty", 1) if reason in coverage.OUTRANKED else (None, None)
                self.assertEqual((explained[2][1].get("winner"), explained[2][1].get("winner_id")), told)

    def test_wide_line_lost_by_its_scope(self):
        asked, found = asked_and_found([{"name": "Wide"}, {"scope": "labour", "share": 50}], {})
        first, second = (coverage.explain(each, found, asked) for each in found.candidates)
        self.assertEqual((first[0], first[1]["line_id"]), ("covered_partly", 2))
        self.assertEqual((second[0], second[1]["cover"]), ("outranked_by_scope", "Wide"))

    def test_what_becomes_of_suppliers(self):
        lines = [{}, {**MAKER, "name": "Maker"}, {**MAKER, "name": "Importer", "share": 60}]
        asked, found = asked_and_found(lines, {})
        told = [coverage.explain(each, found, asked) for each in found.candidates]
        self.assertEqual([key for key, _args in told], ["covered", "claimable", "outranked_by_share"])
        self.assertEqual(told[2][1]["winner"], "Maker")
        self.assertEqual((found.claim["line_id"], found.claim["date_end"]), (2, "2027-12-31"))
        asked, found = asked_and_found(lines[1:], {})
        told = [coverage.explain(each, found, asked)[0] for each in found.candidates]
        self.assertEqual(told, ["nothing_to_claim", "nothing_to_claim"])
        self.assertFalse(any(each.wins for each in found.candidates))

    def test_one_policy_line_may_cover_a_unit_twice(self):
        older, newer = ({"warranty_line_id": number, "kind": "repair"} for number in (51, 52))
        made = tuple(line(7, **terms) for terms in (newer, older))
        for lines in (made, made[::-1]):
            found = decide(Facts("labour", INSIDE, lines=lines))
            self.assertEqual((found.policy_line_id, found.warranty_line_id), (7, 51))
            self.assertEqual([each.line.warranty_line_id for each in found.candidates], [51, 52])

    def test_reason_names_what_the_line_has(self):
        self.assertEqual(
            ask([{}], {}).reason_args,
            {
                "kind": "labour",
                "cover": "Warranty",
                "line_id": 1,
                "scope": "all",
                "share": 100,
                "date_start": "2026-01-01",
                "date_end": "2027-12-31",
            },
        )
        args = ask([{**FITTED, **UP_TO_100, "max_count": 3, "scope": "part", "product_id": RELAY}], used()).reason_args
        self.assertEqual(args["limits"], [["km", 22000]])
        self.assertEqual((args["max_count"], args["max_amount"], args["product_id"]), (3, 100, RELAY))
        nothing = ask([], {})
        self.assertEqual((nothing.reason_args, nothing.warranty_line_id), ({"kind": "labour"}, 0))
        waiting = ask([WAITING], {}).reason_args
        self.assertEqual(
            (waiting["start_event"], waiting["date_start"], waiting["date_end"]), ("installation", None, None)
        )

    def test_of_ended_covers_the_last_is_named_whatever_its_priority(self):
        found = ask([{"date_end": date(2026, 2, 1), "priority": 1}, {"date_end": date(2026, 3, 1)}], {})
        self.assertEqual(found.reason_args["line_id"], 2)

    def test_what_a_line_is_made_for(self):
        for terms, expected in (
            ({"product_id": RELAY, "scope": "part"}, {"product_id": RELAY}),
            ({"component_id": COMPRESSOR}, {"component_ids": frozenset({COMPRESSOR})}),
            ({"categ_id": SEALS, "scope": "part"}, {"categ_ids": frozenset({SEALS})}),
            ({"scope": "labour"}, {}),
        ):
            with self.subTest(terms):
                made = line(**terms)
                asked = coverage.typical_facts(made, "part", INSIDE, (made,))
                nothing = {"product_id": None, "component_ids": frozenset(), "categ_ids": frozenset()}
                self.assertEqual(asked, Facts("part", INSIDE, lines=(made,), **{**nothing, **expected}))
                self.assertEqual(coverage.is_special(made), bool(expected))

    def test_lowered_share_is_the_one_that_is_told(self):
        found = ask([{**UP_TO_100, "used_amount": 20}], {"amount": 160})
        self.assertEqual((found.share, found.reason_args["share"]), (50, 50))

    def test_the_sentence_names_the_end_also_in_grace(self):
        found = ask([{"grace_days": 10}], reported(2028, 1, 5))
        self.assertEqual(found.reason_args["date_end"], "2027-12-31")

    def test_runners_up_are_named_in_their_order(self):
        found = ask([{"share": 20}, {"name": "Labour", "scope": "labour"}, {"share": 70}, {"scope": "travel"}], {})
        others = [{"cover": "Warranty", "line_id": 3}, {"cover": "Warranty", "line_id": 1}]
        self.assertEqual(found.reason_args["runners_up"], others)
        self.assertEqual(len(found.candidates), 4)

    def test_what_ended_it_is_named(self):
        used_up = ask([LIMITED], {"meters": {"hours": 1, "km": 30001}}).reason_args
        self.assertEqual((used_up["meter"], used_up["limit"], used_up["reading"]), ("km", 30000, 30001))
        spell = ask([{"voids": (MONTH,)}], reported(2026, 3, 9)).reason_args
        self.assertEqual(spell["date_since"], "2026-03-01")

    def test_every_refusal_has_a_case(self):
        told = {reason for _name, _terms, _facts, reason in ONE_LINE}
        self.assertEqual(told, {*coverage.GRANTS, "no_policy", *coverage.REFUSALS})
