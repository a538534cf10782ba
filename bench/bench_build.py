# template: floor-raya_service_warranty
# ruff: noqa: F821
"""Files per second of the run over past invoices, 50,000 lines, and the memory it takes.

In the same run, plain creation of as many files as one batch has, without any
document: what the run adds is reading the documents.
"""

import time
from pathlib import Path
from unittest.mock import patch

from odoo import Command, fields

LINES = 10
INVOICES = 5_000
ENOUGH = 1_500  # files per second
GROWTH = 1.1  # most memory at the end, relative to that after a fifth
PAGE = 4096


def make_world():
    if not env.company.chart_template:
        env["account.chart.template"].try_loading("generic_coa", env.company)
    policy = env["raya.warranty.policy"].create(
        {"name": "24 months", "duration": 24, "line_ids": [Command.create({"scope": "all", "share": 100})]}
    )
    values = {"type": "consu", "list_price": 9, "raya_policy_ids": policy.ids, "raya_file_policy": "never"}
    return env["product.product"].create([{**values, "name": f"Appliance {at}"} for at in range(LINES)])


def copy_rows(table, where, count, **changed):
    """Copy rows of a table many times over, by SQL: Odoo itself would take minutes."""
    env.cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    columns = [name for (name,) in env.cr.fetchall() if name != "id" and name not in changed]
    names = ", ".join(f'"{name}"' for name in [*columns, *changed])
    values = ", ".join([*(f'"{name}"' for name in columns), *changed.values()])
    env.cr.execute(
        f"INSERT INTO {table} ({names}) SELECT {values} FROM {table}, generate_series(1, {count}) AS number WHERE {where}"
    )


def make_invoices(products):
    """Posted invoices of ten products each, for many buyers."""
    lines = [Command.create({"product_id": product.id, "quantity": 1, "tax_ids": False}) for product in products]
    buyer = env["res.partner"].create({"name": "Buyer"})
    model = env["account.move"].create(
        {"move_type": "out_invoice", "partner_id": buyer.id, "invoice_line_ids": lines, "invoice_date": "2025-03-10"}
    )
    model.action_post()
    env.flush_all()
    copy_rows(
        "account_move", f"id = {model.id}", INVOICES - 1, name="'BENCH/' || number", sequence_prefix="'BENCH/'",
        sequence_number="number", access_token="NULL",
    )  # fmt: skip
    env.cr.execute("SELECT min(id), max(id) FROM account_move WHERE name LIKE 'BENCH/%'")
    first, last = env.cr.fetchone()
    assert last - first == INVOICES - 2
    where = f"move_id = {model.id} AND display_type = 'product'"
    copy_rows("account_move_line", where, INVOICES - 1, move_id=f"{first} - 1 + number", move_name="'BENCH/' || number")
    products.raya_file_policy = "unit"
    env.cr.commit()
    env.cr.execute("ANALYZE")
    return model


def memory():
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 2**20


def plain(products, count=500):
    """Files per second of plain creation, with coverages, taken back."""
    start = time.perf_counter()
    undo = env.cr.savepoint()
    silent = {"mail_create_nosubscribe": True, "mail_create_nolog": True, "mail_notrack": True}
    env["raya.asset"].with_context(**silent).create(
        [{"product_id": products[at % LINES].id, "date_invoice": fields.Date.today()} for at in range(count)]
    )
    env.flush_all()
    rate = count / (time.perf_counter() - start)
    undo.close(rollback=True)
    return rate


def build():
    """Carry out a run; how it went on, as invoices done, seconds and megabytes."""
    run = env["raya.asset.sync.run"].create({})
    run.action_start()
    env.cr.commit()
    points, start = [], time.perf_counter()
    Cron = type(env["ir.cron"])
    commit = Cron._commit_progress

    def watch(cron, processed=0, **values):
        left = commit(cron, processed, **values)
        points.append((processed, time.perf_counter() - start, memory()))
        return left

    with patch.object(Cron, "_commit_progress", watch):
        env["raya.asset.sync.run"]._cron_run()
    return run, points


def main():
    products = make_world()
    make_invoices(products)
    plain(products)
    reference = plain(products)
    run, points = build()
    assert (run.state, run.done, run.failure_count) == ("done", INVOICES, 0), run.read()
    seconds = points[-1][1]
    early, late = points[len(points) // 5][2], points[-1][2]
    print(f"{run.done * LINES} invoice lines, {run.file_count} files opened, {seconds:.0f} s")
    print(f"{'files/s':>8} {'plain creation/s':>17} {'ratio':>6} {'MB after a fifth':>17} {'MB at the end':>14}")
    rate = run.file_count / seconds
    print(f"{rate:>8.0f} {reference:>17.0f} {rate / reference:>6.2f} {early:>17.0f} {late:>14.0f}")
    again, points = build()
    print(f"repeated: {again.file_count} files opened, {INVOICES * LINES / points[-1][1]:.0f} lines/s")
    print(f"wanted: at least {ENOUGH} files/s, at most {GROWTH:.2f} times the memory, nothing opened twice")
    return rate >= ENOUGH and late <= GROWTH * early and not again.file_count


if not main():
    raise SystemExit("Building files of past invoices is too slow, or it takes more and more memory.")
