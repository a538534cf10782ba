from odoo import api, fields, models


class RayaWorkorderApprovalMixin(models.AbstractModel):
    """Who approves the report of a job, and by which rules."""

    _name = "raya.workorder.approval.mixin"
    _description = "Approval of a Job"
    _inherit = ["raya.approval.mixin"]

    _approval_conditions = ("team", "amount", "payer", "exception")

    summary = fields.Html(compute="_compute_summary", sanitize=False)
    has_open_requests = fields.Boolean(compute="_compute_has_open_requests")

    @api.depends_context("lang", "uid")
    def _compute_summary(self):
        for workorder in self:
            workorder.summary = self.env["raya.workorder.summary"]._render(workorder)

    @api.depends("part_ids.qty_requested", "part_ids.qty_to_approve", "part_ids.qty_issued", "part_ids.move_ids.state")
    def _compute_has_open_requests(self):
        for workorder in self:
            workorder.has_open_requests = bool(workorder._get_requested_parts())

    def _get_authors(self):
        """Whose job it is, and whoever booked time on it: none of them decides on it."""
        # Whoever decides need not read times.
        return super()._get_authors() | self.sudo().time_ids.user_id

    def _get_approvers(self):
        """The leader of the team, the deputy where it has none; others stand in while they are away."""
        team = self.team_id.sudo()
        return team.leader_id.filtered("active") or team.deputy_id.filtered("active")

    def _get_stand_in(self, user, absent):
        """A team says itself who leads it today."""
        team = self.team_id.sudo()
        if user == team.leader_id and (acting := team._choose_leader(absent) - user):
            return acting
        return super()._get_stand_in(user, absent)

    def _matches_approval_team(self, rule, exceptions):
        return not rule.team_ids or self.team_id in rule.team_ids

    def _matches_approval_payer(self, rule, exceptions):
        if not rule.payer:
            return True
        decisions = self.env["raya.workorder.appraisal"]._decide_lines(self)
        shares = [decision.share for decision in decisions.values()]
        return any(share < 100 if rule.payer == "customer" else share > 0 for share in shares)

    def _get_approval_amount(self):
        return self.env["raya.workorder.appraisal"]._get_amount(self)

    @api.model
    def _get_approval_exception_labels(self):
        labels = self.env["raya.workorder.appraisal"]._get_exception_labels()
        return {**super()._get_approval_exception_labels(), **labels}

    def _get_approval_exceptions(self):
        found, Appraisal = super()._get_approval_exceptions(), self.env["raya.workorder.appraisal"]
        return {workorder: told | Appraisal._get_exceptions(workorder) for workorder, told in found.items()}

    def _get_deciding_fault(self, fault):
        """A line that names no fault may belong to any that was found. It is held
        against the customer only when they caused all of them."""
        faults = fault or self.diagnosis_ids.fault_id
        return (faults.filtered(lambda found: not found.is_customer_caused) or faults)[:1]

    def _get_requested_parts(self):
        """Parts of these jobs that the warehouse was asked for and has not issued, or that wait to be approved."""
        return self.part_ids.filtered(lambda part: part._is_requested())

    def action_open_submission(self):
        """Show the summary of the report, from which it is submitted."""
        self.ensure_one()
        self.check_access("write")
        self._check_state(("progress", "waiting"))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "raya_service_workorder.raya_workorder_submission_action"
        )
        return {**action, "context": {"default_workorder_id": self.id}}
