# template: floor-raya_service_warranty
# ruff: noqa: F821
"""What the product files add to the posting of invoices, beside stock Odoo in the same run.

Orders of ten refrigerators with serial numbers, delivered, are invoiced; the
drafts are posted with the add-on's hook and, in turns, without it: all in one
call, and one by one, each with nothing in the cache. Each costs what a commit
costs, too. One by one each invoice reads policies and deliveries anew: see
README.md for what that costs.
"""

import contextlib
import gc
import statistics
import time
from unittest.mock import patch

from odoo import Command
from odoo.sql_db import db_connect

INVOICES, LINES = 100, 10
ROUNDS = 7
# The files may add 15 % to the posting of 100 invoices; posted one by one they cost more, yet not more than now.
WANTED = {"all at once": 1.15, "one by one": 1.2}


def make_world():
    """A company with accounts, a refrigerator with serial numbers and a warranty of two lines."""
    if not env.company.chart_template:
        env["account.chart.template"].try_loading("generic_coa", env.company)
    policy = env["raya.warranty.policy"].create(
        {
            "name": "24 months",
            "duration": 24,
            "line_ids": [
                Command.create({"scope": "part", "share": 100}),
                Command.create({"scope": "labour", "share": 100, "duration": 12}),
            ],
        }
    )
    values = {"type": "consu", "is_storable": True, "tracking": "serial", "list_price": 900, "invoice_policy": "order"}
    return env["product.product"].create({**values, "name": "Refrigerator", "raya_policy_ids": policy.ids})


def make_orders(fridge, number):
    """Confirmed and delivered orders, a serial number for each line."""
    stock = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1).lot_stock_id
    names = [f"B{number}-{at}" for at in range(INVOICES * LINES)]
    lots = env["stock.lot"].create([{"name": name, "product_id": fridge.id} for name in names])
    env["stock.quant"].create(
        [{"product_id": fridge.id, "location_id": stock.id, "lot_id": lot.id, "quantity": 1} for lot in lots]
    )
    buyers = env["res.partner"].create([{"name": f"Buyer {number}-{at}"} for at in range(INVOICES)])
    lines = [Command.create({"product_id": fridge.id, "product_uom_qty": 1}) for _line in range(LINES)]
    orders = env["sale.order"].create([{"partner_id": buyer.id, "order_line": lines} for buyer in buyers])
    orders.action_confirm()
    orders.picking_ids.move_ids.picked = True
    orders.picking_ids.move_ids._action_done()
    assert set(orders.picking_ids.move_ids.mapped("state")) == {"done"}
    return orders


def hooks(switched_on):
    """The add-on as it is, or with its hook taken out."""
    if switched_on:
        return contextlib.nullcontext()
    return patch.object(type(env["raya.asset.sync"]), "_sync", lambda *args, **kwargs: env["raya.asset"])


def post(invoices, one_by_one):
    """Seconds that posting takes, all written, and the files it opened; then everything is taken back."""
    env.invalidate_all()
    gc.collect()
    start = time.perf_counter()
    for batch in invoices if one_by_one else [invoices]:
        batch.browse(batch.ids).action_post()
        # As a commit does: also what Odoo leaves for its end, such as the tracking of
        # changes. The savepoint of the files does that part earlier.
        env.cr.flush()
        if one_by_one:
            env.invalidate_all()
    seconds = time.perf_counter() - start
    files = env["raya.asset"].search_count([("invoice_line_id", "in", invoices.invoice_line_ids.ids)])
    env.cr.rollback()
    sweep()
    return seconds, files


def sweep():
    """The rows that were taken back would slow the next posting; PostgreSQL learns what the tables hold."""
    with contextlib.closing(db_connect(env.cr.dbname).cursor()) as cr:
        cr._cnx.autocommit = True
        cr.execute("VACUUM ANALYZE")


def run():
    """Ratio of the time with files to that without, by way to post: the median of pairs, one after the other."""
    fridge = make_world()
    invoices = make_orders(fridge, 0)._create_invoices()
    assert len(invoices) == INVOICES
    assert len(invoices.invoice_line_ids) == INVOICES * LINES
    # On a copy of the database, which goes afterwards.
    env.cr.commit()
    sweep()
    print(f"posting {INVOICES} invoices of {LINES} refrigerators with serial numbers; medians of {ROUNDS} pairs")
    print(f"{'':>12} {'stock s':>8} {'with files s':>13} {'ratio':>6} {'at most':>8} {'ms per file':>12}")
    return {way: measure(invoices, way) for way in WANTED}


def measure(invoices, way):
    pairs = []
    for number in range(ROUNDS + 1):
        seconds = {}
        for switched_on in (False, True) if number % 2 else (True, False):
            with hooks(switched_on):
                seconds[switched_on], files = post(invoices, way == "one by one")
            assert files == (INVOICES * LINES if switched_on else 0), files
        pairs.append((seconds[False], seconds[True]))
    pairs = pairs[1:]  # the first one warms up
    stock, ours = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(with_files / without for without, with_files in pairs)
    per_file = (ours - stock) * 1000 / INVOICES / LINES
    print(f"{way:>12} {stock:>8.2f} {ours:>13.2f} {ratio:>6.3f} {WANTED[way]:>8.2f} {per_file:>12.2f}")
    return ratio


if any(ratio > WANTED[way] for way, ratio in run().items()):
    raise SystemExit("Posting with product files takes too long.")
