from odoo import api, models

# What a customer may read of their files; whatever is added to files later stays hidden.
PORTAL_FIELDS = {
    "id",
    "active",
    "display_name",
    "company_id",
    "product_id",
    "serial",
    "quantity",
    "partner_id",
    "site_id",
    "state",
    "date_invoice",
    "date_delivery",
    "date_installation",
    "date_activation",
    "access_url",
    "access_token",
    "create_date",
    "write_date",
}


class RayaAssetPortalMixin(models.AbstractModel):
    """What customers see of their own units."""

    _name = "raya.asset.portal.mixin"
    _description = "Product File: Portal"
    _inherit = ["portal.mixin"]

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for asset in self:
            asset.access_url = f"/my/products/{asset.id}"
        return result

    def _has_field_access(self, field, operation):
        """Customers read their files, but not what the company notes about them."""
        if not super()._has_field_access(field, operation):
            return False
        if self.env.su or not self.env.user._is_portal():
            return True
        return operation == "read" and field.name in self._get_portal_fields()

    @api.model
    def _get_portal_fields(self):
        """Names of the fields that customers may read of their files; extended by add-ons that have more to tell."""
        return PORTAL_FIELDS

    @api.model
    def _portal_domain(self):
        """Of a customer's files, those that their page lists."""
        return [("state", "!=", "cancelled")]
