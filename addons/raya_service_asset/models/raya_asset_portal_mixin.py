from odoo import api, fields, models


class RayaAssetPortalMixin(models.AbstractModel):
    """What customers see of their own units, each owner of their own time."""

    _name = "raya.asset.portal.mixin"
    _description = "Product File: Portal"
    _inherit = ["raya.portal.mixin"]
    # A cancelled one is no unit of theirs.
    _portal_listed = (("state", "!=", "cancelled"),)

    # A moment, not the day of the event that made them the owner: a change of hands that is told late leaves what was
    # written meanwhile to the owner before, and documents correct their events without a trace of when.
    owner_since = fields.Datetime(
        "With This Owner Since",
        readonly=True,
        copy=False,
        help="When the present owner was written down. Customers read messages and files from then on; what is older "
        "was somebody else's. Empty: the first owner.",
    )

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for asset in self:
            asset.access_url = f"/my/products/{asset.id}"
        return result

    def message_update(self, msg_dict, update_vals=None):
        """A mail that goes on with what was said to an owner before is kept from the owner of today."""
        if self.env["mail.message"]._raya_goes_on_with_former_owner(self, msg_dict):
            # As an answer to a note: whoever wrote to them is told, and no customer reads it.
            msg_dict["is_internal"] = True
        return super().message_update(msg_dict, update_vals)

    @api.model
    def _get_portal_fields(self):
        return super()._get_portal_fields() | {
            "active",
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
        }
