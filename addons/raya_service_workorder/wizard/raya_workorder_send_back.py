from odoo import fields, models


class RayaWorkorderSendBack(models.TransientModel):
    """Asks the supervisor why a report goes back to its technician."""

    _name = "raya.workorder.send.back"
    _description = "Send a work report back"
    _inherit = ["raya.form.mixin"]

    workorder_ids = fields.Many2many(
        "raya.workorder", string="Work Orders", default=lambda self: self.env.context.get("active_ids"), required=True
    )
    reason = fields.Text(required=True)

    def action_send_back(self):
        for wizard in self:
            wizard.workorder_ids.action_send_back(wizard.reason)
