from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError

from .raya_call_stage import CLOSED_STATES, OPEN_STATES


class RayaCallStageMixin(models.AbstractModel):
    """The way of a call along its stages, its outcome and its reopening."""

    _name = "raya.call.stage.mixin"
    _description = "Stages of a Call"

    outcome_id = fields.Many2one(
        "raya.call.outcome", copy=False, index="btree_not_null", ondelete="restrict", tracking=True
    )
    date_done = fields.Datetime("Closed On", readonly=True, copy=False, index="btree_not_null")

    can_reopen = fields.Boolean(compute="_compute_can_reopen")

    @api.depends("state", "date_done")
    def _compute_can_reopen(self):
        for call in self:
            call.can_reopen = call._may_reopen()

    def _get_transitions(self):
        return super()._get_transitions() | {
            ("new", "referred"),
            # Solved on the phone.
            ("new", "done"),
            ("new", "cancelled"),
            ("referred", "referred"),
            ("referred", "progress"),
            ("referred", "waiting"),
            ("referred", "done"),
            ("referred", "cancelled"),
            ("progress", "referred"),
            ("progress", "waiting"),
            ("progress", "done"),
            ("waiting", "progress"),
            ("waiting", "referred"),
            ("waiting", "done"),
            ("waiting", "cancelled"),
            # Reopened: by action_reopen() alone.
            ("done", "new"),
            ("done", "progress"),
        }

    def _prepare_transition_values(self, target):
        """Which stage it is follows from the team, see ``_write_transition()``."""
        values = {"date_done": fields.Datetime.now() if target in CLOSED_STATES else False}
        return values if target == "done" else {**values, "outcome_id": False}

    def _write_transition(self, target):
        values = self._prepare_transition_values(target)
        for stage, calls in group_by_stage(self, target).items():
            calls.write({**values, "stage_id": stage.id})

    def action_start(self):
        self._transition("progress", only_from=OPEN_STATES)

    def action_wait(self):
        self._transition("waiting")

    def action_done(self):
        """Close the calls; with an outcome, where the stage wants one."""
        self._check_closable()
        for stage, calls in group_by_stage(self, "done").items():
            if stage.requires_outcome:
                calls._ask_outcome()
        self._transition("done")

    def action_cancel(self):
        self._check_operator()
        self._transition("cancelled")

    def _check_closable(self):
        """Refuse to close calls on which something is left to do, before anybody is asked for an outcome.

        Extended by add-ons that know of work on a call.

        :raises UserError: one sentence that names the call and what is left
        """

    def _ask_outcome(self):
        """Lead to the form that closes these calls, where one of them has no outcome yet.

        :raises RedirectWarning: with a button to that form
        """
        without = self.filtered(lambda call: not call.outcome_id)
        if without and not self.env.su and self.env["raya.call.outcome"].search_count([], limit=1):
            raise RedirectWarning(
                self.env._("%(call)s is closed with its outcome.", call=without[0].name),
                self.env.ref("raya_service_calls.raya_call_close_action").id,
                self.env._("Choose the Outcome"),
                {"active_model": self._name, "active_ids": self.ids, "default_call_ids": self.ids},
            )

    def action_close(self):
        """Ask for the outcome of these calls and close them."""
        action = self.env["ir.actions.act_window"]._for_xml_id("raya_service_calls.raya_call_close_action")
        return {**action, "context": {"default_call_ids": self.ids}}

    def _fit_stages(self):
        """Calls of a team stand in a stage that it passes, of the same kind."""
        for (state, team), calls in self.grouped(lambda call: (call.state, call.team_id)).items():
            strange = calls.filtered(
                lambda call, team=team: call.stage_id.team_ids and team not in call.stage_id.team_ids
            )
            if strange:
                # The kind stays, so no action is needed.
                strange.sudo().stage_id = self._get_stage(state, team)

    # --- reopening --------------------------------------------------------------------

    def action_reopen(self):
        """Bring closed calls back to those who worked on them, or to the desk where nobody did.

        :raises UserError: when a call is not closed, or the days of the company are over
        """
        self._check_state("done")
        late = self.filtered(lambda call: not call._may_reopen())[:1]
        if late:
            raise UserError(
                self.env._(
                    "%(call)s was closed more than %(days)s days ago and stays so. Make a follow-up call instead.",
                    call=late.name,
                    days=self.env["res.lang"]._raya_format_number(late.company_id.raya_reopen_days),
                )
            )
        for target, calls in self.grouped(lambda call: "progress" if call.team_id else "new").items():
            calls._transition(target, only_from="done")
        for call in self.filtered("user_id"):
            reader = call.with_context(lang=call.user_id.lang)
            call.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=reader.env._("Service call reopened"),
                user_id=call.user_id.id,
            )

    def _may_reopen(self):
        """Whether the call was closed so short a while ago that its work goes on, instead of a new call."""
        self.ensure_one()
        days = self.company_id.raya_reopen_days
        return (
            self.state == "done"
            and not self.merged_into_id
            and bool(days and self.date_done)
            and fields.Datetime.now() <= self.date_done + timedelta(days=days)
        )

    def _reopen_or_follow_up(self):
        """The call on which new words of the customer are worked on, whatever became of this one.

        The living one; reopened within the days of the company; else its open follow-up call, or a new one.
        For the portal, in superuser mode.
        """
        self.ensure_one()
        call = self._get_living()
        if call._may_reopen():
            call.action_reopen()
        answered, values = self.env["raya.mail.intake"]._get_answered(call)
        return answered or call.create(values)

    # --- what floors above tell -------------------------------------------------------

    def _on_jobs_started(self):
        """The first work on these calls began, told by the floor that does it; in one batch.

        Moves those that wait for it; a closed call is not reopened by a job.
        """
        waiting = self.filtered(lambda call: call.state in ("new", "referred", "waiting"))
        waiting.filtered(lambda call: (call.state, "progress") in call._get_transitions())._transition("progress")

    def _on_jobs_over(self):
        """The last work on these calls is over and was done, told by the floor that does it; in one batch.

        Closes them, or asks their people to, where the stage wants an outcome that nobody chose yet. A complaint is
        closed by a person alone: whether it was answered is not for a job to say.
        """
        open_ = self.filtered(lambda call: call.state in OPEN_STATES)
        asked = open_.filtered(
            lambda call: (
                call.kind == "complaint"
                or (not call.outcome_id and call._get_stage("done", call.team_id).requires_outcome)
            )
        )
        for call in asked:
            user = call.team_id.leader_id or call.user_id or call.create_uid
            reader = call.with_context(lang=user.lang)
            call.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=reader.env._("All work is done: close the call with its outcome"),
                user_id=user.id,
            )
        (open_ - asked)._transition("done")

    def _on_jobs_cancelled(self):
        """The last work on these calls was cancelled and none was done, told by the floor that does it; in one batch.

        They wait for their team again.
        """
        back = self.filtered(lambda call: call.state in ("progress", "waiting"))
        for target, calls in back.grouped(lambda call: "referred" if call.team_id else "new").items():
            # Only a job that is gone leads back to the beginning.
            calls.sudo()._write_transition(target)


def group_by_stage(calls, kind):
    """Calls by the first stage of a kind that their teams pass; each team is asked for once.

    :param calls: ``raya.call``
    :return: dict of ``raya.call`` by ``raya.call.stage``
    """
    found = {}
    for team, same in calls.grouped("team_id").items():
        stage = calls._get_stage(kind, team)
        found[stage] = found.get(stage, calls.browse()) | same
    return found
