from odoo import fields, models

from odoo.addons.raya_service_base.tools import trees


class ProductCategory(models.Model):
    _inherit = "product.category"

    raya_policy_ids = fields.Many2many(
        "raya.warranty.policy",
        "raya_warranty_policy_product_category_rel",
        string="Warranty Policies",
        help="Promised with products of this category and of those below it, unless one of these or the product "
        "itself has policies of the same kind.",
    )

    def _raya_get_branch(self):
        """This category and those above it, the nearest first."""
        return self.browse(reversed(trees.branch(self.parent_path)))
