# template: floor-raya_service_workorder
# ruff: noqa: F821
"""What a job costs from the request of its parts to its approval, beside plain Odoo that moves and books the same.

A batch of 100 jobs with two parts each: requested, issued by a clerk, reported as used,
one given back and received, two minutes of work, submitted, approved. Plain Odoo makes
the same three transfers and the same timesheet for each by its own methods: slips created,
confirmed, reserved and validated in one batch, the return by its wizard. Both in turns, in
the same run; queries, and processor time of Odoo and of its PostgreSQL process together,
as others may use the machine. Printed as well: plain Odoo that makes the returns in one
batch too, which no method of its own does. `repair.order`, which makes one transfer where these make
three and books no time, is printed for comparison.
"""

import gc
import os
import statistics
import time
from copy import deepcopy
from pathlib import Path

from odoo import Command, fields

BATCH, ROUNDS = 100, 5
# Of the queries and of the time that plain Odoo takes.
WANTED = 1.3
# Queries of one more part on a job, from its request to the approval.
WANTED_PART = 25
# Of the queries per job in the first batch: those of the last, when there are many jobs.
WANTED_FLAT = 1.1
TICK = os.sysconf("SC_CLK_TCK")
# Nobody books more than a day has.
HOURS = 1 / 30


class World:
    """A technician with an employee, the clerk of the warehouse, a team with its leader, and parts enough for all."""

    def __init__(self):
        self.company = env.company
        self.warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
        self.technician = self.make_user("technician", "raya_service_base.group_service_technician")
        self.leader = self.make_user("leader", "raya_service_base.group_service_dispatcher")
        self.clerk = self.make_user("clerk", "stock.group_stock_user")
        values = {"name": "Technician", "user_id": self.technician.id, "hourly_cost": 20.0}
        self.employee = env["hr.employee"].create(values)
        self.team = env["raya.team"].create(
            {"name": "Bench", "leader_id": self.leader.id, "user_ids": self.technician.ids}
        )
        self.machine = env["product.product"].create({"name": "Machine", "type": "consu"})
        self.customer = env["res.partner"].create({"name": "Customer"})
        self.operation = self.make_operation()
        self.relay, self.fan = self.make_parts(2)
        self.van = env["stock.location"]._raya_get_of_technician(self.technician, self.company)
        self.project = env["project.project"].create({"name": "Bench", "allow_timesheets": True})
        self.team.project_id = self.project

    def make_user(self, name, role):
        values = {"name": f"bench {name}", "login": f"bench-{name}", "email": f"{name}@example.com"}
        group = env.ref(role)
        return env["res.users"].with_context(no_reset_password=True).create({**values, "group_ids": group.ids})

    def make_operation(self):
        operation = env["raya.operation"].create({"code": "BENCH", "name": "Repair", "duration": HOURS})
        operation.action_create_product()
        return operation

    def make_parts(self, number):
        values = {"type": "consu", "is_storable": True, "standard_price": 7}
        parts = env["product.product"].create([{**values, "name": f"Part {at}"} for at in range(number)])
        for part in parts:
            env["stock.quant"]._update_available_quantity(part, self.warehouse.lot_stock_id, 1_000_000)
        return parts


def make_jobs(world, number, parts):
    """Jobs that wait for their parts, as their technician sees them; of the first part two, of the others one."""
    lines = [{"product_id": part.id, "quantity": 2 if at == 0 else 1} for at, part in enumerate(parts)]
    values = {
        "partner_id": world.customer.id,
        "product_id": world.machine.id,
        "team_id": world.team.id,
        "user_id": world.technician.id,
        "outcome": "done",
        "work_line_ids": [Command.create({"operation_id": world.operation.id})],
        "part_ids": [Command.create(line) for line in lines],
    }
    jobs = env["raya.workorder"].create([deepcopy(values) for _at in range(number)])
    jobs.action_start()
    return jobs.with_user(world.technician)


def find_open(jobs, world):
    """The clerk's open slips of these jobs."""
    slips = jobs.sudo().picking_ids.filtered(lambda slip: slip.state == "assigned")
    return slips.with_user(world.clerk).sudo(False)


