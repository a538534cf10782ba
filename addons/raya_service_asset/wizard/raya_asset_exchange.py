from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RayaAssetExchange(models.TransientModel):
    """Asks which unit the customer got in the place of their own."""

    _name = "raya.asset.exchange"
    _description = "Exchange Unit"
    _inherit = ["raya.form.mixin", "raya.serial.mixin", "raya.bounds.mixin"]

    asset_id = fields.Many2one("raya.asset", "Product File", required=True, ondelete="cascade")
    serial = fields.Char("New Serial Number", required=True)
    date = fields.Date("Exchanged On", required=True, default=lambda self: self.env.company._raya_get_day())
    reason = fields.Text(required=True)

    @api.constrains("serial", "asset_id")
    def _check_serial(self):
        for exchange in self:
            if not exchange.serial_key:
                raise ValidationError(self.env._("Enter the serial number of the unit that the customer has now."))
            if exchange.serial_key == exchange.asset_id.serial_key:
                raise ValidationError(
                    self.env._(
                        "%(serial)s is the unit that came back. Enter the serial number of the one given in its place.",
                        serial=exchange.serial,
                    )
                )

    def action_exchange(self):
        self.ensure_one()
        return self.asset_id._exchange(self.serial, self.date, self.reason)._get_records_action()
