from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# Who may read it, as groups of a field: all of them also see it on the product.
READERS = ",".join(
    (
        "raya_service_base.group_service_technician",
        "raya_service_base.group_service_accountant",
        "stock.group_stock_user",
    )
)


class RayaVanStock(models.Model):
    """What each technician has with them: read from the stock, kept nowhere else."""

    _name = "raya.van.stock"
    _description = "Stock of a technician"
    _auto = False
    _order = "user_id, product_id, date_in"
    _rec_name = "product_id"
    _depends = {
        "stock.quant": ["product_id", "location_id", "lot_id", "owner_id", "quantity", "in_date"],
        "stock.location": ["raya_technician_id", "company_id"],
    }

    user_id = fields.Many2one("res.users", "Technician", readonly=True)
    location_id = fields.Many2one("stock.location", readonly=True, groups="stock.group_stock_user")
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one("product.product", "Part", readonly=True)
    product_uom_id = fields.Many2one(related="product_id.uom_id")
    lot_id = fields.Many2one("stock.lot", "Lot or Serial Number", readonly=True)
    quantity = fields.Float(readonly=True, digits="Product Unit")
    date_in = fields.Datetime("Since", readonly=True)
    age = fields.Integer("Days", readonly=True, aggregator="max")
    value = fields.Monetary(
        compute="_compute_value", compute_sudo=True, groups="raya_service_base.group_service_accountant"
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT quant.id, location.raya_technician_id AS user_id, quant.location_id, location.company_id,
                   quant.product_id, quant.lot_id, quant.quantity, quant.in_date AS date_in,
                   EXTRACT(DAY FROM now() AT TIME ZONE 'UTC' - quant.in_date)::integer AS age
              FROM stock_quant quant
              JOIN stock_location location ON location.id = quant.location_id
             WHERE location.raya_technician_id IS NOT NULL AND quant.owner_id IS NULL AND quant.quantity <> 0
            """
        )

    @api.depends("quantity", "product_id", "company_id")
    def _compute_value(self):
        """At the cost of the part in the books of the company."""
        for row in self:
            row.value = row.quantity * row.product_id.with_company(row.company_id).standard_price

    @api.model
    def _get_quantities(self, products):
        """What of some products is with technicians, as far as the reader may see it.

        :param products: ``product.product``
        :return: dict of quantity by product, in its unit
        """
        return dict(self._read_group(Domain("product_id", "in", products.ids), ["product_id"], ["quantity:sum"]))

    @api.model
    def _get_action(self, products):
        """The list of these rows for some products, by technician."""
        action = self.env["ir.actions.act_window"]._for_xml_id("raya_service_workorder.raya_van_stock_action")
        return {**action, "domain": Domain("product_id", "in", products.ids)}

    def action_count(self):
        """Odoo's own counting, of the technicians of these rows."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Count"),
            "res_model": "stock.quant",
            "view_mode": "list",
            "views": [[self.env.ref("stock.view_stock_quant_tree_inventory_editable").id, "list"]],
            "domain": [("location_id", "in", self.location_id.ids)],
            "context": {"inventory_mode": True, "default_location_id": self.location_id[:1].id},
        }

    def action_refill_rules(self):
        """Minimum and maximum of what these technicians carry."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Minimum and Maximum"),
            "res_model": "stock.warehouse.orderpoint",
            "view_mode": "list",
            "views": [[self.env.ref("stock.view_warehouse_orderpoint_tree_editable").id, "list"]],
            "domain": [("location_id", "in", self.location_id.ids)],
            "context": {"default_location_id": self.location_id[:1].id},
        }
