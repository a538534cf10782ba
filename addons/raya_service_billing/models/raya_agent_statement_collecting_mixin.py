from odoo import api, fields, models
from odoo.fields import Command, Domain

from odoo.addons.raya_service_base.tools.notices import notice

# Statements on which a line stands for good.
DECIDED = ("approved", "billed")


class RayaAgentStatementCollectingMixin(models.AbstractModel):
    """What comes on a statement: approved work that stands on none, and paid work whose report was opened again."""

    _name = "raya.agent.statement.collecting.mixin"
    _description = "Collecting of Agent Statements"

    @api.model
    def _make(self, company, date_from, date_to, agents=None):
        """Put what is due on the draft statement of each agent; one is made where there is none.

        :param agents: ``res.partner``; all to whom something is due when it is not given
        :return: the statements, without those on which nothing would stand
        """
        # Statements and their lines are made by the program only.
        maker = self.sudo().with_company(company)
        agents = maker._get_agents(company, date_from, date_to) if agents is None else agents.sudo()
        statements = maker.browse()
        for agent in agents:
            statements |= maker._find_draft(company, agent, date_from, date_to) or maker.create(
                {"company_id": company.id, "partner_id": agent.id, "date_from": date_from, "date_to": date_to}
            )
        statements._collect()
        empty = statements.filtered(lambda statement: not statement.line_ids)
        empty.unlink()
        return (statements - empty).sudo(False)

    def _find_draft(self, company, agent, date_from, date_to):
        """The draft of an agent, its period made as long as both."""
        draft = self.search(
            [("state", "=", "draft"), ("company_id", "=", company.id), ("partner_id", "=", agent.id)], limit=1
        )
        if draft:
            draft.write({"date_from": min(draft.date_from, date_from), "date_to": max(draft.date_to, date_to)})
        return draft

    @api.model
    def _get_agents(self, company, date_from, date_to):
        """``res.partner`` to whom something is due, who owe something back, or have a draft already."""
        due = self.env["raya.charge"].search(self._due_charges_domain(company, date_from, date_to))
        reopened = self.env["raya.agent.statement.line"].search(self._reopened_domain(company))
        drafts = self.search([("state", "=", "draft"), ("company_id", "=", company.id)])
        return (due.agent_id | reopened.statement_id.partner_id | drafts.partner_id).sorted("id")

    @api.model
    def _due_charges_domain(self, company, date_from, date_to):
        """Approved services of agents that stand on no statement, by the day of their approval."""
        domain = Domain("state", "=", "frozen") & Domain("kind", "=", "labour")
        domain &= Domain("company_id", "=", company.id) & Domain("agent_id", "!=", False)
        domain &= Domain("date", ">=", date_from) & Domain("date", "<=", date_to)
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
            statement.line_ids.filtered(lambda line: line._is_outdated() or line._is_unagreed()).unlink()
            # What is taken back gives its place free before the same is paid anew.
            reopened = self._reopened_domain(statement.company_id) & Domain(
                "statement_id.partner_id", "=", statement.partner_id.id
            )
            statement._add_lines([line._prepare_counter_values() for line in Line.search(reopened)])
            due = self._due_charges_domain(statement.company_id, statement.date_from, statement.date_to)
            own = due & Domain("agent_id", "=", statement.partner_id.id)
            charges = self.env["raya.charge"].search(own, order="date, id")
            statement._add_lines(Line._prepare_labour_values(charges) + Line._prepare_travel_values(charges))

    def _add_lines(self, values_list):
        self.ensure_one()
        self.line_ids = [Command.create(values) for values in values_list]
        counters = self.line_ids.counters_id.filtered(lambda line: not line.is_countered)
        counters.is_countered = True
        self.flush_recordset()
        self.line_ids.flush_recordset()
        counters.flush_recordset()

    def action_collect(self):
        """Bring a draft up to date: what was approved in its period since, and what was opened again.

        :raises UserError: where it is no draft
        """
        self._check_state("draft")
        self.check_access("write")
        # As in ``_make()``.
        self.sudo()._collect()
        return notice(
            self.env._(
                "Collected: %(count)s lines, %(amount)s to pay.",
                count=len(self.line_ids),
                amount=self.env["res.lang"]._raya_format_amount(sum(self.mapped("amount_total")), self.currency_id[:1]),
            )
        )

    @api.model
    def _get_first_day(self, company):
        """From which day on the next statements of a company count: after the last one, else of this month."""
        last = self.search([("company_id", "=", company.id)], order="date_to desc", limit=1).date_to
        today = company._raya_get_day()
        return fields.Date.add(last, days=1) if last and last < today else today.replace(day=1)
