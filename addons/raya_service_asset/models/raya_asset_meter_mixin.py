from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from odoo.addons.raya_service_base.tools import locking

from .raya_meter_reading import METERS


class RayaAssetMeterMixin(models.AbstractModel):
    """What the meters of a unit read."""

    _name = "raya.asset.meter.mixin"
    _description = "Product File: Meters"

    reading_ids = fields.One2many("raya.meter.reading", "asset_id", "Meter Readings")
    meter = fields.Selection(METERS, compute="_compute_meter", help="The meter that units of this product have.")
    has_meter = fields.Boolean(compute="_compute_meter")
    meter_summary = fields.Char("Meter Reads", compute="_compute_meter_summary")

    @api.depends("product_id", "reading_ids")
    def _compute_meter(self):
        for asset in self:
            asset.meter = asset.product_id.product_tmpl_id._raya_get_meter()
            asset.has_meter = bool(asset._get_known_meters())

    @api.depends("reading_ids.total", "reading_ids.is_counted")
    @api.depends_context("lang")
    def _compute_meter_summary(self):
        for asset in self:
            asset.meter_summary = format_list(self.env, asset._get_last_readings().mapped("display_name"), "unit")

    def _get_known_meters(self):
        """Meters that matter for this unit, the most telling first: its product's, those that were read.

        Extended by add-ons for which others count as well.

        :return: list of keys of meters
        """
        known = [self.meter, *self.reading_ids.mapped("meter")]
        return list(dict.fromkeys(filter(None, known)))

    def _guess_meter(self):
        """The meter to ask for first."""
        return next(iter(self._get_known_meters()), False)

    def _get_last_readings(self):
        """The last reading of each meter of this unit."""
        self.ensure_one()
        counted = self.reading_ids.filtered("is_counted").sorted(lambda reading: reading._sort_key())
        latest = {reading.meter: reading for reading in counted}
        return self.env["raya.meter.reading"].concat(*latest.values())

    def _get_meters(self, day):
        """Use in all by meter, as read on a day or at last before it.

        One query for any number of units.

        :return: dict of dicts ``{asset: {meter: use}}``, for each of these files
        """
        found = {asset._origin.id: {} for asset in self}
        domain = [("asset_id", "in", self.ids), ("is_counted", "=", True), ("date", "<=", day)]
        # Who reads a decision need not read the readings behind it. Use never
        # goes back: the highest is the last.
        groups = self.env["raya.meter.reading"].sudo()._read_group(domain, ["asset_id", "meter"], ["total:max"])
        for asset, meter, total in groups:
            found[asset.id][meter] = total
        return {asset: found[asset._origin.id] for asset in self}

    def _record_reading(self, meter, value, date, **facts):
        """Write down what a meter of this unit read.

        :param facts: further values of the reading, such as its ``note``
        :raises UserError: when the meter would run backwards
        """
        self.ensure_one()
        return self._add_readings([{"meter": meter, "value": value, "date": date, **facts}])

    def _exchange_meter(self, meter, value, date, reason, *, last_value=None):
        """The meter was exchanged: the new one starts at ``value``, use in all goes on.

        :param last_value: what the old meter read in the end, if somebody looked
        """
        self.ensure_one()
        common = {"meter": meter, "date": date, "note": reason}
        last = [] if last_value is None else [{**common, "value": last_value}]
        readings = self._add_readings([*last, {**common, "value": value, "kind": "exchange"}])
        self._on_meter_corrected(meter, date, reason)
        return readings

    def _correct_reading(self, reading, value, date, reason):
        """A reading was typed wrongly: another takes its place, both stay in the history."""
        self.ensure_one()
        if not reading.is_counted:
            raise UserError(
                self.env._(
                    "%(reading)s was corrected already: correct the one that took its place.",
                    reading=reading.display_name,
                )
            )
        common = {"meter": reading.meter, "date": date, "note": reason}
        readings = self._add_readings([{**common, "value": value, "kind": "correction", "corrects_id": reading.id}])
        self._on_meter_corrected(reading.meter, date, reason)
        return readings

    def _add_readings(self, vals_list):
        self.check_access("read")
        locking.lock(self)
        # Nobody may write readings: what people enter comes through here, by
        # forms that only those may open who read or correct meters.
        Reading = self.env["raya.meter.reading"].sudo()
        return Reading.create([{"asset_id": self.id, **vals} for vals in vals_list])

    def _sync_meter_totals(self):
        """Bring the use in all of each meter of these units to what their readings say."""
        for asset in self:
            for readings in asset.reading_ids.grouped("meter").values():
                readings._sync_totals()

    def action_record_reading(self):
        return self._open_form_for_unit("raya_service_asset.raya_meter_entry_action")

    def action_correct_meter(self):
        return self._open_form_for_unit("raya_service_asset.raya_meter_correction_action")

    def _open_form_for_unit(self, action):
        self.ensure_one()
        found = self.env["ir.actions.actions"]._for_xml_id(action)
        return {**found, "context": {"default_asset_id": self.id}}

    def _get_timeline_meter(self):
        kinds = dict(self.reading_ids._fields["kind"]._description_selection(self.env))
        return [
            self._prepare_timeline_entry(
                "meter",
                reading.date,
                self.env._("Meter: %(value)s", value=reading._format_value(reading.value)),
                icon="fa-tachometer",
                detail=" – ".join(filter(None, [reading.kind != "reading" and kinds[reading.kind], reading.note])),
                author=reading.user_id,
            )
            for reading in self.reading_ids.sorted("id")
        ]
