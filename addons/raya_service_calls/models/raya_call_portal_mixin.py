import secrets

from odoo import api, fields, models

from odoo.addons.raya_service_asset.models.raya_asset_label_mixin import ALPHABET

# More places than a label has: it is sent, not typed.
TRACKING_LENGTH = 24


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

    def _get_tracking_url(self):
        """The address for who asked by the label: it opens how far this request is."""
        self.ensure_one()
        # Whoever asks reads nothing of the call; the token is theirs.
        call = self.sudo()
        if not call.tracking_token:
            call.tracking_token = "".join(secrets.choice(ALPHABET) for _position in range(TRACKING_LENGTH))
        return f"/service/request/{call.tracking_token}"

    @api.model
    def _find_by_tracking(self, token):
        """The living call of a request, in superuser mode; none for what is no token of ours."""
        calls = self.sudo()
        if len(token or "") != TRACKING_LENGTH or set(token) - set(ALPHABET):
            return calls.browse()
        return calls.search([("tracking_token", "=", token)], limit=1)._get_living()
