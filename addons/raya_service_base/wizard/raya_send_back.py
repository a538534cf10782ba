from odoo import fields, models
from odoo.exceptions import UserError


class RayaSendBack(models.TransientModel):
    """Asks whoever decides why submitted work goes back to its author: of every model that is approved."""

    _name = "raya.send.back"
    _description = "Send back for correction"
    _inherit = ["raya.form.mixin"]

    reason = fields.Text(required=True)

    def action_send_back(self):
        """Send back what the form was opened on, by the rights of whoever decides."""
        for wizard in self:
            wizard._get_submitted().action_send_back(wizard.reason)

    def _get_submitted(self):
        """:raises UserError: where it was opened on nothing that is approved"""
        context = self.env.context
        records = self.env.get(context.get("active_model"))
        if not isinstance(records, self.pool["raya.approval.mixin"]):
            raise UserError(self.env._("Open this from what should be corrected."))
        return records.browse(context.get("active_ids") or [])
