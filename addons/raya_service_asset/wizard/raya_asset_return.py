from odoo import api, fields, models


class RayaAssetReturn(models.TransientModel):
    """Asks when units came back of which no slip tells."""

    _name = "raya.asset.return"
    _description = "Unit Came Back"
    _inherit = ["raya.form.mixin", "raya.bounds.mixin"]

    asset_ids = fields.Many2many("raya.asset", string="Product Files", required=True)
    date = fields.Date("Came Back On", required=True, default=lambda self: self.env.company._raya_get_day())
    reason = fields.Text(required=True)
    may_undo = fields.Boolean(compute="_compute_may_undo")
    undoes_exchange = fields.Boolean(
        "The Former Unit Is in Use Again", help="The exchange is undone: what is left of its warranty goes back, too."
    )

    @api.depends("asset_ids")
    def _compute_may_undo(self):
        for entry in self:
            entry.may_undo = bool(entry.asset_ids) and all(asset.replaced_asset_id for asset in entry.asset_ids)

    def action_take_back(self):
        for entry in self:
            if entry.undoes_exchange:
                for asset in entry.asset_ids:
                    asset._undo_exchange(entry.date, entry.reason)
            else:
                entry.asset_ids._take_back(entry.date, entry.reason)
