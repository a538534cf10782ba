from odoo import api, fields, models

from ..models.raya_meter_reading import METERS


class RayaMeterCorrection(models.TransientModel):
    """Asks what became of a meter that does not go on as it should."""

    _name = "raya.meter.correction"
    _description = "Correct Meter"
    _inherit = ["raya.form.mixin", "raya.bounds.mixin"]

    asset_id = fields.Many2one("raya.asset", "Product File", required=True, ondelete="cascade")
    kind = fields.Selection(
        [("exchange", "The meter was exchanged"), ("wrong", "A reading was typed wrongly")],
        "What Happened",
        default="exchange",
        required=True,
    )
    meter = fields.Selection(METERS, compute="_compute_meter", store=True, readonly=False, precompute=True)
    reading_id = fields.Many2one(
        "raya.meter.reading",
        "Wrong Reading",
        domain="[('asset_id', '=', asset_id), ('is_counted', '=', True)]",
        compute="_compute_reading_id",
        store=True,
        precompute=True,
        readonly=False,
        ondelete="cascade",
    )
    has_last_value = fields.Boolean("Old Meter Was Read")
    last_value = fields.Float("Old Meter Reads", digits=(16, 1))
    value = fields.Float(digits=(16, 1), compute="_compute_value", store=True, readonly=False)
    date = fields.Date(compute="_compute_date", store=True, readonly=False, required=True, precompute=True)
    reason = fields.Text(required=True)
    meter_summary = fields.Char("Last Read", related="asset_id.meter_summary")

    @api.depends("asset_id")
    def _compute_meter(self):
        for correction in self:
            correction.meter = correction.meter or correction.asset_id._guess_meter()

    @api.depends("asset_id", "kind")
    def _compute_reading_id(self):
        for correction in self:
            readings = correction.asset_id.reading_ids.filtered("is_counted")
            correction.reading_id = correction.kind == "wrong" and (correction.reading_id or readings[:1])

    @api.depends("reading_id")
    def _compute_value(self):
        for correction in self:
            correction.value = correction.reading_id.value

    @api.depends("reading_id")
    def _compute_date(self):
        for correction in self:
            correction.date = (
                correction.reading_id.date or correction.date or correction.asset_id.company_id._raya_get_day()
            )

    def action_apply(self):
        for correction in self:
            getattr(correction, f"_apply_{correction.kind}")()

    def _apply_exchange(self):
        last_value = self.last_value if self.has_last_value else None
        self.asset_id._exchange_meter(self.meter, self.value, self.date, self.reason, last_value=last_value)

    def _apply_wrong(self):
        self.asset_id._correct_reading(self.reading_id, self.value, self.date, self.reason)
