from odoo import fields, models


class RayaPartRequestRefusal(models.TransientModel):
    """Asks whoever decides why parts are not asked of the warehouse."""

    _name = "raya.part.request.refusal"
    _description = "Refuse a part request"
    _inherit = ["raya.form.mixin"]

    request_ids = fields.Many2many(
        "raya.part.request",
        string="Part Requests",
        default=lambda self: self.env.context.get("active_ids"),
        required=True,
    )
    reason = fields.Text(required=True)

    def action_refuse(self):
        for wizard in self:
            wizard.request_ids.action_send_back(wizard.reason)
