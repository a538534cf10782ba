from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

from ..tools.pictures import is_heic

LARGEST_PROOF = 8 * 1024 * 1024
PROOF_TYPES = ("application/pdf", "image/jpeg", "image/png", "image/webp")


class RayaAssetRegistrationPortalMixin(models.AbstractModel):
    """What customers see of their own registrations, and send with them."""

    _name = "raya.asset.registration.portal.mixin"
    _description = "Product Registration: Portal"
    _inherit = ["raya.portal.mixin"]
    # A confirmed one is there as a file.
    _portal_listed = (("state", "!=", "confirmed"),)

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
    def _check_proof(self, proof):
        if not proof:
            raise UserError(self.env._("Add a picture or PDF of your invoice or receipt."))
        if len(proof) > LARGEST_PROOF:
            raise UserError(
                self.env._("The file is larger than %(limit)s MB. Send a smaller one.", limit=LARGEST_PROOF >> 20)
            )
        if is_heic(proof):
            raise UserError(
                self.env._(
                    "This is a HEIC picture, which not everybody can open. Send it as JPEG, or send a screenshot."
                )
            )
        if guess_mimetype(proof) not in PROOF_TYPES:
            raise UserError(self.env._("Send the proof as a PDF, or as a picture (JPEG, PNG or WebP)."))
