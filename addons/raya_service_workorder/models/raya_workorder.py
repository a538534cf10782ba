from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..tools import outcomes

# The report can be changed.
OPEN_STATES = ("draft", "progress", "waiting")
# Nothing changes any more what the report says.
CLOSED_STATES = ("submitted", "approved")
OVER_STATES = ("approved", "cancelled")


class RayaWorkorder(models.Model):
    """One job on a unit, on a call or made directly; its printed form is the work report.

    Its chapters are mixins of their own. This class keeps what they share: who
    does the job, its states, and the order in which the chapters follow them.
    """

    _name = "raya.workorder"
    _description = "Work order"
    _inherit = [
        "raya.workorder.facts.mixin",
        "raya.workorder.diagnosis.mixin",
        "raya.workorder.time.mixin",
        "raya.workorder.check.mixin",
        "raya.workorder.closing.mixin",
        "raya.workorder.parts.mixin",
        "raya.workorder.approval.mixin",
        "raya.workorder.visit.mixin",
        "raya.workorder.installation.mixin",
        "raya.workorder.waiting.mixin",
        "raya.workorder.amendment.mixin",
        "raya.workorder.paper.mixin",
        "raya.workorder.import.mixin",
        "raya.approval.mixin",
        "raya.number.mixin",
        "raya.print.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "call_id.name", "partner_id.name", "asset_id.serial"]
    _sequence_code = "raya.workorder"
    _protected_fields = frozenset({"state"})
    _open_state = "progress"
    _approver_role = "raya_service_base.group_service_dispatcher"
    _next_approver_role = "raya_service_base.group_service_manager"
    _approval_activity = "raya_service_workorder.mail_activity_type_approve"

    team_id = fields.Many2one(
        "raya.team",
        "Technical Team",
        compute="_compute_team_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        index=True,
        tracking=True,
    )
    user_id = fields.Many2one(
        "res.users",
        "Technician",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        index=True,
        tracking=True,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("progress", "In Progress"),
            ("waiting", "Waiting"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    outcome = fields.Selection(
        outcomes.OUTCOMES,
        copy=False,
        index="btree_not_null",
        tracking=True,
        help="How the job ended. Empty, when it is submitted: it was done.",
    )

    @api.depends("call_id")
    def _compute_user_id(self):
        """Of the call; who makes a job directly does it, where they are a technician."""
        has_role = self.env.user.has_group
        is_technician = has_role("raya_service_base.group_service_technician")
        is_leader = has_role("raya_service_base.group_service_dispatcher")
        own = self.env.user if is_technician and not is_leader else self.env["res.users"]
        for workorder in self:
            workorder.user_id = workorder.call_id.user_id if workorder.call_id else workorder.user_id or own

    @api.depends("call_id", "user_id")
    def _compute_team_id(self):
        for workorder in self:
            known = workorder.team_id or workorder.call_id.team_id
            workorder.team_id = known or workorder._find_team()

    @api.constrains("team_id", "user_id")
    def _check_technician_in_team(self):
        for workorder in self:
            team, user = workorder.team_id, workorder.user_id
            if team and user and user not in team.user_ids:
                raise ValidationError(
                    self.env._(
                        "%(technician)s is not in the team of %(job)s. Choose a technician of the team, or another team.",
                        technician=user.name,
                        job=workorder.display_name,
                    )
                )

    @api.constrains(lambda self: self._get_report_fields())
    def _check_header_is_open(self):
        self._check_is_open()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        started = self.filtered(lambda workorder: workorder.state not in ("draft", "cancelled"))
        if started:
            raise UserError(self.env._("%s has been started. Cancel it instead.", started[0].display_name))
        # The stock keeps what was moved for a job, and people ask why.
        moved = self.filtered(lambda workorder: workorder.version_ids or workorder.sudo().part_ids.move_ids)
        if moved:
            raise UserError(
                self.env._(
                    "Parts were moved for %s, so it stays. Cancelled, it is out of the way.", moved[0].display_name
                )
            )

    # States

    def _get_transitions(self):
        return super()._get_transitions() | {
            ("draft", "progress"),
            ("progress", "waiting"),
            ("waiting", "progress"),
            ("progress", "submitted"),
            ("waiting", "submitted"),
            # Sent back, or called back.
            ("submitted", "progress"),
            ("submitted", "approved"),
            ("draft", "cancelled"),
            ("progress", "cancelled"),
            ("waiting", "cancelled"),
            ("submitted", "cancelled"),
            ("cancelled", "draft"),
        }

    def _get_report_fields(self):
        """Names of the fields of the job itself that are part of what is approved; extended by what adds some."""
        return [
            "call_id",
            "company_id",
            "partner_id",
            "payer_id",
            "site_id",
            "asset_id",
            "product_id",
            "date_reported",
            "kind",
            "place",
            "statement",
            "team_id",
            "user_id",
            "finding",
            "outcome",
            "date_installed",
            "date_taken_over",
            "meter",
            "meter_value",
            "meter_date",
            "recommendation",
            "date_next_service",
            "customer_remark",
            "signature",
            "signed_by",
        ]

    def _check_is_open(self):
        closed = self.filtered(lambda workorder: workorder.state not in OPEN_STATES)
        if closed:
            raise UserError(
                self.env._(
                    "The report of %s is closed. Have it sent back before you change it.",
                    closed[0].display_name,
                )
            )

    def _is_open(self):
        return self.state in OPEN_STATES

    def action_start(self):
        without = self.filtered(lambda workorder: not workorder.user_id)
        if without:
            raise UserError(self.env._("Choose the technician of %s first.", without[0].display_name))
        self._transition("progress", only_from="draft")
        self.call_id._on_jobs_started()
        self.part_ids._request_at_start()

    def action_submit(self):
        self.filtered(lambda workorder: not workorder.outcome).outcome = outcomes.DONE
        self.env["raya.installation"]._fill_days(self)
        self.env["raya.workorder.version"]._take_off_signatures(self)
        return super().action_submit()

    def action_cancel(self):
        self._check_approver_role()
        self.part_ids._check_nothing_in_hand()
        self._transition("cancelled")
        self._on_cancel()

    def action_reset(self):
        self._check_approver_role()
        self._transition("draft")

    # Approval

    def _check_submission(self):
        result = super()._check_submission()
        self._check_ready()
        return result

    # Hooks: what else happens, chapter by chapter; all are batches, floors above extend them

    def _get_chargeable_lines(self):
        """What of these jobs somebody pays, in the order in which coverages pay for it.

        Extended by what adds lines of another model; who reads it asks each line for
        the rest. Before the approval it says what will be charged as it stands.

        :return: dict, a list of records (``raya.work.line``, ``raya.part`` …) by job
        """
        return {
            workorder: [*workorder.work_line_ids, *workorder.part_ids.filtered(lambda part: part.qty_reported > 0)]
            for workorder in self
        }

    def _check_ready(self):
        """Refuse a report that is not complete, when it is submitted and again when it is approved.

        Extended by what must be told before a report is closed.

        :raises UserError: one sentence that names the job and what is missing
        """
        self._check_customer()
        self._check_complete()
        self._check_steps_answered()
        self.env["raya.meter.reading"]._check_jobs(self)
        self.part_ids._check_ready()

    def _check_customer(self):
        """:raises UserError: names the job of which nobody said whose it is"""
        without = self.filtered(lambda workorder: not workorder.partner_id)
        if without:
            raise UserError(self.env._("Choose the customer of %s first.", without[0].display_name))

    def _check_paid(self):
        """Refuse jobs of which the customer has something to pay still.

        Asked before a unit goes back, where the company wants to be paid first; a batch in superuser
        mode. Extended by what knows what is billed.

        :raises UserError: one sentence that names the job and what has to be done first
        """

    def _on_submit(self):
        """Reports were submitted; in the same transaction, after their state is written.

        Extended by what closes with the report; nobody was asked to approve it yet.
        """
        self.visit_ids._release_jobs(self)
        return super()._on_submit()

    def _on_approve(self):
        """Close the reports: parts leave the technicians, their time is booked.

        Floors above extend it around ``super()``: before it the parts are still
        with the technicians and the destinations of their consumption can be
        decided, after it the moves are done (and valued) and the time is booked.
        """
        result = super()._on_approve()
        self.part_ids._consume()
        self.time_ids._book()
        self.env["raya.installation"]._record(self)
        self.env["raya.meter.reading"]._record_jobs(self)
        self.env["raya.repair.warranty"]._grant(self)
        self.env["raya.call.history"]._note_found(self)
        self._tell_calls()
        return result

    def _on_reopen(self, reason):
        """Undo what the approval caused: the mirror of ``_on_approve()``, once for the whole batch.

        The jobs are open again already, so their lines may be written. Floors above
        undo their own before ``super()``; raising refuses the amendment of the batch.

        :param str reason: why, as the approver told it
        """
        self.env["raya.repair.warranty"]._revoke(self)
        self.env["raya.installation"]._take_back(self)
        self.env["raya.meter.reading"]._strike_jobs(self, reason)
        self._counter_timesheets()
        # What it says next has to be signed again. Nobody signs for the customer.
        self.sudo().signature = False
        self.part_ids._take_back_use()

    def _on_cancel(self):
        """Jobs were cancelled; in the same transaction, after their state is written."""
        self.visit_ids._release_jobs(self)
        self.part_ids._cancel_requests()
        self._tell_calls()

    def _find_team(self):
        """The only team of the technician in the company; none where they have several."""
        domain = [("user_ids", "in", self.user_id.ids), ("company_id", "in", (self.company_id.id, False))]
        teams = self.env["raya.team"].search(domain, limit=2) if self.user_id else self.env["raya.team"]
        return teams if len(teams) == 1 else teams[:0]

    def _tell_calls(self):
        """Tell the calls of these jobs when no job of theirs is left to do: done, or given up."""
        # Also jobs that the person does not see.
        over = self.call_id.filtered(lambda call: set(call.sudo().workorder_ids.mapped("state")) <= set(OVER_STATES))
        done = over.filtered(lambda call: "approved" in call.sudo().workorder_ids.mapped("state"))
        done._on_jobs_over()
        (over - done)._on_jobs_cancelled()

    # Navigation

    def _get_list_or_form_action(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("raya_service_workorder.raya_workorder_action")
        if len(self) == 1:
            return {**action, "views": [[False, "form"]], "res_id": self.id}
        return {**action, "domain": Domain("id", "in", self.ids), "context": {}}

    def action_view_call(self):
        return self.call_id._get_records_action()

    def action_view_asset(self):
        return self.asset_id._get_records_action()
