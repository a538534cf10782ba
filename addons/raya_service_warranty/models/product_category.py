from odoo import fields, models

from odoo.addons.raya_service_base.tools import trees


class ProductCategory(models.Model):
    _name = "product.category"
    _inherit = ["product.category", "raya.guest.mixin"]
    # A family like another is promised the same, whoever makes it.
    _carried_fields = frozenset({"raya_policy_ids"})

    raya_policy_ids = fields.Many2many(
        "raya.warranty.policy",
        "raya_warranty_policy_product_category_rel",
        string="Warranty Policies",
        copy=False,
        groups="raya_service_base.group_service_user",
        help="Promised with products of this category and of those below it, unless one of these or the product "
        "itself has policies of the same kind.",
    )

    def _raya_get_branch(self):
        """This category and those above it, the nearest first."""
        return self.browse(reversed(trees.branch(self.parent_path)))
