from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, split_every

from .raya_asset_promise_mixin import CHUNK

INVOICED = ("product_id", "product_uom_id", "quantity", "move_id", "parent_state", "display_type")
LAST_SALES = """
    WITH invoiced AS (
        SELECT line.product_id,
               product.product_tmpl_id,
               move.move_type,
               move.invoice_date,
               COALESCE(move.reversed_entry_id, move.id) AS invoice_id,
               (SELECT MIN(order_line_id)
                  FROM sale_order_line_invoice_rel
                 WHERE invoice_line_id = line.id) AS order_line_id,
               line.quantity * unit.factor * CASE move.move_type WHEN 'out_refund' THEN -1 ELSE 1 END AS goods
          FROM account_move_line line
          JOIN account_move move ON move.id = line.move_id
          JOIN product_product product ON product.id = line.product_id
          JOIN uom_uom unit ON unit.id = line.product_uom_id
         WHERE product.product_tmpl_id IN %s
           AND line.parent_state = 'posted'
           AND line.display_type = 'product'
           AND move.move_type IN ('out_invoice', 'out_refund')
    ), sold AS (
        SELECT product_tmpl_id,
               move_type,
               invoice_date,
               SUM(goods) OVER (PARTITION BY product_id, invoice_id) AS left_of_invoice,
               SUM(goods) OVER (PARTITION BY product_id, COALESCE(order_line_id, -invoice_id)) AS left_of_order
          FROM invoiced
    )
    SELECT product_tmpl_id, MAX(invoice_date)
      FROM sold
     WHERE move_type = 'out_invoice' AND left_of_invoice > 0 AND left_of_order > 0
  GROUP BY product_tmpl_id
"""


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "raya.guest.mixin"]
    # A product like another is promised the same, and sells the same, whoever makes it.
    _carried_fields = frozenset({"raya_policy_ids", "raya_extension_policy_id"})

    raya_policy_ids = fields.Many2many(
        "raya.warranty.policy",
        string="Warranty Policies",
        copy=False,
        groups="raya_service_base.group_service_user",
    )
    raya_extension_policy_id = fields.Many2one(
        "raya.warranty.policy",
        "Extended Warranty Sold",
        domain=[("kind", "=", "extended")],
        copy=False,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="raya_service_base.group_service_user",
        help="Selling this service gives the extended warranty to a unit of the same order, or to a chosen one.",
    )
    raya_last_sold_on = fields.Date(
        "Last Sold On",
        readonly=True,
        copy=False,
        help="Day of the last customer invoice, of whichever company. Brought up to date by night for products "
        "whose commitment counts from it.",
    )
    raya_supplied_until = fields.Date(
        "Parts Supplied Until",
        compute="_compute_raya_supplied_until",
        groups="raya_service_base.group_service_user",
    )

    def _compute_raya_supplied_until(self):
        levels = self._raya_get_policy_levels()
        for template in self:
            found = self.env["raya.warranty.policy"].union(*levels[template]).filtered("is_from_last_sale")
            day = template.raya_last_sold_on
            template.raya_supplied_until = day and max((policy._get_end(day) for policy in found), default=False)

    @api.constrains("raya_extension_policy_id", "type")
    def _check_raya_extension_policy(self):
        # Who sells a service need not read its policy.
        for template in self.sudo().filtered("raya_extension_policy_id"):
            if template.type != "service" or template.raya_extension_policy_id.kind != "extended":
                raise ValidationError(
                    self.env._(
                        "%(product)s cannot sell an extended warranty: make it a service, and choose a policy of the "
                        "kind Extended Warranty.",
                        product=template.display_name,
                    )
                )

    def _raya_get_policy_levels(self):
        """Where policies of these products are looked for, the nearest level first.

        :return: list of ``raya.warranty.policy`` records by product: its own,
            those of its category, of the category above …
        """
        branches = {template: template.categ_id._raya_get_branch() for template in self}
        # Read all levels at once, whichever product they belong to.
        self.env["product.category"].union(*branches.values()).fetch(["raya_policy_ids"])
        return {
            template: [template.raya_policy_ids, *(category.raya_policy_ids for category in branches[template])]
            for template in self
        }

    # --- last sale of a model, from which commitments count --------------------

    @api.model
    def _raya_refresh_last_sales(self):
        """Remember the last sale of each product on which a commitment hangs, and move the ends with it."""
        domain = [("warranty_ids.policy_id.is_from_last_sale", "=", True)]
        groups = self.env["raya.asset"]._read_group(domain, ["product_id"])
        products = self.env["product.product"].union(*(product for (product,) in groups))
        for ids in split_every(CHUNK, products.product_tmpl_id.ids):
            if not self.browse(ids)._raya_refresh_last_sale():
                return

    def _raya_refresh_last_sale(self):
        """:return: whether there is time for more"""
        days = self._raya_get_last_sales()
        for template in self.filtered(lambda template: template.raya_last_sold_on != days.get(template, False)):
            template.raya_last_sold_on = days.get(template, False)
            self.env["raya.warranty"]._move_commitments(template)
            if not self.env["ir.cron"]._commit_progress(1):
                return False
        return True

    def _raya_get_last_sales(self):
        """Day of the last sale by product that was not credited altogether, in one query.

        A credit note counts for the invoice that it reverses; one that names none
        counts for its order.
        """
        move, line, product = (
            self.env[name]._fields for name in ("account.move", "account.move.line", "product.product")
        )
        rows = self.env.execute_query(
            SQL(
                LAST_SALES,
                self._ids,
                to_flush=[
                    *(line[name] for name in INVOICED),
                    *(move[name] for name in ("move_type", "invoice_date", "reversed_entry_id")),
                    product["product_tmpl_id"],
                ],
            )
        )
        return {self.browse(template): day for template, day in rows}
