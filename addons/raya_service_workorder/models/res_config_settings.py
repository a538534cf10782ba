from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    raya_open_offline = fields.Boolean(
        "Open My Jobs without Connection", config_parameter="raya_service_workorder.open_offline"
    )
