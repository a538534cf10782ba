from odoo import api, models

# What a customer may read of their registrations; whatever is added later stays hidden,
# and so does the file of somebody else that has the same serial.
PORTAL_FIELDS = frozenset(
    {
        "id",
        "display_name",
        "company_id",
        "partner_id",
        "product_id",
        "product_name",
        "serial",
        "date_purchase",
        "state",
        "refusal_reason",
        "access_url",
        "access_token",
        "create_date",
        "write_date",
    }
)


class RayaAssetRegistrationPortalMixin(models.AbstractModel):
    """What customers see of their own registrations."""

    _name = "raya.asset.registration.portal.mixin"
    _description = "Product Registration: Portal"
    _inherit = ["portal.mixin"]

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for registration in self:
            registration.access_url = f"/my/products/registrations/{registration.id}"
        return result

    def _has_field_access(self, field, operation):
        """Customers read their registrations, but not what the company notes about them."""
        if not super()._has_field_access(field, operation):
            return False
        if self.env.su or not self.env.user._is_portal():
            return True
        return operation == "read" and field.name in PORTAL_FIELDS

    @api.model
    def _portal_domain(self):
        """Of a customer's registrations, those that their page lists: a confirmed one is there as a file."""
        return [("state", "!=", "confirmed")]
