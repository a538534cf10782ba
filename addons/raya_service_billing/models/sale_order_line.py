from odoo import api, fields, models
from odoo.exceptions import UserError

PRICES = frozenset({"price_unit", "discount"})


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    raya_coverage_percent = fields.Float(
        "Covered (%)",
        digits="Discount",
        readonly=True,
        copy=False,
        help="Share of the price that the warranty bears. The unit price is without it.",
    )
    raya_is_charged = fields.Boolean(
        "Charged Work", readonly=True, copy=False, help="Its price was frozen when the report was approved."
    )

    @api.depends("raya_is_charged")
    def _compute_price_unit(self):
        """What was approved is computed anew by nothing; people may still write another price."""
        return super(SaleOrderLine, self._raya_get_unpriced())._compute_price_unit()

    @api.depends("raya_is_charged")
    def _compute_discount(self):
        return super(SaleOrderLine, self._raya_get_unpriced())._compute_discount()

    @api.constrains("raya_is_charged")
    def _check_stays_charged(self):
        """Also by RPC nobody makes approved work a line that is priced anew."""
        self.filtered(lambda line: not line.raya_is_charged)._raya_check_not_charged()

    @api.constrains("product_uom_qty")
    def _check_quantity_not_taken_back(self):
        self.filtered("raya_is_charged")._raya_check_not_taken_back()

    def write(self, vals):
        """Another price of approved work is written down, whoever gives it."""
        charged = self.browse() if PRICES.isdisjoint(vals) else self.filtered("raya_is_charged")
        before = {line: line.price_subtotal for line in charged}
        result = super().write(vals)
        if before:
            self.env["raya.price.change"]._write_down(before)
        return result

    def copy_data(self, default=None):
        """A copy of the order is no work under warranty: it is priced anew."""
        values_list = super().copy_data(default=default)
        for line, values in zip(self, values_list, strict=True):
            if line.raya_is_charged:
                for name in ("price_unit", "technical_price_unit", "discount", "name"):
                    values.pop(name, None)
        return values_list

    @api.ondelete(at_uninstall=False)
    def _unlink_except_charged(self):
        self._raya_check_not_charged()

    def _raya_check_not_charged(self):
        """:raises UserError: names the job whose approved work would be billed by nothing any more"""
        # Whoever sells may read no charges.
        charge = self.env["raya.charge"].sudo().search([("sale_line_id", "in", self.ids)], limit=1)
        if charge:
            raise UserError(
                self.env._(
                    "%(line)s is approved work of %(job)s: without it nobody bills that. Set its price to zero"
                    " where the customer shall not pay, or have the report amended.",
                    line=charge.sale_line_id.name,
                    job=charge.workorder_id.name,
                )
            )

    def _raya_check_not_taken_back(self):
        """:raises UserError: names the job whose work stands on the order of a later version, or on none any more"""
        asked = self.filtered(lambda line: line.state != "cancel" and line.product_uom_qty)
        # As above.
        domain = [("sale_line_id", "in", asked.ids), ("state", "=", "reversed")]
        charge = self.env["raya.charge"].sudo().search(domain, limit=1) if asked else self.env["raya.charge"]
        if charge:
            raise UserError(
                self.env._(
                    "The report of %(job)s was amended: %(line)s of this order is not sold any more."
                    " Make a new line for what is sold anyhow.",
                    job=charge.workorder_id.name,
                    line=charge.sale_line_id.name,
                )
            )

    def _raya_get_unpriced(self):
        return self.filtered(lambda line: not line.raya_is_charged)
