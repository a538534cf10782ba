from odoo import api, fields, models
from odoo.tools import split_every

INVOICES_AT_ONCE = 100


class RayaAssetBuilder(models.TransientModel):
    """Opens the product files of invoices that were posted before this add-on came."""

    _name = "raya.asset.builder"
    _description = "Build Product Files from Past Invoices"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    date_from = fields.Date("Invoiced From")
    date_to = fields.Date("Invoiced Until")
    invoice_count = fields.Integer("Invoices", compute="_compute_invoice_count")

    @api.depends("company_id", "date_from", "date_to")
    def _compute_invoice_count(self):
        for builder in self:
            # A service manager need not be an accountant; he sees only a number.
            builder.invoice_count = self.env["account.move"].sudo().search_count(builder._invoice_domain())

    def _invoice_domain(self):
        domain = [
            ("move_type", "=", "out_invoice"),
            ("state", "=", "posted"),
            ("company_id", "=", self.company_id.id),
        ]
        if self.date_from:
            domain.append(("invoice_date", ">=", self.date_from))
        if self.date_to:
            domain.append(("invoice_date", "<=", self.date_to))
        return domain

    def action_build(self):
        """Open the missing files; repeating it changes nothing."""
        self.ensure_one()
        # The invoices decide which files there are, whoever asks for them.
        invoices = self.env["account.move"].sudo().search(self._invoice_domain(), order="invoice_date, id")
        for ids in split_every(INVOICES_AT_ONCE, invoices.ids):
            invoices.browse(ids)._register_assets()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_calls.raya_asset_action")
        return {**action, "target": "main"}
