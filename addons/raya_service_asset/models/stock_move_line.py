from odoo import models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    # Receipts and deliveries of a serial number are asked for with every sale.
    _raya_lot_idx = models.Index("(lot_id) WHERE lot_id IS NOT NULL")
