from odoo import api, fields, models
from odoo.exceptions import UserError


class RayaAgentStatementMaking(models.TransientModel):
    """Makes the statements of what is due until a day, to some external agents or to all in one step."""

    _name = "raya.agent.statement.making"
    _description = "Make agent statements"
    _inherit = ["raya.form.mixin"]

    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    date_to = fields.Date(
        "Approved Until",
        required=True,
        default=lambda self: self._get_end_of_last_month(),
        help="All that was approved until this day and stands on no statement yet.",
    )
    possible_ids = fields.Many2many("res.partner", compute="_compute_possible_ids")
    agent_ids = fields.Many2many(
        "res.partner",
        string="External Agents",
        domain="[('id', 'in', possible_ids)]",
        help="Empty: all to whom something is due.",
    )

    @api.depends("company_id", "date_to")
    def _compute_possible_ids(self):
        Statement = self.env["raya.agent.statement"]
        for form in self:
            form.possible_ids = form.date_to and Statement._get_agents(form.company_id, form.date_to)

    @api.model
    def _get_end_of_last_month(self):
        """As whoever makes the statements counts months."""
        start = self.env["res.lang"]._raya_get_start_of(self.env.company._raya_get_day(), "month")
        return fields.Date.subtract(start, days=1)

    def action_make(self):
        """Make the drafts, or bring those that are there up to date, and show them.

        :raises UserError: where nothing is due
        """
        self.ensure_one()
        Statement = self.env["raya.agent.statement"]
        statements = Statement._make(self.company_id, self.date_to, self.agent_ids or None)
        if not statements:
            raise UserError(
                self.env._(
                    "Nothing is due to %(agents)s until %(day)s: no report of theirs was approved, or all stand on"
                    " statements.",
                    agents=", ".join(self.agent_ids.mapped("display_name")) or self.env._("external agents"),
                    day=self.env["res.lang"]._raya_format_day(self.date_to),
                )
            )
        return statements._get_records_action(name=self.env._("Agent Statements"))
