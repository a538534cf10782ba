from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from psycopg2.errors import ExclusionViolation

from ..tools import plan_day

QUARTER = 15
MORNING = 8 * 60


class RayaBoardPlanningMixin(models.AbstractModel):
    """What dispatchers do on the board. Each verb returns what a line on the page says.

    Days are ISO texts, times minutes of a day where the company works.
    """

    _name = "raya.board.planning.mixin"
    _description = "Planning on the Board"

    @api.model
    def plan(self, job_ids, user_id, day, minute=None, minutes=None, is_emergency=False, helper_ids=()):
        """Plan a visit for jobs of one site.

        :param minute: when it begins; without, where it first fits on this day
        :param minutes: how long it takes; without, as long as the services of the jobs
        :return: ``{"said": sentence, "visit_id": id}``, or ``{"refused": reason}``
        """
        jobs = self.env["raya.workorder"].browse(job_ids).exists()
        length = minutes or self._get_lengths(jobs)

        def make():
            start, stop = self._get_times(user_id, day, minute, length, is_emergency)
            return self.env["raya.visit"].create(
                {
                    "workorder_ids": jobs.ids,
                    "user_id": user_id,
                    "helper_ids": helper_ids,
                    "date_start": start,
                    "date_stop": stop,
                    "is_emergency": is_emergency,
                }
            )

        return self._attempt(make)

    @api.model
    def move(self, visit_id, user_id, day, minute=None, minutes=None, is_emergency=False, helper_ids=None):
        """Plan a visit for somebody else, another day, time or length.

        :param minute: without, the time of day stays as it is if it can, else it is where the visit first fits
        :param helper_ids: who goes along; without, those who did so far
        :return: as :meth:`plan`
        """
        visit = self.env["raya.visit"].browse(visit_id).exists()
        if not visit:
            return self._refuse_deleted()
        length = minutes or _length(visit)

        def make():
            start, stop = self._get_times(user_id, day, minute, length, is_emergency, visit)
            helpers = visit.helper_ids if helper_ids is None else visit.helper_ids.browse(helper_ids)
            helpers -= helpers.browse(user_id)
            people = {"user_id": user_id, "helper_ids": [Command.set(helpers.ids)]}
            visit.write({**people, "date_start": start, "date_stop": stop, "is_emergency": is_emergency})
            return visit

        return self._attempt(make)

    @api.model
    def unplan(self, visit_id):
        """Nobody goes: the jobs of a visit are in the queue again.

        :return: as :meth:`plan`
        """
        visit = self.env["raya.visit"].browse(visit_id).exists()
        if not visit:
            return self._refuse_deleted()

        def make():
            visit.action_cancel()
            return visit

        return self._attempt(make, self.env._("%s waits to be planned again.", visit.display_name))

    @api.model
    def suggest(self, user_id, day):
        """A day of somebody: what is planned and could be, by promised day and area, each where it first fits.

        Nothing is changed; :meth:`arrange` takes what is returned.

        :return: ``{"stops": [values …], "left": number of jobs that do not fit}``
        """
        company, user = self.env.company, self.env["res.users"].browse(user_id)
        date_ = fields.Date.to_date(day)
        work, busy, earliest = self._get_room(user, date_)
        visits = self._get_movable_visits(user, date_)
        own = {(slot.date_start, slot.date_stop) for slot in visits.slot_ids.filtered(lambda s: s.user_id == user)}
        stops = [
            plan_day.Stop(
                ("visit", visit.id),
                _length(visit),
                min(filter(None, visit.workorder_ids.mapped("date_promised")), default=None),
                max(visit.workorder_ids.mapped("priority"), default="0"),
                visit.zone or "",
            )
            for visit in visits
        ]
        stops += self._get_queue_stops(company, user, date_)
        taken = [span for span in busy if span not in own]
        minute = timedelta(minutes=1)
        placed, rest = plan_day.lay(plan_day.order(stops, date_), work, taken, earliest, minute)
        return {
            "stops": [self._prepare_stop(stop, start) for stop, start in placed],
            "left": len(rest),
        }

    @api.model
    def arrange(self, user_id, day, stops):
        """Plan a day as it was suggested; all of it, or nothing where something came between.

        :param stops: as :meth:`suggest` returned them
        :return: as :meth:`plan`, without a visit
        """
        Visit = self.env["raya.visit"]
        visits = Visit.browse([stop["visit_id"] for stop in stops if stop["visit_id"]])

        def make():
            visits.check_access("write")
            # Visits change places: each finds its own free when all have left theirs.
            visits.sudo().slot_ids.unlink()
            for stop in stops:
                start = self._to_moment(day, stop["start"])
                times = {"date_start": start, "date_stop": start + timedelta(minutes=stop["minutes"])}
                if stop["visit_id"]:
                    Visit.browse(stop["visit_id"]).write(times)
                else:
                    Visit.create({**times, "user_id": user_id, "workorder_ids": stop["job_ids"]})
            return visits

        return self._attempt(make, self.env._("The day is planned."))

    # --- how --------------------------------------------------------------------------

    @api.model
    def _attempt(self, make, said=None):
        """Do something that may be refused; the reason is an answer, so that the page stays as it is."""
        try:
            with self.env.cr.savepoint():
                visit = make()
                self.env.flush_all()
        except AccessError:
            raise
        except ExclusionViolation as error:
            # Somebody was faster whose visit this transaction does not see.
            return {"refused": self.env["raya.visit.slot"]._sql_error_to_message(error)}
        except UserError as error:
            return {"refused": error.args[0]}
        return {"said": said or self._get_said(visit), "visit_id": visit[:1].id}

    @api.model
    def _refuse_deleted(self):
        return {"refused": self.env._("This visit was deleted by somebody else.")}

    @api.model
    def _get_said(self, visit):
        day = visit.company_id._raya_get_day(visit.date_start)
        return self.env._(
            "%(visit)s: %(person)s, %(day)s, %(start)s to %(stop)s.",
            visit=visit.display_name,
            person=visit.user_id.name,
            day=self.env["res.lang"]._raya_format_day(day),
            start=visit._format_time(visit.date_start),
            stop=visit._format_time(visit.date_stop),
        )

    @api.model
    def _get_times(self, user_id, day, minute, length, is_emergency, visit=None):
        """From when to when a visit is planned: where it was asked for, stays, or first fits."""
        user, date_ = self.env["res.users"].browse(user_id), fields.Date.to_date(day)
        length = timedelta(minutes=length)
        if minute is not None:
            start = self._to_moment(day, minute)
            return start, start + length
        work, busy, earliest = self._get_room(user, date_, visit)
        kept = visit and self._to_moment(day, self._to_minute(visit.date_start))
        if kept and plan_day.works(work, kept, kept + length) and not plan_day.overlaps(busy, kept, kept + length):
            return kept, kept + length
        found = None if is_emergency else plan_day.first_gap(work, busy, length, earliest)
        # What speaks against the day is said by the check of the visit.
        morning = min((start for start, _stop in work), default=self._to_moment(day, MORNING))
        start = found or max(earliest, morning)
        return start, start + length

    @api.model
    def _get_room(self, user, date_, visit=None):
        """Working time of a day without leave, what is taken of it, and when the rest of the day begins."""
        company = self.env.company
        begin, end = company._raya_get_midnights(date_, date_)
        hours = self.env["raya.availability"]._get_hours(company, user, date_, date_)[user.id]
        domain = Domain("user_id", "=", user.id) & Domain("date_start", "<", end) & Domain("date_stop", ">", begin)
        domain &= Domain("visit_id.state", "!=", "cancelled") & Domain("visit_id", "not in", visit.ids if visit else ())
        # A day is full also of visits that who plans may not read.
        slots = self.env["raya.visit.slot"].sudo().search(domain)
        busy = [(slot.date_start, slot.date_stop) for slot in slots]
        now = fields.Datetime.now().replace(second=0, microsecond=0)
        soon = now + timedelta(minutes=-now.minute % QUARTER)
        is_today = date_ == company._raya_get_day()
        return plan_day.subtract(hours.work, hours.away), busy, max(begin, soon) if is_today else begin

    @api.model
    def _get_lengths(self, jobs):
        """Minutes for these jobs together: the standard time of their services, an hour where nothing is known."""
        hours = sum(sum(job.work_line_ids.operation_id.mapped("duration")) or 1 for job in jobs)
        return max(QUARTER, -(-round(hours * 60) // QUARTER) * QUARTER)

    @api.model
    def _get_movable_visits(self, user, date_):
        begin, end = self.env.company._raya_get_midnights(date_, date_)
        domain = Domain("user_id", "=", user.id) & Domain("state", "=", "planned") & Domain("is_emergency", "=", False)
        return self.env["raya.visit"].search(
            domain & Domain("date_start", ">=", begin) & Domain("date_start", "<", end)
        )

    @api.model
    def _get_queue_stops(self, company, user, date_):
        """What could be planned for somebody: jobs of theirs, and of their teams without technician."""
        domain = Domain("needs_visit", "=", True) & Domain("company_id", "=", company.id)
        domain &= Domain("user_id", "=", user.id) | (
            Domain("user_id", "=", False) & Domain("team_id.user_ids", "in", user.ids)
        )
        jobs, Visit = self.env["raya.workorder"].search(domain), self.env["raya.visit"]
        places = jobs.grouped(lambda job: (job.site_id or job.partner_id, job.team_id))
        own_team = Visit._find_team(user, company)
        errands = [
            ((own_team if Visit._is_taken_along(same, user) else None) or team, same)
            for (_site, team), same in places.items()
        ]
        refusals = Visit._assess_fitness(user, company, date_, errands)
        return [
            plan_day.Stop(
                ("jobs", tuple(same.ids)),
                self._get_lengths(same),
                min(filter(None, same.mapped("date_promised")), default=None),
                max(same.mapped("priority")),
                Visit._get_zone(site),
            )
            for ((site, _team), same), refused in zip(places.items(), refusals, strict=True)
            if not refused
        ]

    @api.model
    def _prepare_stop(self, stop, start):
        """A visit of a suggested day, as the page shows it and :meth:`arrange` takes it."""
        kind, ids = stop.key
        visit = self.env["raya.visit"].browse(ids if kind == "visit" else ())
        jobs = visit.workorder_ids if visit else self.env["raya.workorder"].browse(ids)
        at = self._to_minute(start)
        return {
            "visit_id": visit.id,
            "job_ids": jobs.ids,
            "start": at,
            "minutes": stop.minutes,
            "is_new": not visit,
            "is_moved": bool(visit) and visit.date_start != start,
            "customer": jobs[:1].partner_id.name or "",
            "zone": stop.area,
            "promised": self.env["res.lang"]._raya_format_day(stop.promised) or "",
            "names": ", ".join(jobs.mapped("name")),
        }

    # --- days and minutes -------------------------------------------------------------

    @api.model
    def _to_moment(self, day, minute):
        """A minute of a day where the company works, naive in UTC."""
        zone = ZoneInfo(self.env.company._raya_get_timezone())
        local = datetime.combine(date.fromisoformat(day), datetime.min.time()) + timedelta(minutes=minute)
        return local.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)

    @api.model
    def _to_minute(self, moment):
        """The minute of the day of a moment where the company works."""
        zone = ZoneInfo(self.env.company._raya_get_timezone())
        local = moment.replace(tzinfo=UTC).astimezone(zone)
        return local.hour * 60 + local.minute


def _length(visit):
    return round((visit.date_stop - visit.date_start).total_seconds() / 60)
