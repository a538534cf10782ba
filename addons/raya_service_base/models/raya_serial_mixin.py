from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import typed


class RayaSerialMixin(models.AbstractModel):
    """A serial number that people type: kept for them as they wrote it, known by one key however they did."""

    _name = "raya.serial.mixin"
    _description = "Serial Number"

    serial = fields.Char("Serial Number", index="trigram")
    serial_key = fields.Char(
        compute="_compute_serial_key",
        store=True,
        precompute=True,
        readonly=False,
        copy=False,
        index="btree_not_null",
        export_string_translation=False,
        help="The serial number without what does not tell units apart: spaces, capitals, kinds of digits and dashes.",
    )

    @api.depends("serial")
    def _compute_serial_key(self):
        for record in self:
            record.serial_key = typed.serial_key(record.serial) or False

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._clean_values(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._clean_values(vals))

    @api.model
    def _clean_values(self, vals):
        """Values with the serial number as people read it.

        :raises ValidationError: where something was typed of which nothing is seen
        """
        if not vals.get("serial"):
            return vals
        if not typed.serial_key(vals["serial"]):
            raise ValidationError(
                self.env._("This serial number is blank. Enter its letters and digits, or leave it empty.")
            )
        return {**vals, "serial": typed.clean_serial(vals["serial"])}
