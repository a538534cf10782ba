from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RayaCallComplaintMixin(models.AbstractModel):
    """A complaint about our own service: handled by somebody else than whom it is about, answered in writing."""

    _name = "raya.call.complaint.mixin"
    _description = "Complaint About Our Service"

    concerns_user_id = fields.Many2one(
        "res.users",
        "Complaint About",
        domain=[("share", "=", False)],
        check_company=True,
        copy=False,
        tracking=True,
        help="The colleague whose work the customer complains about. Somebody else handles it.",
    )

    @api.constrains("kind", "concerns_user_id", "user_id", "team_id")
    def _check_complaint_is_handled_by_others(self):
        for call in self.filtered(lambda call: call.kind == "complaint" and call.concerns_user_id):
            concerned = call.concerns_user_id
            if concerned == call.user_id:
                raise ValidationError(
                    self.env._(
                        "%(call)s is about %(person)s, who cannot handle it. Choose another technician.",
                        call=call.name,
                        person=concerned.name,
                    )
                )
            # Whoever refers it need not read teams of others.
            if concerned == call.team_id.sudo().leader_id:
                raise ValidationError(
                    self.env._(
                        "%(call)s is about %(person)s, who leads %(team)s. Refer it to a team that somebody else leads.",
                        call=call.name,
                        person=concerned.name,
                        team=call.team_id.name,
                    )
                )

    @api.constrains("stage_id", "kind")
    def _check_complaint_is_answered(self):
        closed = self.filtered(lambda call: call.kind == "complaint" and call.state == "done")
        for call in closed:
            if self.env.user == call.concerns_user_id:
                raise ValidationError(self.env._("%(call)s is about you. Somebody else closes it.", call=call.name))
            if not call.outcome_id:
                raise ValidationError(
                    self.env._("Choose the outcome of the complaint %(call)s before it is done.", call=call.name)
                )
        unanswered = closed - self.env["raya.call.history"]._filter_answered_in_writing(closed)
        if unanswered:
            raise ValidationError(
                self.env._(
                    "The complaint %(call)s was not answered in writing. Send the customer a message first.",
                    call=unanswered[0].name,
                )
            )
