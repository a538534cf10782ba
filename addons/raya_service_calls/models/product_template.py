from odoo import fields, models

from .product_category import FILE_POLICIES


class ProductTemplate(models.Model):
    _inherit = "product.template"

    raya_file_policy = fields.Selection(
        FILE_POLICIES,
        "Product Files",
        help="Whether a customer invoice opens product files for this product. Empty: as in its category.",
    )
    raya_policy_ids = fields.Many2many("raya.warranty.policy", string="Warranty Policies")

    def _get_file_policy(self):
        """How invoices open files of this product: ``unit``, ``line`` or ``never``.

        The product decides, then its category and the parents of that, then its
        tracking. Services never have files.
        """
        self.ensure_one()
        if self.type != "consu":
            return "never"
        by_tracking = "unit" if self.tracking == "serial" else "never"
        return self.raya_file_policy or self.categ_id._get_file_policy() or by_tracking

    def _get_file_count(self, quantity):
        """How many files ``quantity`` sold units (in the product's unit) have."""
        self.ensure_one()
        if quantity <= 0:
            return 0
        policy = self._get_file_policy()
        return {"unit": int(quantity), "line": 1, "never": 0}[policy]

    def _get_policy_levels(self):
        """Where policies of these products are looked for, the nearest level first.

        :return: list of ``raya.warranty.policy`` records by product: its own,
            those of its category, of the category above …
        """
        branches = {template: template.categ_id._get_branch() for template in self}
        # Read all levels at once, whichever product they belong to.
        self.env["product.category"].union(*branches.values()).fetch(["raya_policy_ids"])
        return {
            template: [template.raya_policy_ids, *(category.raya_policy_ids for category in branches[template])]
            for template in self
        }
