from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class RayaApprovalMixin(models.AbstractModel):
    """A report that a technician submits and a supervisor approves or sends back.

    The model that inherits it declares ``state``, ``user_id`` (whose work it is)
    and ``team_id``.
    """

    _name = "raya.approval.mixin"
    _description = "Submitted, then approved or sent back"
    _inherit = ["raya.transition.mixin", "mail.thread", "mail.activity.mixin"]

    _protected_fields = frozenset({"state", "approved_by_id", "approved_date"})
    _approval_activities = ["raya_service_workorder.mail_activity_type_approve"]

    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_date = fields.Datetime("Approved On", readonly=True, copy=False)

    def _prepare_transition_values(self, target):
        values = super()._prepare_transition_values(target)
        if target == "approved":
            values |= {"approved_by_id": self.env.uid, "approved_date": fields.Datetime.now()}
        return values

    def _check_state_is(self, expected):
        """For actions that share their target with another or move no state."""
        others = self.filtered(lambda record: record.state != expected)
        if others:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(record)s is %(state)s. This can be done only as long as it is %(expected)s.",
                    record=others[0].display_name,
                    state=labels[others[0].state],
                    expected=labels[expected],
                )
            )

    def action_send_back(self, reason):
        """Open the reports again, with the reason the technicians read."""
        self._check_supervisor()
        self._check_state_is("submitted")
        self._transition("progress")
        self.activity_unlink(self._approval_activities)
        for record in self:
            record.message_post(
                body=self.env._("Sent back for correction: %s", reason),
                partner_ids=record.user_id.partner_id.ids,
                subtype_xmlid="mail.mt_note",
            )

    def _check_supervisor(self):
        if not self.env.user.has_group("raya_service_base.group_service_dispatcher"):
            raise AccessError(self.env._("Only a team leader or a service manager decides about work reports."))

    def _check_approver(self):
        self._check_supervisor()
        if self.env.user.has_group("raya_service_base.group_service_manager"):
            return
        own = self.filtered(lambda record: record.user_id == self.env.user)
        if own:
            raise UserError(
                self.env._(
                    "%s is your own work. Another team leader or a service manager approves it.",
                    own[0].display_name,
                )
            )

    def _ask_for_approval(self):
        for leader, records in self.grouped(lambda record: record.team_id.leader_id).items():
            if leader:
                records.activity_schedule(self._approval_activities[0], user_id=leader.id)
