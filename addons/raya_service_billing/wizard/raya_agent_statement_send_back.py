from odoo import fields, models


class RayaAgentStatementSendBack(models.TransientModel):
    """Asks whoever approves an agent's statement why it goes back to its author."""

    _name = "raya.agent.statement.send.back"
    _description = "Send an agent statement back"
    _inherit = ["raya.form.mixin"]

    statement_ids = fields.Many2many(
        "raya.agent.statement",
        string="Statements",
        default=lambda self: self.env.context.get("active_ids"),
        required=True,
    )
    reason = fields.Text(required=True)

    def action_send_back(self):
        for wizard in self:
            wizard.statement_ids.action_send_back(wizard.reason)
