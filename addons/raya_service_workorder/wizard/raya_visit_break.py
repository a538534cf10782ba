from odoo import fields, models


class RayaVisitBreak(models.TransientModel):
    """Asks why work on site stops for a while."""

    _name = "raya.visit.break"
    _description = "Pause a visit"
    _inherit = ["raya.form.mixin"]

    visit_ids = fields.Many2many(
        "raya.visit", string="Visits", required=True, default=lambda self: self.env.context.get("active_ids")
    )
    reason = fields.Char(required=True)

    def action_pause(self):
        for wizard in self:
            wizard.visit_ids.action_pause(wizard.reason)
