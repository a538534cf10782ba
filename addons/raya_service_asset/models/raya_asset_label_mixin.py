import base64
import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import sync

# Letters and digits that nobody confuses when typing the address of a label.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
TOKEN_LENGTH = 16


class RayaAssetLabelMixin(models.AbstractModel):
    """What is printed for a unit, and what its label opens."""

    _name = "raya.asset.label.mixin"
    _description = "Product File: Label"
    _inherit = ["raya.print.mixin"]

    # Stored, not derived from a secret of the database: labels outlive databases.
    # Made when a label is first printed, so that registering a sale costs nothing.
    label_token = fields.Char(readonly=True, copy=False, groups="raya_service_base.group_service_user")

    _label_token_uniq = models.UniqueIndex(
        "(label_token) WHERE label_token IS NOT NULL", "Another unit has this label already."
    )

    # --- printing ---------------------------------------------------------

    def _ensure_label_tokens(self):
        # Whoever may print a label need not be allowed to change the file.
        for asset in self.sudo().filtered(lambda asset: not asset.label_token):
            asset.label_token = "".join(secrets.choice(ALPHABET) for _position in range(TOKEN_LENGTH))

    def _check_printable(self):
        """Labels and certificates are for units that are sold and with their owners.

        :raises UserError: names the first file that is not
        """
        other = self - self._get_printable()
        if other:
            raise UserError(
                self.env._(
                    "%(file)s is not in use, so that no label and no certificate is printed for it. Leave it out.",
                    file=other[0].display_name,
                )
            )

    def _get_printable(self):
        return self.filtered(lambda asset: asset.state in sync.LIVE)

    def _get_label_url(self):
        self.ensure_one()
        self._ensure_label_tokens()
        return f"{self.get_base_url()}/service/unit/{self.sudo().label_token}"

    def _get_label_qr(self):
        """The label's address as a picture, a data URI: the printer of PDFs needs no network."""
        picture = self.env["ir.actions.report"].barcode(
            "QR", self._get_label_url(), width=200, height=200, quiet=False, barLevel="M"
        )
        return f"data:image/png;base64,{base64.b64encode(picture).decode()}"

    # --- the public page --------------------------------------------------

    @api.model
    def _find_by_label(self, token):
        """The unit that carries a label, also one that is archived; none for an address that is none of ours."""
        if len(token or "") != TOKEN_LENGTH or set(token) - set(ALPHABET):
            return self.sudo().browse()
        # Whoever has the unit at hand may ask what it is.
        domain = [("label_token", "=", token), ("active", "in", (True, False))]
        asset = self.sudo().search(domain, limit=1)
        while asset.merged_into_id:
            asset = asset.merged_into_id
        return asset
