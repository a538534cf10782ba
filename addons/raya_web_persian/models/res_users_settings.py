from odoo import fields, models

from .res_lang import CALENDARS, DIGITS


class ResUsersSettings(models.Model):
    _inherit = "res.users.settings"

    raya_calendar = fields.Selection(CALENDARS, "Calendar on Screen")
    raya_digits = fields.Selection(DIGITS, "Digits on Screen")
