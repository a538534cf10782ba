from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    raya_loaner_days = fields.Integer(related="company_id.raya_loaner_days", readonly=False)
    raya_hand_over_paid = fields.Boolean(related="company_id.raya_hand_over_paid", readonly=False)
