# template: floor-raya_service_warranty
# ruff: noqa: F821
"""How long the decision takes who pays: of one unit, and of a thousand in one call.

A unit has 5 policies of two lines each and 20 events. It fails when one decision with a warm cache takes 2 ms
or asks the database, or when a thousand units need more than a hundred queries: Odoo reads a thousand records
at a time, and they have 5,000 coverages, 10,000 lines and 20,000 events.
"""

import random
import statistics
import time
from datetime import date, timedelta

from odoo import Command

from odoo.addons.raya_service_warranty.tools import coverage

POLICIES, EVENTS, UNITS, REPEATS = 5, 20, 1_000, 200
SOLD_ON, TODAY = date(2025, 1, 10), date(2026, 6, 1)
ENOUGH = 2.0  # ms
MOST_QUERIES = 100
randomness = random.Random(4)


def make_world():
    """A product with its policies, and sold units of it."""
    component = env["raya.component"].create({"code": "BENCH", "name": "Compressor"})
    lines = [
        Command.create({"scope": "all", "share": 100}),
        Command.create({"scope": "part", "component_id": component.id, "duration": 60, "share": 80}),
    ]
    policies = env["raya.warranty.policy"].create(
        [{"name": f"Policy {number}", "sequence": number, "line_ids": lines} for number in range(POLICIES)]
    )
    product = env["product.product"].create({"name": "Unit", "type": "consu", "raya_policy_ids": policies.ids})
    owner = env["res.partner"].create({"name": "Owner"})
    fault = env["raya.fault"].create({"code": "BENCH", "name": "Leak", "component_ids": component.ids})
    assets = env["raya.asset"].create(
        [
            {"product_id": product.id, "partner_id": owner.id, "serial": f"BENCH-{number}", "date_invoice": SOLD_ON}
            for number in range(UNITS)
        ]
    )
    return assets, fault, product


def make_events(assets):
    """Each coverage is suspended and resumed, extended in between: 20 events of each unit."""
    per_warranty = EVENTS // POLICIES
    values = [
        {
            "warranty_id": warranty.id,
            "kind": ("suspend", "resume", "extend", "extend")[number % 4],
            "date": SOLD_ON + timedelta(days=30 * number + randomness.randrange(30)),
            "duration": 1,
            "duration_unit": "month",
            "reason": "Bench",
        }
        for warranty in assets.warranty_ids
        for number in range(per_warranty)
    ]
    env["raya.warranty.event"].create(values)
    assets.warranty_ids._sync_dates()


def timed(call):
    """Milliseconds and queries of one call."""
    queries, start = env.cr.sql_log_count, time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000, env.cr.sql_log_count - queries


def decide_many(assets):
    """Labour on all of them, from an empty cache."""
    env.flush_all()
    env.invalidate_all()
    labour = coverage.Work("labour")
    return timed(lambda: [coverage.decide(facts, labour) for facts in assets._get_facts(TODAY).values()])


assets, fault, product = make_world()
make_events(assets)
unit = assets[0]
work = {"fault": fault, "part": product}
unit._decide_coverage("part", TODAY, **work)
warm = [timed(lambda: unit._decide_coverage("part", TODAY, **work)) for _repeat in range(REPEATS)]
facts, asked = unit._get_facts(TODAY)[unit], unit._get_work("part", **work)
pure = [timed(lambda: coverage.decide(facts, asked))[0] for _repeat in range(REPEATS)]
few, many = decide_many(assets[:10]), decide_many(assets)
events = len(unit.warranty_ids.event_ids)
print(f"one unit: {len(unit.warranty_ids)} policies, {len(facts.lines)} lines, {events} events")
print(f"  pure decision            {statistics.median(pure):8.3f} ms")
one = statistics.median(each for each, _queries in warm)
print(f"  with its facts, warm     {one:8.3f} ms, {max(queries for _each, queries in warm)} queries")
print(f"10 units, empty cache      {few[0]:8.1f} ms, {few[1]} queries")
print(f"{UNITS} units, empty cache    {many[0]:8.1f} ms, {many[1]} queries")
if one >= ENOUGH or any(queries for _each, queries in warm):
    raise SystemExit(f"One decision takes {one:.2f} ms: it should take less than {ENOUGH} ms and no query.")
if many[1] > MOST_QUERIES:
    raise SystemExit(f"{UNITS} units need {many[1]} queries: they should need at most {MOST_QUERIES}.")