def do_jobs(jobs, world):
    """Steps from the request to the approval; the first part of each job was needed once only."""
    return {
        "request": jobs.action_request_parts,
        "issue": lambda: find_open(jobs, world).button_validate(),
        "use": lambda: jobs.part_ids.write({"qty_reported": 1}),
        "return": jobs.action_return_parts,
        "receive": lambda: find_open(jobs, world).button_validate(),
        "time": jobs.work_line_ids.action_take_planned,
        "submit": jobs.action_submit,
        "approve": jobs.with_user(world.leader).action_approve,
    }


class Plain:
    """The same transfers and timesheets by Odoo's own methods, as an inventory user."""

    def __init__(self, world, number, parts):
        self.world, self.number, self.parts = world, number, parts
        self.issued = self.returned = env["stock.picking"].with_user(world.clerk).sudo(False)

    def make(self, operation, source, dest, quantities, origins=None):
        moves = [
            Command.create(
                {
                    "product_id": part.id,
                    "product_uom_qty": quantity,
                    "product_uom": part.uom_id.id,
                    "location_id": source.id,
                    "location_dest_id": dest.id,
                }
            )
            for part, quantity in quantities
        ]
        values = {
            "picking_type_id": operation.id,
            "location_id": source.id,
            "location_dest_id": dest.id,
            "partner_id": self.world.technician.partner_id.id,
            "origin": "Bench",
            "move_ids": moves,
        }
        slips = self.issued.create([deepcopy(values) for _at in range(self.number)])
        for slip, origin in zip(slips, origins or (), strict=False):
            slip.move_ids.origin_returned_move_id = origin.move_ids[:1]
        slips.action_confirm()
        slips.action_assign()
        return slips

    def request(self):
        needs = [(part, 2 if at == 0 else 1) for at, part in enumerate(self.parts)]
        store = self.world.warehouse.lot_stock_id
        self.issued = self.make(self.world.warehouse.int_type_id, store, self.world.van, needs)

    def issue(self):
        self.issued.button_validate()

    def receive(self):
        self.returned.button_validate()

    def give_back(self):
        Wizard = self.issued.env["stock.return.picking"]
        for slip in self.issued:
            wizard = Wizard.create({"picking_id": slip.id})
            wizard.product_return_moves[0].quantity = 1
            self.returned |= wizard._create_return()

    def give_back_at_once(self):
        """Slips for what was issued, linked to it as the wizard does."""
        back = [(self.parts[0], 1)]
        self.returned = self.make(
            self.world.warehouse.int_type_id, self.world.van, self.world.warehouse.lot_stock_id, back, self.issued
        )

    def use(self):
        sold = self.world.customer.property_stock_customer
        needs = [(part, 1) for part in self.parts]
        self.make(self.world.warehouse.out_type_id, self.world.van, sold, needs).button_validate()

    def book(self):
        values = {
            "name": "Repair",
            "project_id": self.world.project.id,
            "employee_id": self.world.employee.id,
            "unit_amount": HOURS,
            "date": fields.Date.today(),
        }
        env["account.analytic.line"].create([deepcopy(values) for _at in range(self.number)])

    def get_steps(self):
        return {
            "request": self.request,
            "issue": self.issue,
            "return": self.give_back,
            "receive": self.receive,
            "use": self.use,
            "time": self.book,
        }


def get_processor_time():
    """Seconds of this process and of its PostgreSQL process, where this machine shows that one."""
    env.cr.execute("SELECT pg_backend_pid()")
    path = Path(f"/proc/{env.cr.fetchone()[0]}/stat")
    ticks = path.read_text().rsplit(")", 1)[1].split()[11:13] if path.exists() else []
    return time.process_time() + sum(map(int, ticks)) / TICK


def measure(steps):
    """Queries and seconds of each step, each begun with nothing in the cache and written as by a commit."""
    found = {}
    for name, step in steps.items():
        env.flush_all()
        env.invalidate_all()
        gc.collect()
        start, queries = get_processor_time(), env.cr.sql_log_count
        step()
        env.cr.flush()
        found[name] = (env.cr.sql_log_count - queries, get_processor_time() - start)
        env.cr.precommit.clear()
        env.cr.postcommit.clear()
    return found


def add_up(found):
    return tuple(sum(column) for column in zip(*found.values(), strict=True))


def measure_jobs(world, number, parts):
    jobs = make_jobs(world, number, parts)
    found = measure(do_jobs(jobs, world))
    assert set(jobs.mapped("state")) == {"approved"}, jobs.mapped("state")
    assert set(jobs.sudo().part_ids.mapped("qty_used")) == {1}
    assert set(jobs.sudo().part_ids.mapped("qty_held")) == {0}
    return found


