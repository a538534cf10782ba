from odoo import api, fields, models

from ..models.raya_meter_reading import METERS


class RayaMeterEntry(models.TransientModel):
    """Asks what a meter reads."""

    _name = "raya.meter.entry"
    _description = "Record a Meter Reading"
    _inherit = ["raya.form.mixin", "raya.bounds.mixin"]

    asset_id = fields.Many2one("raya.asset", "Product File", required=True, ondelete="cascade")
    meter = fields.Selection(
        METERS, compute="_compute_meter", store=True, readonly=False, required=True, precompute=True
    )
    value = fields.Float("Meter Reads", digits=(16, 1))
    date = fields.Date("Read On", required=True, default=lambda self: self.env.company._raya_get_day())
    note = fields.Char()
    meter_summary = fields.Char("Last Read", related="asset_id.meter_summary")

    @api.depends("asset_id")
    def _compute_meter(self):
        for entry in self:
            entry.meter = entry.meter or entry.asset_id._guess_meter()

    def action_record(self):
        for entry in self:
            entry.asset_id._record_reading(entry.meter, entry.value, entry.date, **entry._prepare_reading_facts())

    def _prepare_reading_facts(self):
        """Further values of the reading; extended by add-ons that know where it was said."""
        return {"note": self.note}
