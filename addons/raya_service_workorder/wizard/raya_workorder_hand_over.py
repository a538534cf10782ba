from odoo import fields, models


class RayaWorkorderHandOver(models.TransientModel):
    """Asks who goes on with a job: what the technician holds of it goes along."""

    _name = "raya.workorder.hand.over"
    _description = "Hand a job over"
    _inherit = ["raya.form.mixin"]

    workorder_ids = fields.Many2many(
        "raya.workorder", string="Work Orders", default=lambda self: self.env.context.get("active_ids"), required=True
    )
    user_id = fields.Many2one("res.users", "Technician", required=True, domain=[("share", "=", False)])

    def action_hand_over(self):
        for wizard in self:
            wizard.workorder_ids.action_hand_over(wizard.user_id)
