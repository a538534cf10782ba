from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ProductTemplate(models.Model):
    _inherit = "product.template"

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
    def _check_raya_extension_policy(self):
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
