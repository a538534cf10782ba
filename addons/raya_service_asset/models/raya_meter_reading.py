from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import metering

METER_LABELS = {"hours": "Hours", "km": "Kilometres", "cycles": "Cycles"}
METERS = [*METER_LABELS.items()]


class RayaMeterReading(models.Model):
    """What a meter of a unit read on a day. It is never edited: a correction follows it."""

    _name = "raya.meter.reading"
    _description = "Meter Reading"
    _inherit = ["raya.bounds.mixin"]
    _order = "date desc, id desc"
    _rec_name = "value"

    asset_id = fields.Many2one("raya.asset", "Product File", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="asset_id.company_id", store=True, index=True)
    meter = fields.Selection(METERS, required=True)
    kind = fields.Selection(
        [("reading", "Reading"), ("exchange", "Meter Exchanged"), ("correction", "Correction")],
        default="reading",
        required=True,
    )
    value = fields.Float("Meter Reads", required=True, digits=(16, 1))
    total = fields.Float(
        "Total Use", readonly=True, digits=(16, 1), help="Of the unit, over all meters it has had of this kind."
    )
    date = fields.Date(required=True)
    note = fields.Char()
    user_id = fields.Many2one("res.users", "Author", required=True, default=lambda self: self.env.user)
    corrects_id = fields.Many2one(
        "raya.meter.reading", "In Place of", index="btree_not_null", ondelete="cascade", readonly=True
    )
    is_counted = fields.Boolean(
        "Counts", default=True, readonly=True, help="Neither has a correction taken its place, nor was it taken back."
    )

    _by_unit = models.Index("(asset_id, meter, date)")
    _corrected_once = models.UniqueIndex(
        "(corrects_id) WHERE corrects_id IS NOT NULL", "This reading was corrected already."
    )
    _not_negative = models.Constraint("CHECK (value >= 0)", "A meter cannot read less than zero.")

    @api.model_create_multi
    def create(self, vals_list):
        """A reading takes the place of the one it corrects; the use in all follows."""
        readings = super().create(vals_list)
        readings.corrects_id.is_counted = False
        readings._check_not_ahead()
        readings.asset_id._sync_meter_totals()
        return readings

    @api.constrains("corrects_id", "asset_id", "meter")
    def _check_corrects_its_own(self):
        for reading in self.filtered("corrects_id"):
            wrong = reading.corrects_id
            if (wrong.asset_id, wrong.meter) != (reading.asset_id, reading.meter):
                raise ValidationError(
                    self.env._(
                        "This reading is of another unit or another meter. Choose one of %(file)s.",
                        file=reading.asset_id.display_name,
                    )
                )

    def _check_not_ahead(self):
        if any(reading.date > reading.asset_id.company_id._raya_get_day() for reading in self):
            raise UserError(self.env._("Nobody can read a meter tomorrow. Enter the day on which it was read."))

    def _strike(self, reason):
        """What told these readings was taken back: they stay in the history and count no more.

        :param str reason: why, as the note of each reading tells from now on
        """
        for reading in self.filtered("is_counted"):
            reading.write({"is_counted": False, "note": " – ".join(filter(None, [reading.note, reason]))})
            reading.asset_id._sync_meter_totals()
            reading.asset_id._on_meter_corrected(reading.meter, reading.date, reason)

    def _get_first(self):
        """The reading whose place this one takes in the end."""
        self.ensure_one()
        first = self
        while first.corrects_id:
            first = first.corrects_id
        return first

    def _sort_key(self):
        """Sort key along the life of a meter: a correction stands where the wrong reading stood."""
        return self.date, self._get_first().id

    def _restarts(self):
        """Whether a new meter starts here; who corrects such a reading means the new meter, too."""
        return self._get_first().kind == "exchange"

    def _sync_totals(self):
        """Bring the use in all to what these readings of one meter of one unit say.

        :raises UserError: when the meter would run backwards
        """
        readings = self.filtered("is_counted").sorted(lambda reading: reading._sort_key())
        try:
            totals = metering.totals([metering.Reading(each.value, each._restarts()) for each in readings])
        except metering.BackwardsError as error:
            raise UserError(readings[error.index]._get_backwards_message(readings[error.index - 1])) from error
        for reading, total in zip(readings, totals, strict=True):
            if reading.total != total:
                reading.total = total

    def _get_backwards_message(self, before):
        day = self.env["res.lang"]._raya_format_day
        return self.env._(
            "%(file)s: the meter read %(before)s on %(before_day)s, so it cannot read %(value)s on %(day)s. Was the "
            "meter exchanged, or a reading typed wrongly? A team leader records that by “Correct Meter”.",
            file=self.asset_id.display_name,
            before=before._format_value(before.value),
            before_day=day(before.date),
            value=self._format_value(self.value),
            day=day(self.date),
        )

    @api.depends("value", "total", "meter", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for reading in self:
            terms = {
                "value": reading._format_value(reading.value),
                "day": self.env["res.lang"]._raya_format_day(reading.date),
                "total": reading._format_value(reading.total),
            }
            if reading.total == reading.value:
                reading.display_name = self.env._("%(value)s (%(day)s)", **terms)
            else:
                reading.display_name = self.env._("%(value)s (%(day)s), %(total)s in all", **terms)

    def _format_value(self, value):
        return self._format_use(self.meter, value)

    @api.model
    def _format_use(self, meter, value):
        """A number with its meter, as the reader writes it: ``1,240 hours``, ``1 hour``."""
        if value == 1:
            return self._get_single_uses()[meter]
        return f"{self.env['res.lang']._raya_format_number(value)} {self._get_meter_names()[meter]}"

    @api.model
    def _get_single_uses(self):
        return {"hours": self.env._("1 hour"), "km": self.env._("1 kilometre"), "cycles": self.env._("1 cycle")}

    @api.model
    def _get_meter_names(self):
        """What each meter counts, within a sentence."""
        return {"hours": self.env._("hours"), "km": self.env._("kilometres"), "cycles": self.env._("cycles")}
