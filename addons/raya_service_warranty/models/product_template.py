from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import split_every

from .raya_asset_promise_mixin import CHUNK


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
        """Day of the last posted customer invoice by product, in one query."""
        domain = [
            ("product_id.product_tmpl_id", "in", self.ids),
            ("parent_state", "=", "posted"),
            ("display_type", "=", "product"),
            ("move_id.move_type", "=", "out_invoice"),
        ]
        days = {}
        for product, day in self.env["account.move.line"]._read_group(domain, ["product_id"], ["invoice_date:max"]):
            template = product.product_tmpl_id
            days[template] = max(filter(None, (days.get(template), day)), default=False)
        return days
