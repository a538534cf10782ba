from odoo import fields, models


class RayaWorkorderRequestMore(models.TransientModel):
    """Asks what was found that costs more than the customer agreed to pay."""

    _name = "raya.workorder.request.more"
    _description = "Ask for more than the customer agreed to"
    _inherit = ["raya.form.mixin"]

    workorder_ids = fields.Many2many(
        "raya.workorder", string="Work Orders", default=lambda self: self.env.context.get("active_ids"), required=True
    )
    reason = fields.Text("What Was Found", required=True)

    def action_request_more(self):
        self.ensure_one()
        return self.workorder_ids.action_request_more(self.reason)
