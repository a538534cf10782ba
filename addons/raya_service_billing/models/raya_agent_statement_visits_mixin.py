from odoo import api, fields, models
from odoo.fields import Domain

from .raya_tariff_pay import Work

# Lines that pay, as nothing took them back.
STANDING = Domain("counters_id", "=", False) & Domain("is_countered", "=", False)


class RayaAgentStatementVisitsMixin(models.AbstractModel):
    """Which visits an agent is paid for: those of their own teams, by the first approved work of each.

    A fee, or one per km, is paid for the visit as a whole, a percent of what each of its jobs bears of its travel.
    """

    _name = "raya.agent.statement.visits.mixin"
    _description = "Visits on Agent Statements"

    distance = fields.Float("Distance (km)", readonly=True, aggregator="sum", help="Paid per km.")

    @api.model
    def _prepare_travel_values(self, company, date_to, agent=None):
        """Values of lines for what is due of visits, by agent. In superuser mode.

        :param datetime.date date_to: the last day of approval
        :param agent: ``res.partner``; all when it is not given
        :return: dict of lists
        """
        if not self._is_travel_agreed(company):
            return {}
        visits = self.env["raya.visit"].search(self._due_visits_domain(company, date_to, agent))
        approved = self.env["raya.charge"].search(
            Domain("workorder_id", "in", visits.workorder_ids.ids) & self._approved_domain(date_to)
        )
        by_job = approved.grouped("workorder_id")
        charges = {
            visit: approved.browse()
            .concat(*(by_job[job] for job in visit.workorder_ids if job in by_job))
            .sorted(lambda charge: (charge.date, charge.id))
            for visit in visits
        }
        # Their jobs are read at once, not that of each visit.
        works = [
            Work(own[0].with_prefetch(approved.ids), self._get_agent_of(visit, own), visit)
            for visit, own in charges.items()
        ]
        works = [work for work in works if work.agent and agent in (None, work.agent)]
        values = {}
        for work, pay in self._find_visit_pays(works).items():
            values.setdefault(work.agent, []).extend(self._prepare_visit_values(work, pay, charges[work.visit]))
        return {each: own for each, own in values.items() if own}

    @api.model
    def _is_travel_agreed(self, company):
        """Whether any tariff ever said that visits are paid: where none does, none needs to be looked at."""
        domain = Domain("company_id", "=", company.id) & Domain("kind", "=", "travel")
        return bool(self.env["raya.tariff.pay"].search_count(domain, limit=1))

    @api.model
    def _approved_domain(self, date_to):
        """Approved work of any kind, by the day of its approval."""
        return Domain("state", "=", "frozen") & Domain("date", "<=", date_to)

    @api.model
    def _due_visits_domain(self, company, date_to, agent):
        """Visits with approved work that stand on no statement, or of whose travel a job bears what does not."""
        approved = self._approved_domain(date_to)
        domain = Domain("company_id", "=", company.id) & Domain("workorder_ids.charge_ids", "any", approved)
        domain &= Domain("date_arrived", "!=", False) & Domain("state", "!=", "cancelled")
        by_share = Domain("agent_line_ids", "any", STANDING & Domain("pay_id.pricing", "=", "percent"))
        by_share &= Domain("charge_ids", "any", approved & Domain("agent_line_ids", "not any", STANDING))
        domain &= Domain("agent_line_ids", "not any", STANDING) | by_share
        whose = ("=", agent.id) if agent else ("!=", False)
        return domain & (Domain("team_id.agent_id", *whose) | Domain("workorder_ids.charge_ids.agent_id", *whose))

    @api.model
    def _get_agent_of(self, visit, charges):
        """The agent whose team made a visit, as its approved work says; where none is of that team, as it is now."""
        own = charges.filtered(lambda charge: charge.team_id == visit.team_id)[:1]
        return own.agent_id if own else visit.team_id.agent_id

    @api.model
    def _find_visit_pays(self, works):
        """One fee by work, without those for which none is agreed: what pays a part of a visit pays the rest of it."""
        standing = {work: work.visit.agent_line_ids.filtered_domain(STANDING).pay_id[:1] for work in works}
        found = self.env["raya.tariff.pay"]._find([work for work in works if not standing[work]])
        pays = {work: standing[work] or found[work] for work in works}
        return {work: pay for work, pay in pays.items() if pay}

    @api.model
    def _prepare_visit_values(self, work, pay, charges):
        """:return: list of values: of the whole visit, or of the share of each job that stands on no statement"""
        if pay.pricing != "percent":
            return [self._prepare_fare_values(work.visit, work.charge, pay)]
        shares = charges.filtered(
            lambda charge: charge.visit_id == work.visit and not charge.agent_line_ids.filtered_domain(STANDING)
        )
        return [self._prepare_fare_values(work.visit, charge, pay) for charge in shares]

    @api.model
    def _prepare_fare_values(self, visit, charge, pay):
        base = charge.amount if pay.pricing == "percent" else 0.0
        distance = visit.distance if pay.pricing == "km" else 0.0
        return {
            "kind": "travel",
            "charge_id": charge.id,
            "visit_id": visit.id,
            "date": charge.company_id._raya_get_day(visit.date_arrived),
            "pay_id": pay.id,
            "base": base,
            "distance": distance,
            "fee": pay._get_fee(charge, distance or base),
        }

    def _is_closed_by_distance(self):
        """Whether somebody decides or decided on so many km, and their report was not opened again."""
        is_paid = self.pay_id.pricing == "km" and not (self.counters_id or self.is_countered)
        return is_paid and self.statement_id.state != "draft" and self.charge_id.state == "frozen"

    # Words

    def _get_visit_sentence(self, tariff):
        """
        :param str tariff: its name
        """
        return getattr(self, f"_get_visit_sentence_by_{self.pay_id.pricing}")(
            {
                "tariff": tariff,
                "fee": self.env["res.lang"]._raya_format_amount(self.pay_id.fee, self.pay_id.currency_id),
                "visit": self.visit_id.name,
            }
        )

    def _get_visit_sentence_by_fixed(self, terms):
        return self.env._("%(tariff)s: %(fee)s for the visit %(visit)s.", **terms)

    def _get_visit_sentence_by_km(self, terms):
        if not self.distance:
            return self.env._(
                "%(tariff)s: %(fee)s a km, and no distance is written down on the visit %(visit)s.", **terms
            )
        distance = self.env["res.lang"]._raya_format_number(self.distance)
        return self.env._(
            "%(tariff)s: %(fee)s a km, for the %(distance)s km of the visit %(visit)s.", distance=distance, **terms
        )

    def _get_visit_sentence_by_percent(self, terms):
        lang = self.env["res.lang"]
        return self.env._(
            "%(tariff)s: %(percent)s of %(price)s, which the visit %(visit)s costs here.",
            percent=lang._raya_format_percent(self.pay_id.percent),
            price=lang._raya_format_amount(self.base, self.currency_id),
            **terms,
        )
