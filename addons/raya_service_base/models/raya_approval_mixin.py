from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_list

from ..tools.locking import lock

LEFT = ("waiting", "asked")


class RayaApprovalMixin(models.AbstractModel):
    """Work that is submitted, and then approved or sent back by somebody else.

    The class declares its states, who decides, whose work it is and the activity by
    which deciding is asked for. Who has to say yes, and in which order, is frozen into
    ``raya.approval.step`` at submission: by the rules that fit then, else whoever leads.
    """

    _name = "raya.approval.mixin"
    _description = "Submitted, then approved or sent back"
    _inherit = ["mail.thread", "mail.activity.mixin", "raya.transition.mixin"]
    _protected_fields = frozenset(
        {"submitted_by_id", "approved_by_id", "approved_date", "approval_step_ids", "sent_back_reason"}
    )

    _open_state = "draft"
    _submitted_state = "submitted"
    _approved_state = "approved"
    # xml ids: the role that decides where no rule says who, the one that is asked where
    # nobody else is left to ask, and the type of the activity that asks for it.
    _approver_role = None
    _next_approver_role = None
    _approval_activity = None
    # The field that says whose work it is.
    _author_field = "user_id"
    # Conditions of rules that the class knows; each has its ``_matches_approval_<condition>()``.
    _approval_conditions = ()

    submitted_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_date = fields.Datetime("Approved On", readonly=True, copy=False)
    approval_step_ids = fields.One2many(
        "raya.approval.step",
        "res_id",
        "Approvals",
        domain=lambda self: [("res_model", "=", self._name)],
        readonly=True,
        copy=False,
    )
    sent_back_reason = fields.Text("Sent Back Because", readonly=True, copy=False)
    can_decide = fields.Boolean("I May Decide", compute="_compute_can_decide")
    waits_for_me = fields.Boolean("Waits for Me", compute="_compute_can_decide", search="_search_waits_for_me")
    can_call_back = fields.Boolean(compute="_compute_can_decide")

    @api.depends(lambda self: [self._transition_field, "approval_step_ids.state", "approval_step_ids.asked_ids"])
    @api.depends_context("uid")
    def _compute_can_decide(self):
        # Whoever looks need not read the steps of others.
        absent = self.sudo().approval_step_ids.filtered(lambda step: step.state == "asked")._get_absent()
        for record in self:
            # As above.
            document = record.sudo()
            steps = document._get_steps("asked")
            record.can_decide = bool(steps._of_user(self.env.user, document, absent))
            record.waits_for_me = self.env.user in steps.asked_ids
            record.can_call_back = bool(steps) and record._is_called_back_by(self.env.user)

    def _search_waits_for_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        asked = Domain("state", "=", "asked") & Domain("asked_ids", "in", self.env.uid)
        return Domain("approval_step_ids", "any", asked)

    def _prepare_transition_values(self, target):
        values = super()._prepare_transition_values(target)
        if target == self._approved_state:
            values |= {"approved_by_id": self.env.uid, "approved_date": fields.Datetime.now()}
        elif target == self._submitted_state:
            values |= {"submitted_by_id": self.env.uid, "sent_back_reason": False}
        return values

    def _write_transition(self, target):
        """Whichever verb takes work out of its submission, nobody is asked about it any more."""
        result = super()._write_transition(target)
        if target not in (self._submitted_state, self._approved_state):
            self._drop_steps()
        return result

    # Submission

    def action_submit(self):
        self._check_submission()
        self._transition(self._submitted_state)
        self._on_submit()
        # Who submits need not read rules, nor the steps of others.
        documents = self.sudo()
        documents.env["raya.approval.step"]._freeze(documents)
        documents._advance()

    def action_call_back(self):
        """Open the work again, by whose it is, as long as nobody has decided on it.

        :raises UserError: naming who has decided, or whose work it is
        """
        self.check_access("write")
        self._lock_for_decision()
        self._check_transition(self._open_state, only_from=self._submitted_state)
        for record in self:
            record._check_called_back()
        self.sudo()._transition(self._open_state)
        for record in self:
            record.message_post(body=self.env._("Called back."), subtype_xmlid="mail.mt_note")

    def _check_called_back(self):
        self.ensure_one()
        decided = self.sudo()._get_steps("approved").user_id
        if decided:
            raise UserError(
                self.env._(
                    "%(person)s has decided on %(record)s already. Ask them to send it back.",
                    person=decided[0].name,
                    record=self.display_name,
                )
            )
        if not self._is_called_back_by(self.env.user):
            raise UserError(self.env._("%s is the work of somebody else. Only they call it back.", self.display_name))

    def _is_called_back_by(self, user):
        """Whether a person may take this submission back: it is theirs, and nobody has decided."""
        steps = self.sudo()._get_steps(*LEFT, "approved")
        return not steps.user_id and user in self._get_authors() | steps.create_uid

    # Decision

    def action_approve(self):
        """Say yes to all steps that ask the user; the last yes approves the work.

        :raises AccessError: when none of the steps of a record asks the user
        :raises UserError: when it is their own work, not submitted or not complete
        """
        self._lock_for_decision()
        self._check_transition(self._approved_state)
        steps = self._get_steps_to_decide()
        # Approvers may have no other right on the work than to decide on it.
        documents = self.sudo()
        documents._check_submission()
        steps._decide("approved")
        documents._advance()

    def action_send_back(self, reason):
        """Open the work again, with the reason that its authors read.

        :raises AccessError: when none of the steps of a record asks the user
        :raises UserError: without a reason, when it is their own work, or not submitted
        """
        if not (reason or "").strip():
            raise UserError(self.env._("Say what should be corrected."))
        self._lock_for_decision()
        self._check_transition(self._open_state, only_from=self._submitted_state)
        steps = self._get_steps_to_decide()
        steps._decide("sent_back", reason)
        # As above.
        documents = self.sudo()
        documents._transition(self._open_state)
        documents.write({"sent_back_reason": reason})
        for record in documents:
            record.message_post(
                body=record._get_sent_back_message(reason),
                partner_ids=record._get_authors().partner_id.ids,
                subtype_xmlid="mail.mt_note",
            )

    def _lock_for_decision(self):
        """One transaction at a time goes on with a record: of two decisions at once the second sees the first."""
        self.check_access("read")
        lock(self)

    def _get_steps_to_decide(self):
        """The steps of these records on which the user decides now, in superuser mode."""
        asked = self.sudo()._get_steps("asked")
        absent = asked._get_absent()
        return asked.browse().union(*(record._get_own_steps(absent) for record in self))

    def _get_own_steps(self, absent):
        """
        :param dict absent: of ``raya.approval.step._get_absent()``
        """
        self.ensure_one()
        # As in ``_compute_can_decide()``.
        asked = self.sudo()._get_steps("asked")
        steps = asked._of_user(self.env.user, self.sudo(), absent)
        if not steps:
            self._refuse_decision(asked)
        return steps

    def _refuse_decision(self, asked):
        """Say why the user does not decide on this record."""
        by_role = asked.filtered(lambda step: not step.rule_id)
        if by_role and not self.env.user.has_group(self._approver_role):
            self._check_approver_role()
        if self._is_own(self.env.user):
            raise UserError(self._get_own_work_message())
        if not asked.asked_ids:
            raise AccessError(
                self.env._(
                    "Nobody is left who may decide on %s. Have it called back and submitted again, so that others are"
                    " asked.",
                    self.display_name,
                )
            )
        raise AccessError(
            self.env._(
                "%(record)s waits for %(people)s. Only they decide on it.",
                record=self.display_name,
                people=format_list(self.env, asked.asked_ids.mapped("name"), "or"),
            )
        )

    def _get_own_work_message(self):
        """One sentence that says why the user does not decide on this record of their own."""
        return self.env._("%s is your own work. Somebody else has to approve it.", self.display_name)

    def _check_approver(self):
        """Refuse who lacks the role, and authors of their own work; for verbs other than a decision.

        :raises AccessError: naming the role
        :raises UserError: for their own work
        """
        self._check_approver_role()
        own = self.filtered(lambda record: record._is_own(self.env.user))
        if own:
            raise UserError(own[0]._get_own_work_message())

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

    def _is_own(self, user):
        """Whether a person has no say on this record because it is their own work."""
        return not self._is_own_decision_allowed() and user in self._get_authors()

    def _advance(self):
        """Ask what is to be asked next; approve what nobody is left to be asked about."""
        for record in self:
            record._get_steps(*LEFT)._ask_next()
        finished = self.filtered(lambda record: not record._get_steps(*LEFT))
        by_itself = finished.filtered(lambda record: not record._get_steps("approved").user_id)
        # Nobody decided, so nobody's name stands under it.
        for records in (by_itself.with_user(SUPERUSER_ID).sudo(), finished - by_itself):
            if records:
                records._transition(self._approved_state)
                records._on_approve()
        self._update_activities()

    def _drop_steps(self):
        left = self._get_steps(*LEFT)
        left._transition("dropped")
        self.sudo().approval_step_ids.is_current = False
        if self._approval_activity:
            self.activity_unlink([self._approval_activity])

    def _get_steps(self, *states):
        """Steps of the submission that stands, in these states."""
        steps = self.approval_step_ids
        # Steps of documents that are read together are read together.
        found = steps.filtered(lambda step: step.is_current and step.state in states)
        return found.with_prefetch(steps._prefetch_ids)

    def _update_activities(self):
        """Whoever is asked has an activity, and nobody else has."""
        if not self._approval_activity:
            return
        for record in self:
            asked = record.sudo()._get_steps("asked").asked_ids
            activities = record.activity_search([self._approval_activity])
            told = activities.user_id
            done = activities.filtered(lambda activity, asked=asked: activity.user_id not in asked)
            own = done.filtered(lambda activity: activity.user_id == self.env.user)
            own.action_feedback()
            (done - own).unlink()
            for user in asked - told:
                record.activity_schedule(self._approval_activity, user_id=user.id)

    # Hooks

    def _get_authors(self):
        """``res.users`` whose work these records are; none of them approves it."""
        return self[self._author_field]

    def _get_approvers(self):
        """``res.users`` who lead the authors of this record; may be empty.

        Asked where no rule fits, and by rules that ask the leader. Overridden by models
        that know who leads.
        """
        return self.env["res.users"]

    def _get_stand_in(self, user, absent):
        """``res.users`` who decides on this record today in the place of another one.

        :param absent: ``res.users`` who are away today (a leave, or the switch of the user)
        :return: their deputy while they are among these, otherwise empty. Extended by
            models whose teams name deputies.
        """
        if user.active and user not in absent:
            return user.browse()
        return user.raya_deputy_id.filtered("active") - absent

    def _get_sent_back_message(self, reason):
        """What the authors of this record read when it is sent back, one sentence with the reason.

        Overridden by models whose authors correct nothing.
        """
        return self.env._("Sent back for correction: %s", reason)

    def _get_approval_company(self):
        """``res.company`` whose rules count for this record, and whose roles are asked."""
        return ("company_id" in self._fields and self.company_id) or self.env.company

    def _is_own_decision_allowed(self):
        """Whether authors may decide on their own work; extended by models that have a setting for it."""
        return False

    def _get_approval_amount(self):
        """What this record is about, in the currency of its company and before taxes.

        Compared with the amount of rules; overridden by models that know the condition ``amount``.
        """
        return 0.0

    @api.model
    def _get_approval_exception_labels(self):
        """What may be exceptional about records of this model, as dict of labels by key.

        Extended by models that know the condition ``exception``, and by add-ons above them.
        """
        return {}

    def _get_approval_exceptions(self):
        """What is exceptional about each of these records.

        :return: dict of records, for each a dict of sentences by key of
            :meth:`_get_approval_exception_labels`; a record without any is clean.
            Extended by models and by add-ons above them, for whole batches.
        """
        return {record: {} for record in self}

    def _check_submission(self):
        """Refuse what is not complete, both when it is submitted and when it is approved.

        Extended by each model, which raises a sentence that names what is missing.
        """

    def _on_submit(self):
        """What a submission causes.

        Called once for the whole batch, right after its state became the submitted
        one and before anybody is asked. Extended by models and by add-ons above them;
        raising refuses the submission of the whole batch.
        """

    def _on_approve(self):
        """What an approval causes.

        Called once for the whole batch, right after its state became the approved
        one, in the same transaction and in superuser mode of who decided last. Floors
        above extend it around ``super()``; raising refuses the approval of the whole batch.
        """

    # Rules

    def _matches_approval_rule(self, rule, exceptions):
        """Whether all conditions of a rule hold for this record; those that its model does not know hold.

        :param dict exceptions: of this record, from :meth:`_get_approval_exceptions`
        """
        return all(
            getattr(self, f"_matches_approval_{condition}")(rule, exceptions) for condition in self._approval_conditions
        )

    def _matches_approval_amount(self, rule, exceptions):
        return not rule.amount or rule.currency_id.compare_amounts(self._get_approval_amount(), rule.amount) >= 0

    def _matches_approval_exception(self, rule, exceptions):
        return not rule.exception or rule.exception in exceptions or (rule.exception == "any" and bool(exceptions))
