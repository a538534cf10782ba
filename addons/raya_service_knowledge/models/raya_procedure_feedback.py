from odoo import fields, models
from odoo.tools import plaintext2html


class RayaProcedureFeedback(models.Model):
    """What somebody at work says of a version: whether it helped, and why."""

    _name = "raya.procedure.feedback"
    _description = "Feedback on a Procedure"
    _order = "create_date desc, id desc"
    _rec_name = "version_id"

    version_id = fields.Many2one("raya.procedure.version", required=True, index=True, ondelete="cascade", readonly=True)
    procedure_id = fields.Many2one(related="version_id.procedure_id", store=True, index=True)
    user_id = fields.Many2one("res.users", "By", required=True, index=True, ondelete="restrict", readonly=True)
    helped = fields.Boolean(readonly=True)
    remark = fields.Text(readonly=True)

    def _notify_author(self):
        """An activity for the author of each procedure; praise without words stays a number."""
        for feedback in self.filtered(lambda feedback: feedback.remark or not feedback.helped):
            # Technicians read procedures; the activity on them is made for them.
            procedure = feedback.procedure_id.sudo()
            user = procedure._get_caretaker()
            if user:
                procedure.activity_schedule("mail.mail_activity_data_todo", **feedback._prepare_activity_values(user))

    def _prepare_activity_values(self, user):
        self.ensure_one()
        env = self.with_context(lang=user.lang).env
        name = self.user_id.name
        return {
            "summary": env._("It helped %s", name) if self.helped else env._("It did not help %s", name),
            "note": plaintext2html(self.remark or ""),
            "user_id": user.id,
        }
