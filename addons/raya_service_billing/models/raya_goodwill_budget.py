from odoo import api, fields, models
from odoo.exceptions import UserError


class RayaGoodwillBudget(models.Model):
    """How much a team may give away in a period."""

    _name = "raya.goodwill.budget"
    _description = "Goodwill Budget"
    _inherit = ["raya.bounds.mixin"]
    _order = "date_start desc, team_id"
    _check_company_auto = True

    team_id = fields.Many2one(
        "raya.team", "Technical Team", required=True, index=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_start = fields.Date("From", required=True)
    date_end = fields.Date("Until", required=True)
    amount = fields.Monetary("Budget", required=True, help="At sales price, before taxes.")
    goodwill_ids = fields.One2many("raya.goodwill", "budget_id")
    given = fields.Monetary(compute="_compute_given", help="Asked for or approved.")
    left = fields.Monetary(compute="_compute_given")

    # Also for transactions that do not see each other.
    _one_at_a_time = models.Constraint(
        "EXCLUDE USING gist (int4range(team_id, team_id, '[]') WITH &&,"
        " int4range(company_id, company_id, '[]') WITH &&, daterange(date_start, date_end, '[]') WITH &&)",
        "This team has a goodwill budget for some of these days already.",
    )
    _days_in_order = models.Constraint("CHECK (date_start <= date_end)", "A budget ends after it begins.")
    _amount_not_negative = models.Constraint("CHECK (amount >= 0)", "A budget cannot be negative.")

    @api.depends("amount", "goodwill_ids.amount", "goodwill_ids.state", "goodwill_ids.workorder_id.state")
    def _compute_given(self):
        for budget in self:
            budget.given = budget._get_given()
            budget.left = budget.amount - budget.given

    @api.depends("team_id", "date_start", "date_end")
    @api.depends_context("lang")
    def _compute_display_name(self):
        lang = self.env["res.lang"]
        for budget in self:
            days = [lang._raya_format_day(day) for day in (budget.date_start, budget.date_end) if day]
            budget.display_name = f"{budget.team_id.display_name or ''} {' – '.join(days)}".strip()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        used = self.filtered("goodwill_ids")[:1]
        if used:
            raise UserError(self.env._("Something was given out of %s. It stays.", used.display_name))

    @api.model
    def _find(self, team, company, day):
        """The budget of a team for a day; empty where it has none."""
        domain = [
            ("team_id", "=", team.id),
            ("company_id", "=", company.id),
            ("date_start", "<=", day),
            ("date_end", ">=", day),
        ]
        return self.search(domain, limit=1)

    def _get_given(self, but=None):
        """What was asked for or approved out of this budget; what was sent back or is for cancelled jobs is free again.

        :param but: ``raya.goodwill`` that does not count
        """
        # Who sees a budget need not see the jobs for which it was used.
        counted = self.sudo().goodwill_ids.filtered(
            lambda goodwill: goodwill.state != "draft" and goodwill.workorder_id.state != "cancelled"
        )
        return sum((counted - but if but else counted).mapped("amount"))
