from odoo import fields, models


class RayaAssetRefusal(models.TransientModel):
    """Asks why a registration is refused; the customer reads the answer."""

    _name = "raya.asset.refusal"
    _description = "Refusal of a Registration"

    asset_ids = fields.Many2many("raya.asset", string="Product Files", required=True)
    reason = fields.Text(required=True, help="The customer reads it: say what he can do.")

    def action_apply(self):
        for refusal in self:
            refusal.asset_ids._refuse_claims(refusal.reason)
