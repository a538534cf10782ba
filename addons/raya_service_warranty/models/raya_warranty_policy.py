from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.raya_service_asset.models.raya_meter_reading import METERS
from odoo.addons.raya_service_base.tools import bounds

from ..tools import period
from .raya_warranty_policy_line import DURATION_UNITS, LIFETIME

TERMS = frozenset(
    {
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
        "is_restarting",
        "legal_ground",
        "currency_id",
    }
)

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
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "raya.version.mixin",
        "raya.bounds.mixin",
        "raya.warranty.policy.eligibility.mixin",
        "raya.warranty.policy.summary.mixin",
        "raya.warranty.policy.reminder.mixin",
    ]
    _order = "sequence, id"
    _check_company_auto = True
    _protected_fields = frozenset({"is_draft", "previous_version_id", "reached_asset_id", "reached_for"})
    # The terms of units already sold never change.
    _content_fields = TERMS
    _bounds = {"start_cap": bounds.MONTHS, "grace_days": bounds.GRACE, "usage_limit": bounds.NOT_NEGATIVE}
    _spans = {"duration": "duration_unit"}

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
    grantor = fields.Selection(
        [("company", "Our Company"), ("supplier", "Supplier"), ("maker", "Maker")],
        "Granted By",
        compute="_compute_grantor",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    partner_id = fields.Many2one("res.partner", "Supplier", check_company=True, index="btree_not_null")
    maker = fields.Char(help="Name of the maker, as the customer knows it.")
    document_ids = fields.Many2many("ir.attachment", string="Documents", help="The terms as they are handed out.")
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
        [*DURATION_UNITS, LIFETIME],
        default="month",
        required=True,
        help="Twelve Solar Hijri months from 1403/12/30 on last until 1404/12/29. For life: without an end.",
    )
    is_from_last_sale = fields.Boolean(
        "Counts from the Last Sale of the Model",
        help="Parts and service are supplied until this long after the last unit of the product was invoiced, "
        "for all its units alike.",
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
    is_restarting = fields.Boolean(
        "Starts Anew with Each Repair",
        help="What is repaired again under this warranty gets its whole time once more. Else the first end stays.",
    )
    legal_ground = fields.Char(
        translate=True, help="The law or contract by which it is promised, as the certificate names it."
    )
    legal_url = fields.Char("Link to the Legal Ground", help="Where customers can read it. Begins with https://.")
    currency_id = fields.Many2one("res.currency", required=True, default=lambda self: self.env.company.currency_id)
    line_ids = fields.One2many("raya.warranty.policy.line", "policy_id", "Covers", copy=True)
    product_tmpl_ids = fields.Many2many("product.template", string="Products")
    categ_ids = fields.Many2many(
        "product.category", "raya_warranty_policy_product_category_rel", string="Product Categories"
    )
    country_ids = fields.Many2many(
        "res.country",
        string="Countries",
        help="Only for units in these countries: of the site, else of the owner, else of the company. "
        "Empty: everywhere.",
    )
    # Every sale asks, and hardly any policy is.
    is_by_country = fields.Boolean("For Some Countries", compute="_compute_is_by_country", store=True)
    date_from = fields.Date("Sold From")
    date_to = fields.Date("Sold Until")
    is_retroactive = fields.Boolean(
        "Units Already Sold",
        help="By night the policy is given to units sold before it was set up, where it fits and they lack it.",
    )
    reached_asset_id = fields.Integer(
        "Looked at Until", copy=False, readonly=True, help="The last product file this policy was tried on."
    )
    reached_for = fields.Char("Looked at For", copy=False, readonly=True)
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        domain=[("share", "=", False)],
        help="Is reminded before a supplier's window closes. Empty: a service manager.",
    )
    offer = fields.Selection(
        [("setting", "As in the Settings"), ("always", "Yes"), ("never", "No")],
        "Offer an Extension",
        default="setting",
        required=True,
        help="Customers get a mail that offers an extended warranty before this one ends.",
    )
    warranty_ids = fields.One2many("raya.warranty", "policy_id", "Coverages")
    warranty_count = fields.Integer("Units", compute="_compute_warranty_count")
    closing_count = fields.Integer("Closing", compute="_compute_closing_count")
    summary = fields.Text(compute="_compute_summary")
    is_empty = fields.Boolean("Covers Nothing", compute="_compute_is_empty")

    _grace_not_negative = models.Constraint(
        "CHECK (grace_days >= 0 AND start_cap >= 0)", "Days of grace and months of a start cap cannot be negative."
    )
    _limit_has_meter = models.Constraint(
        "CHECK (usage_limit >= 0 AND (usage_limit = 0 OR usage_meter IS NOT NULL))",
        "Say which meter counts the use that is covered.",
    )
    _last_sale_of_commitment = models.Constraint(
        "CHECK (kind = 'commitment' OR is_from_last_sale IS NOT TRUE)",
        "Only a commitment counts from the last sale of the model.",
    )
    _sold_in_order = models.Constraint("CHECK (date_to >= date_from)", "The last day of sale is before the first one.")
    _duration_positive = models.Constraint(
        "CHECK (duration > 0 OR duration_unit = 'life')", "A warranty lasts at least one day, month or year."
    )

    @api.depends("kind")
    def _compute_grantor(self):
        for policy in self:
            policy.grantor = "supplier" if policy.kind == "supplier" else policy.grantor or "company"

    # By the code also when a country is deleted.
    @api.depends("country_ids.code")
    def _compute_is_by_country(self):
        for policy in self:
            policy.is_by_country = bool(policy.country_ids)

    @api.depends("warranty_ids")
    def _compute_warranty_count(self):
        counts = dict(
            self.env["raya.warranty"]._read_group([("policy_id", "in", self.ids)], ["policy_id"], ["__count"])
        )
        for policy in self:
            policy.warranty_count = counts.get(policy, 0)

    @api.depends("kind", "line_ids")
    def _compute_is_empty(self):
        for policy in self:
            policy.is_empty = policy._is_empty()

    @api.constrains("legal_url")
    def _check_legal_url(self):
        for policy in self.filtered("legal_url"):
            if not policy.legal_url.startswith(("https://", "http://")):
                raise ValidationError(
                    self.env._("%(policy)s: begin the link to its legal ground with https://.", policy=policy.name)
                )

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

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        policies._attach_documents()
        return policies

    def write(self, vals):
        result = super().write(vals)
        if "document_ids" in vals:
            self._attach_documents()
        return result

    def _is_closed(self):
        # Who writes policies need not see the units of all companies; one of thousands of units is enough.
        return bool(self.env["raya.warranty"].sudo().search_count([("policy_id", "in", self.ids)], limit=1))

    def _get_closed_message(self):
        return self.env._(
            "%(policy)s covers units already sold, so its terms stay as they are. "
            "Press New Version and change the terms there.",
            policy=self.display_name,
        )

    def _attach_documents(self):
        """Who reads a policy reads its documents."""
        for policy in self:
            policy.document_ids.filtered(lambda document: not document.res_id).write(
                {"res_model": policy._name, "res_id": policy.id}
            )

    def _get_grantor_name(self):
        self.ensure_one()
        names = {"supplier": self.partner_id.display_name, "maker": self.maker}
        return names.get(self.grantor) or self.company_id.name or self.env.company.name

    def _get_start(self, evidence):
        """First covered day of a unit, or ``None`` while it is unknown.

        :param dict evidence: date by start event; missing or ``False`` when unknown
        """
        self.ensure_one()
        cap = period.cap_day(evidence.get(self.start_cap_event), self.start_cap)
        return period.start_day(evidence.get(self.start_event), cap)

    def _get_anchor(self, start, evidence):
        """The day from which the duration of a coverage counts that begins on ``start``."""
        if not self.is_from_last_sale:
            return start
        return max(filter(None, (start, evidence.get("last_sale"), evidence.get("invoice"))))

    def _get_end(self, start):
        """Last covered day of a coverage whose lines have no duration of their own."""
        return period.last_day(start, *self._get_term())

    def _get_term(self):
        """How long it covers, in which unit."""
        return self.duration, self.duration_unit

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
