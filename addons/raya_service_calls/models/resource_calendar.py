from datetime import UTC, timedelta

from odoo import models
from odoo.fields import Domain

from ..tools.working_time import WorkingTime, always

HALF_A_MINUTE = timedelta(seconds=30)


class WorkingTimes(dict):
    """Working time of calendars, each read once for a whole batch: ``times[calendar, company]``."""

    def __missing__(self, key):
        calendar, company = key
        self[key] = calendar._raya_get_working_time(company)
        return self[key]


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _raya_get_working_time(self, company):
        """Working time of these hours without the days off of a company; day and night, where there are no hours.

        :return: :class:`~odoo.addons.raya_service_calls.tools.working_time.WorkingTime`
        """
        if not self:
            return WorkingTime(always, company._raya_get_timezone())
        # A leave without hours is one of all hours, but of one company only.
        domain = list(Domain("time_type", "=", "leave") & Domain("company_id", "in", [company.id, False]))

        def load(start, end):
            found = self._work_intervals_batch(start.replace(tzinfo=UTC), end.replace(tzinfo=UTC), domain=domain)
            minutes = ((_get_minute(begun), _get_minute(ended)) for begun, ended, _attendance in found[False])
            return [(begun, ended) for begun, ended in minutes if begun < ended]

        return WorkingTime(load, self.tz or company._raya_get_timezone())


def _get_minute(moment):
    """The nearest full minute, in UTC: Odoo ends a day a moment before midnight."""
    nearest = moment.astimezone(UTC).replace(tzinfo=None) + HALF_A_MINUTE
    return nearest.replace(second=0, microsecond=0)
