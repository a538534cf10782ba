from odoo import api, fields, models


class RayaCallPortalMixin(models.AbstractModel):
    """What customers may read of their own calls; what they are shown of them is in ``raya.call.page``."""

    _name = "raya.call.portal.mixin"
    _description = "Call: Portal"
    _inherit = ["raya.portal.mixin", "rating.mixin"]

    # Opens a page that tells how far a call is, and nothing else; the customer's link tells more.
    tracking_token = fields.Char(readonly=True, copy=False, groups="base.group_system")

    _tracking_token_uniq = models.UniqueIndex(
        "(tracking_token) WHERE tracking_token IS NOT NULL", "Another call has this link already."
    )

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for call in self:
            call.access_url = f"/my/calls/{call.id}"
        return result

    @api.model
    def _get_portal_fields(self):
        """Neither who else asked for it nor who works on it, and nothing of what was told to whom."""
        return super()._get_portal_fields() | {
            "name",
            "state",
            "partner_id",
            "asset_id",
            "product_id",
            "statement",
            "preferred_times",
            "date_reported",
            "date_promised",
            "date_done",
        }
