from odoo import api, fields, models

from .raya_part_substitute import READERS as SUBSTITUTE_READERS
from .raya_van_stock import READERS


class ProductTemplate(models.Model):
    _inherit = "product.template"

    raya_is_old_owed = fields.Boolean(
        "Old Part Comes Back",
        help="Whoever fits such a part hands in the old one: the technician owes it until the warehouse has it.",
    )
    raya_qty_in_vans = fields.Float(
        "In Vans",
        compute="_compute_raya_qty_in_vans",
        digits="Product Unit",
        groups=READERS,
        help="Of all variants, what technicians have with them; technicians see what is theirs.",
    )

    raya_substitute_count = fields.Integer(
        "Substitutes", compute="_compute_raya_substitute_count", groups=SUBSTITUTE_READERS
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_raya_qty_in_vans(self):
        # Technicians keep what was archived since.
        with_archived = self.with_context(active_test=False)
        there = self.env["raya.van.stock"]._get_quantities(with_archived.product_variant_ids)
        for template, everything in zip(self, with_archived, strict=True):
            template.raya_qty_in_vans = sum(there.get(variant, 0.0) for variant in everything.product_variant_ids)

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_raya_substitute_count(self):
        for template in self:
            template.raya_substitute_count = sum(template.product_variant_ids.mapped("raya_substitute_count"))

    def action_raya_view_substitutes(self):
        """What may stand in for these products."""
        return self.env["raya.part.substitute"]._get_action(self.product_variant_ids)

    def action_raya_view_van_stock(self):
        """Who has these products with them, since when."""
        return self.env["raya.van.stock"]._get_action(self.with_context(active_test=False).product_variant_ids)
