from odoo import api, fields, models
from odoo.addons.raya_service_asset.models.raya_meter_reading import METERS
from odoo.exceptions import UserError, ValidationError

from ..tools import coverage, period

TERMS = {
    "kind",
    "start_event",
    "start_cap",
    "start_cap_event",
    "duration",
    "duration_unit",
    "grace_days",
    "excluded_categ_ids",
    "excluded_product_ids",
    "is_from_last_sale",
    "line_ids",
    "usage_limit",
    "usage_meter",
    "is_transferable",
    "currency_id",
}

START_EVENTS = [
    ("invoice", "Invoice Date"),
    ("delivery", "Delivery Date"),
    ("installation", "Installation Date"),
    ("activation", "Activation Date"),
    ("receipt", "Receipt from the Supplier"),
    ("manufacture", "Date of Manufacture"),
]


class RayaWarrantyPolicy(models.Model):
    """What is promised to the buyer of a product; each sold unit gets a coverage of it."""

    _name = "raya.warranty.policy"
    _description = "Warranty Policy"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(
        "Priority", default=10, help="Of several policies that fit, the one with the lowest number decides."
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies.")
    kind = fields.Selection(
        [
            ("warranty", "Warranty"),
            ("commitment", "Commitment"),
            ("extended", "Extended Warranty"),
            ("repair", "Repair Warranty"),
            ("supplier", "Supplier Warranty"),
        ],
        default="warranty",
        required=True,
    )
    start_event = fields.Selection(
        [*START_EVENTS, ("previous", "After the Warranty"), ("repair", "Repair Date")],
        "Starts On",
        default="invoice",
        required=True,
    )
    start_cap = fields.Integer(
        "Starts at the Latest",
        help="Months after which the coverage starts at the latest, also when its event is not known yet. "
        "Empty: it waits for its event.",
    )
    start_cap_event = fields.Selection(START_EVENTS, "Months Counted From", default="invoice", required=True)
    duration = fields.Integer(default=12, required=True)
    duration_unit = fields.Selection(
        [("day", "Days"), ("month", "Months"), ("year", "Years")], default="month", required=True
    )
    grace_days = fields.Integer(help="Days after the end in which a call is still covered.")
    excluded_categ_ids = fields.Many2many(
        "product.category",
        string="Excluded Parts",
        help="Parts of these categories, and of those below them, are never covered.",
    )
    excluded_product_ids = fields.Many2many(
        "product.product", string="Excluded Single Parts", help="These parts are never covered."
    )
    usage_limit = fields.Float(
        "Up to",
        digits=(16, 1),
        help="Use after which the coverage ends, if it comes before the end in time. 0: no limit.",
    )
    usage_meter = fields.Selection(METERS, "Meter")
    is_transferable = fields.Boolean(
        "Transferable", default=True, help="The coverage goes on when the unit gets a new owner."
    )
    currency_id = fields.Many2one("res.currency", required=True, default=lambda self: self.env.company.currency_id)
    line_ids = fields.One2many("raya.warranty.policy.line", "policy_id", "Covers", copy=True)
    product_tmpl_ids = fields.Many2many("product.template", string="Products")
    warranty_ids = fields.One2many("raya.warranty", "policy_id", "Coverages")
    warranty_count = fields.Integer("Units", compute="_compute_warranty_count")

    _grace_not_negative = models.Constraint(
        "CHECK (grace_days >= 0 AND start_cap >= 0)", "Days of grace and months of a start cap cannot be negative."
    )
    _limit_has_meter = models.Constraint(
        "CHECK (usage_limit >= 0 AND (usage_limit = 0 OR usage_meter IS NOT NULL))",
        "Say which meter counts the use that is covered.",
    )
    _duration_positive = models.Constraint("CHECK (duration > 0)", "A warranty lasts at least one day, month or year.")

    @api.depends("warranty_ids")
    def _compute_warranty_count(self):
        counts = dict(
            self.env["raya.warranty"]._read_group([("policy_id", "in", self.ids)], ["policy_id"], ["__count"])
        )
        for policy in self:
            policy.warranty_count = counts.get(policy, 0)

    @api.constrains("kind", "start_event")
    def _check_start_event(self):
        """Only what is granted by a repair starts with it; only what extends a warranty waits for its end."""
        labels = dict(self._fields["start_event"]._description_selection(self.env))
        for policy in self:
            is_repair = policy.kind == "repair"
            if is_repair != (policy.start_event == "repair") or (
                policy.start_event == "previous" and policy.kind != "extended"
            ):
                raise ValidationError(
                    self.env._(
                        "%(policy)s cannot start on: %(event)s. A repair warranty starts on the day of the repair and "
                        "nothing else does; only an extended warranty starts after the warranty.",
                        policy=policy.name,
                        event=labels[policy.start_event],
                    )
                )

    @api.onchange("kind")
    def _onchange_kind(self):
        usual = {"extended": "previous", "repair": "repair"}
        if self.kind in usual or self.start_event in usual.values():
            self.start_event = usual.get(self.kind, "invoice")

    def write(self, vals):
        if TERMS & vals.keys():
            self._check_terms_free()
        return super().write(vals)

    def _check_terms_free(self):
        """The terms of units already sold never change.

        :raises UserError: when a unit has a coverage of one of these policies
        """
        in_use = self.sudo().filtered("warranty_ids")
        if in_use:
            raise UserError(
                self.env._(
                    "%(policy)s covers units already sold, so its terms stay as they are. "
                    "Press New Version and change the terms there.",
                    policy=in_use[0].display_name,
                )
            )

    def _get_start(self, evidence):
        """First covered day of a unit, or ``None`` while it is unknown.

        :param dict evidence: date by start event; missing or ``False`` when unknown
        """
        self.ensure_one()
        cap = period.cap_day(evidence.get(self.start_cap_event), self.start_cap)
        return period.start_day(evidence.get(self.start_event), cap)

    def _get_end(self, start):
        """Last covered day of a coverage whose lines have no duration of their own."""
        return period.last_day(start, self.duration, self.duration_unit)

    def action_view_assets(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_asset.raya_asset_action")
        return {**action, "domain": [("warranty_ids.policy_id", "in", self.ids)]}

    def _prepare_coverage_terms(self):
        """What holds for all lines of this policy, as arguments of :class:`~.tools.coverage.CoverageLine`."""
        return {
            "kind": self.kind,
            "start_event": self.start_event,
            "priority": self.sequence,
            "grace_days": self.grace_days,
            "excluded_categ_ids": frozenset(self.excluded_categ_ids.ids),
            "excluded_product_ids": frozenset(self.excluded_product_ids.ids),
        }


class RayaWarrantyPolicyLine(models.Model):
    _name = "raya.warranty.policy.line"
    _description = "Scope of a Warranty Policy"
    _order = "sequence, id"

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
    duration_unit = fields.Selection(
        [("day", "Days"), ("month", "Months"), ("year", "Years")], default="month", required=True
    )
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

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.policy_id._check_terms_free()
        return lines

    def write(self, vals):
        self.policy_id._check_terms_free()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self.policy_id._check_terms_free()

    def _get_end(self, start):
        """Last day that this line covers of a coverage that begins on ``start``."""
        if not self.duration:
            return self.policy_id._get_end(start)
        return period.last_day(start, self.duration, self.duration_unit)

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
