from odoo import api, fields, models

from .res_lang import CALENDARS, DIGITS


class ResUsersSettings(models.Model):
    _inherit = "res.users.settings"

    raya_calendar = fields.Selection(CALENDARS, "Calendar on Screen")
    raya_digits = fields.Selection(DIGITS, "Digits on Screen")

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        if {"raya_calendar", "raya_digits"} & vals.keys():
            self.env.registry.clear_cache()
        return super().write(vals)
