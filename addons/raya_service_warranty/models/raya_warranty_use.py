from dataclasses import replace

from odoo import api, fields, models
from odoo.addons.raya_service_base.tools import locking

from ..tools import coverage


class RayaWarranty(models.Model):
    """Limits of use: how far the meter may run, how often and how much a coverage pays."""

    _inherit = "raya.warranty"

    @api.depends("line_ids.usage_start", "asset_id.reading_ids.total", "asset_id.reading_ids.is_counted")
    def _compute_state(self):
        """A coverage none of whose lines has anything left is used up."""
        result = super()._compute_state()
        running = self.filtered(lambda warranty: warranty.state == "active")
        for warranty in running & running._get_used_up(fields.Date.context_today(self)):
            warranty.state = "used_up"
        return result

    def _get_used_up(self, day):
        """Those of these coverages that have nothing left to give on a day."""
        limited = self.filtered(
            lambda warranty: warranty.line_ids and warranty.line_ids == warranty.line_ids._get_limited()
        )
        meters = limited.asset_id._get_meters(day) if limited else {}
        asset_of = {line.id: line.warranty_id.asset_id for line in limited.line_ids}
        alive = {
            line.warranty_line_id
            for line in limited._get_coverage_lines()
            if not coverage.is_used_up(line, meters[asset_of[line.warranty_line_id]])
        }
        return limited.filtered(lambda warranty: not alive.intersection(warranty.line_ids.ids))

    def _get_coverage_lines(self):
        lines = super()._get_coverage_lines()
        uses = self.line_ids._prepare_uses()
        return [replace(line, **uses.get(line.warranty_line_id, {})) for line in lines]

    def _get_limiting_meters(self):
        """Meters by which a line of this coverage ends."""
        return {meter for line in self.line_ids for meter, _limit in line._get_meter_limits()}


class RayaWarrantyLine(models.Model):
    _inherit = "raya.warranty.line"

    usage_start = fields.Float(
        "Counted From", readonly=True, digits=(16, 1), help="What the meter read when this cover began."
    )
    used_count = fields.Integer("Times Paid", compute="_compute_used")
    used_amount = fields.Monetary("Paid", compute="_compute_used")
    currency_id = fields.Many2one(related="warranty_id.company_id.currency_id")
    limits_text = fields.Char("Limits", compute="_compute_limits_text")

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
        if policy_line.max_count:
            texts.append(self.env._("%(used)s of %(most)s times", used=self.used_count, most=policy_line.max_count))
        if policy_line.max_amount:
            currency = self.currency_id
            used, most = currency.format(self.used_amount), currency.format(self._get_max_amount())
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
        day = self.date_start or fields.Date.context_today(self)
        return line.currency_id._convert(line.max_amount, company.currency_id, company, day)

    def _prepare_uses(self):
        """Limits of these lines and what of them is gone.

        :return: dict by line id of arguments of :class:`~.tools.coverage.CoverageLine`;
            lines that only end in time have none
        """
        limited = self._get_limited()
        lineages = {line: line._origin._get_lineage() for line in limited}
        usage = self.browse().union(*lineages.values())._get_usage() if limited else {}
        uses = {}
        for line in limited:
            spent = [usage.get(other, (0, 0.0)) for other in lineages[line]] or [(0, 0.0)]
            count, amount = (sum(column) for column in zip(*spent, strict=True))
            uses[line.id] = {
                "limits": line._get_meter_limits(),
                "usage_start": line.usage_start,
                "max_count": line.policy_line_id.max_count,
                "used_count": count,
                "max_amount": line._get_max_amount(),
                "used_amount": amount,
                "continues": frozenset((lineages[line] - line._origin).ids),
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


class RayaWarrantyPolicyLine(models.Model):
    _inherit = "raya.warranty.policy.line"

    def _get_meter_limits(self):
        """Meter and covered use, as pairs; a line's own limit takes the place of that of its policy."""
        self.ensure_one()
        source = self if self.usage_limit else self.policy_id
        return ((source.usage_meter, source.usage_limit),) if source.usage_limit else ()

    def _get_counted_use(self, meters):
        """Of the use by meter of a unit, that by which this line ends."""
        return max((meters.get(meter, 0.0) for meter, _limit in self._get_meter_limits()), default=0.0)
