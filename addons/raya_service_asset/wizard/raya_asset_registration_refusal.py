from odoo import fields, models


class RayaAssetRegistrationRefusal(models.TransientModel):
    """Asks why a registration is refused; the customer reads the answer."""

    _name = "raya.asset.registration.refusal"
    _description = "Refusal of a Registration"
    _inherit = ["raya.form.mixin"]

    registration_ids = fields.Many2many("raya.asset.registration", string="Registrations", required=True)
    reason = fields.Text(required=True, help="The customer reads it: say what they can do.")

    def action_apply(self):
        for refusal in self:
            refusal.registration_ids._refuse(refusal.reason)
