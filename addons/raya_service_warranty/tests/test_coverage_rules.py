"""The rules of warranty as tables of cases."""

from datetime import date, timedelta

from odoo.tests import BaseCase

from ..tools import coverage
from ..tools.coverage import Work
from .covers import (
    COMPRESSOR,
    COOLING,
    END,
    FITTED,
    LIMITED,
    MONTH,
    NO_PARTS,
    NO_RELAY,
    NO_SEALS,
    PARTS,
    RELAY,
    REPAIR,
    SEALS,
    START,
    UNPROVEN,
    UP_TO_100,
    WAITING,
    ask,
    asked_and_found,
    fault,
    line,
    reported,
    used,
)

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
    ("nobody had the unit", {}, reported(2026, 6, 1, gone_since=date(2026, 5, 1)), "gone"),
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
    ("waits for the proof of its event", UNPROVEN, {}, "unproven"),
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
    ("half of one is left", {"max_amount": 0.5}, {"amount": 1}, "covered_to_amount"),
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

# Name, terms of the lines, facts, reason that is told.
REFUSED = [
    ("ended before other component", [{"component_id": 21}, {"date_end": START}], {}, "expired"),
    ("void before ended", [{"date_end": START}, {"voids": ((START, None),)}], {}, "void"),
    ("excluded before void", [{"voids": ((START, None),)}, NO_SEALS], used(), "excluded"),
    ("ended before not started", [{"date_start": END}, {"date_end": START}], {}, "expired"),
    ("void before spent", [{"max_count": 1, "used_count": 1}, {"voids": ((START, None),)}], {}, "void"),
    ("spent before used up", [LIMITED, {"max_count": 1, "used_count": 1}], {"meters": {"km": 40000}}, "spent"),
    ("waiting before ended", [{"date_end": START}, WAITING], {}, "waiting"),
    ("unproven before waiting", [WAITING, UNPROVEN], {}, "unproven"),
    ("used up before unproven", [UNPROVEN, LIMITED], {"meters": {"km": 40000}}, "used_up"),
    ("used up before waiting", [WAITING, LIMITED], {"meters": {"km": 40000}}, "used_up"),
    ("not started before other kind", [{"scope": "part"}, {"date_start": END}], {}, "not_started"),
    ("other part before other kind", [{"scope": "travel"}, {"scope": "part", "product_id": 12}], used(), "other_part"),
]


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
        for name, terms, facts in (
            ("component_id", {"component_id": COMPRESSOR}, fault(COMPRESSOR)),
            ("categ_id", {"scope": "part", "categ_id": SEALS}, used()),
        ):
            self.assertEqual(ask([terms], facts).reason_args[name], terms[name])
        args = ask([{**FITTED, **UP_TO_100, "max_count": 3, "scope": "part", "product_id": RELAY}], used()).reason_args
        self.assertEqual(args["limits"], [["km", 22000]])
        self.assertEqual((args["max_count"], args["max_amount"], args["product_id"]), (3, 100, RELAY))
        nothing = ask([], {})
        self.assertEqual((nothing.reason_args, nothing.warranty_line_id), ({"kind": "labour"}, 0))
        waiting = ask([WAITING], {}).reason_args
        self.assertEqual(
            (waiting["start_event"], waiting["date_start"], waiting["date_end"]), ("installation", None, None)
        )

    def test_what_is_proven_needs_no_proof(self):
        for day in (START, END):
            self.assertEqual(ask([{"is_unproven": True}], {"report_date": day}).share, 100)
        self.assertEqual(ask([UNPROVEN], {}).reason_args["start_event"], "invoice")

    def test_of_covers_without_dates_the_one_that_others_wait_for_is_named(self):
        for terms in (WAITING, UNPROVEN):
            queued = {**terms, "start_event": "previous", "priority": 1}
            for lines in ([queued, terms], [terms, queued]):
                self.assertEqual(ask(lines, {}).reason_args["line_id"], lines.index(terms) + 1)
        sooner, later = {**WAITING, "priority": 1}, WAITING
        self.assertEqual(ask([later, sooner], {}).reason_args["line_id"], 2)

    def test_line_that_bears_nothing_is_told_as_it_is(self):
        asked, found = asked_and_found([{"share": 0}], {})
        self.assertEqual((found.payer, found.policy_line_id), ("customer", 1))
        self.assertEqual(coverage.explain(found.candidates[0], found, *asked), (found.reason_key, found.reason_args))

    def test_of_ended_covers_the_last_is_named_whatever_its_priority(self):
        found = ask([{"date_end": date(2026, 2, 1), "priority": 1}, {"date_end": date(2026, 3, 1)}], {})
        self.assertEqual(found.reason_args["line_id"], 2)

    def test_used_up_whatever_the_work_and_the_day(self):
        for name, terms, meters, expected in (
            ("no limit", {}, {"km": 99999}, False),
            ("at the limit", LIMITED, {"km": 30000}, False),
            ("beyond the limit", LIMITED, {"km": 30001}, True),
            ("nobody read the meter", LIMITED, {}, False),
            ("all uses", {"max_count": 1, "used_count": 1, "scope": "travel"}, {}, True),
            ("amount spent", {**UP_TO_100, "used_amount": 100}, {}, True),
            ("amount not spent", {**UP_TO_100, "used_amount": 99}, {}, False),
        ):
            with self.subTest(name):
                self.assertIs(coverage.is_used_up(line(**terms), meters), expected)

    def test_what_a_line_is_made_for(self):
        for terms, expected in (
            ({"product_id": RELAY, "scope": "part"}, {"product_id": RELAY}),
            ({"component_id": COMPRESSOR}, {"component_ids": frozenset({COMPRESSOR})}),
            ({"categ_id": SEALS, "scope": "part"}, {"categ_ids": frozenset({SEALS})}),
            ({"scope": "labour"}, {}),
        ):
            with self.subTest(terms):
                made = line(**terms)
                for kind in ("labour", "part"):
                    self.assertEqual(coverage.typical_work(made, kind), Work(kind, **expected))
                self.assertEqual(coverage.is_special(made), bool(expected))

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
        self.assertEqual((used_up["cover"], used_up["date_end"]), ("Warranty", "2027-12-31"))
        for kind in ("voids", "suspensions"):
            periods = {kind: (MONTH, (date(2026, 5, 1), date(2026, 6, 1)), (date(2026, 8, 1), None))}
            for day, since in ((9, "2026-03-01"), (70, "2026-05-01"), (200, "2026-08-01")):
                args = ask([periods], {"report_date": MONTH[0] + timedelta(days=day)}).reason_args
                self.assertEqual((args["date_since"], args["cover"]), (since, "Warranty"))

    def test_of_a_unit_no_longer_in_use_the_day_it_went_is_named(self):
        gone = ask([{}], used(**reported(2026, 6, 1, gone_since=date(2026, 5, 1))))
        self.assertEqual(gone.reason_args, {"kind": "part", "date_since": "2026-05-01"})

    def test_every_refusal_has_a_case(self):
        told = {reason for _name, _terms, _facts, reason in ONE_LINE}
        self.assertEqual(told, {*coverage.GRANTS, "gone", "no_policy", *coverage.REFUSALS})
