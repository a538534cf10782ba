from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _register_assets(self):
        """Bring the product files of these orders to what their documents say."""
        return self.order_line._register_assets()
