from odoo import api, models
from odoo.fields import Command, Domain

from odoo.addons.raya_service_base.tools.notices import notice

# Statements on which a line stands for good.
DECIDED = ("approved", "billed")


class RayaAgentStatementCollectingMixin(models.AbstractModel):
    """What comes on a statement: approved work that stands on none, and paid work whose report was opened again."""

    _name = "raya.agent.statement.collecting.mixin"
    _description = "Collecting of Agent Statements"

    @api.model
    def _make(self, company, date_to, agents=None):
        """Put what is due on the draft statement of each agent; one is made where there is none.

        :param datetime.date date_to: all that was approved until then and is not paid yet is due
        :param agents: ``res.partner``; all to whom something is due when it is not given
        :return: the statements, without those on which nothing would stand
        """
        # Statements and their lines are made by the program only.
        maker = self.sudo().with_company(company)
        agents = maker._get_agents(company, date_to) if agents is None else agents.sudo()
        statements = maker.browse()
        for agent in agents:
            statements |= maker._find_draft(company, agent, date_to) or maker.create(
                {"company_id": company.id, "partner_id": agent.id, "date_to": date_to}
            )
        statements._collect()
        empty = statements.filtered(lambda statement: not statement.line_ids)
        empty.unlink()
        return (statements - empty).sudo(False)

    def _find_draft(self, company, agent, date_to):
        """The draft of an agent, its last day made the later one of both."""
        draft = self.search(
            [("state", "=", "draft"), ("company_id", "=", company.id), ("partner_id", "=", agent.id)], limit=1
        )
        if draft:
            draft.date_to = max(draft.date_to, date_to)
        return draft

    @api.model
    def _get_agents(self, company, date_to):
        """``res.partner`` to whom something is due, who owe something back, or have a draft already."""
        # Whoever makes statements need not read every job and visit.
        finder = self.sudo()
        Line = finder.env["raya.agent.statement.line"]
        agents = finder.env["raya.charge"].search(finder._due_charges_domain(company, date_to)).agent_id
        agents = agents.union(*Line._prepare_travel_values(company, date_to))
        drafts = finder.search([("state", "=", "draft"), ("company_id", "=", company.id)])
        owing = Line.search(finder._reopened_domain(company)).statement_id
        return (agents | (drafts | owing).partner_id).sorted("id").with_env(self.env)

    @api.model
    def _due_charges_domain(self, company, date_to):
        """Approved services of agents that stand on no statement, by the day of their approval: however long ago."""
        domain = Domain("state", "=", "frozen") & Domain("kind", "=", "labour")
        domain &= Domain("company_id", "=", company.id) & Domain("agent_id", "!=", False)
        domain &= Domain("date", "<=", date_to)
        return domain & Domain("agent_line_ids", "not any", [("kind", "=", "labour")])

    @api.model
    def _reopened_domain(self, company):
        """Lines that were paid of reports that were opened again since."""
        domain = Domain("company_id", "=", company.id) & Domain("statement_id.state", "in", DECIDED)
        domain &= Domain("counters_id", "=", False) & Domain("is_countered", "=", False)
        return domain & Domain("charge_id.state", "=", "reversed")

    def _collect(self):
        """Bring drafts up to date: what does not hold any more goes, what is due comes."""
        Line = self.env["raya.agent.statement.line"]
        for statement in self:
            statement.line_ids.filtered(lambda line: line.is_unagreed or line._is_outdated()).unlink()
            # What is taken back gives its place free before the same is paid anew.
            reopened = self._reopened_domain(statement.company_id) & Domain(
                "statement_id.partner_id", "=", statement.partner_id.id
            )
            statement._add_lines([line._prepare_counter_values() for line in Line.search(reopened)])
            statement._add_lines(statement._prepare_due_values())

    def _prepare_due_values(self):
        """Values of lines for what is due to the agent of a statement until its last day."""
        Line, agent = self.env["raya.agent.statement.line"], self.partner_id
        due = self._due_charges_domain(self.company_id, self.date_to) & Domain("agent_id", "=", agent.id)
        charges = self.env["raya.charge"].search(due, order="date, id")
        visits = Line._prepare_travel_values(self.company_id, self.date_to, agent)
        return Line._prepare_labour_values(charges) + visits.get(agent, [])

    def _add_lines(self, values_list):
        self.ensure_one()
        self.line_ids = [Command.create(values) for values in values_list]
        counters = self.line_ids.counters_id.filtered(lambda line: not line.is_countered)
        counters.is_countered = True
        self.flush_recordset()
        self.line_ids.flush_recordset()
        counters.flush_recordset()

    def action_collect(self):
        """Bring drafts up to date: what was approved until their last day since, and what was opened again.

        :return: notification that says of each what stands on it
        :raises UserError: where one is no draft
        """
        self._check_state("draft")
        self.check_access("write")
        # As in ``_make()``.
        self.sudo()._collect()
        return notice("\n".join(statement._get_collected_sentence() for statement in self))

    def _get_collected_sentence(self):
        lang = self.env["res.lang"]
        return self.env._(
            "%(statement)s, %(agent)s: %(count)s lines, %(amount)s to pay.",
            statement=self.name,
            agent=self.partner_id.name,
            count=lang._raya_format_number(len(self.line_ids)),
            amount=lang._raya_format_amount(self.amount_total, self.currency_id),
        )
