from odoo import api, fields, models


class RayaAssetExchange(models.TransientModel):
    _inherit = "raya.asset.exchange"

    is_here = fields.Boolean(compute="_compute_is_here", help="The unit lies in the workshop.")
    date_due = fields.Date("Old Unit Due Back", help="Until when the customer brings the unit that they still have.")

    @api.depends("asset_id")
    def _compute_is_here(self):
        for exchange in self:
            exchange.is_here = "received" in exchange.asset_id.reception_ids.mapped("state")

    def action_exchange(self):
        """What the customer brings later is waited for."""
        old, is_here = self.asset_id, self.is_here
        result = super().action_exchange()
        if self.date_due and not is_here:
            self.env["raya.loan"]._expect_exchanged(old, self.date_due)
        return result
