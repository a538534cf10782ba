from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    raya_asset_count = fields.Integer(
        "Product Files",
        compute="_compute_raya_asset_count",
        groups="raya_service_knowledge.group_service_user",
    )

    def _compute_raya_asset_count(self):
        counts = self.env["raya.asset"]._read_group(
            [("invoice_line_id.move_id", "in", self.ids)], ["invoice_line_id"], ["__count"]
        )
        by_move = {}
        for line, count in counts:
            by_move[line.move_id] = by_move.get(line.move_id, 0) + count
        for move in self:
            move.raya_asset_count = by_move.get(move, 0)

    def _post(self, soft=True):
        posted = super()._post(soft=soft)
        posted._register_assets()
        return posted

    def button_draft(self):
        result = super().button_draft()
        self._register_assets()
        return result

    def button_cancel(self):
        result = super().button_cancel()
        self._register_assets()
        return result

    def _register_assets(self):
        """Bring the product files of these customer documents to what they say now."""
        documents = self.filtered(lambda move: move.move_type in ("out_invoice", "out_refund"))
        documents.invoice_line_ids._register_assets()

    def action_view_raya_assets(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_calls.raya_asset_action")
        return {**action, "domain": [("invoice_line_id.move_id", "=", self.id)]}

    def _get_certified_assets(self):
        """Files of the units that these invoices sold, for which papers may be printed."""
        lines = self.invoice_line_ids
        # A later invoice of an order finds the files at the order; units may be closed by now.
        return (lines.raya_asset_ids or lines.sale_line_ids.raya_asset_ids)._get_printable()
