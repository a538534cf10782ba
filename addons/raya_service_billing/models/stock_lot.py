from odoo import models


class StockLot(models.Model):
    _inherit = "stock.lot"

    def _compute_value(self):
        """What is valued by lot is worth as much in the field as in a warehouse.

        Odoo counts a product wherever its stock is valued, but a lot within warehouses only, so that a closing
        would write off what is in the vans.
        """
        valued = self.env["stock.location"].search([("is_valued_internal", "=", True)])
        return super(StockLot, self.with_context(location=valued.ids))._compute_value()
