from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    raya_voucher_journal_id = fields.Many2one(related="company_id.raya_voucher_journal_id", readonly=False)
    raya_field_cash_journal_id = fields.Many2one(related="company_id.raya_field_cash_journal_id", readonly=False)
    raya_field_card_journal_id = fields.Many2one(related="company_id.raya_field_card_journal_id", readonly=False)
    raya_warranty_account_id = fields.Many2one(related="company_id.raya_warranty_account_id", readonly=False)
    raya_labour_account_id = fields.Many2one(related="company_id.raya_labour_account_id", readonly=False)
    raya_warranty_location_id = fields.Many2one(related="company_id.raya_warranty_location_id", readonly=False)
    raya_refurbished_percent = fields.Float(related="company_id.raya_refurbished_percent", readonly=False)
    raya_goodwill_account_id = fields.Many2one(related="company_id.raya_goodwill_account_id", readonly=False)
    raya_share_product_id = fields.Many2one(related="company_id.raya_share_product_id", readonly=False)
    raya_minimum_product_id = fields.Many2one(related="company_id.raya_minimum_product_id", readonly=False)
    raya_stock_journal_id = fields.Many2one(related="company_id.account_stock_journal_id", readonly=False)
    raya_discount_limit = fields.Float(related="company_id.raya_discount_limit", readonly=False)
    raya_currency_id = fields.Many2one(related="company_id.currency_id", string="Currency of the Company")
    raya_is_estimate_needed = fields.Boolean(related="company_id.raya_is_estimate_needed", readonly=False)
    raya_estimate_above = fields.Monetary(
        related="company_id.raya_estimate_above", readonly=False, currency_field="raya_currency_id"
    )
    raya_estimate_tolerance = fields.Float(related="company_id.raya_estimate_tolerance", readonly=False)
    raya_is_priced_on_report = fields.Boolean(related="company_id.raya_is_priced_on_report", readonly=False)
    raya_refusal_operation_id = fields.Many2one(related="company_id.raya_refusal_operation_id", readonly=False)
    raya_tariff_day = fields.Selection(related="company_id.raya_tariff_day", readonly=False)

    raya_is_travel_charged = fields.Boolean(related="company_id.raya_is_travel_charged", readonly=False)
    raya_travel_product_id = fields.Many2one(related="company_id.raya_travel_product_id", readonly=False)
    raya_travel_account_id = fields.Many2one(related="company_id.raya_travel_account_id", readonly=False)
    raya_recovery_account_id = fields.Many2one(related="company_id.raya_recovery_account_id", readonly=False)
    raya_is_collecting_claims = fields.Boolean(related="company_id.raya_is_collecting_claims", readonly=False)
    raya_agent_account_id = fields.Many2one(related="company_id.raya_agent_account_id", readonly=False)
    raya_agent_product_id = fields.Many2one(related="company_id.raya_agent_product_id", readonly=False)
    raya_is_covered_printed = fields.Boolean(related="company_id.raya_is_covered_printed", readonly=False)

    def action_raya_configure_billing(self):
        """Button: make what is missing."""
        self.company_id._raya_configure_billing()
        return {"type": "ir.actions.client", "tag": "reload"}
