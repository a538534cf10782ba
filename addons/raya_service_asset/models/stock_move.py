from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        done = super()._action_done(cancel_backorder=cancel_backorder)
        with_customer = done.filtered(lambda move: "customer" in (move.location_id.usage, move.location_dest_id.usage))
        # The clerk who delivers need not see the order.
        self.env["raya.asset.sync"]._sync(with_customer.sudo().sale_line_id)
        return done
