from odoo import api, fields, models

from ..tools.shares import combine_discounts


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    raya_coverage_percent = fields.Float(
        "Covered (%)",
        digits="Discount",
        readonly=True,
        copy=False,
        help="Share of the price that the warranty bears. It is part of the discount.",
    )

    @api.depends("raya_coverage_percent")
    def _compute_discount(self):
        """The covered share comes off after any discount of the price list."""
        covered = self.filtered("raya_coverage_percent")
        # where discounts are switched off super() leaves the old value, ours included
        covered.discount = 0.0
        result = super()._compute_discount()
        for line in covered:
            line.discount = combine_discounts(line.discount, line.raya_coverage_percent)
        return result

    def copy_data(self, default=None):
        """A copy of the order is no work under warranty: it is priced anew."""
        values_list = super().copy_data(default=default)
        for line, values in zip(self, values_list, strict=True):
            if line.raya_coverage_percent:
                values.pop("discount", None)
        return values_list
