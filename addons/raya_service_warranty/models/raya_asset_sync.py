from odoo import models


class RayaAssetSync(models.AbstractModel):
    """Extended warranties follow the documents that sold them, as product files do."""

    _inherit = "raya.asset.sync"

    def _on_synced(self, order_lines, invoice_lines, files):
        result = super()._on_synced(order_lines, invoice_lines, files)
        order_lines._raya_sync_extensions()
        # All of an invoice at a time: its lines share the units, and a credit note
        # says something about the invoice it reverses.
        moves = invoice_lines.move_id
        moves = (moves | moves.reversed_entry_id).filtered(lambda move: move.move_type == "out_invoice")
        moves.invoice_line_ids.filtered("raya_is_extension")._raya_grant_sold_extensions()
        return result
