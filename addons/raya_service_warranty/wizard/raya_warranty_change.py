from odoo import fields, models

from ..models.raya_warranty_event import EVENTS


class RayaWarrantyChange(models.TransientModel):
    """Asks why a coverage changes; the answer stays in its history."""

    _name = "raya.warranty.change"
    _description = "Change of a Coverage"
    _inherit = ["raya.form.mixin", "raya.bounds.mixin"]
    _spans = {"duration": "duration_unit"}

    warranty_id = fields.Many2one("raya.warranty", "Coverage", required=True, ondelete="cascade")
    kind = fields.Selection(EVENTS, "Event", required=True)
    date = fields.Date("As of", required=True, default=fields.Date.context_today)
    duration = fields.Integer("Longer by", default=1)
    duration_unit = fields.Selection([("day", "Days"), ("month", "Months"), ("year", "Years")], default="month")
    reason = fields.Text(required=True)

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
