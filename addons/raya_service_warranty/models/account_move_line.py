from odoo import api, models

from odoo.addons.raya_service_base.tools import allotment


class AccountMoveLine(models.Model):
    """Extended warranties sold by an invoice without order."""

    _name = "account.move.line"
    _inherit = ["account.move.line", "raya.extension.line.mixin"]

    @api.depends("sale_line_ids")
    def _compute_raya_is_extension(self):
        return super()._compute_raya_is_extension()

    def _raya_get_extension_policy(self):
        # Lines of an order are told by the order.
        is_of_order = self.sudo().sale_line_ids
        return self.env["raya.warranty.policy"] if is_of_order else super()._raya_get_extension_policy()

    def _raya_get_extension_document(self):
        return self.move_id

    def _raya_get_extension_siblings(self):
        return self.move_id.invoice_line_ids.filtered(lambda line: line.display_type == "product")

    def _raya_get_extension_day(self):
        return self.move_id.invoice_date

    def _raya_get_extension_papers(self):
        return ", ".join((self._raya_get_credit_lines().move_id or self.move_id).mapped("name"))

    def _raya_get_extension_units(self):
        """A credit note names no line: of several lines of one product the last is credited first.

        So does a line below zero of the invoice itself.
        """
        if self.parent_state != "posted":
            return 0
        same = self.move_id.invoice_line_ids.filtered(
            lambda line: line.raya_is_extension and line.product_id == self.product_id
        ).sorted(lambda line: line._raya_extension_sort_key())
        quantities = {line: line._raya_get_signed_goods_quantity() for line in [*same, *self._raya_get_credit_lines()]}
        credited = -sum(quantity for quantity in quantities.values() if quantity < 0)
        gone = allotment.draw(credited, {line: quantities[line] for line in reversed(same)})
        return max(0, quantities[self]) - gone[self]

    def _raya_get_credit_lines(self):
        """Lines of posted credit notes of this invoice that credit the same product."""
        lines = self.move_id.reversal_move_ids.invoice_line_ids._raya_get_posted_goods_lines()
        return lines.filtered(lambda line: line.product_id == self.product_id and not line.sale_line_ids)
