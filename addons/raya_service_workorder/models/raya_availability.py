from datetime import UTC, timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import plan_day

HALF_A_MINUTE = timedelta(seconds=30)


class RayaAvailability(models.AbstractModel):
    """Looks up when people work and when they are away; keeps no records.

    Whoever plans sees that somebody is away, not why: everything here is read in superuser mode.
    """

    _name = "raya.availability"
    _description = "Availability of Technicians"

    @api.model
    def _get_hours(self, company, users, first, last):
        """When these people work, and when they have a leave of their own.

        The number of queries grows with the different working hours, not with the people.

        :param company: ``res.company`` whose days they are
        :param datetime.date first: with the last one, the days that are looked at
        :return: :class:`~.tools.plan_day.Hours` by id of a user, moments naive in UTC
        """
        begin, end = company._raya_get_midnights(first, last)
        calendars = self._get_calendars(company, users)
        leaves = self._get_leaves(company, users, begin, end)
        shared = [leave for leave in leaves if not leave.resource_id]
        spans = {}
        for calendar in self.env["resource.calendar"].sudo().union(*calendars.values()):
            holidays = [_span(leave) for leave in shared if leave.calendar_id in (calendar, calendar.browse())]
            spans[calendar] = tuple(plan_day.subtract(self._get_attendances(calendar, begin, end), holidays))
        whole = ((begin, end),)
        away = {
            user: tuple(sorted(_span(leave) for leave in own))
            for user, own in leaves.grouped(lambda leave: leave.resource_id.user_id).items()
        }
        return {
            user.id: plan_day.Hours(spans.get(calendars.get(user), whole), away.get(user, ())) for user in users.sudo()
        }

    @api.model
    def _get_calendars(self, company, users):
        """The working hours of each person: those of their membership, their team, their employee, the company.

        :return: ``{user: resource.calendar}``, both in superuser mode
        """
        for model in ("raya.team.member", "raya.team", "resource.resource", "res.company"):
            self.env[model].flush_model(["resource_calendar_id" if model != "resource.resource" else "calendar_id"])
        rows = self.env.execute_query(
            SQL(
                """SELECT users.id, COALESCE(
                          (SELECT member.resource_calendar_id FROM raya_team_member member
                            WHERE member.user_id = users.id AND member.company_id = company.id AND member.active
                              AND member.resource_calendar_id IS NOT NULL ORDER BY member.id LIMIT 1),
                          (SELECT team.resource_calendar_id FROM raya_team_member member
                             JOIN raya_team team ON team.id = member.team_id
                            WHERE member.user_id = users.id AND member.company_id = company.id AND member.active
                              AND team.resource_calendar_id IS NOT NULL ORDER BY team.sequence, team.id LIMIT 1),
                          (SELECT resource.calendar_id FROM resource_resource resource
                            WHERE resource.user_id = users.id AND resource.company_id = company.id AND resource.active
                         ORDER BY resource.id LIMIT 1),
                          company.resource_calendar_id)
                     FROM res_users users, res_company company
                    WHERE users.id = ANY(%s) AND company.id = %s""",
                users.ids,
                company.id,
            )
        )
        User, Calendar = users.sudo(), self.env["resource.calendar"].sudo()
        return {User.browse(user): Calendar.browse(calendar) for user, calendar in rows if calendar}

    @api.model
    def _get_attendances(self, calendar, begin, end):
        """Working time of a calendar, without any leave; all of it where hours are free to choose."""
        if calendar.flexible_hours:
            return [(begin, end)]
        intervals = calendar._attendance_intervals_batch(begin.replace(tzinfo=UTC), end.replace(tzinfo=UTC))
        spans = ((_minute(start), _minute(stop)) for start, stop, _attendance in intervals[False])
        return [(start, stop) for start, stop in spans if start < stop]

    @api.model
    def _get_leaves(self, company, users, begin, end):
        """Leaves of these people, and holidays of everybody."""
        domain = (
            Domain("time_type", "=", "leave")
            & Domain("date_from", "<", end)
            & Domain("date_to", ">", begin)
            & Domain("company_id", "in", (False, company.id))
            & (Domain("resource_id", "=", False) | Domain("resource_id.user_id", "in", users.ids))
        )
        names = ["resource_id", "calendar_id", "date_from", "date_to"]
        return self.env["resource.calendar.leaves"].sudo().search_fetch(domain, names)


def _span(leave):
    return leave.date_from, leave.date_to


def _minute(moment):
    """The nearest full minute, naive in UTC: Odoo ends a day a moment before midnight."""
    return (moment.astimezone(UTC).replace(tzinfo=None) + HALF_A_MINUTE).replace(second=0, microsecond=0)
