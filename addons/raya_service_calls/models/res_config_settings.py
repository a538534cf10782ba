from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    raya_reopen_days = fields.Integer(related="company_id.raya_reopen_days", readonly=False)
    raya_repeat_days = fields.Integer(related="company_id.raya_repeat_days", readonly=False)
    raya_caller_file_days = fields.Integer(related="company_id.raya_caller_file_days", readonly=False)
