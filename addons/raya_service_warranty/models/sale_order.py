from odoo import api, fields, models


class SaleOrder(models.Model):
    """An order that sells extended warranties asks for which unit."""

    _inherit = "sale.order"

    raya_sells_extensions = fields.Boolean("Sells Extended Warranties", compute="_compute_raya_sells_extensions")

    @api.depends("order_line.raya_is_extension")
    def _compute_raya_sells_extensions(self):
        for order in self:
            order.raya_sells_extensions = any(order.order_line.mapped("raya_is_extension"))

    @api.constrains("partner_id", "partner_shipping_id")
    def _check_raya_extended_units(self):
        """A quotation for somebody else: its units must be theirs."""
        self.filtered(lambda order: order.state in ("draft", "sent")).order_line._check_raya_extended_unit()
