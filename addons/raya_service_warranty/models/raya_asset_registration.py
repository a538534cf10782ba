from odoo import api, models
from odoo.fields import Domain


class RayaAssetRegistration(models.Model):
    """What customers may register where products carry promises."""

    _inherit = "raya.asset.registration"

    @api.model
    def _offered_products_domain(self):
        """Products that are sold with a promise."""
        # Names only: a customer has no rights on categories.
        promising = self.env["product.category"].sudo().search([("raya_policy_ids", "!=", False)])
        return Domain("raya_policy_ids", "!=", False) | Domain("categ_id", "child_of", promising.ids)
