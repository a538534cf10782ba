from odoo import api, models


class RayaPortalMixin(models.AbstractModel):
    """Documents that customers read on the portal: their own only, and of them what is named here.

    Whatever is added to a document later stays hidden, and so does every file that
    hangs on it without being part of a message to them (see ``ir.attachment``).
    """

    _name = "raya.portal.mixin"
    _description = "Document That Customers Read"
    _inherit = ["portal.mixin"]
    # Of a customer's own documents, those that their page lists: a domain of each model.
    _portal_listed = ()

    def _has_field_access(self, field, operation):
        """Customers read what is meant for them, but not what the company notes about them."""
        if not super()._has_field_access(field, operation):
            return False
        if self.env.su or not self.env.user._is_portal():
            return True
        return operation == "read" and field.name in self._get_portal_fields()

    @api.model
    def _get_portal_fields(self):
        """Names of the fields that customers may read.

        Extended by each model, and by add-ons that have more to tell.

        :return: frozenset of names
        """
        return frozenset(
            {"id", "display_name", "company_id", "access_url", "access_token", "create_date", "write_date"}
        )
