from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _raya_get_timezone(self):
        """Name of the time zone in which this company works: that of its working hours, else of its address."""
        self.ensure_one()
        # Whoever asks for a day need not read the working hours behind it.
        company = self.sudo()
        return company.resource_calendar_id.tz or company.partner_id.tz or "UTC"

    @api.model
    def _raya_get_day(self, moment=None):
        """The day of a moment where the company works, whoever asks and wherever the server stands.

        :param datetime.datetime moment: in UTC and naive, as Odoo stores it; now, where nothing is given
        :return: datetime.date
        """
        moment = moment or fields.Datetime.now()
        zone = ZoneInfo((self or self.env.company)._raya_get_timezone())
        return moment.replace(tzinfo=UTC).astimezone(zone).date()
