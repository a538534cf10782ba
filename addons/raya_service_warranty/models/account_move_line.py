from odoo import api, fields, models

from ..tools import extension


class AccountMoveLine(models.Model):
    """Extended warranties sold by an invoice without order."""

    _name = "account.move.line"
    _inherit = ["account.move.line", "raya.extension.line.mixin"]

    raya_asset_id = fields.Many2one(copy=False)

    @api.depends("sale_line_ids")
    def _compute_raya_is_extension(self):
        return super()._compute_raya_is_extension()

    def _get_extension_policy(self):
        # Lines of an order are told by the order.
        return super()._get_extension_policy() if not self.sudo().sale_line_ids else self.env["raya.warranty.policy"]

    def _register_assets(self):
        result = super()._register_assets()
        # Whoever posts an invoice has no rights on orders and coverages. A credit
        # note says something about the invoice it reverses.
        lines = self.sudo()
        lines.sale_line_ids._sync_extensions()
        moves = lines.move_id
        moves = (moves | moves.reversed_entry_id).filtered(lambda move: move.move_type == "out_invoice")
        moves.invoice_line_ids.filtered("raya_is_extension")._grant_sold_extensions()
        return result

    def _get_extension_document(self):
        return self.move_id

    def _get_extension_siblings(self):
        return self.move_id.invoice_line_ids.filtered(lambda line: line.display_type == "product")

    def _get_extension_day(self):
        return self.move_id.invoice_date

    def _get_extension_papers(self):
        return ", ".join((self._get_credit_lines().move_id or self.move_id).mapped("name"))

    def _get_extension_units(self):
        """A credit note names no line: of several lines of one product the last is credited first."""
        if self.parent_state != "posted":
            return 0
        same = self.move_id.invoice_line_ids.filtered(
            lambda line: line.raya_is_extension and line.product_id == self.product_id
        ).sorted(lambda line: line._extension_sort_key())
        sold = [line._get_signed_goods_quantity() for line in same]
        credited = -sum(line._get_signed_goods_quantity() for line in self._get_credit_lines())
        return extension.spread_credit(sold, credited)[same.ids.index(self.id)]

    def _get_credit_lines(self):
        """Lines of posted credit notes of this invoice that credit the same product."""
        lines = self.move_id.reversal_move_ids.invoice_line_ids._get_posted_goods_lines()
        return lines.filtered(lambda line: line.product_id == self.product_id and not line.sale_line_ids)
