from odoo import fields, models


class RayaAssetReturn(models.TransientModel):
    """Asks when units came back of which no slip tells."""

    _name = "raya.asset.return"
    _description = "Unit Came Back"
    _inherit = ["raya.form.mixin"]

    asset_ids = fields.Many2many("raya.asset", string="Product Files", required=True)
    date = fields.Date("Came Back On", required=True, default=lambda self: self.env.company._raya_get_day())
    reason = fields.Text(required=True)

    def action_take_back(self):
        for entry in self:
            entry.asset_ids._take_back(entry.date, entry.reason)
