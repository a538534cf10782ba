from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .product_category import FILE_POLICIES


class ProductTemplate(models.Model):
    _inherit = "product.template"

    raya_file_policy = fields.Selection(
        FILE_POLICIES,
        "Product Files",
        help="Whether a customer invoice opens product files for this product. Empty: as in its category.",
    )
    raya_policy_ids = fields.Many2many("raya.warranty.policy", string="Warranty Policies")
    raya_extension_policy_id = fields.Many2one(
        "raya.warranty.policy",
        "Extended Warranty Sold",
        domain=[("kind", "=", "extended")],
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Selling this service gives the extended warranty to a unit of the same order, or to a chosen one.",
    )

    @api.constrains("raya_extension_policy_id", "type")
    def _check_extension_policy(self):
        for template in self.filtered("raya_extension_policy_id"):
            # Who sells a service need not read its policy.
            if template.type != "service" or template.sudo().raya_extension_policy_id.kind != "extended":
                raise ValidationError(
                    self.env._(
                        "%(product)s cannot sell an extended warranty: make it a service, and choose a policy of the "
                        "kind Extended Warranty.",
                        product=template.display_name,
                    )
                )

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
