from odoo import fields, models


class RayaAssetExchange(models.TransientModel):
    """Asks which unit the customer got in the place of their own."""

    _name = "raya.asset.exchange"
    _description = "Exchange Unit"
    _inherit = ["raya.form.mixin"]

    asset_id = fields.Many2one("raya.asset", "Product File", required=True, ondelete="cascade")
    serial = fields.Char("New Serial Number", required=True)
    date = fields.Date("Exchanged On", required=True, default=fields.Date.context_today)
    reason = fields.Text(required=True)

    def action_exchange(self):
        self.ensure_one()
        return self.asset_id._exchange(self.serial, self.date, self.reason)._get_records_action()
