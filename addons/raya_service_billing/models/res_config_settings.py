from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    raya_voucher_journal_id = fields.Many2one(related="company_id.raya_voucher_journal_id", readonly=False)
    raya_warranty_account_id = fields.Many2one(related="company_id.raya_warranty_account_id", readonly=False)
    raya_labour_account_id = fields.Many2one(related="company_id.raya_labour_account_id", readonly=False)
    raya_warranty_location_id = fields.Many2one(related="company_id.raya_warranty_location_id", readonly=False)
    raya_stock_journal_id = fields.Many2one(related="company_id.account_stock_journal_id", readonly=False)
    raya_is_covered_printed = fields.Boolean(related="company_id.raya_is_covered_printed", readonly=False)

    def action_raya_configure_billing(self):
        """Button: make what is missing."""
        self.company_id._raya_configure_billing()
        return {"type": "ir.actions.client", "tag": "reload"}
