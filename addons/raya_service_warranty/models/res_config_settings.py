from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    raya_claim_days = fields.Integer(related="company_id.raya_claim_days", readonly=False)
    raya_is_offering = fields.Boolean(related="company_id.raya_is_offering", readonly=False)
    raya_offer_days = fields.Integer(related="company_id.raya_offer_days", readonly=False)
