from odoo import fields, models


class RayaProcedureFeedbackWizard(models.TransientModel):
    """Asks for a remark before the feedback is given."""

    _name = "raya.procedure.feedback.wizard"
    _description = "Give Feedback on a Procedure"
    _inherit = ["raya.form.mixin"]

    version_id = fields.Many2one("raya.procedure.version", required=True, readonly=True, ondelete="cascade")
    helped = fields.Boolean(readonly=True)
    remark = fields.Text()

    def action_send(self):
        self.version_id.check_access("read")
        values = [wizard._prepare_feedback_values() for wizard in self]
        # Nobody has the right to create feedback: each is given here, in one's own name.
        self.env["raya.procedure.feedback"].sudo().create(values)._notify_author()
        return {"type": "ir.actions.act_window_close"}

    def _prepare_feedback_values(self):
        self.ensure_one()
        return {
            "version_id": self.version_id.id,
            "user_id": self.env.uid,
            "helped": self.helped,
            "remark": (self.remark or "").strip(),
        }
