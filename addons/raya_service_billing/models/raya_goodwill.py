from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.raya_service_base.tools import locking
from odoo.addons.raya_service_base.tools.notices import notice
from odoo.addons.raya_service_workorder.models.raya_workorder import OVER_STATES

from ..tools.goodwill import with_goodwill


class RayaGoodwill(models.Model):
    """What the company gives a customer of its own accord: a percent of what they would pay for a job.

    Somebody else approves it, out of the budget of the team. It counts for the job from then on, also for later
    versions of its report.
    """

    _name = "raya.goodwill"
    _description = "Goodwill"
    _inherit = ["raya.approval.mixin"]
    _order = "id desc"
    _rec_name = "workorder_id"
    _check_company_auto = True
    _mail_post_access = "read"
    _protected_fields = frozenset({"state", "user_id", "date", "amount", "approved_amount", "budget_id"})
    _approver_role = "raya_service_base.group_service_manager"
    _next_approver_role = "raya_service_base.group_service_manager"
    _approval_activity = "raya_service_billing.mail_activity_type_goodwill"
    _approval_conditions = ("amount",)

    workorder_id = fields.Many2one(
        "raya.workorder", "Work Order", required=True, index=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one(related="workorder_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    team_id = fields.Many2one(related="workorder_id.team_id", store=True, index=True)
    partner_id = fields.Many2one(related="workorder_id.partner_id", string="Customer")
    user_id = fields.Many2one(
        "res.users", "Asked By", default=lambda self: self.env.user, readonly=True, copy=False, ondelete="restrict"
    )
    percent = fields.Float(
        "Given (%)", required=True, digits=(16, 2), default=100.0, aggregator=None, help="Of what the customer pays."
    )
    reason = fields.Text(required=True, help="Why the company gives it.")
    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "Submitted"), ("approved", "Approved")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    date = fields.Date(readonly=True, copy=False, help="When it was asked for: the day of its budget.")
    amount = fields.Monetary(
        readonly=True,
        copy=False,
        help="At sales price, before taxes: as it stood when it was asked for, then as approved.",
    )
    approved_amount = fields.Monetary(
        readonly=True,
        copy=False,
        help="The most that may be given: what it came to when it was approved.",
    )
    budget_id = fields.Many2one(
        "raya.goodwill.budget", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )

    _workorder_unique = models.Constraint("UNIQUE (workorder_id)", "Goodwill was asked for this work order already.")
    _is_percent = models.Constraint(
        "CHECK (percent > 0 AND percent <= 100)", "Goodwill is more than zero and at most 100 %."
    )

    def _get_transitions(self):
        return super()._get_transitions() | {
            ("draft", "submitted"),
            ("submitted", "draft"),
            ("submitted", "approved"),
            ("approved", "draft"),
        }

    @api.constrains("workorder_id", "percent", "reason")
    def _check_still_open(self):
        self._check_undecided()

    def write(self, vals):
        """What was asked for stays as it was: the constraint sees only the job to which it came."""
        if not {"workorder_id", "percent", "reason"}.isdisjoint(vals):
            self._check_undecided()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        self._check_undecided()

    def _check_undecided(self):
        """:raises UserError: names the goodwill that was asked for, or the job that is over"""
        asked = self.filtered(lambda goodwill: goodwill.state != "draft")[:1]
        if asked:
            raise UserError(
                self.env._(
                    "The goodwill for %s was asked for. Have it sent back, or taken back by a manager, before you change"
                    " it.",
                    asked.display_name,
                )
            )
        self._check_job_is_open()

    def _check_job_is_open(self):
        over = self.workorder_id.filtered(lambda job: job.state in OVER_STATES)[:1]
        if over:
            raise UserError(
                self.env._("%s is over. Have its report amended before you give something away.", over.display_name)
            )

    # Approval

    def _get_authors(self):
        return super()._get_authors() | self.submitted_by_id

    def _check_submission(self):
        result = super()._check_submission()
        self._check_job_is_open()
        return result

    def _on_submit(self):
        result = super()._on_submit()
        # Whoever asks for it need not read what the job costs.
        for goodwill in self.sudo():
            goodwill.write({"date": False, "budget_id": False})
            goodwill._reserve(goodwill._get_expected_amount())
        return result

    def _on_approve(self):
        result = super()._on_approve()
        for goodwill in self:
            goodwill.approved_amount = goodwill.amount
        return result

    def action_take_back(self):
        """Whoever may approve takes back what was approved, as long as the job is open: it counts no more.

        :return: action that says so
        """
        self._check_approver_role()
        self._check_job_is_open()
        self._transition("draft", only_from="approved")
        self.sudo().write({"amount": 0.0, "approved_amount": 0.0, "budget_id": False})
        return notice(self.env._("Taken back: nothing is given for %s any more.", self.workorder_id[:1].display_name))

    def _get_approval_amount(self):
        return self.amount

    def _get_expected_amount(self):
        """What is given at the report as it stands now, or as the job is planned where that is more, before taxes, in
        the currency of the company."""
        return max(self._get_given(is_planned) for is_planned in (False, True))

    def _get_given(self, is_planned):
        job = self.workorder_id
        [works] = job._decide_works(self.currency_id, is_planned=is_planned, asked=self)
        return sum(job._prepare_decided_values(each, decision)["goodwill_amount"] for each, decision in works)

    def _reserve(self, amount):
        """Take an amount from the budget of the team, in the place of what was taken before.

        :raises UserError: names the team, and what is left of its budget
        """
        self.ensure_one()
        day = self.date or self.company_id._raya_get_day()
        budget = self.budget_id or self.env["raya.goodwill.budget"]._find(self.team_id, self.company_id, day)
        if not budget:
            raise UserError(
                self.env._(
                    "%(team)s has no goodwill budget for %(day)s. Ask a service manager to set one.",
                    team=self.team_id.display_name or self.env._("Who has no team"),
                    day=self.env["res.lang"]._raya_format_day(day),
                )
            )
        # Of two who take what is left at once, the second sees the first.
        locking.lock(budget)
        left = budget.amount - budget._get_given(but=self)
        if self.currency_id.compare_amounts(amount, left) > 0:
            raise UserError(
                self.env._(
                    "The goodwill for %(job)s comes to %(amount)s, but %(left)s is left of the budget of %(team)s.",
                    job=self.workorder_id.display_name,
                    amount=self._format_amount(amount),
                    left=self._format_amount(left),
                    team=self.team_id.display_name,
                )
            )
        self.write({"amount": amount, "date": day, "budget_id": budget.id})

    def _format_amount(self, amount):
        return self.env["res.lang"]._raya_format_amount(amount, self.currency_id)

    # What becomes of the job

    @api.model
    def _grant(self, jobs, decided, asked=None):
        """Decisions about the work of jobs, with the goodwill that was approved for them.

        :param jobs: ``raya.workorder``
        :param decided: list of decisions for each of them
        :param asked: ``raya.goodwill`` that is to count as if it were approved
        """
        # Whoever looks at a price need not read why something is given away.
        domain = [("workorder_id", "in", jobs.ids), ("state", "=", "approved")]
        given = self.sudo().search(domain) | (asked or self.browse()).sudo()
        percents = {goodwill.workorder_id.id: goodwill.percent for goodwill in given}
        return [
            [with_goodwill(decision, percents.get(job.id, 0.0)) for decision in decisions]
            for job, decisions in zip(jobs, decided, strict=True)
        ]

    @api.model
    def _check_decided(self, jobs):
        """:raises UserError: names a job for which goodwill waits for its approval"""
        waiting = self.search([("workorder_id", "in", jobs.ids), ("state", "=", "submitted")], limit=1)
        if waiting:
            raise UserError(
                self.env._(
                    "Goodwill for %s waits for its approval. Have it decided first, or call it back.",
                    waiting.workorder_id.display_name,
                )
            )

    @api.model
    def _settle(self, charges):
        """The budgets bear what was given by these charges in the end.

        :raises UserError: as of :meth:`_reserve`, or names what was approved where more would be given
        """
        for goodwill in self.search([("workorder_id", "in", charges.workorder_id.ids), ("state", "=", "approved")]):
            shares = charges.filtered(lambda charge, job=goodwill.workorder_id: charge.workorder_id == job).share_ids
            given = sum(shares.filtered(lambda share: share.payer_kind == "goodwill").mapped("amount"))
            goodwill._check_within_approved(given)
            goodwill._reserve(given)

    def _check_within_approved(self, given):
        """:raises UserError: names both amounts where more would be given than somebody approved"""
        if self.currency_id.compare_amounts(given, self.approved_amount) > 0:
            raise UserError(
                self.env._(
                    "The goodwill for %(job)s comes to %(given)s, and %(approved)s was approved. Have a manager take it back,"
                    " then ask for it again.",
                    job=self.workorder_id.display_name,
                    given=self._format_amount(given),
                    approved=self._format_amount(self.approved_amount),
                )
            )
