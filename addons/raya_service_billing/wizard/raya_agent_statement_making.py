from odoo import api, fields, models
from odoo.exceptions import UserError


class RayaAgentStatementMaking(models.TransientModel):
    """Makes the statements of a period, of some external agents or of all in one step."""

    _name = "raya.agent.statement.making"
    _description = "Make agent statements"
    _inherit = ["raya.form.mixin"]

    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    date_from = fields.Date(
        "Approved From",
        required=True,
        default=lambda self: self.env["raya.agent.statement"]._get_first_day(self.env.company),
    )
    date_to = fields.Date("Until", required=True, default=lambda self: self.env.company._raya_get_day())
    possible_ids = fields.Many2many("res.partner", compute="_compute_possible_ids")
    agent_ids = fields.Many2many(
        "res.partner",
        string="External Agents",
        domain="[('id', 'in', possible_ids)]",
        help="Empty: all to whom something is due.",
    )

    @api.depends("company_id", "date_from", "date_to")
    def _compute_possible_ids(self):
        Statement = self.env["raya.agent.statement"]
        for form in self:
            has_days = form.date_from and form.date_to
            form.possible_ids = has_days and Statement._get_agents(form.company_id, form.date_from, form.date_to)

    def action_make(self):
        """Make the drafts, or bring those that are there up to date, and show them.

        :raises UserError: where nothing is due
        """
        self.ensure_one()
        if self.date_to < self.date_from:
            raise UserError(self.env._("The last day is before the first one. Correct one of them."))
        Statement = self.env["raya.agent.statement"]
        statements = Statement._make(self.company_id, self.date_from, self.date_to, self.agent_ids or None)
        if not statements:
            raise UserError(
                self.env._(
                    "Nothing is due to %s for these days: no report of theirs was approved, or all stand on statements.",
                    ", ".join(self.agent_ids.mapped("display_name")) or self.env._("external agents"),
                )
            )
        return statements._get_records_action(name=self.env._("Agent Statements"))
