from odoo import SUPERUSER_ID, Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list

OPEN_STATES = ("draft", "progress")
OVER_STATES = ("approved", "cancelled")


class RayaWorkorder(models.Model):
    """One job on a call; its printed form is the work report."""

    _name = "raya.workorder"
    _description = "Work order"
    _inherit = ["raya.approval.mixin", "raya.number.mixin", "raya.print.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "call_id.name"]
    _sequence_code = "raya.workorder"
    # What is read from the call is not told otherwise.
    _protected_fields = frozenset({"state", "reference_id", "company_id", "partner_id", "asset_id", "product_id"})
    _open_state = "progress"
    _approver_role = "raya_service_base.group_service_dispatcher"
    _own_approver_role = "raya_service_base.group_service_manager"
    _approval_activity = "raya_service_workorder.mail_activity_type_approve"

    call_id = fields.Many2one(
        "raya.call",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    company_id = fields.Many2one(related="call_id.company_id", store=True, precompute=True, index=True)
    partner_id = fields.Many2one(related="call_id.partner_id", string="Customer", store=True, index=True)
    asset_id = fields.Many2one(related="call_id.asset_id", string="Product File", store=True, index="btree_not_null")
    product_id = fields.Many2one(related="call_id.product_id", store=True, index="btree_not_null")
    show_all_codes = fields.Boolean("Offer All Codes", help="Also faults and services of other products.")
    fault_domain = fields.Binary(compute="_compute_code_domains")
    operation_domain = fields.Binary(compute="_compute_code_domains")
    statement = fields.Text(related="call_id.statement")
    coverage_status = fields.Selection(related="call_id.coverage_status")
    coverage_reason = fields.Text(related="call_id.coverage_reason")
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
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    finding = fields.Text("Findings", help="What the customer should know about the job.")
    diagnosis_ids = fields.One2many(
        "raya.diagnosis",
        "workorder_id",
        compute="_compute_diagnosis_ids",
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
    )
    work_line_ids = fields.One2many("raya.work.line", "workorder_id", string="Services", copy=True)
    part_ids = fields.One2many("raya.part", "workorder_id", string="Parts", copy=True)
    reference_id = fields.Many2one("stock.reference", readonly=True, copy=False)
    picking_ids = fields.One2many(
        "stock.picking", "raya_workorder_id", string="Transfers", groups="stock.group_stock_user"
    )
    picking_count = fields.Integer("Number of Transfers", compute="_compute_picking_count", compute_sudo=True)
    hours = fields.Float("Total Time", compute="_compute_hours")
    can_request = fields.Boolean(compute="_compute_can_move_parts")
    can_return = fields.Boolean(compute="_compute_can_move_parts")

    @api.depends("call_id")
    def _compute_team_id(self):
        for workorder in self:
            workorder.team_id = workorder.call_id.team_id

    @api.depends("call_id")
    def _compute_user_id(self):
        for workorder in self:
            workorder.user_id = workorder.call_id.user_id

    @api.depends("call_id")
    def _compute_diagnosis_ids(self):
        """Every statement of the customer waits for an answer."""
        for workorder in self:
            workorder.diagnosis_ids = [Command.clear()] + [
                Command.create({"statement_id": told.id, "symptom_id": told.symptom_id.id})
                for told in workorder.call_id.statement_ids
            ]

    @api.depends("product_id", "show_all_codes")
    def _compute_code_domains(self):
        Fault, Operation = self.env["raya.fault"], self.env["raya.operation"]
        for workorder in self:
            product = workorder.product_id[:0] if workorder.show_all_codes else workorder.product_id
            workorder.fault_domain = list(Fault._applicable_domain(product))
            workorder.operation_domain = list(Operation._applicable_domain(product) & Domain("product_id", "!=", False))

    def _compute_picking_count(self):
        counts = dict(
            self.env["stock.picking"]._read_group(
                [("raya_workorder_id", "in", self.ids)], ["raya_workorder_id"], ["__count"]
            )
        )
        for workorder in self:
            workorder.picking_count = counts.get(workorder, 0)

    @api.depends("work_line_ids.hours")
    def _compute_hours(self):
        for workorder in self:
            workorder.hours = sum(workorder.work_line_ids.mapped("hours"))

    @api.depends("state", "part_ids.quantity", "part_ids.qty_requested", "part_ids.qty_held")
    def _compute_can_move_parts(self):
        for workorder in self:
            parts = workorder.part_ids if workorder.state == "progress" else workorder.part_ids[:0]
            workorder.can_request = any(part.quantity > part.qty_requested for part in parts)
            workorder.can_return = bool(parts._get_quantities_to_return())

    @api.constrains("call_id", "team_id", "user_id", "finding")
    def _check_header_is_open(self):
        self._check_is_open()

    @api.constrains("user_id")
    def _check_technician_holds_no_parts(self):
        if any(
            move.location_dest_id.raya_technician_id not in (workorder.user_id, self.env["res.users"])
            for workorder in self
            for move in workorder.part_ids._get_moves()
        ):
            raise UserError(
                self.env._(
                    "Parts were requested for the technician of this job already."
                    " Cancel it and make a work order for the other technician."
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        started = self.filtered(lambda workorder: workorder.state not in ("draft", "cancelled"))
        if started:
            raise UserError(self.env._("%s has been started. Cancel it instead.", started[0].display_name))

    # States

    def _get_transitions(self):
        return super()._get_transitions() | {
            ("draft", "progress"),
            ("progress", "submitted"),
            ("submitted", "progress"),
            ("submitted", "approved"),
            ("draft", "cancelled"),
            ("progress", "cancelled"),
            ("submitted", "cancelled"),
            ("cancelled", "draft"),
        }

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

    def action_submit(self):
        result = super().action_submit()
        self.part_ids._cancel_requests()
        return result

    def action_cancel(self):
        self._check_approver_role()
        self._check_nothing_in_hand()
        self._transition("cancelled")
        self.part_ids._cancel_requests()
        self.part_ids._cancel_plans()
        self.activity_unlink([self._approval_activity])
        self._tell_calls()

    def action_reset(self):
        self._check_approver_role()
        self._transition("draft")

    # Approval

    def _get_approvers(self):
        return self.team_id._get_acting_leader()

    def _check_submission(self):
        result = super()._check_submission()
        self._check_complete()
        self.part_ids._check_balance()
        return result

    def _on_approve(self):
        """Close the reports: parts leave the technicians, their time is booked.

        Floors above extend it around ``super()``: before it the parts are still
        with the technicians and the destinations of their consumption can be
        decided, after it the moves are done (and valued) and the time is booked.
        """
        result = super()._on_approve()
        self._consume_parts()
        self._create_timesheets()
        self._grant_repair_warranties()
        self._tell_calls()
        return result

    def _consume_parts(self):
        """One stock operation per company makes all consumption final."""
        # Superuser mode is not enough: to value first-in-first-out parts
        # stock_account drops it and reads the moves as the acting user, and a
        # supervisor has no rights on the stock.
        parts = self.part_ids.with_user(SUPERUSER_ID)
        for company, company_parts in parts.grouped("company_id").items():
            company_parts.with_company(company)._make_use_final()

    def _create_timesheets(self):
        self.work_line_ids._create_timesheets()

    def _check_complete(self):
        for workorder in self:
            answered = workorder.diagnosis_ids.filtered("fault_id").symptom_id
            missing = workorder.call_id.symptom_ids - answered
            if missing:
                raise UserError(
                    self.env._(
                        "%(workorder)s: write what you found about: %(symptoms)s.",
                        workorder=workorder.display_name,
                        symptoms=format_list(self.env, missing.mapped("name"), "unit"),
                    )
                )
            if not workorder.work_line_ids:
                raise UserError(
                    self.env._(
                        "%s: add the service that was done, with its time.",
                        workorder.display_name,
                    )
                )

    def _check_nothing_in_hand(self):
        for part in self.part_ids:
            if not part._is_zero(part._read_quantities().in_hand):
                raise UserError(
                    self.env._(
                        "%(workorder)s: the technician still has %(part)s. Return it to the"
                        " warehouse before the work order is cancelled.",
                        workorder=part.workorder_id.display_name,
                        part=part.product_id.display_name,
                    )
                )

    def _tell_calls(self):
        """Tell the calls of these jobs when no job of theirs is left to do: done, or given up."""
        # Also jobs that the person does not see.
        over = self.call_id.filtered(lambda call: set(call.sudo().workorder_ids.mapped("state")) <= set(OVER_STATES))
        done = over.filtered(lambda call: "approved" in call.sudo().workorder_ids.mapped("state"))
        done._on_jobs_over()
        (over - done)._on_jobs_cancelled()

    # Parts

    def action_request_parts(self):
        self.check_access("write")
        self._check_state("progress")
        self._prepare_references()
        self.part_ids._request()

    def action_return_parts(self):
        self.check_access("write")
        self._check_state("progress")
        self.part_ids._return_unused()

    def action_propose_parts(self):
        """Add the parts that the found faults and the services usually need."""
        self.check_access("write")
        values = []
        for workorder in self:
            known = workorder.part_ids.product_id
            needs = workorder.diagnosis_ids.fault_id.part_need_ids
            needs |= workorder.work_line_ids.operation_id.part_need_ids
            for product, same in needs.grouped("product_id").items():
                if product not in known:
                    values.append(workorder._prepare_part_values(same))
        self.env["raya.part"].create(values)

    def _prepare_part_values(self, needs):
        """Values of a part line, from what knowledge says is needed of one product."""
        return {
            "workorder_id": self.id,
            "product_id": needs.product_id.id,
            "fault_id": needs.fault_id[:1].id,
            "quantity": max(needs.mapped("quantity")),
        }

    def _prepare_references(self):
        """One stock reference per work order gives one slip per work order."""
        without = self.filtered(lambda workorder: not workorder.reference_id)
        references = self.env["stock.reference"].create([{"name": workorder.name} for workorder in without])
        for workorder, reference in zip(without, references, strict=True):
            # Only this method gives a job its reference.
            workorder.sudo().reference_id = reference

    def _get_technician_location(self):
        self.ensure_one()
        # Technicians own a location, they do not manage locations.
        return self.env["stock.location"].sudo()._raya_get_of_technician(self.user_id, self.company_id)

    # Navigation

    def _get_list_or_form_action(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("raya_service_workorder.raya_workorder_action")
        if len(self) == 1:
            return {**action, "views": [[False, "form"]], "res_id": self.id}
        return {**action, "domain": Domain("id", "in", self.ids), "context": {}}

    def action_view_pickings(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.action_picking_tree_all")
        return {**action, "domain": Domain("raya_workorder_id", "in", self.ids), "context": {}}

    def action_view_call(self):
        return self.call_id._get_records_action()

    def action_view_asset(self):
        return self.asset_id._get_records_action()
