from dataclasses import replace

from odoo import api, fields, models

from odoo.addons.raya_service_base.tools import bounds, locking

from ..tools import coverage


class RayaWarrantyLine(models.Model):
    """What one line of a policy grants to one unit; its dates are the unit's own."""

    _name = "raya.warranty.line"
    _description = "Line of a Coverage"
    _inherit = ["raya.bounds.mixin"]
    _bounds = {"date_start": bounds.PROMISED, "date_end": bounds.PROMISED}
    # Written with its coverage: who and when stand there, and millions of rows need it not.
    _log_access = False
    _order = "id"
    _rec_name = "policy_line_id"

    # Found by the index that keeps the same cover from standing twice.
    warranty_id = fields.Many2one("raya.warranty", "Coverage", required=True, ondelete="cascade")
    policy_line_id = fields.Many2one(
        "raya.warranty.policy.line", "Cover", required=True, index=True, ondelete="restrict"
    )
    scope = fields.Selection(related="policy_line_id.scope")
    share = fields.Float(related="policy_line_id.share")
    product_id = fields.Many2one(
        "product.product", "Part", ondelete="restrict", help="Covers only this part, whatever the policy says."
    )
    component_id = fields.Many2one(
        "raya.component", ondelete="restrict", help="Covers only this component, whatever the policy says."
    )
    date_start = fields.Date("From")
    date_end = fields.Date("Until")
    usage_start = fields.Float(
        "Counted From", readonly=True, digits=(16, 1), help="What the meter read when this cover began."
    )
    used_count = fields.Integer("Times Paid", compute="_compute_used")
    used_amount = fields.Monetary("Paid", compute="_compute_used")
    currency_id = fields.Many2one(related="warranty_id.company_id.currency_id")
    limits_text = fields.Char("Limits", compute="_compute_limits_text")

    _line_once = models.UniqueIndex(
        "(warranty_id, policy_line_id, COALESCE(product_id, 0), COALESCE(component_id, 0))",
        "This coverage has this line already.",
    )

    def _compute_used(self):
        uses = self._prepare_uses()
        for line in self:
            line.used_count = uses.get(line.id, {}).get("used_count", 0)
            line.used_amount = uses.get(line.id, {}).get("used_amount", 0.0)

    @api.depends("usage_start", "policy_line_id")
    @api.depends_context("lang")
    def _compute_limits_text(self):
        for line in self:
            line.limits_text = " · ".join(line._get_limit_texts())

    def _get_limit_texts(self):
        """What limits this line besides time, and how much of it is gone."""
        policy_line = self.policy_line_id
        texts = [
            self.env._(
                "until %(reading)s", reading=self.env["raya.meter.reading"]._format_use(meter, self.usage_start + limit)
            )
            for meter, limit in self._get_meter_limits()
        ]
        lang = self.env["res.lang"]
        if policy_line.max_count == 1:
            texts.append(self.env._("once, used up") if self.used_count else self.env._("once"))
        elif policy_line.max_count:
            used, most = (lang._raya_format_number(count) for count in (self.used_count, policy_line.max_count))
            texts.append(self.env._("%(used)s of %(most)s times", used=used, most=most))
        if policy_line.max_amount:
            amounts = (self.used_amount, self._get_max_amount())
            used, most = (lang._raya_format_amount(amount, self.currency_id) for amount in amounts)
            texts.append(self.env._("%(used)s of %(most)s", used=used, most=most))
        return texts

    def _get_meter_limits(self):
        """Meter and covered use, as pairs."""
        return self.policy_line_id._get_meter_limits()

    def _get_limited(self):
        """Lines that end by something else than time."""
        return self.filtered(
            lambda line: line._get_meter_limits() or line.policy_line_id.max_count or line.policy_line_id.max_amount
        )

    def _get_max_amount(self):
        """The most this line pays, in the money of the company that pays it."""
        line, company = self.policy_line_id, self.warranty_id.company_id
        day = self.date_start or company._raya_get_day()
        return line.currency_id._convert(line.max_amount, company.currency_id, company, day)

    def _prepare_uses(self):
        """Limits of these lines and what of them is gone.

        :return: dict by line id of arguments of :class:`~.tools.coverage.CoverageLine`;
            lines that only end in time have none
        """
        limited = self._get_limited()
        chains = {line: line._origin._get_chain() for line in limited}
        usage = self.browse().union(*chains.values())._get_usage() if limited else {}
        uses = {}
        for line in limited:
            spent = [usage.get(other, (0, 0.0)) for other in chains[line]] or [(0, 0.0)]
            count, amount = (sum(column) for column in zip(*spent, strict=True))
            uses[line.id] = {
                "limits": line._get_meter_limits(),
                "usage_start": line.usage_start,
                "max_count": line.policy_line_id.max_count,
                "used_count": count,
                "max_amount": line._get_max_amount(),
                "used_amount": amount,
                "continues": frozenset((chains[line] - line._origin).ids),
            }
        return uses

    def _get_usage(self):
        """How often and how much these lines have paid.

        Called for lines with a maximum, many at once. Who settles work overrides
        it and counts what was frozen for good.

        :return: dict of ``(count, amount)`` by line, in the company's currency;
            lines that have paid nothing may be left out
        """
        return {}

    def _lock_allowances(self):
        """Let one transaction at a time spend what these lines have left."""
        capped = self.filtered(lambda line: line.policy_line_id.max_count or line.policy_line_id.max_amount)
        locking.lock(capped)

    # --- what it covers ------------------------------------------------------

    def _get_granted_end(self, start):
        """Last day that the policy line grants from ``start`` on, before any event."""
        return self.policy_line_id._get_end(self.warranty_id._get_anchor(start))

    def _covers_any(self, works):
        """Whether this line is for one of these works, whatever the day.

        A compressor that is covered for 60 months must not keep the body, covered
        for 24, waiting for its extension.
        """
        line = self._get_undated_line()
        return any(coverage.fits(line, work) for work in works)

    def _get_typical_works(self):
        """The works that this line is made for."""
        line = self._get_undated_line()
        kinds = coverage.KINDS if line.scope == coverage.SCOPE_ALL else (line.scope,)
        return [self.warranty_id.asset_id._get_typical_work(line, kind) for kind in kinds]

    def _get_undated_line(self):
        """What this line is for, as a :class:`~.tools.coverage.CoverageLine`, whatever its dates."""
        return replace(self.policy_line_id._get_undated_line(), **self._prepare_own_scope())

    def _prepare_own_scope(self):
        """What this unit's line covers other than the policy says: the part that was fitted."""
        own = {"product_id": self.product_id.id, "component_id": self.component_id.id}
        return {name: value for name, value in own.items() if value}

    def _prepare_continued_values(self):
        """The same cover for the unit that takes the place of this one: it begins
        to count where this one stood."""
        asset = self.warranty_id.asset_id
        meters = asset._get_meters(asset.company_id._raya_get_day())[asset]
        return {
            "policy_line_id": self.policy_line_id.id,
            "product_id": self.product_id.id,
            "component_id": self.component_id.id,
            "usage_start": self.usage_start - self.policy_line_id._get_counted_use(meters),
        }

    def _get_chain(self):
        """This line and those of the units before that it continues."""
        chain, line = self, self
        while line:
            line = line.warranty_id.continues_id.line_ids.filtered(lambda other: other._get_key() == self._get_key())
            chain |= line
        return chain

    def _get_key(self):
        """What makes two lines of coverages of one policy the same."""
        return self.policy_line_id, self.product_id, self.component_id

    def _prepare_certificate(self):
        line = self.policy_line_id
        scopes = dict(line._fields["scope"]._description_selection(self.env))
        limits = [
            (self.product_id or line.product_id).display_name,
            (self.component_id or line.component_id).name,
            line.categ_id.name,
        ]
        return {
            "what": " · ".join([scopes[line.scope], *filter(None, [*limits, self.limits_text])]),
            **self.warranty_id._prepare_certificate_share(line.share),
            **self.warranty_id._prepare_certificate_dates(self),
        }
