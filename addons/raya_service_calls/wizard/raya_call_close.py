from odoo import fields, models


class RayaCallClose(models.TransientModel):
    """Asks how calls ended, and closes them."""

    _name = "raya.call.close"
    _description = "Close Calls"
    _inherit = ["raya.form.mixin"]

    call_ids = fields.Many2many("raya.call", string="Calls", required=True)
    outcome_id = fields.Many2one("raya.call.outcome", required=True, ondelete="cascade")
    note = fields.Text(help="What the colleagues should know. The customer does not read it.")

    def action_close(self):
        self.ensure_one()
        self.call_ids.outcome_id = self.outcome_id
        self.call_ids.action_done()
        if self.note:
            for call in self.call_ids:
                call.message_post(body=self.note)
        return {"type": "ir.actions.act_window_close"}
