from odoo import fields, models


class RayaReferralRefusal(models.TransientModel):
    """Asks why calls are declined; who finds somebody else reads the answer."""

    _name = "raya.referral.refusal"
    _description = "Refusal of a Referral"
    _inherit = ["raya.form.mixin"]

    call_ids = fields.Many2many("raya.call", string="Calls", required=True)
    reason = fields.Text(required=True, help="Whoever finds somebody else reads it.")

    def action_apply(self):
        for refusal in self:
            refusal.call_ids._decline_referral(refusal.reason)
