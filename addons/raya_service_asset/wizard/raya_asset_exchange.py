from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RayaAssetExchange(models.TransientModel):
    """Asks which unit the customer got in the place of their own."""

    _name = "raya.asset.exchange"
    _description = "Exchange Unit"
    _inherit = ["raya.serial.mixin", "raya.bounds.mixin"]

    asset_id = fields.Many2one("raya.asset", "Product File", required=True, ondelete="cascade")
    serial = fields.Char("New Serial Number", required=True)
    date = fields.Date("Exchanged On", required=True, default=fields.Date.context_today)
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

    @api.constrains("date", "asset_id")
    def _check_date(self):
        for exchange in self:
            exchange.asset_id._check_day_has_come(exchange.date)
            known = filter(None, (exchange.asset_id.date_invoice, exchange.asset_id.date_delivery))
            sold_on = min(known, default=exchange.date)
            if exchange.date < sold_on:
                raise ValidationError(
                    self.env._(
                        "%(file)s was sold on %(sold_on)s, so it cannot be exchanged before.",
                        file=exchange.asset_id.display_name,
                        sold_on=self.env["res.lang"]._raya_format_day(sold_on),
                    )
                )

    def action_exchange(self):
        self.ensure_one()
        return self.asset_id._exchange(self.serial, self.date, self.reason)._get_records_action()
