from odoo import api, fields, models


class SaleOrder(models.Model):
    """A cancelled order grants no extended warranty."""

    _inherit = "sale.order"

    raya_sells_extensions = fields.Boolean("Sells Extended Warranties", compute="_compute_raya_sells_extensions")

    @api.depends("order_line.raya_is_extension")
    def _compute_raya_sells_extensions(self):
        for order in self:
            order.raya_sells_extensions = any(order.order_line.mapped("raya_is_extension"))

    def _action_cancel(self):
        result = super()._action_cancel()
        self.order_line._sync_extensions()
        return result

    def action_draft(self):
        result = super().action_draft()
        self.order_line._sync_extensions()
        return result
