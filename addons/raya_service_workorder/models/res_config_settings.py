from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    raya_request_at_start = fields.Boolean(related="company_id.raya_request_at_start", readonly=False)
    raya_over_time_percent = fields.Integer(related="company_id.raya_over_time_percent", readonly=False)
    raya_expiring_days = fields.Integer(related="company_id.raya_expiring_days", readonly=False)
    raya_open_offline = fields.Boolean(
        "Open My Jobs without Connection", config_parameter="raya_service_workorder.open_offline"
    )
