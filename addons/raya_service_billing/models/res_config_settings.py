from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    raya_voucher_journal_id = fields.Many2one(related="company_id.raya_voucher_journal_id", readonly=False)
    raya_warranty_account_id = fields.Many2one(related="company_id.raya_warranty_account_id", readonly=False)
    raya_labour_account_id = fields.Many2one(related="company_id.raya_labour_account_id", readonly=False)
    raya_warranty_location_id = fields.Many2one(related="company_id.raya_warranty_location_id", readonly=False)
    raya_stock_journal_id = fields.Many2one(related="company_id.account_stock_journal_id", readonly=False)
    raya_discount_limit = fields.Float(related="company_id.raya_discount_limit", readonly=False)
    raya_tariff_day = fields.Selection(related="company_id.raya_tariff_day", readonly=False)

    def action_raya_configure_billing(self):
        """Button: make what is missing."""
        self.company_id._raya_configure_billing()
        return {"type": "ir.actions.client", "tag": "reload"}
