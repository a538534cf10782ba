from odoo import api, fields, models

from ..tools import extension


class AccountMoveLine(models.Model):
    """Extended warranties sold by an invoice without order."""

    _inherit = "account.move.line"

    raya_asset_id = fields.Many2one(
        "raya.asset",
        "For Unit",
        check_company=True,
        copy=False,
        index="btree_not_null",
        help="The unit that this extended warranty is for. Empty: the units of the goods sold in the line before it.",
    )
    raya_extension_policy_id = fields.Many2one(
        "raya.warranty.policy",
        "Policy Sold",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The extended warranty that this line sells, fixed when it is invoiced first.",
    )
    raya_is_extension = fields.Boolean("Sells an Extended Warranty", compute="_compute_raya_is_extension")

    @api.depends("product_id.raya_extension_policy_id", "sale_line_ids")
    def _compute_raya_is_extension(self):
        for line in self:
            # Lines of an order are told by the order; an accountant reads no policies.
            sold = line.sudo()
            policy = sold.raya_extension_policy_id or sold.product_id.raya_extension_policy_id
            line.raya_is_extension = bool(policy and not sold.sale_line_ids)

    def _register_assets(self):
        result = super()._register_assets()
        # Whoever posts an invoice has no rights on orders and coverages. A credit
        # note says something about the invoice it reverses.
        lines = self.sudo()
        lines.sale_line_ids._sync_extensions()
        moves = lines.move_id
        moves = (moves | moves.reversed_entry_id).filtered(lambda move: move.move_type == "out_invoice")
        sold = moves.invoice_line_ids.filtered(lambda line: line.raya_is_extension)
        if sold:
            sources = [
                line._prepare_extension_source() for line in sold.sorted(lambda line: line._get_extension_place())
            ]
            self.env["raya.asset"].sudo()._grant_extensions(sources)
        return result

    def _get_extension_place(self):
        return self.move_id.id, self.sequence, self.id

    def _prepare_extension_source(self):
        """As on the order line; here the invoice is the document."""
        units = self._get_uncredited_quantity() if self.parent_state == "posted" else 0
        goods = self._get_extended_goods()
        if units > 0 and not self.raya_extension_policy_id:
            self.raya_extension_policy_id = self.product_id.raya_extension_policy_id
        policy = self.raya_extension_policy_id or self.product_id.raya_extension_policy_id
        return {
            "line": self,
            "document": self.move_id,
            "policy": policy,
            "units": extension.whole_units(units),
            "assets": (self.raya_asset_id or goods.raya_asset_ids.sorted("unit_number"))._get_live(),
            "pool": (self.id if self.raya_asset_id else goods.id, policy.id),
            "sold_on": self.move_id.invoice_date,
            "papers": ", ".join((self._get_credit_lines().move_id or self.move_id).mapped("name")),
        }

    def _get_extended_goods(self):
        """The nearest line before this one that opens files, or else the first behind it."""
        goods = self.move_id.invoice_line_ids.filtered(
            lambda line: (
                line.display_type == "product"
                and line.product_id
                and (line.raya_asset_ids or line.product_id.product_tmpl_id._get_file_policy() != "never")
            )
        ).sorted(lambda line: line._get_extension_place())
        return goods.filtered(lambda line: line._get_extension_place() < self._get_extension_place())[-1:] or goods[:1]

    def _get_credit_lines(self):
        """Lines of posted credit notes of this invoice that credit the same product."""
        lines = self.move_id.reversal_move_ids.invoice_line_ids._get_posted_goods_lines()
        return lines.filtered(lambda line: line.product_id == self.product_id and not line.sale_line_ids)

    def _get_uncredited_quantity(self):
        """A credit note names no line: of several lines of one product the last is credited first."""
        same = self.move_id.invoice_line_ids.filtered(
            lambda line: line.raya_is_extension and line.product_id == self.product_id
        ).sorted(lambda line: line._get_extension_place())
        sold = [line._get_signed_goods_quantity() for line in same]
        credited = -sum(line._get_signed_goods_quantity() for line in self._get_credit_lines())
        return extension.spread_credit(sold, credited)[same.ids.index(self.id)]
