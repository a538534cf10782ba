from odoo import fields, models
from odoo.fields import Domain


class AccountMove(models.Model):
    _inherit = "account.move"

    raya_asset_count = fields.Integer(
        "Product Files",
        compute="_compute_raya_asset_count",
        groups="raya_service_knowledge.group_service_user",
    )

    def _compute_raya_asset_count(self):
        for move in self:
            move.raya_asset_count = len(move._get_raya_assets()) if move.is_sale_document() else 0

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
        return {**action, "domain": [("id", "in", self._get_raya_assets().ids)]}

    def _get_raya_assets(self):
        """Files of the goods on this invoice or credit note that the reader may see."""
        # Whoever reads invoices need not read their orders.
        lines = self.sudo().invoice_line_ids
        domain = Domain("invoice_line_id", "in", lines.ids) | Domain("sale_line_id", "in", lines.sale_line_ids.ids)
        return self.env["raya.asset"].search(domain)

    def _get_raya_payer(self, owner):
        """Who pays for units of this invoice, empty where it is their owner."""
        self.ensure_one()
        is_other = self.commercial_partner_id != owner or self.partner_id.type == "invoice"
        return self.partner_id if is_other else self.partner_id[:0]

    def _get_certified_assets(self):
        """Files of the units that these invoices sold, for which papers may be printed."""
        lines = self.invoice_line_ids
        # A later invoice of an order finds the files at the order; units may be closed by now.
        return (lines.raya_asset_ids or lines.sale_line_ids.raya_asset_ids)._get_printable()
