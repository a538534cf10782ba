from odoo import fields, models


class RayaTariffSendBack(models.TransientModel):
    """Asks whoever approves a tariff why it goes back to its author."""

    _name = "raya.tariff.send.back"
    _description = "Send a tariff back"
    _inherit = ["raya.form.mixin"]

    tariff_ids = fields.Many2many(
        "raya.tariff", string="Tariffs", default=lambda self: self.env.context.get("active_ids"), required=True
    )
    reason = fields.Text(required=True)

    def action_send_back(self):
        for wizard in self:
            wizard.tariff_ids.action_send_back(wizard.reason)
