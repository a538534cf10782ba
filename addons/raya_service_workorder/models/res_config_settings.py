from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    raya_request_at_start = fields.Boolean(related="company_id.raya_request_at_start", readonly=False)
