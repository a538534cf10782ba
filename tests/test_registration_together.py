"""Two transactions at once, as two workers of the server: one file, one coverage, nothing stopped."""

from together import TOGETHER

WORLD = (
    TOGETHER
    + """
from odoo import Command

if not env.company.chart_template:
    env["account.chart.template"].try_loading("generic_coa", env.company)
policy = env["raya.warranty.policy"].create(
    {"name": "24 months", "duration": 24, "line_ids": [Command.create({"scope": "all", "share": 100})]}
)
fridge = env["product.product"].create({
    "name": "Refrigerator", "type": "consu", "is_storable": True, "tracking": "serial", "invoice_policy": "order",
    "list_price": 100, "raya_policy_ids": policy.ids,
})
stock = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1).lot_stock_id
lots = env["stock.lot"].create([{"name": name, "product_id": fridge.id} for name in ("A", "B")])
for lot in lots:
    env["stock.quant"]._update_available_quantity(fridge, stock, 1, lot_id=lot)

def sell(quantity):
    order = env["sale.order"].create({
        "partner_id": env["res.partner"].create({"name": "Buyer"}).id,
        "order_line": [Command.create({"product_id": fridge.id, "product_uom_qty": quantity})],
    })
    order.action_confirm()
    return order

def post(invoice):
    return lambda own: own["account.move"].browse(invoice.id).action_post()

def deliver(picking):
    def call(own):
        mine = own["stock.picking"].browse(picking.id)
        if mine.state != "done":
            mine.move_ids.picked = True
            mine.with_context(skip_sms=True, skip_backorder=True).button_validate()
    return call

def tell(order, errors):
    files = order.order_line.raya_asset_ids.sorted("unit_number")
    return {
        "errors": errors,
        "files": [[file.unit_number, file.serial or "", file.state] for file in files],
        "coverages": files.mapped("warranty_ids.policy_id.name") and [len(file.warranty_ids) for file in files],
        "failures": env["raya.asset.sync.failure"].search_count([]),
    }
"""
)

TWO_INVOICES = (
    WORLD
    + """
order = sell(2)
first = order._create_invoices()
first.invoice_line_ids.quantity = 1
second = order._create_invoices()
result = tell(order, refused(together(post(first), post(second))))
"""
)

POST_AND_DELIVER = (
    WORLD
    + """
order = sell(1)
invoice = order._create_invoices()
result = tell(order, refused(together(post(invoice), deliver(order.picking_ids))))
"""
)

DELIVER_TWICE = (
    WORLD
    + """
order = sell(1)
order._create_invoices().action_post()
result = tell(order, refused(together(deliver(order.picking_ids), deliver(order.picking_ids))))
"""
)

POST_AND_BUILD = (
    WORLD
    + """
fridge.raya_file_policy = "never"
order = sell(2)
first = order._create_invoices()
first.invoice_line_ids.quantity = 1
first.action_post()
second = order._create_invoices()
fridge.raya_file_policy = "unit"
builder = env["raya.asset.sync.run"].create({})
builder.action_start()
build = lambda own: own["raya.asset.sync.run"].browse(builder.id)._run_next(50)
errors = refused(together(post(second), build))
env["raya.asset.sync.failure"].search([]).action_retry()
result = tell(order, errors)
"""
)

OPEN_FILE_UNSEEN = (
    WORLD
    + """
order = sell(1)
invoice = order._create_invoices()
invoice.action_post()
order.order_line.raya_asset_ids.warranty_ids.unlink()
order.order_line.raya_asset_ids.event_ids.unlink()
order.order_line.raya_asset_ids.unlink()
register = lambda own: own["raya.asset.sync"]._sync(own["account.move"].browse(invoice.id))
errors = refused(together(register, register))
env["raya.asset.sync.failure"].search([]).action_retry()
result = tell(order, errors)
"""
)


def test_two_invoices_of_one_order_posted_at_once(workshop):
    got = workshop.copy("suite").run(TWO_INVOICES)
    assert got["files"] == [[1, "", "pending"], [2, "", "pending"]]
    assert (got["coverages"], got["errors"], got["failures"]) == ([1, 1], [], 0)


def test_invoice_posted_while_the_goods_are_delivered(workshop):
    got = workshop.copy("suite").run(POST_AND_DELIVER)
    assert got["files"] == [[1, "A", "active"]]
    assert (got["coverages"], got["errors"], got["failures"]) == ([1], [], 0)


def test_one_delivery_validated_twice_at_once(workshop):
    got = workshop.copy("suite").run(DELIVER_TWICE)
    assert got["files"] == [[1, "A", "active"]]
    assert (got["coverages"], got["errors"], got["failures"]) == ([1], [], 0)


def test_invoice_posted_while_past_invoices_are_built(workshop):
    got = workshop.copy("suite").run(POST_AND_BUILD)
    assert got["files"] == [[1, "", "pending"], [2, "", "pending"]]
    assert (got["coverages"], got["errors"], got["failures"]) == ([1, 1], [], 0)


def test_same_files_opened_at_once_by_two_that_cannot_see_each_other(workshop):
    got = workshop.copy("suite").run(OPEN_FILE_UNSEEN)
    assert got["files"] == [[1, "", "pending"]]
    assert (got["coverages"], got["errors"], got["failures"]) == ([1], [], 0)
