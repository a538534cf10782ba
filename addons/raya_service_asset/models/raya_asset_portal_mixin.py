import uuid

from odoo import api, fields, models


class RayaAssetPortalMixin(models.AbstractModel):
    """What customers see of their own units, each owner of their own time."""

    _name = "raya.asset.portal.mixin"
    _description = "Product File: Portal"
    _inherit = ["raya.portal.mixin"]

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

    @api.model
    def _portal_domain(self):
        """A cancelled one is no unit of theirs."""
        return [("state", "!=", "cancelled")]

    def _begin_conversation(self, former):
        """These units have another owner from this moment on, whatever the day on which they changed hands.

        Links that were mailed to the owner before open nothing any more, they get no
        further message, and what was written until now stays theirs.

        :param former: the customer who had these units before, if any
        """
        # Whose a unit is follows from documents and forms; nobody writes this by hand.
        for asset in self.sudo():
            asset.write({"access_token": str(uuid.uuid4()), "owner_since": self.env.cr.now()})
            theirs = asset.message_partner_ids.filtered(lambda partner: partner.commercial_partner_id == former)
            asset.message_unsubscribe(theirs.ids)
