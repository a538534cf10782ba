from odoo import Command, api, fields, models
from odoo.tools import format_list

from odoo.addons.raya_service_base.tools import allotment, locking
from odoo.addons.raya_service_base.tools.notices import notice

WATCHERS = "raya_service_base.group_service_dispatcher,raya_service_base.group_service_accountant"


class RayaPartRequest(models.Model):
    """Parts that a job asks the warehouse for, and that an approval rule does not let pass: the transfer is made when
    somebody else has approved it.

    What the rules let pass leaves no such record. Only the program writes it: asked for, and given up, on the job.
    """

    _name = "raya.part.request"
    _description = "Part request"
    _inherit = ["raya.approval.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"
    _protected_fields = frozenset({"state"})
    _author_field = "submitted_by_id"
    # Who gives it up, or is refused, asks anew.
    _open_state = "dropped"
    _approver_role = "raya_service_base.group_service_dispatcher"
    _next_approver_role = "raya_service_base.group_service_manager"
    _approval_activity = "raya_service_workorder.mail_activity_type_approve_parts"
    _approval_conditions = ("team", "part_amount")

    workorder_id = fields.Many2one(
        "raya.workorder", "Work Order", required=True, readonly=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="workorder_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    team_id = fields.Many2one(related="workorder_id.team_id")
    technician_id = fields.Many2one(related="workorder_id.user_id", string="Technician")
    partner_id = fields.Many2one(related="workorder_id.partner_id", string="Customer")
    asset_id = fields.Many2one(related="workorder_id.asset_id")
    line_ids = fields.One2many("raya.part.request.line", "request_id", "Parts", readonly=True, copy=False)
    amount_cost = fields.Monetary(
        "At Cost",
        readonly=True,
        groups=WATCHERS,
        help="With what the same job was given before without anybody's approval.",
    )
    amount_list = fields.Monetary(
        "At Sales Price",
        readonly=True,
        groups=WATCHERS,
        help="Before taxes, with what the same job was given before without anybody's approval.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "To Approve"),
            ("approved", "Approved"),
            ("dropped", "Not Requested"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )

    @api.depends("workorder_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for request in self:
            # Whoever decides on the parts need not read the job.
            request.display_name = self.env._("Parts for %s", request.sudo().workorder_id.name)

    def _get_transitions(self):
        return super()._get_transitions() | {
            ("draft", "submitted"),
            ("submitted", "approved"),
            ("submitted", "dropped"),
        }

    # Asked for

    @api.model
    def _ask(self, wanted):
        """Ask for the approval of what the rules do not let pass, job by job.

        :param wanted: dict of the quantity that is asked of the warehouse now, by ``raya.part``
        :return: the new requests, in superuser mode; some may be approved already
        """
        jobs = self.env["raya.workorder"].union(*(part.workorder_id for part in wanted))
        # Who asks for parts need not read rules, nor what parts cost.
        requests = self.sudo()
        rules = requests.env["raya.approval.rule"]._find(self._name, jobs.company_id)
        if not rules:
            return requests
        # Of two taps the second one sees what the first one asked for.
        locking.lock(jobs)
        values = [requests._prepare_values(job, wanted) for job in jobs]
        # What is asked for is never exceptional.
        asked = requests.create([vals for vals in values if rules._get_fitting(requests.new(vals), exceptions={})])
        asked.action_submit()
        asked.filtered(lambda request: request.state == "submitted").line_ids.part_id._wait()
        return asked

    @api.model
    def _prepare_values(self, job, wanted):
        """Values of the request of one job; parameters as of :meth:`_ask`."""
        open_ended = {part: part._get_unapproved(wanted.get(part, 0.0)) for part in job.part_ids if part._is_issued()}
        return {
            "workorder_id": job.id,
            "amount_cost": self._sum_up(job, open_ended, "standard_price"),
            "amount_list": self._sum_up(job, open_ended, "lst_price"),
            "line_ids": [
                Command.create({"part_id": part.id, "product_id": part.product_id.id, "quantity": quantity})
                for part, quantity in wanted.items()
                if part.workorder_id == job
            ],
        }

    def _sum_up(self, job, quantities, price):
        company = job.company_id
        return company.currency_id.round(
            sum(part.product_id.with_company(company)[price] * quantity for part, quantity in quantities.items())
        )

    def _tell_asked(self):
        """Action that says whose approval is waited for; ``None`` where nothing waits."""
        message = self._get_waiting_message()
        return notice(message, "info") if message else None

    def _get_waiting_message(self):
        """Whose approval is waited for, as a sentence; empty where nothing waits."""
        waiting = self.filtered(lambda request: request.state == "submitted")
        if not waiting:
            return ""
        people = waiting._get_steps("asked").asked_ids.mapped("name")
        return self.env._(
            "%(parts)s: %(people)s has to approve it first.",
            parts=format_list(self.env, waiting.mapped("display_name")),
            people=format_list(self.env, people or [self.env._("somebody")], "or"),
        )

    # Decided

    def _get_authors(self):
        return super()._get_authors() | self.workorder_id.user_id

    def _get_approvers(self):
        return self.workorder_id._get_approvers()

    def _get_stand_in(self, user, absent):
        return self.workorder_id._get_stand_in(user, absent)

    def _matches_approval_team(self, rule, exceptions):
        return not rule.team_ids or self.team_id in rule.team_ids

    def _matches_approval_part_amount(self, rule, exceptions):
        """At the price that the rule names."""
        amount = self.amount_list if rule.part_price == "list" else self.amount_cost
        return not rule.amount or rule.currency_id.compare_amounts(amount, rule.amount) >= 0

    def _check_submission(self):
        result = super()._check_submission()
        self.workorder_id._check_state(("progress", "waiting"))
        return result

    def _on_approve(self):
        """The warehouse is asked for what was approved, as far as the job still needs it; the technician is told."""
        result = super()._on_approve()
        asked = self.line_ids._request()
        for request in self:
            request.message_post(
                body=request._get_approved_message(asked),
                partner_ids=request._get_authors().partner_id.ids,
                subtype_xmlid="mail.mt_note",
            )
        # What is not asked for any more, nobody waits for.
        self.line_ids.part_id._go_on()
        return result

    def _get_approved_message(self, asked):
        """
        :param dict asked: of ``raya.part.request.line._request()``
        """
        if not any(asked[line] for line in self.line_ids):
            return self.env._("Approved, but nothing of it is needed any more: the warehouse is asked for nothing.")
        if any(line.product_uom_id.compare(asked[line], line.quantity) < 0 for line in self.line_ids):
            return self.env._("Approved: the warehouse is asked for what is still needed.")
        return self.env._("Approved: the warehouse is asked for the parts.")

    def action_send_back(self, reason):
        """The parts are not asked for; the technician reads why, and goes on with a job that waited for them only."""
        result = super().action_send_back(reason)
        # Who decides may have no other right on the job.
        for request in self.sudo():
            job = request.workorder_id
            job.part_ids._ask(job, job.user_id, request._get_sent_back_message(reason))
            job.part_ids._go_on()
        return result

    def _get_sent_back_message(self, reason):
        return self.env._("The parts were not approved: %s", reason)

    @api.model
    def _drop(self, parts, reason=None):
        """What nobody has decided on yet is not asked for any more.

        :param parts: ``raya.part`` of whole jobs
        :param reason: text of whoever cancels
        """
        # Who cancels may not write what was asked for, but give it up.
        asked = parts.sudo().request_line_ids.request_id.filtered(lambda request: request.state == "submitted")
        asked._transition("dropped")
        for request in asked:
            request.message_post(body=reason or self.env._("Not needed any more."), subtype_xmlid="mail.mt_note")

    def action_view_workorder(self):
        return self.workorder_id._get_records_action()


class RayaPartRequestLine(models.Model):
    """One part of such a request, as it was asked for."""

    _name = "raya.part.request.line"
    _description = "Part of a part request"
    _order = "id"
    _rec_name = "product_id"
    _check_company_auto = True

    request_id = fields.Many2one(
        "raya.part.request", required=True, readonly=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="request_id.company_id", store=True, index=True)
    part_id = fields.Many2one(
        "raya.part", "Part Line", readonly=True, index="btree_not_null", ondelete="set null", check_company=True
    )
    product_id = fields.Many2one(
        "product.product", "Part", required=True, readonly=True, ondelete="restrict", check_company=True
    )
    product_uom_id = fields.Many2one(related="product_id.uom_id")
    quantity = fields.Float("Asked For", required=True, readonly=True, digits="Product Unit")
    qty_warehouse = fields.Float(related="part_id.qty_warehouse")
    fault_id = fields.Many2one(related="part_id.fault_id")

    def _is_waiting(self):
        return self.request_id.state == "submitted"

    def _request(self):
        """Ask the warehouse, for no more than was asked for here and is still needed.

        :return: dict of what it is asked for now, by line
        """
        wanted, asked = self.part_id._get_wanted(), {}
        for part, lines in self.sorted("id").grouped("part_id").items():
            asked |= allotment.draw(wanted.get(part, 0.0), {line: line.quantity for line in lines})
        self.part_id._procure(
            {part: sum(asked[line] for line in self if line.part_id == part) for part in wanted},
        )
        return asked
