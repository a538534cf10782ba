# template: floor-raya_service_workorder
# ruff: noqa: F821
"""How long the board of visits takes to be there: 30 technicians, 300 visits of a week, 40 jobs that wait.

The server alone, each time with nothing in Odoo's cache; and in a browser the whole page
from asking for it to the last card, of which the rendering is told apart. Medians of ten.
"""

import logging
import statistics
import time
import unittest
from datetime import timedelta

import odoo
from odoo.modules import module
from odoo.service import server
from odoo.tests import HttpCase, tagged
from odoo.tools import config

TECHNICIANS, VISITS, WAITING = 30, 300, 40
ROUNDS = 10
LIMIT = 200  # milliseconds, of the server and of the rendering together
LIMIT_QUERIES = 12
NOW = env.company._raya_get_day()


def person(name, role):
    group = env.ref(f"raya_service_base.group_service_{role}")
    return env["res.users"].create({"name": name, "login": name, "password": name, "group_ids": group.ids})


def fill():
    """A team with the visits of a week, ten for each technician, and what waits."""
    env.company.resource_calendar_id.attendance_ids.unlink()
    env.company.resource_calendar_id.attendance_ids = [
        (0, 0, {"name": "Hours", "dayofweek": str(day), "hour_from": 8, "hour_to": 18, "day_period": "morning"})
        for day in range(7)
    ]
    boss = person("bench_boss", "dispatcher")
    people = env["res.users"].union(*(person(f"bench_{number}", "technician") for number in range(TECHNICIANS)))
    env["hr.employee"].create([{"name": user.name, "user_id": user.id} for user in people])
    team = env["raya.team"].create({"name": "Bench", "leader_id": boss.id, "user_ids": people.ids})
    product = env["product.product"].create({"name": "Refrigerator", "type": "consu"})
    sites = env["res.partner"].create([{"name": f"Site {number}", "city": "T"} for number in range(VISITS + WAITING)])
    assets = env["raya.asset"].create(
        [{"product_id": product.id, "serial": f"B{site.id}", "partner_id": site.id} for site in sites]
    )
    jobs = env["raya.workorder"].create([{"asset_id": asset.id, "team_id": team.id} for asset in assets])
    first, _last = env["raya.board"]._get_range(env.company, False, 7)
    to_moment = env["raya.board"]._to_moment
    slots = [(user, number) for user in people for number in range(VISITS // TECHNICIANS)]
    values = []
    for job, (user, number) in zip(jobs, slots, strict=False):
        start = to_moment((first + timedelta(days=number // 2)).isoformat(), 540 + number % 2 * 120)
        times = {"date_start": start, "date_stop": start + timedelta(hours=1)}
        values.append({**times, "user_id": user.id, "workorder_ids": job.ids})
    env["raya.visit"].create(values)
    env.cr.commit()
    return boss


def measure_server(boss):
    """Milliseconds and queries of each time, the first not counted."""
    context = {"lang": "en_US", "allowed_company_ids": env.company.ids}
    board, times = env["raya.board"].with_user(boss).with_context(context), []
    for _round in range(ROUNDS + 1):
        env.invalidate_all()
        queries, start = env.cr.sql_log_count, time.perf_counter()
        found = board.get_board()
        times.append(((time.perf_counter() - start) * 1000, env.cr.sql_log_count - queries))
    assert (len(found["visits"]), len(found["queue"])) == (VISITS, WAITING), (len(found["visits"]), len(found["queue"]))
    return times[1:]


OPEN = """
(async () => {
    const { action } = odoo.__WOWL_DEBUG__.root.env.services;
    for (let round = 0; round <= %(rounds)s; round++) {
        await action.doAction("raya_service_workorder.raya_visit_action", { clearBreadcrumbs: true });
        performance.clearResourceTimings();
        const start = performance.now();
        await action.doAction("raya_service_workorder.raya_board_action", { clearBreadcrumbs: true });
        while (document.querySelectorAll(".o_raya_own").length < %(visits)s) {
            await new Promise((resolve) => requestAnimationFrame(resolve));
        }
        document.body.getBoundingClientRect();
        const whole = performance.now() - start;
        const rpc = performance.getEntriesByType("resource").filter((each) => each.name.includes("get_board"));
        console.log(`BENCH ${round} ${whole} ${rpc.reduce((sum, each) => sum + each.duration, 0)}`);
    }
    console.log("test successful");
})();
"""


class Figures(logging.Handler):
    def __init__(self):
        super().__init__()
        self.found = []

    def emit(self, record):
        words = record.getMessage().split()
        if "BENCH" in words:
            at = words.index("BENCH")
            self.found.append((float(words[at + 2]), float(words[at + 3])))


@tagged("-standard")
class BenchBoard(HttpCase):
    def test_page(self):
        code = OPEN % {"rounds": ROUNDS, "visits": VISITS}
        ready = "!!odoo.__WOWL_DEBUG__ && !!document.querySelector('.o_action_manager .o_view_controller')"
        self.browser_js("/odoo/service-visits", code, ready, login="bench_boss", timeout=120)


def measure_page():
    """Milliseconds of the whole page and of its request, each time; the first not counted."""
    config["http_port"], config["http_interface"] = 8179, "127.0.0.1"
    server.server = server.ThreadedServer(odoo.http.root)
    server.server.http_spawn()
    figures = Figures()
    logging.getLogger().addHandler(figures)
    logging.getLogger("odoo.tests").setLevel(logging.INFO)
    logging.getLogger(BenchBoard.__module__).setLevel(logging.INFO)
    # Requests of a browser share the cursor of the test that runs.
    result, module.current_test = unittest.TestResult(), BenchBoard("test_page")
    unittest.TestSuite([module.current_test]).run(result)
    assert result.wasSuccessful(), result.errors + result.failures
    assert len(figures.found) > ROUNDS, figures.found
    return figures.found[1:]


def main():
    boss = fill()
    served = measure_server(boss)
    pages = measure_page()
    on_server, queries = (statistics.median(column) for column in zip(*served, strict=True))
    rendered = statistics.median(whole - asked for whole, asked in pages)
    whole = statistics.median(whole for whole, _asked in pages)
    print(f"{TECHNICIANS} technicians, {VISITS} visits, {WAITING} cards that wait; medians of {ROUNDS}, milliseconds")
    print(f"server {on_server:.0f} ({queries:.0f} queries), rendering {rendered:.0f}, whole page {whole:.0f}")
    print(f"wanted: server and rendering at most {LIMIT}, at most {LIMIT_QUERIES} queries")
    return on_server + rendered <= LIMIT and queries <= LIMIT_QUERIES


# --- main
if not main():
    raise SystemExit("The board keeps the dispatcher waiting.")
