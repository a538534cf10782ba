from odoo import api, models


class RayaAssetRegistrationPortalMixin(models.AbstractModel):
    """What customers see of their own registrations."""

    _name = "raya.asset.registration.portal.mixin"
    _description = "Product Registration: Portal"
    _inherit = ["raya.portal.mixin"]

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for registration in self:
            registration.access_url = f"/my/products/registrations/{registration.id}"
        return result

    @api.model
    def _get_portal_fields(self):
        """Not the file of somebody else that has the same serial."""
        return super()._get_portal_fields() | {
            "partner_id",
            "product_id",
            "product_name",
            "serial",
            "date_purchase",
            "state",
            "refusal_reason",
        }

    @api.model
    def _portal_domain(self):
        """A confirmed one is there as a file."""
        return [("state", "!=", "confirmed")]
