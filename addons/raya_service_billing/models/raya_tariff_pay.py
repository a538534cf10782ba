from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.raya_service_base.tools import bounds, trees

from ..tools import agent_pay, tariff

# What a fee may be for; empty is for whatever it is.
CONDITIONS = ("agent_id", "operation_id", "group_id")
SAME = ", ".join(f"COALESCE({name}, 0)" for name in CONDITIONS)


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
        help="Service: each one of an approved report. Visit: each one that arrived, once.",
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
        [("fixed", "Fixed Fee"), ("percent", "Percent of the Price")], "Fee", default="fixed", required=True
    )
    fee = fields.Monetary("Amount", default=0.0)
    percent = fields.Float(aggregator=None, help="Of what the work costs before taxes, whoever pays for it.")

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
            if pay.kind == "travel" and (pay.operation_id or pay.group_id or pay.pricing == "percent"):
                raise ValidationError(
                    self.env._("%s: a visit is paid by a fixed fee, whatever is done there.", pay.display_name)
                )

    @api.onchange("kind")
    def _onchange_kind(self):
        if self.kind == "travel":
            self.operation_id = self.group_id = False
            self.pricing = "fixed"

    @api.onchange("pricing")
    def _onchange_pricing(self):
        if self.pricing == "fixed":
            self.percent = 0.0
        else:
            self.fee = 0.0

    @api.model
    def _find(self, charges, kind):
        """The fees that hold for approved work, by the tariffs of its days: those by which customers pay for it.

        :param charges: ``raya.charge`` with their agents
        :param str kind: ``labour`` or ``travel``
        :return: dict of one fee by charge, empty where none is agreed
        """
        Pricing, found = self.env["raya.tariff.pricing"], {}
        for company, of_company in charges.grouped("company_id").items():
            held = Pricing._get_held(company)
            zones = held._get_zones()
            for job, own in of_company.grouped("workorder_id").items():
                levels = Pricing._get_zone_levels(zones, job)
                for charge in own:
                    day = Pricing._get_day(job, {"work_line_id": charge.work_line_id.id})
                    tariffs = Pricing._get_tariffs(held, levels, day, charge.currency_id)
                    found[charge] = self._choose(tariffs, charge, kind)
        return found

    @api.model
    def _choose(self, tariffs, charge, kind):
        """The fee of the nearest tariff that says one."""
        case = self._get_case(charge) if kind == "labour" else tariff.Case()
        for each in tariffs:
            pays = each.pay_ids.filtered(lambda pay: pay.kind == kind)
            chosen = agent_pay.choose([pay._get_line() for pay in pays], charge.agent_id.id, case)
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

    def _get_fee(self, charge):
        """What is paid for approved work before anything is deducted, in the currency of its company."""
        books = charge.currency_id
        if self.pricing == "percent":
            return agent_pay.get_fee(self.percent, True, charge.amount, books.round)
        fee = self.currency_id._convert(self.fee, books, charge.company_id, charge.date, round=False)
        return agent_pay.get_fee(fee, False, charge.amount, books.round)
