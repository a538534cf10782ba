"""Taking the add-ons out again leaves Odoo working."""

from pathlib import Path

# Sell one unit as people do: order, delivery, invoice.
SELL = """
product = env["product.product"].create(
    {"name": "Kettle", "type": "consu", "is_storable": True, "list_price": 30, "invoice_policy": "order"}
)
warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, 1)
order = env["sale.order"].create(
    {
        "partner_id": env["res.partner"].create({"name": "Buyer"}).id,
        "order_line": [(0, 0, {"product_id": product.id, "product_uom_qty": 1})],
    }
)
order.action_confirm()
order.picking_ids.move_ids.picked = True
order.picking_ids.with_context(skip_sms=True).button_validate()
invoice = order._create_invoices()
invoice.action_post()
result = {
    "delivery": order.picking_ids.state,
    "invoice": invoice.state,
    "ours": [name for name in env if name.startswith("raya.")],
    "left": env["ir.model.data"].search_count(
        [("module", "=like", "raya_%"), ("model", "=like", "ir.%")]
    ),
}
"""
ADDONS = sorted(file.parent.name for file in (Path(__file__).parents[1] / "addons").glob("*/__manifest__.py"))


def test_odoo_works_after_all_of_them_are_gone(workshop):
    database = workshop.copy("suite-demo")
    database.uninstall(*ADDONS)
    assert database.run(SELL) == {"delivery": "done", "invoice": "posted", "ours": [], "left": 0}
    columns = database.run(
        'env.cr.execute("SELECT table_name, column_name FROM information_schema.columns '
        "WHERE column_name LIKE 'raya\\\\_%' OR table_name LIKE 'raya\\\\_%'\")\n"
        "result = env.cr.fetchall()"
    )
    assert columns == [], "no column or table of ours stays behind"
