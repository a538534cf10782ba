from odoo import api, models
from odoo.tools import SQL

# What says whether a line sells an extended warranty, and for which unit.
EXTENSION_FIELDS = ("order_id", "product_id", "raya_asset_id", "raya_extension_policy_id")


class SaleOrderLine(models.Model):
    """Extended warranties sold by an order."""

    _name = "sale.order.line"
    _inherit = ["sale.order.line", "raya.extension.line.mixin", "raya.guest.mixin"]
    # The customer buys again for the same unit.
    _carried_fields = frozenset({"raya_asset_id"})

    @api.depends("raya_asset_id")
    def _compute_name(self):
        return super()._compute_name()

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        # Whoever copies an order need not see for which unit.
        lines.sudo().filtered("raya_asset_id")._raya_sync_extensions()
        return lines

    def write(self, vals):
        """A unit chosen later gets what was invoiced for it already."""
        result = super().write(vals)
        if "raya_asset_id" in vals:
            self._raya_sync_extensions()
        return result

    def _get_sale_order_line_multiline_description_sale(self):
        """The customer reads for which unit they buy it."""
        description = super()._get_sale_order_line_multiline_description_sale()
        # A salesperson may read no product files; the name of this one is on their order.
        unit = self.sudo().raya_asset_id
        if not unit:
            return description
        return description + "\n" + self.env._("For unit: %(unit)s", unit=unit.display_name)

    def _raya_sync_extensions(self):
        """Bring the extended warranties sold together with these lines, or for the
        units that they sold, to what the documents say."""
        # Whoever posts, delivers or cancels has no rights on coverages.
        orders = self.sudo()._raya_get_extending_orders()
        orders.order_line.filtered("raya_is_extension")._raya_grant_sold_extensions()

    def _raya_get_extending_orders(self):
        """Those of the orders of these lines that sell extended warranties, and others that do for their units.

        Every invoice asks and hardly any sells one: a query without records.
        """
        if not self:
            return self.order_id
        template, product = (self.env[name]._fields for name in ("product.template", "product.product"))
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT line.order_id
                  FROM sale_order_line line
                 WHERE (line.order_id IN %s OR line.raya_asset_id IN %s)
                   AND (line.raya_extension_policy_id IS NOT NULL
                        OR line.product_id IN (SELECT product.id
                                                 FROM product_product product
                                                 JOIN product_template template ON template.id = product.product_tmpl_id
                                                WHERE template.raya_extension_policy_id IS NOT NULL))
                """,
                tuple(self.order_id.ids),
                tuple(self.raya_asset_ids.ids) or (None,),
                to_flush=[
                    *(self._fields[name] for name in EXTENSION_FIELDS),
                    template["raya_extension_policy_id"],
                    product["product_tmpl_id"],
                ],
            )
        )
        return self.order_id.browse(order_id for (order_id,) in rows)

    def _raya_get_extension_document(self):
        return self.order_id

    def _raya_get_extension_siblings(self):
        return self.order_id.order_line

    def _raya_get_extension_units(self):
        if self.order_id.state == "cancel":
            return 0
        return sum(line._raya_get_signed_goods_quantity() for line in self.invoice_lines._raya_get_posted_goods_lines())

    def _raya_get_extension_day(self):
        return self.invoice_lines._raya_get_posted_goods_lines()[:1].move_id.invoice_date

    def _raya_get_extension_papers(self):
        """Credit notes, or else invoices, or the order."""
        if self.order_id.state == "cancel":
            return self.order_id.name
        posted = self.invoice_lines._raya_get_posted_goods_lines().move_id
        moves = posted.filtered(lambda move: move.move_type == "out_refund") or posted
        return ", ".join((moves or self.invoice_lines.move_id or self.order_id).mapped("name"))
