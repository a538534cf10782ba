"""Product files of goods sold as kits, by the till, or sent straight from the supplier: apps that calls does not need."""

WORLD = """
from odoo import Command
if not env.company.chart_template:
    env["account.chart.template"].try_loading("generic_coa", env.company)
customer = env["res.partner"].create({"name": "Buyer"})
stock = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1).lot_stock_id
SERIAL = {"type": "consu", "is_storable": True, "tracking": "serial", "list_price": 100, "invoice_policy": "order"}

def make(name, **values):
    return env["product.product"].create({**SERIAL, "name": name, **values})

def make_lots(product, *names):
    lots = env["stock.lot"].create([{"name": name, "product_id": product.id} for name in names])
    for lot in lots:
        env["stock.quant"]._update_available_quantity(product, stock, 1, lot_id=lot)
    return lots

def sell(product, quantity, **values):
    line = Command.create({"product_id": product.id, "product_uom_qty": quantity, **values})
    order = env["sale.order"].create({"partner_id": customer.id, "order_line": [line]})
    order.action_confirm()
    return order

def deliver(pickings):
    pickings.move_ids.picked = True
    for picking in pickings:
        picking.with_context(skip_sms=True, skip_backorder=True).button_validate()

def brief(files):
    return [[file.product_id.name, file.serial or "", file.state] for file in files.sorted(lambda file: (file.product_id.name, file.unit_number))]
"""

KIT = (
    WORLD
    + """
indoor, outdoor, kit = make("Indoor unit"), make("Outdoor unit"), make("Split", tracking="none")
pipe = make("Pipe", tracking="none")
env["mrp.bom"].create({
    "product_tmpl_id": kit.product_tmpl_id.id,
    "type": "phantom",
    "bom_line_ids": [
        Command.create({"product_id": indoor.id, "product_qty": 2}),
        Command.create({"product_id": outdoor.id, "product_qty": 1}),
        Command.create({"product_id": pipe.id, "product_qty": 3}),
    ],
})
make_lots(indoor, "I1", "I2"), make_lots(outdoor, "O1")
env["stock.quant"]._update_available_quantity(pipe, stock, 3)
order = sell(kit, 1)
invoice = order._create_invoices()
invoice.action_post()
files = order.order_line.raya_asset_ids
before = brief(files)
deliver(order.picking_ids)
after = brief(files)
invoice.button_draft()
reset = set(order.order_line.raya_asset_ids.mapped("state"))
invoice.action_post()
again = brief(order.order_line.raya_asset_ids)
valve = make("Valve")
kit.bom_ids.bom_line_ids.filtered(lambda line: line.product_id == indoor).product_qty = 1
kit.bom_ids.bom_line_ids = [Command.create({"product_id": valve.id, "product_qty": 1})]
invoice.button_draft()
invoice.action_post()
result = {
    "before": before,
    "after": after,
    "reset": sorted(reset),
    "again": again,
    "changed": brief(order.order_line.raya_asset_ids),
}
"""
)

DROPSHIP = (
    WORLD
    + """
supplier = env["res.partner"].create({"name": "Supplier"})
route = env.ref("stock_dropshipping.route_drop_shipping")
fridge = make("Refrigerator", route_ids=route.ids, seller_ids=[Command.create({"partner_id": supplier.id, "price": 50})])
order = sell(fridge, 1)
invoice = order._create_invoices()
invoice.action_post()
before = brief(order.order_line.raya_asset_ids)
purchase = order.order_line.purchase_line_ids.order_id
purchase.button_confirm()
picking = purchase.picking_ids
lot = env["stock.lot"].create({"name": "D1", "product_id": fridge.id})
picking.move_ids.lot_ids = lot
deliver(picking)
result = {
    "from": picking.location_id.usage,
    "before": before,
    "after": brief(order.order_line.raya_asset_ids),
}
"""
)

TILL = (
    WORLD
    + """
fridge = make("Refrigerator", available_in_pos=True, taxes_id=False)
make_lots(fridge, "T1", "T2")
cash = env["account.journal"].create({"name": "Till", "type": "cash", "code": "TILL"})
method = env["pos.payment.method"].create({"name": "Till", "journal_id": cash.id})
config = env["pos.config"].create({"name": "Shop", "payment_method_ids": method.ids})
admin = env.ref("base.user_admin")
admin.group_ids |= env.ref("point_of_sale.group_pos_manager")
config.with_user(admin).open_ui()
session = config.current_session_id
session.set_opening_control(0, "")

def buy(names, **values):
    quantity = values.pop("quantity", len(names))
    amount = 100.0 * quantity
    data = {
        "amount_paid": amount, "amount_return": 0, "amount_tax": 0, "amount_total": amount,
        "company_id": env.company.id, "partner_id": customer.id, "session_id": session.id, "to_invoice": True,
        "pricelist_id": config.pricelist_id.id,
        "lines": [Command.create({
            "product_id": fridge.id, "price_unit": 100, "qty": quantity, "price_subtotal": amount,
            "price_subtotal_incl": amount, "full_product_name": fridge.name,
            "pack_lot_ids": [Command.create({"lot_name": name}) for name in names],
            **values.pop("line", {}),
        })],
        "payment_ids": [Command.create({"amount": amount, "payment_method_id": method.id})],
        **values,
    }
    ids = env["pos.order"].sync_from_ui([data])["pos.order"]
    return env["pos.order"].browse([one["id"] for one in ids])

sale = buy(["T1", "T2"])
files = sale.account_move.invoice_line_ids.raya_asset_ids
sold = brief(files)
refund = env["pos.order"].browse(sale.refund()["res_id"])
refund.add_payment({"pos_order_id": refund.id, "amount": refund.amount_total, "payment_method_id": method.id})
refund.action_pos_order_paid()
refund.to_invoice = True
refund._create_order_picking()
refund._generate_pos_order_invoice()
result = {"owner": files.partner_id.name, "sold": sold, "back": [file.state for file in files]}
"""
)


def test_each_component_of_a_kit_that_asks_for_files_has_its_own(workshop):
    database = workshop.copy("suite")
    database.install("sale_mrp")
    got = database.run(KIT)
    delivered = [["Indoor unit", "I1", "active"], ["Indoor unit", "I2", "active"], ["Outdoor unit", "O1", "active"]]
    assert got["before"] == [[name, "", "pending"] for name, _serial, _state in delivered]
    assert got["after"] == delivered
    assert got["reset"] == ["cancelled"]
    assert got["again"] == delivered
    assert got["changed"] == delivered, "the bill of materials of today does not change what was sold"


def test_goods_sent_straight_from_the_supplier_bring_their_serial(workshop):
    database = workshop.copy("suite")
    database.install("stock_dropshipping")
    got = database.run(DROPSHIP)
    assert got == {
        "from": "supplier",
        "before": [["Refrigerator", "", "pending"]],
        "after": [["Refrigerator", "D1", "active"]],
    }


def test_invoice_of_the_till_opens_a_file_for_each_serial_and_its_refund_ends_them(workshop):
    database = workshop.copy("suite")
    database.install("point_of_sale")
    got = database.run(TILL)
    assert got["owner"] == "Buyer"
    assert got["sold"] == [["Refrigerator", "T1", "active"], ["Refrigerator", "T2", "active"]]
    assert got["back"] == ["returned", "returned"]
