from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.raya_service_base.tools import bounds

from ..tools import tariff

DAY_IN_MINUTES = 24 * 60
# What a line may be for; empty is for whatever it is.
CONDITIONS = ("operation_id", "group_id", "product_tmpl_id", "categ_id", "zone_id", "partner_category_id")
SAME = ", ".join(f"COALESCE({name}, 0)" for name in CONDITIONS)


class RayaTariffLine(models.Model):
    """One price of a tariff, and for which work."""

    _name = "raya.tariff.line"
    _description = "Tariff Line"
    _inherit = ["raya.bounds.mixin"]
    _order = "tariff_id, sequence, id"
    _check_company_auto = True
    _bounds = {
        "price": bounds.NOT_NEGATIVE,
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
        [("fixed", "Fixed Price"), ("hour", "Price per Hour")], "Priced By", default="fixed", required=True
    )
    price = fields.Monetary(default=0.0)
    minimum_minutes = fields.Integer(help="This time is charged at least.")
    step_minutes = fields.Integer(
        "Rounded Up to Minutes", help="The time is rounded up to the multiples of these minutes. 0: not at all."
    )
    minimum_amount = fields.Monetary("At Least", help="What the work costs at least.")

    _same_work_once = models.UniqueIndex(
        f"(tariff_id, {SAME})", "Two lines of this tariff are for the same work. Change what one of them is for."
    )

    @api.depends(*CONDITIONS, "operation_id.name", "operation_id.code")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for line in self:
            names = [line[name].display_name for name in CONDITIONS if line[name]]
            line.display_name = ", ".join(names) or self.env._("All Services")

    @api.constrains("price", "minimum_amount")
    def _check_price(self):
        for line in self:
            if not line.price and not line.minimum_amount:
                raise ValidationError(self.env._("%s: enter its price.", line.display_name))

    @api.constrains("operation_id", "group_id", "product_tmpl_id", "categ_id")
    def _check_conditions(self):
        for line in self:
            if line.operation_id and line.group_id:
                raise ValidationError(
                    self.env._("%s: choose a service or a group of services, not both.", line.display_name)
                )
            if line.product_tmpl_id and line.categ_id:
                raise ValidationError(self.env._("%s: choose a product or a category, not both.", line.display_name))

    @api.constrains("pricing", "minimum_minutes", "step_minutes")
    def _check_minutes(self):
        for line in self:
            if line.pricing == "fixed" and (line.minimum_minutes or line.step_minutes):
                raise ValidationError(
                    self.env._("%s: only a price per hour has a least time and a rounding.", line.display_name)
                )

    @api.onchange("pricing")
    def _onchange_pricing(self):
        if self.pricing == "fixed":
            self.minimum_minutes = self.step_minutes = 0

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.tariff_id._check_open()
        return lines

    def write(self, vals):
        self.check_access("write")
        self.tariff_id._check_open()
        result = super().write(vals)
        self.tariff_id._check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self.tariff_id._check_open()

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
