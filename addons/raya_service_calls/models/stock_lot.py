from odoo import fields, models


class StockLot(models.Model):
    _inherit = "stock.lot"

    raya_asset_ids = fields.One2many("raya.asset", "lot_id", "Product Files")
