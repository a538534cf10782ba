from datetime import timedelta

import pytz
from odoo import api, fields, models, tools

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

    @api.model
    @tools.ormcache("self.env.uid")
    def _raya_get_choice(self):
        """Calendar and digits that the user chose, each ``False`` where they did not."""
        # Everybody reads their own choice, also who may not read users.
        user = self.env.user.sudo()
        return user.raya_calendar, user.raya_digits

    @api.model
    def _raya_get_holidays(self, start, end):
        """The holidays in the working calendar of the user's company; none where nothing keeps such calendars.

        :param start: first day, a date or its ISO text
        :param end: last day
        :return: names by ISO day
        """
        if "resource.calendar.leaves" not in self.env:
            return {}
        company = self.env.company
        zone = pytz.timezone(company.resource_calendar_id.tz or "UTC")
        leaves = self.env["resource.calendar.leaves"].search(
            [
                ("resource_id", "=", False),
                ("company_id", "in", [company.id, False]),
                ("calendar_id", "in", [company.resource_calendar_id.id, False]),
                ("date_from", "<=", fields.Date.add(fields.Date.to_date(end), days=1)),
                ("date_to", ">=", fields.Date.subtract(fields.Date.to_date(start), days=1)),
            ]
        )
        names = {}
        for leave in leaves:
            # One that ends at midnight does not take the day that begins then.
            moments = (leave.date_from, leave.date_to - timedelta(seconds=1))
            first, last = (pytz.utc.localize(moment).astimezone(zone).date() for moment in moments)
            for number in range((last - first).days + 1):
                names[(first + timedelta(days=number)).isoformat()] = leave.name or ""
        return names
