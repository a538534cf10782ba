from odoo import api, models


class StockLocation(models.Model):
    _inherit = "stock.location"

    @api.constrains("valuation_account_id")
    def _check_raya_periodic_location(self):
        """sudo: whoever edits locations need not see the settings of companies."""
        self.env["res.company"].sudo().search(
            [("raya_warranty_periodic_location_id", "in", self.ids)]
        )._check_raya_periodic_location()
