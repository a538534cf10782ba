from odoo import models


class SaleOrder(models.Model):
    """A cancelled order grants no extended warranty."""

    _inherit = "sale.order"

    def _action_cancel(self):
        result = super()._action_cancel()
        self.order_line._sync_extensions()
        return result

    def action_draft(self):
        result = super().action_draft()
        self.order_line._sync_extensions()
        return result
