from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.fields import Domain


class ResCompany(models.Model):
    _inherit = "res.company"

    # Stored, as every invoice and delivery asks for a day.
    raya_timezone = fields.Char(
        "Time Zone",
        compute="_compute_raya_timezone",
        store=True,
        help="In which days are counted: that of the working hours, else of the address.",
    )

    @api.depends("resource_calendar_id.tz", "partner_id.tz")
    def _compute_raya_timezone(self):
        for company in self:
            company.raya_timezone = company.resource_calendar_id.tz or company.partner_id.tz or "UTC"

    def _raya_get_timezone(self):
        """Name of the time zone in which this company works: that of its working hours, else of its address."""
        self.ensure_one()
        # Whoever asks for a day need not read the company.
        return self.sudo().raya_timezone

    def _raya_get_midnights(self, first, last):
        """When the first of these days begins and the last one ends where the company works, naive in UTC."""
        zone = ZoneInfo(self._raya_get_timezone())
        midnights = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
        return tuple(moment.astimezone(UTC).replace(tzinfo=None) for moment in midnights)

    @api.model
    def _raya_get_day(self, moment=None):
        """The day of a moment where the company works, whoever asks and wherever the server stands.

        :param datetime.datetime moment: in UTC and naive, as Odoo stores it; now, where nothing is given
        :return: datetime.date
        """
        moment = moment or fields.Datetime.now()
        zone = ZoneInfo((self or self.env.company)._raya_get_timezone())
        return moment.replace(tzinfo=UTC).astimezone(zone).date()

    def _raya_past_domain(self, name):
        """Records of these companies whose day is over where their own company works.

        :param str name: a date field of the model that is searched
        :return: ``Domain``
        """
        return Domain.OR(
            Domain("company_id", "=", company.id) & Domain(name, "<", company._raya_get_day()) for company in self
        )

    def _raya_get_role_holders(self, role):
        """``res.users`` who have a role and work in this company.

        :param str role: external id of the group
        """
        self.ensure_one()
        # Whoever submits something need not read groups.
        holders = self.env.ref(role).sudo().all_user_ids
        return holders.filtered(lambda user: user.active and not user.share and self in user.company_ids)
