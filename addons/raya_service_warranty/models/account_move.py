from odoo import api, fields, models


class AccountMove(models.Model):
    """An invoice that sells extended warranties asks for which unit."""

    _inherit = "account.move"

    raya_sells_extensions = fields.Boolean("Sells Extended Warranties", compute="_compute_raya_sells_extensions")

    @api.depends("move_type", "invoice_line_ids.raya_is_extension")
    def _compute_raya_sells_extensions(self):
        for move in self:
            sells = move.move_type == "out_invoice" and any(move.invoice_line_ids.mapped("raya_is_extension"))
            move.raya_sells_extensions = sells

    @api.constrains("partner_id", "partner_shipping_id")
    def _check_raya_extended_units(self):
        """A draft for somebody else: its units must be theirs."""
        self.filtered(lambda move: move.state == "draft").invoice_line_ids._check_raya_extended_unit()

    def _raya_get_certified_assets(self):
        """Files of the units that these invoices sold, for which papers may be printed."""
        lines = self.invoice_line_ids
        # A later invoice of an order finds the files at the order; units may be closed by now.
        return (lines.raya_asset_ids or lines.sale_line_ids.raya_asset_ids)._get_printable()
