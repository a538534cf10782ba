"""Data that nobody here wrote: Odoo's own demo company.

The template `suite-demo` is a database with Odoo's demo data in which the four
add-ons were installed afterwards, so its invoices were posted before they came.
"""

# Odoo's invoices, and how many units of goods they sold: from the invoices
# alone, line by line, without any code of ours. A credit note that came from
# the same order takes its units back.
INVOICES = """
ours = env["ir.model.data"].search([("module", "=like", "raya_service_%"), ("model", "=", "product.product")])
documents = env["account.move"].search(
    [
        ("move_type", "in", ("out_invoice", "out_refund")),
        ("state", "=", "posted"),
        ("invoice_line_ids.product_id", "not in", ours.mapped("res_id")),
    ]
)
units = {}
for line in documents.invoice_line_ids:
    if line.display_type != "product" or line.product_id.type != "consu" or line.is_downpayment:
        continue
    sold = line.sale_line_ids[:1] or line
    if sold == line and line.move_type == "out_refund":
        continue
    sign = -1 if line.move_type == "out_refund" else 1
    quantity = line.product_uom_id._compute_quantity(line.quantity, line.product_id.uom_id)
    units[sold] = units.get(sold, 0) + sign * quantity
expected = sum(int(quantity) for quantity in units.values() if quantity > 0)
"""

BUILD = """
env["product.template"].search([("type", "=", "consu")]).write({"raya_file_policy": "unit"})
companies = env["res.company"].search([])
manager = env["res.users"].create(
    {
        "name": "Service manager",
        "login": "real_manager",
        "company_ids": companies.ids,
        "group_ids": env.ref("raya_service_base.group_service_manager").ids,
    }
)
counts = []
for _repeated in range(2):
    for company in companies:
        builder = env["raya.asset.sync.run"].with_user(manager).with_company(company).create({"company_ids": company.ids})
        builder.action_start()
        env["raya.asset.sync.run"]._cron_run()
    counts.append(
        env["raya.asset"].search_count(
            [("invoice_line_id.move_id", "in", documents.ids), ("state", "in", ("pending", "active"))]
        )
    )
result = {"invoices": len(documents), "expected": expected, "counts": counts}
"""


def test_files_of_odoos_own_invoices_are_as_many_as_the_units_sold(workshop):
    database = workshop.copy("suite-demo")
    found = database.run(INVOICES + BUILD)
    assert found["invoices"] > 5, "Odoo's demo data has posted customer invoices"
    assert found["expected"] > 0
    assert found["counts"] == [found["expected"]] * 2
