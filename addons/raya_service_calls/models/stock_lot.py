from odoo import fields, models


class StockLot(models.Model):
    _inherit = "stock.lot"

    raya_asset_ids = fields.One2many("raya.asset", "lot_id", "Product Files")

    def _get_receipt_days(self):
        """Day on which each of these serial numbers first came in from a supplier, by id."""
        if not self.ids:
            return {}
        # Whoever opens a product file need not see the receipts of goods.
        MoveLine = self.env["stock.move.line"].sudo()
        domain = [("lot_id", "in", self.ids), ("state", "=", "done"), ("location_id.usage", "=", "supplier")]
        groups = MoveLine._read_group(domain, ["lot_id"], ["date:min"])
        return {lot.id: fields.Date.context_today(self, moment) for lot, moment in groups}
