from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.raya_service_base.tools import bounds, trees

from ..tools import agent_pay, tariff

# What a fee may be for; empty is for whatever it is.
CONDITIONS = ("agent_id", "operation_id", "group_id")
SAME = ", ".join(f"COALESCE({name}, 0)" for name in CONDITIONS)


class Work(NamedTuple):
    """What an agent did.

    :param charge: ``raya.charge`` of approved work
    :param agent: ``res.partner``
    :param visit: ``raya.visit``, where travel is paid
    """

    charge: Any
    agent: Any
    visit: Any = None


class RayaTariffPay(models.Model):
    """What external agents are paid by a tariff, and for which work."""

    _name = "raya.tariff.pay"
    _description = "Fee of a Tariff"
    _inherit = ["raya.version.line.mixin", "raya.bounds.mixin"]
    _line_of = "tariff_id"
    _order = "tariff_id, sequence, id"
    _check_company_auto = True
    _bounds = {"fee": bounds.NOT_NEGATIVE, "percent": bounds.PERCENT}

    tariff_id = fields.Many2one("raya.tariff", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(related="tariff_id.company_id", store=True, precompute=True, index=True)
    currency_id = fields.Many2one(related="tariff_id.currency_id")
    kind = fields.Selection(
        [("labour", "Service"), ("travel", "Visit")],
        "Paid For",
        default="labour",
        required=True,
        help="Service: each one of an approved report. Visit: each one of the agent's own teams that arrived, once.",
    )
    agent_id = fields.Many2one(
        "res.partner",
        "External Agent",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="A fee of one agent goes before those of all agents.",
    )
    operation_id = fields.Many2one("raya.operation", "Service", index="btree_not_null", ondelete="restrict")
    group_id = fields.Many2one(
        "product.category",
        "Group of Services",
        index="btree_not_null",
        ondelete="restrict",
        help="Services that are sold as products of this category, or of one below it.",
    )
    pricing = fields.Selection(
        [("fixed", "Fixed Fee"), ("percent", "Percent of the Price"), ("km", "Fee per km")],
        "Fee",
        default="fixed",
        required=True,
    )
    fee = fields.Monetary("Amount", default=0.0)
    percent = fields.Float(
        aggregator=None,
        help="Of what the work, or the travel of a visit where travel is charged, costs before taxes, whoever pays for"
        " it.",
    )

    _same_work_once = models.UniqueIndex(
        f"(tariff_id, kind, {SAME})", "Two fees of this tariff are for the same work. Change what one of them is for."
    )

    @api.depends("kind", *CONDITIONS, "operation_id.name", "operation_id.code")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for pay in self:
            names = [pay[name].display_name for name in CONDITIONS if pay[name]]
            pay.display_name = ", ".join(names) or kinds.get(pay.kind, "")

    @api.constrains("kind", "operation_id", "group_id", "pricing")
    def _check_conditions(self):
        for pay in self:
            if pay.operation_id and pay.group_id:
                raise ValidationError(
                    self.env._("%s: choose a service or a group of services, not both.", pay.display_name)
                )
            if pay.kind == "travel" and (pay.operation_id or pay.group_id):
                raise ValidationError(
                    self.env._("%s: a visit is paid whatever is done there. Choose no service.", pay.display_name)
                )
            if pay.kind == "labour" and pay.pricing == "km":
                raise ValidationError(self.env._("%s: only visits are paid per km.", pay.display_name))

    @api.onchange("kind")
    def _onchange_kind(self):
        if self.kind == "travel":
            self.operation_id = self.group_id = False
        elif self.pricing == "km":
            self.pricing = "fixed"

    @api.onchange("pricing")
    def _onchange_pricing(self):
        if self.pricing == "percent":
            self.fee = 0.0
        else:
            self.percent = 0.0

    @api.model
    def _find(self, works):
        """The fees that hold for approved work, by the tariffs of its days: those by which customers pay for it.

        :param works: list of :class:`Work`
        :return: dict of one fee by work, empty where none is agreed
        """
        found = {}
        for company in {work.charge.company_id for work in works}:
            own = [work for work in works if work.charge.company_id == company]
            found |= self._find_of_company(company, own)
        return found

    @api.model
    def _find_of_company(self, company, works):
        Pricing = self.env["raya.tariff.pricing"]
        held = Pricing._get_held(company)
        zones = held._get_zones()
        jobs = {work.charge.workorder_id for work in works}
        levels = {job: Pricing._get_zone_levels(zones, job) for job in jobs}
        found = {}
        for work in works:
            job = work.charge.workorder_id
            source = {"work_line_id": work.charge.work_line_id.id, "visit_id": work.visit and work.visit.id}
            day = Pricing._get_day(job, source)
            found[work] = self._choose(Pricing._get_tariffs(held, levels[job], day, work.charge.currency_id), work)
        return found

    @api.model
    def _choose(self, tariffs, work):
        """The fee of the nearest tariff that says one."""
        kind = "travel" if work.visit else "labour"
        case = tariff.Case() if work.visit else self._get_case(work.charge)
        for each in tariffs:
            pays = each.pay_ids.filtered(lambda pay: pay.kind == kind)
            chosen = agent_pay.choose([pay._get_line() for pay in pays], work.agent.id, case)
            if chosen:
                return self.browse(chosen.id)
        return self.browse()

    @api.model
    def _get_case(self, charge):
        groups = trees.branch(charge.product_id.categ_id.parent_path)
        return tariff.Case(operation=charge.work_line_id.operation_id.id or 0, groups=tuple(groups))

    def _get_line(self):
        """For whom and what it is, as :class:`~.tools.agent_pay.Line`."""
        condition = tariff.Line(
            self.id, operation=self.operation_id.id or 0, group=self.group_id.id or 0, sequence=self.sequence
        )
        return agent_pay.Line(self.agent_id.id or 0, condition)

    def _get_fee(self, charge, measure):
        """What is paid for approved work before anything is deducted, in the currency of its company.

        :param charge: ``raya.charge``
        :param measure: price of the work before taxes, or km driven, by ``pricing``
        """
        books, value = charge.currency_id, self.percent
        if self.pricing != "percent":
            value = self.currency_id._convert(self.fee, books, charge.company_id, charge.date, round=False)
        return agent_pay.get_fee(self.pricing, value, measure, books.round)
