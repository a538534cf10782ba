from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..tools import summary


class RayaWorkorderApprovalMixin(models.AbstractModel):
    """Who approves the report of a job, by which rules, and what is exceptional about it."""

    _name = "raya.workorder.approval.mixin"
    _description = "Approval of a Job"
    _inherit = ["raya.approval.mixin"]

    _approval_conditions = ("team", "amount", "payer", "exception")

    has_open_requests = fields.Boolean(compute="_compute_has_open_requests")

    @api.depends("part_ids.qty_requested", "part_ids.qty_issued")
    def _compute_has_open_requests(self):
        for workorder in self:
            workorder.has_open_requests = bool(workorder._get_requested_parts())

    # Who decides

    def _get_approvers(self):
        """The leader of the team, the deputy where it has none; others stand in while they are away."""
        team = self.team_id.sudo()
        return team.leader_id.filtered("active") or team.deputy_id.filtered("active")

    def _get_stand_in(self, user):
        """A team says itself who leads it today."""
        team = self.team_id.sudo()
        if user == team.leader_id and (acting := team._get_acting_leader() - user):
            return acting
        return super()._get_stand_in(user)

    def _matches_approval_team(self, rule, exceptions):
        return not rule.team_ids or self.team_id in rule.team_ids

    def _matches_approval_payer(self, rule, exceptions):
        if not rule.payer:
            return True
        shares = [decision.share for decision in self._decide_lines().values()]
        return any(share < 100 if rule.payer == "customer" else share > 0 for share in shares)

    def _get_approval_amount(self):
        """Sales value of what the report charges, as it stands; floors above know the agreed prices."""
        return sum(self._get_line_amount(line) for line in self._get_chargeable_lines()[self])

    # Exceptions

    @api.model
    def _get_approval_exception_labels(self):
        return {
            **super()._get_approval_exception_labels(),
            "over_time": self.env._("Over the Standard Time"),
            "unassigned_part": self.env._("Part Not Assigned to the Fault"),
            "warranty_ends": self.env._("Warranty Nearly Expired"),
            "repeat_call": self.env._("Repeat Call"),
        }

    def _get_approval_exceptions(self):
        found = super()._get_approval_exceptions()
        keys = ("over_time", "unassigned_part", "warranty_ends", "repeat_call")
        return {
            workorder: told
            | {key: sentence for key in keys if (sentence := getattr(workorder, f"_get_exception_{key}")())}
            for workorder, told in found.items()
        }

    def _get_exception_over_time(self):
        lines = self.work_line_ids.filtered("operation_id.duration")
        actual, standard = sum(lines.mapped("hours")), sum(lines.mapped("operation_id.duration"))
        if not summary.is_over(actual, standard, self.company_id.sudo().raya_over_time_percent):
            return False
        return self.env._(
            "%(actual)s worked where %(standard)s is the standard time.",
            actual=self._format_hours(actual),
            standard=self._format_hours(standard),
        )

    def _get_exception_unassigned_part(self):
        faults = self.diagnosis_ids.fault_id | self.work_line_ids.fault_id | self.part_ids.fault_id
        needs = faults.part_need_ids | self.work_line_ids.operation_id.part_need_ids
        strange = self._get_charged_parts().product_id - needs.product_id
        if not strange:
            return False
        return self.env._(
            "%s is not among the parts of the faults and services of this job.",
            format_list(self.env, strange.mapped("display_name")),
        )

    def _get_exception_warranty_ends(self):
        limit = self._get_report_date() + timedelta(days=self.company_id.sudo().raya_expiring_days)
        for decision in self._decide_lines().values():
            end = fields.Date.to_date((decision.reason_args or {}).get("date_end"))
            if decision.share and end and end <= limit:
                day = self.env["res.lang"]._raya_format_day(end)
                return self.env._("The warranty that pays ends on %s.", day)
        return False

    def _get_exception_repeat_call(self):
        # Whoever approves need not read the earlier call.
        earlier = self.sudo().call_id.repeat_of_id
        return self.env._("The customer called about the same before: %s.", earlier.name) if earlier else False

    # Requests that are not issued

    def _get_requested_parts(self):
        """Parts of these jobs that the warehouse was asked for and has not issued."""
        return self.part_ids.filtered(
            lambda part: part.product_uom_id.compare(part.qty_requested, part.qty_issued) > 0
        )

    def _check_no_open_requests(self):
        """Refuse to close a report while the warehouse still looks for its parts: people say what becomes of them."""
        parts = self._get_requested_parts()
        if parts:
            raise UserError(
                self.env._(
                    "%(job)s: %(parts)s is requested and not issued yet. Wait for it, or cancel the request with a"
                    " reason.",
                    job=parts[0].workorder_id.display_name,
                    parts=format_list(self.env, parts.product_id.mapped("display_name")),
                )
            )

    def action_open_submission(self):
        """Show the summary of the report, from which it is submitted."""
        self.ensure_one()
        self.check_access("write")
        self._check_state(("progress", "waiting"))
        action = self.env["ir.actions.act_window"]._for_xml_id("raya_service_workorder.raya_workorder_submission_action")
        return {**action, "context": {"default_workorder_id": self.id}}
