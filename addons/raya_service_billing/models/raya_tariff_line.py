from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.raya_service_base.tools import bounds

from ..tools import tariff, travel
from .raya_charge_dimensions_mixin import COSTS

DAY_IN_MINUTES = 24 * 60
# What a line may be for; empty is for whatever it is.
CONDITIONS = ("operation_id", "group_id", "product_tmpl_id", "categ_id", "zone_id", "partner_category_id")
# A visit is for all jobs at its site, whatever is done there.
OF_WORK = ("operation_id", "group_id", "product_tmpl_id", "categ_id")
OF_TRAVEL = ("visit", "km")
SAME = ", ".join(f"COALESCE({name}, 0)" for name in CONDITIONS)


class RayaTariffLine(models.Model):
    """One price of a tariff, and for which work."""

    _name = "raya.tariff.line"
    _description = "Tariff Line"
    _inherit = ["raya.version.line.mixin", "raya.bounds.mixin"]
    _line_of = "tariff_id"
    _order = "tariff_id, sequence, id"
    _check_company_auto = True
    _bounds = {
        "price": bounds.NOT_NEGATIVE,
        "cost": bounds.NOT_NEGATIVE,
        "minimum_amount": bounds.NOT_NEGATIVE,
        "minimum_minutes": bounds.Bounds(0, DAY_IN_MINUTES),
        "step_minutes": bounds.Bounds(0, DAY_IN_MINUTES),
    }

    tariff_id = fields.Many2one("raya.tariff", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(related="tariff_id.company_id", store=True, precompute=True, index=True)
    currency_id = fields.Many2one(related="tariff_id.currency_id")
    operation_id = fields.Many2one("raya.operation", "Service", index="btree_not_null", ondelete="restrict")
    group_id = fields.Many2one(
        "product.category",
        "Group of Services",
        index="btree_not_null",
        ondelete="restrict",
        help="Services that are sold as products of this category, or of one below it.",
    )
    product_tmpl_id = fields.Many2one(
        "product.template",
        "Serviced Product",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    categ_id = fields.Many2one("product.category", "Serviced Category", index="btree_not_null", ondelete="restrict")
    zone_id = fields.Many2one("raya.tariff.zone", check_company=True, index="btree_not_null", ondelete="restrict")
    partner_category_id = fields.Many2one(
        "res.partner.category", "Customers", index="btree_not_null", ondelete="restrict", help="With this tag."
    )
    pricing = fields.Selection(
        [
            ("fixed", "Fixed Price"),
            ("hour", "Price per Hour"),
            ("visit", "Travel, per Visit"),
            ("km", "Travel, per km"),
        ],
        "Priced By",
        default="fixed",
        required=True,
    )
    kind = fields.Selection(
        [("work", "Work"), ("travel", "Travel")], compute="_compute_kind", store=True, precompute=True, required=True
    )
    price = fields.Monetary(default=0.0)
    is_diagnosis = fields.Boolean(
        "Free with a Repair", help="A diagnosis: it costs nothing where other services are on the same job."
    )
    minimum_minutes = fields.Integer(help="This time is charged at least.")
    step_minutes = fields.Integer(
        "Rounded Up to Minutes", help="The time is rounded up to the multiples of these minutes. 0: not at all."
    )
    minimum_amount = fields.Monetary("At Least", help="What the work, or a visit, costs at least.")
    cost = fields.Monetary(
        "Own Cost",
        groups=COSTS,
        help="What travel costs the company, per visit or per km as it is priced. By it covered travel is booked.",
    )

    _same_work_once = models.UniqueIndex(
        f"(tariff_id, kind, {SAME})", "Two lines of this tariff are for the same work. Change what one of them is for."
    )

    @api.depends("pricing")
    def _compute_kind(self):
        for line in self:
            line.kind = "travel" if line.pricing in OF_TRAVEL else "work"

    @api.depends(*CONDITIONS, "kind", "operation_id.name", "operation_id.code")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for line in self:
            names = [self.env._("Travel")] if line.kind == "travel" else []
            names += [line[name].display_name for name in CONDITIONS if line[name]]
            line.display_name = ", ".join(names) or self.env._("All Services")

    @api.constrains("price", "minimum_amount", "cost")
    def _check_price(self):
        for line in self:
            # Travel may be free for customers, and cost the company something.
            is_known = line.price or line.minimum_amount or (line.kind == "travel" and line.sudo().cost)
            if not is_known:
                raise ValidationError(self.env._("%s: enter its price.", line.display_name))

    @api.constrains("pricing", "is_diagnosis", *OF_WORK)
    def _check_conditions(self):
        for line in self:
            if line.kind == "travel" and any(line[name] for name in (*OF_WORK, "is_diagnosis")):
                raise ValidationError(
                    self.env._(
                        "%s: a visit is for all work at its address. Choose a zone and customers only.",
                        line.display_name,
                    )
                )
            if line.operation_id and line.group_id:
                raise ValidationError(
                    self.env._("%s: choose a service or a group of services, not both.", line.display_name)
                )
            if line.product_tmpl_id and line.categ_id:
                raise ValidationError(self.env._("%s: choose a product or a category, not both.", line.display_name))

    @api.constrains("pricing", "minimum_minutes", "step_minutes")
    def _check_minutes(self):
        for line in self:
            if line.pricing != "hour" and (line.minimum_minutes or line.step_minutes):
                raise ValidationError(
                    self.env._("%s: only a price per hour has a least time and a rounding.", line.display_name)
                )

    @api.onchange("pricing")
    def _onchange_pricing(self):
        if self.pricing != "hour":
            self.minimum_minutes = self.step_minutes = 0
        if self.pricing in OF_TRAVEL:
            self.update(dict.fromkeys((*OF_WORK, "is_diagnosis"), False))

    def _is_for_service_alone(self):
        """Whether it is for a service, whatever the product, the zone and the customer."""
        self.ensure_one()
        return [name for name in CONDITIONS if self[name]] == ["operation_id"]

    def _get_condition(self):
        """What this line is for, as :class:`~.tools.tariff.Line`."""
        self.ensure_one()
        return tariff.Line(self.id, *(self[name].id or 0 for name in CONDITIONS), self.sequence)

    def _get_terms(self):
        """At what it sells, as :class:`~.tools.tariff.Terms`."""
        self.ensure_one()
        is_hourly = self.pricing == "hour"
        return tariff.Terms(self.price, is_hourly, self.minimum_minutes, self.step_minutes, self.minimum_amount)

    def _get_fare(self, distance):
        """What a visit costs by this line of travel, as :class:`~.tools.travel.Fare`.

        :param distance: km driven to it
        """
        self.ensure_one()
        return travel.get_fare(travel.Terms(self.price, self.pricing == "km", self.minimum_amount), distance)

    def _get_travel_cost(self, distance):
        """What a visit costs the company by this line, in the currency of its tariff."""
        self.ensure_one()
        return travel.get_fare(travel.Terms(self.cost, self.pricing == "km"), distance).amount
