from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_list


class RayaApprovalMixin(models.AbstractModel):
    """Work that is submitted, and then approved or sent back by somebody else.

    The class declares its states, who decides, whose work it is and the activity
    by which deciding is asked for.
    """

    _name = "raya.approval.mixin"
    _description = "Submitted, then approved or sent back"
    _inherit = ["mail.thread", "mail.activity.mixin", "raya.transition.mixin"]
    _protected_fields = frozenset({"approved_by_id", "approved_date"})

    _open_state = "draft"
    _submitted_state = "submitted"
    _approved_state = "approved"
    # xml ids: the role that decides, the one that decides on their own work as
    # well, and the type of the activity that asks for it.
    _approver_role = None
    _own_approver_role = None
    _approval_activity = None
    # The field that says whose work it is.
    _author_field = "user_id"

    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_date = fields.Datetime("Approved On", readonly=True, copy=False)

    def _prepare_transition_values(self, target):
        values = super()._prepare_transition_values(target)
        if target == self._approved_state:
            values |= {"approved_by_id": self.env.uid, "approved_date": fields.Datetime.now()}
        return values

    def action_submit(self):
        self._check_submission()
        self._transition(self._submitted_state)
        self._ask_for_approval()

    def action_approve(self):
        self._check_approver()
        self._check_submission()
        self._transition(self._approved_state)
        self._on_approve()
        self.activity_feedback([self._approval_activity])

    def action_send_back(self, reason):
        """Open the work again, with the reason that its authors read."""
        self._check_approver_role()
        self._transition(self._open_state, only_from=self._submitted_state)
        self.activity_unlink([self._approval_activity])
        for record in self:
            record.message_post(
                body=self.env._("Sent back for correction: %s", reason),
                partner_ids=record._get_authors().partner_id.ids,
                subtype_xmlid="mail.mt_note",
            )

    # Hooks

    def _get_authors(self):
        """``res.users`` whose work these records are; none of them approves it."""
        return self[self._author_field]

    def _get_approvers(self):
        """``res.users`` who are asked to decide on this record; may be empty.

        Overridden by models that know who leads its authors.
        """
        return self.env["res.users"]

    def _check_submission(self):
        """Refuse what is not complete, both when it is submitted and when it is approved.

        Extended by each model, which raises a sentence that names what is missing.
        """

    def _on_approve(self):
        """What an approval causes.

        Called once for the whole batch, right after its state became the approved
        one and in the same transaction. Floors above extend it around ``super()``;
        raising refuses the approval of the whole batch.
        """

    # Who decides

    def _check_approver_role(self):
        if not self.env.user.has_group(self._approver_role):
            raise AccessError(
                self.env._(
                    "Deciding on %(records)s needs the role %(role)s. Ask somebody who has it.",
                    records=format_list(self.env, self.mapped("display_name"), "unit"),
                    # Who lacks a role need not read groups.
                    role=self.env.ref(self._approver_role).sudo().name,
                )
            )

    def _check_approver(self):
        self._check_approver_role()
        if self._own_approver_role and self.env.user.has_group(self._own_approver_role):
            return
        own = self.filtered(lambda record: self.env.user in record._get_authors())
        if own:
            raise UserError(self.env._("%s is your own work. Somebody else has to approve it.", own[0].display_name))

    def _ask_for_approval(self):
        for record in self:
            for user in record._get_approvers():
                record.activity_schedule(self._approval_activity, user_id=user.id)
