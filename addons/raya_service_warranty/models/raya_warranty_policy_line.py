from odoo import api, fields, models
from odoo.tools import format_list

from odoo.addons.raya_service_asset.models.raya_meter_reading import METERS
from odoo.addons.raya_service_base.tools import bounds

from ..tools import coverage, period

DURATION_UNITS = [
    ("day", "Days"),
    ("month", "Months"),
    ("solar_month", "Solar Hijri Months"),
    ("year", "Years"),
]
LIFETIME = (period.LIFE, "For Life")


class RayaWarrantyPolicyLine(models.Model):
    _name = "raya.warranty.policy.line"
    _description = "Scope of a Warranty Policy"
    _inherit = ["raya.version.line.mixin", "raya.bounds.mixin"]
    _line_of = "policy_id"
    _order = "sequence, id"
    _bounds = {"usage_limit": bounds.NOT_NEGATIVE, "max_count": bounds.COUNT, "max_amount": bounds.NOT_NEGATIVE}
    _spans = {"duration": "duration_unit"}

    policy_id = fields.Many2one("raya.warranty.policy", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    scope = fields.Selection(
        [("all", "Everything"), ("labour", "Labour"), ("part", "Parts"), ("travel", "Travel")],
        "Covered",
        default="all",
        required=True,
    )
    component_id = fields.Many2one(
        "raya.component",
        index=True,
        ondelete="restrict",
        help="Covers only faults of this component and of those below it.",
    )
    categ_id = fields.Many2one(
        "product.category",
        "Category of Parts",
        index=True,
        ondelete="restrict",
        help="Covers only parts of this category and of those below it.",
    )
    product_id = fields.Many2one(
        "product.product", "Part", index=True, ondelete="restrict", help="Covers only this part."
    )
    duration = fields.Integer("For", help="Empty: as long as the policy says.")
    duration_unit = fields.Selection([*DURATION_UNITS, LIFETIME], default="month", required=True)
    usage_limit = fields.Float("Up to", digits=(16, 1), help="Use after which this line ends. 0: as the policy says.")
    usage_meter = fields.Selection(METERS, "Meter")
    max_count = fields.Integer("At Most Times", help="How many services or parts this line pays. 0: any number.")
    max_amount = fields.Monetary(
        "At Most in All", help="How much this line pays for one unit, at sales prices. 0: any amount."
    )
    currency_id = fields.Many2one(related="policy_id.currency_id")
    share = fields.Float("Company Bears (%)", default=100.0, digits=(5, 2), help="The customer pays the rest.")

    _share_in_percent = models.Constraint(
        "CHECK (share > 0 AND share <= 100)", "The company bears more than 0 and at most 100 percent."
    )
    _parts_by_part = models.Constraint(
        "CHECK (scope = 'part' OR (product_id IS NULL AND categ_id IS NULL))",
        "A line for a part or a category of parts covers parts: choose Parts as what is covered.",
    )
    _limit_has_meter = models.Constraint(
        "CHECK (usage_limit >= 0 AND (usage_limit = 0 OR usage_meter IS NOT NULL))",
        "Say which meter counts the use that this line covers.",
    )
    _maximum_not_negative = models.Constraint(
        "CHECK (max_count >= 0 AND max_amount >= 0)", "A line cannot pay less than nothing."
    )
    _duration_not_negative = models.Constraint("CHECK (duration >= 0)", "A line cannot last less than a day.")

    @api.depends("policy_id.name", "product_id", "component_id.name", "categ_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for line in self:
            limits = [line.product_id.display_name, line.component_id.name, line.categ_id.name]
            line.display_name = " · ".join([line.policy_id.name or "", *filter(None, limits)])

    def _get_end(self, start):
        """Last day that this line covers of a coverage that begins on ``start``."""
        return period.last_day(start, *self._get_term())

    def _get_term(self):
        """How long this line covers, in which unit: as its policy, where it says nothing of its own."""
        return (self.duration, self.duration_unit) if self._has_own_term() else self.policy_id._get_term()

    def _has_own_term(self):
        return bool(self.duration) or self.duration_unit == period.LIFE

    def _get_scope_key(self):
        """What this line is for: lines of two policies for the same thing have the same."""
        return (self.scope, self.component_id, self.categ_id, self.product_id)

    def _get_undated_line(self):
        """What this line grants as a :class:`~.tools.coverage.CoverageLine`, before it covers any unit."""
        self.ensure_one()
        terms = {**self.policy_id._prepare_coverage_terms(), **self._prepare_coverage_scope()}
        return coverage.CoverageLine(**terms, date_start=None, date_end=None)

    def _prepare_coverage_scope(self):
        """Who grants what, as arguments of :class:`~.tools.coverage.CoverageLine`."""
        return {
            "id": self.id,
            "name": self.display_name,
            "scope": self.scope,
            "share": self.share,
            "product_id": self.product_id.id or None,
            "component_id": self.component_id.id or None,
            "categ_id": self.categ_id.id or None,
        }

    def _get_meter_limits(self):
        """Meter and covered use, as pairs; a line's own limit takes the place of that of its policy."""
        self.ensure_one()
        source = self if self.usage_limit else self.policy_id
        return ((source.usage_meter, source.usage_limit),) if source.usage_limit else ()

    def _get_counted_use(self, meters):
        """Of the use by meter of a unit, that by which this line ends."""
        return max((meters.get(meter, 0.0) for meter, _limit in self._get_meter_limits()), default=0.0)

    def _describe(self):
        """What this line covers, as a sentence."""
        terms = {
            "what": self._describe_what(),
            "share": self.env["res.lang"]._raya_format_percent(self.share),
            "period": self.policy_id._describe_period(self.duration, self.duration_unit),
            "limits": format_list(self.env, self._describe_limits(), "unit"),
        }
        if self._has_own_term() and terms["limits"]:
            return self.env._("%(what)s: %(share)s for %(period)s, %(limits)s.", **terms)
        if self._has_own_term():
            return self.env._("%(what)s: %(share)s for %(period)s.", **terms)
        if terms["limits"]:
            return self.env._("%(what)s: %(share)s, %(limits)s.", **terms)
        return self.env._("%(what)s: %(share)s.", **terms)

    def _describe_limits(self):
        """What ends this line besides time: use, how often and how much it pays."""
        limits = []
        if self.usage_limit:
            use = self.env["raya.meter.reading"]._format_use(self.usage_meter, self.usage_limit)
            limits.append(self.env._("up to %(use)s", use=use))
        if self.max_count:
            limits.append(self.policy_id._describe_count(self.max_count))
        if self.max_amount:
            limits.append(self.policy_id._describe_amount(self.max_amount, self.currency_id))
        return limits

    def _describe_what(self):
        scopes = {
            "all": self.env._("Labour, parts and travel"),
            "labour": self.env._("Labour"),
            "part": self.env._("Parts"),
            "travel": self.env._("Travel"),
        }
        narrower = [self.product_id.display_name, self.component_id.name, self.categ_id.display_name]
        names = ", ".join(filter(None, narrower))
        return f"{scopes[self.scope]} ({names})" if names else scopes[self.scope]
