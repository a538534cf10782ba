from odoo import fields, models


class RayaWorkorderCancelRequest(models.TransientModel):
    """Asks why parts are not needed any more: the clerk reads it."""

    _name = "raya.workorder.cancel.request"
    _description = "Cancel a parts request"
    _inherit = ["raya.form.mixin"]

    workorder_ids = fields.Many2many(
        "raya.workorder", string="Work Orders", default=lambda self: self.env.context.get("active_ids"), required=True
    )
    reason = fields.Char(required=True)

    def action_cancel_request(self):
        for wizard in self:
            wizard.workorder_ids.action_cancel_requests(wizard.reason)
