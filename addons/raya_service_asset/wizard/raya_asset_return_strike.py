from odoo import fields, models


class RayaAssetReturnStrike(models.TransientModel):
    """Asks why units that somebody took back by mistake are in use again."""

    _name = "raya.asset.return.strike"
    _description = "Unit That Never Came Back"
    _inherit = ["raya.form.mixin"]

    asset_ids = fields.Many2many("raya.asset", string="Product Files", required=True)
    reason = fields.Text(required=True)

    def action_apply(self):
        for entry in self:
            self.env["raya.asset.event"]._strike_return(entry.asset_ids, entry.reason)
