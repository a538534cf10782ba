from odoo import api, fields, models

from odoo.addons.raya_service_base.tools import bounds

from ..models.raya_warranty_event import EVENTS
from ..models.raya_warranty_policy_line import DURATION_UNITS
from ..tools import period


class RayaWarrantyChange(models.TransientModel):
    """Asks why a coverage changes; the answer stays in its history."""

    _name = "raya.warranty.change"
    _description = "Change of a Coverage"
    _inherit = ["raya.form.mixin", "raya.bounds.mixin"]
    _spans = {"duration": "duration_unit"}

    warranty_id = fields.Many2one("raya.warranty", "Coverage", required=True, ondelete="cascade")
    kind = fields.Selection(EVENTS, "Event", required=True)
    date = fields.Date("As of", required=True, default=lambda self: self.env.company._raya_get_day())
    duration = fields.Integer("Longer by", default=1)
    duration_unit = fields.Selection(DURATION_UNITS, default="month")
    outcome = fields.Char(compute="_compute_outcome")
    reason = fields.Text(required=True)

    @api.depends("warranty_id", "kind", "duration", "duration_unit")
    @api.depends_context("lang")
    def _compute_outcome(self):
        """What an extension comes to, before it is applied: it may be too short to reach today."""
        for change in self:
            end = change.warranty_id.date_end
            is_known = change.kind == "extend" and end and change.duration > 0 and change.duration_unit
            # Beyond all sense nobody calculates: it is refused when it is applied.
            if not is_known or bounds.is_too_long(change.duration, change.duration_unit):
                change.outcome = False
                continue
            change.outcome = change._describe_extended(period.extended(end, change.duration, change.duration_unit))

    def _describe_extended(self, end):
        cover = self.warranty_id
        day = self.env["res.lang"]._raya_format_day(end)
        if period.is_lifelong(end):
            return self.env._("%(cover)s lasts for life already.", cover=cover.display_name)
        if end < cover.company_id._raya_get_day():
            return self.env._(
                "%(cover)s would then have ended on %(day)s, which is past: it covers nothing new. Extend it by more.",
                cover=cover.display_name,
                day=day,
            )
        return self.env._("%(cover)s then lasts until %(day)s.", cover=cover.display_name, day=day)

    def action_apply(self):
        for change in self:
            change.warranty_id.check_access("read")
            # Nobody may write coverages: their events do, after the access
            # rights of this form let the person through.
            change.warranty_id.sudo()._record_event(change.kind, change.reason, change.date, **change._prepare_terms())

    def _prepare_terms(self):
        if self.kind != "extend":
            return {}
        return {"duration": self.duration, "duration_unit": self.duration_unit}
