from odoo import api, fields, models

from .res_lang import CALENDARS, DIGITS

CHOICES = ["raya_calendar", "raya_digits"]


class ResUsers(models.Model):
    """Calendar and digits that people chose for the web client, kept with their other settings of it."""

    _inherit = "res.users"

    raya_calendar = fields.Selection(
        CALENDARS,
        "Calendar on Screen",
        compute="_compute_raya_convention",
        inverse="_inverse_raya_convention",
        help="Papers and mails have the calendar of their reader's language.",
    )
    raya_digits = fields.Selection(
        DIGITS,
        "Digits on Screen",
        compute="_compute_raya_convention",
        inverse="_inverse_raya_convention",
        help="Papers and mails have the digits of their reader's language.",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return [*super().SELF_READABLE_FIELDS, *CHOICES]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return [*super().SELF_WRITEABLE_FIELDS, *CHOICES]

    @api.depends("res_users_settings_id.raya_calendar", "res_users_settings_id.raya_digits")
    def _compute_raya_convention(self):
        for user in self:
            # People read their own choice alone; which settings they may read does not matter here.
            settings = user.sudo().res_users_settings_id
            user.raya_calendar = settings.raya_calendar
            user.raya_digits = settings.raya_digits

    def _inverse_raya_convention(self):
        for user in self:
            choice = {name: user[name] for name in CHOICES}
            # Who may write the user may write their choice.
            self.env["res.users.settings"].sudo()._find_or_create_for_user(user).write(choice)