def measure_plain(world, number, parts, at_once=False):
    plain = Plain(world, number, parts)
    found = measure(plain.get_steps() | ({"return": plain.give_back_at_once} if at_once else {}))
    assert set((plain.issued | plain.returned).mapped("state")) == {"done"}
    return found


def measure_repairs(number, parts):
    """`repair.order` confirmed, begun and ended, with as many parts."""
    machine = env["product.product"].create({"name": "Repaired", "type": "consu"})
    lines = [Command.create({"product_id": part.id, "product_uom_qty": 1, "repair_line_type": "add"}) for part in parts]
    repairs = env["repair.order"].create([{"product_id": machine.id, "move_ids": lines} for _at in range(number)])

    def end():
        for move in repairs.move_ids:
            move.quantity = 1
        repairs.action_repair_end()

    return measure({"start": repairs.action_repair_start, "end": end})


def show(found, number, name):
    for step, (queries, seconds) in found.items():
        print(f"{name:>8} {step:>9} {queries / number:>8.2f} {seconds * 1000 / number:>7.2f}")


def compare(world):
    """Ratios of queries and time in each pair; and the queries of each batch of jobs."""
    parts, pairs, ours = (world.relay | world.fan), [], []
    for at in range(ROUNDS + 1):
        both = {}
        for way in (measure_jobs, measure_plain) if at % 2 else (measure_plain, measure_jobs):
            both[way] = way(world, BATCH, parts)
        pairs.append(tuple(add_up(both[way]) for way in (measure_jobs, measure_plain)))
        ours.append(pairs[-1][0][0])
    show(both[measure_jobs], BATCH, "job")
    show(both[measure_plain], BATCH, "plain")
    queries, seconds = add_up(measure_plain(world, BATCH, parts, at_once=True))
    print(f"{'plain':>8} {'at once':>9} {queries / BATCH:>8.2f} {seconds * 1000 / BATCH:>7.2f}")
    ratios = [tuple(job / plain for job, plain in zip(*pair, strict=True)) for pair in pairs[1:]]
    for at, name in enumerate(("job", "plain")):
        queries, seconds = (statistics.median(pair[at][what] for pair in pairs[1:]) for what in (0, 1))
        print(f"{name:>8} {'in all':>9} {queries / BATCH:>8.2f} {seconds * 1000 / BATCH:>7.2f}")
    return [statistics.median(column) for column in zip(*ratios, strict=True)], ours[-1] / ours[1]


def compare_parts(world):
    """Queries of one more part on a single job."""
    parts = world.make_parts(10)
    measure_jobs(world, 1, parts)  # the first one warms up
    few, many = (add_up(measure_jobs(world, 1, parts[:number]))[0] for number in (2, 10))
    return (many - few) / 8


def print_repairs(world):
    """Odoo's own work order, installed on this copy only after the rest was measured."""
    module = env["ir.module.module"].search([("name", "=", "repair")])
    if module.state != "installed":
        env.cr.commit()
        module.button_immediate_install()
        env.transaction.reset()
    parts = env["product.product"].browse((world.relay | world.fan).ids)
    measure_repairs(BATCH, parts)
    queries, seconds = add_up(measure_repairs(BATCH, parts))
    print(f"{'repair':>8} {'in all':>9} {queries / BATCH:>8.2f} {seconds * 1000 / BATCH:>7.2f}")


def main():
    world = World()
    env.flush_all()
    print(f"{BATCH} jobs of two parts, from the request to the approval; per job; medians of {ROUNDS} pairs")
    print(f"{'':>8} {'':>9} {'queries':>8} {'ms':>7}")
    (queries, seconds), growth = compare(world)
    part = compare_parts(world)
    print(f"beside plain Odoo: {queries:.2f} of its queries, {seconds:.2f} of its time; at most {WANTED}")
    print(f"one more part on a job: {part:.1f} queries; at most {WANTED_PART}")
    print(f"queries of the last batch to those of the first: {growth:.2f}; at most {WANTED_FLAT}")
    print_repairs(world)
    return max(queries, seconds) <= WANTED and part <= WANTED_PART and growth <= WANTED_FLAT


# --- main
if not main():
    raise SystemExit("Jobs take too long from the request of their parts to the approval.")
