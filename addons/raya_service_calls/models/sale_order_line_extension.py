from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import extension

# What says whether a line sells an extended warranty, and for which unit.
EXTENSION_FIELDS = ("order_id", "product_id", "raya_asset_id", "raya_extension_policy_id")


class SaleOrderLine(models.Model):
    """Extended warranties sold by an order."""

    _inherit = "sale.order.line"

    raya_asset_id = fields.Many2one(
        "raya.asset",
        "For Unit",
        check_company=True,
        index="btree_not_null",
        help="The unit that this extended warranty is for. Empty: the units of the goods sold in the line before it.",
    )
    raya_extension_policy_id = fields.Many2one(
        "raya.warranty.policy",
        "Policy Sold",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The extended warranty that this line sells, fixed when it is invoiced first.",
    )
    raya_is_extension = fields.Boolean("Sells an Extended Warranty", compute="_compute_raya_is_extension")

    @api.depends("product_id.raya_extension_policy_id")
    def _compute_raya_is_extension(self):
        for line in self:
            # A salesperson sees that it extends a warranty, not by which policy.
            sold = line.sudo()
            line.raya_is_extension = bool(sold.raya_extension_policy_id or sold.product_id.raya_extension_policy_id)

    @api.depends("raya_asset_id")
    def _compute_name(self):
        return super()._compute_name()

    @api.constrains("raya_asset_id")
    def _constrain_extensions(self):
        """A unit chosen later gets what was invoiced for it already."""
        self._sync_extensions()

    def _get_sale_order_line_multiline_description_sale(self):
        """The customer reads for which unit he buys it."""
        description = super()._get_sale_order_line_multiline_description_sale()
        if not self.raya_asset_id:
            return description
        # A salesperson may read no product files; the name of this one is on his order.
        unit = self.raya_asset_id.sudo().display_name
        return description + "\n" + self.env._("For unit: %(unit)s", unit=unit)

    def _register_assets(self):
        assets = super()._register_assets()
        self._sync_extensions()
        return assets

    def _sync_extensions(self):
        """Bring the extended warranties sold together with these lines, or for the
        units that they sold, to what the documents say."""
        # Whoever posts, delivers or cancels has no rights on coverages.
        orders = self.sudo()._get_extending_orders()
        sold = orders.order_line.filtered("raya_is_extension").sorted(lambda line: line._get_extension_place())
        if sold:
            sources = [line._prepare_extension_source() for line in sold]
            self.env["raya.asset"].sudo()._grant_extensions(sources)

    def _get_extending_orders(self):
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
             LEFT JOIN product_product product ON product.id = line.product_id
             LEFT JOIN product_template template ON template.id = product.product_tmpl_id
                 WHERE COALESCE(line.raya_extension_policy_id, template.raya_extension_policy_id) IS NOT NULL
                   AND (line.order_id IN %s OR line.raya_asset_id IN %s)
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

    def _get_extension_place(self):
        return self.order_id.id, self.sequence, self.id

    def _prepare_extension_source(self):
        """What the documents of this line say; see ``raya.asset._grant_extensions()``.

        :return: dict of ``line`` and its ``document``; ``policy`` sold; ``units``
            invoiced and not credited; ``assets`` that it may be for and the
            ``pool`` that shares them; ``sold_on``; names of the ``papers``
        """
        posted = self.invoice_lines._get_posted_goods_lines()
        units = 0 if self.order_id.state == "cancel" else sum(line._get_signed_goods_quantity() for line in posted)
        goods = self._get_extended_goods()
        if units > 0 and not self.raya_extension_policy_id:
            self.raya_extension_policy_id = self.product_id.raya_extension_policy_id
        policy = self.raya_extension_policy_id or self.product_id.raya_extension_policy_id
        return {
            "line": self,
            "document": self.order_id,
            "policy": policy,
            "units": extension.whole_units(units),
            "assets": (self.raya_asset_id or goods.raya_asset_ids.sorted("unit_number"))._get_live(),
            "pool": (self.id if self.raya_asset_id else goods.id, policy.id),
            "sold_on": posted[:1].move_id.invoice_date,
            "papers": self._get_extension_papers(posted),
        }

    def _get_extended_goods(self):
        """The nearest line before this one that opens files, or else the first behind it."""
        goods = self.order_id.order_line.filtered(
            lambda line: (
                line.product_id
                and (line.raya_asset_ids or line.product_id.product_tmpl_id._get_file_policy() != "never")
            )
        )
        goods = goods.sorted(lambda line: line._get_extension_place())
        return goods.filtered(lambda line: line._get_extension_place() < self._get_extension_place())[-1:] or goods[:1]

    def _get_extension_papers(self, posted):
        """Names of the papers that people look at: credit notes, or else invoices, or the order."""
        if self.order_id.state == "cancel":
            return self.order_id.name
        moves = posted.move_id.filtered(lambda move: move.move_type == "out_refund") or posted.move_id
        return ", ".join((moves or self.invoice_lines.move_id or self.order_id).mapped("name"))
