from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.raya_service_base.tools.notices import notice


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
        """Exchange the units, and say which goods the stock has still to take in.

        :return: action that opens the file of the new unit
        """
        self.ensure_one()
        # Whoever exchanges units need not be a clerk.
        slip = self.env["stock.picking"].sudo()._raya_find_left_out(self.asset_id.sudo())
        opening = self.asset_id._exchange(self.serial, self.date, self.reason)._get_records_action()
        return self._ask_for_return(slip, opening) if slip else opening

    def _ask_for_return(self, slip, following):
        """Say on the file and to the person that no slip has taken the former unit in.

        :param slip: by which it went to the customer
        :param dict following: action that comes next
        """
        sentence = self.env._(
            "The stock does not know yet that %(unit)s came back: return the goods of %(slip)s.",
            unit=self.asset_id.display_name,
            slip="%s",
        )
        plain = sentence.replace("%s", slip.name)
        self.asset_id._message_log(body=plain)
        if not slip.sudo(False).has_access("read"):
            return notice(plain, "warning", following, sticky=True)
        url = f"/odoo/action-stock.stock_picking_action_picking_type/{slip.id}"
        return notice(sentence, "warning", following, sticky=True, links=[{"label": slip.name, "url": url}])
