from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

LONGEST = 31
CHOICES = 21
SHOWN = [
    "name", "user_id", "helper_ids", "workorder_ids", "date_start", "date_stop", "state", "is_emergency",
    "conflict", "zone", "team_id",
]  # fmt: skip


class RayaBoard(models.AbstractModel):
    """Days by technicians: who goes when, what is free, and what waits to be planned; keeps no records."""

    _name = "raya.board"
    _description = "Board of Visits"
    _inherit = ["raya.board.planning.mixin"]

    @api.model
    def get_board(self, date_from=False, days=7, team_id=False):
        """All that the board shows, in a number of queries that does not grow with people or visits.

        :param date_from: the first day, an ISO text; without, the week of today, or today alone
        :param int days: 7 for a week that begins as the reader's language says, 1 for a day
        :param team_id: only people and jobs of this team
        :raises AccessError: for whoever neither plans nor answers customers
        """
        if not self.env.user.has_group("raya_service_base.group_service_operator"):
            raise AccessError(self.env._("The board is for those who plan visits or answer customers."))
        # Names are read past the ORM, so what it still holds back is written first.
        self.env.flush_all()
        company = self.env.company
        first, last = self._get_range(company, date_from, days)
        teams = self.env["raya.team"].search_fetch([("company_id", "=", company.id)], ["name"])
        chosen = teams.filtered(lambda team: team.id == team_id) or teams
        people = self._get_people(chosen)
        visits = self._get_visits(company, people, first, last)
        jobs = self._get_jobs(company, chosen if team_id else None, visits)
        now = fields.Datetime.now()
        return {
            **self._prepare_days(company, first, last),
            "now": self._to_minute(now),
            "teams": [{"id": team.id, "name": team.name} for team in teams],
            "team_id": team_id,
            "can_plan": self.env["raya.visit"].has_access("create"),
            "people": self._prepare_people(company, people, first, last),
            "visits": [self._prepare_visit(visit, jobs) for visit in visits],
            "queue": self._prepare_queue(company, [job for job in jobs.values() if job["needs_visit"]]),
        }

    @api.model
    def _get_range(self, company, date_from, days):
        today = company._raya_get_day()
        first = fields.Date.to_date(date_from) or today
        if days == 7:
            week_start = int(self.env["res.lang"]._get_data(code=self.env.lang or "en_US").week_start or 1)
            first -= timedelta(days=(first.isoweekday() - week_start) % 7)
        return first, first + timedelta(days=min(max(days, 1), LONGEST) - 1)

    @api.model
    def _prepare_days(self, company, first, last):
        """The days, and where the arrows lead; words in the reader's calendar."""
        Lang, today = self.env["res.lang"], company._raya_get_day()
        count = (last - first).days + 1
        days = [first + timedelta(days=each) for each in range(count)]
        ends = [Lang._raya_format_day(day) for day in ((first, last) if count > 1 else (first,))]
        return {
            "first": first.isoformat(),
            "today": today.isoformat(),
            "previous": (first - timedelta(days=count)).isoformat(),
            "next": (first + timedelta(days=count)).isoformat(),
            "title": " – ".join(ends),
            "days": [self._prepare_day(day, today) for day in days],
            # Whoever does not drag chooses from these.
            "choices": [
                self._prepare_day(day, today)
                for day in sorted({*days, *(today + timedelta(days=each) for each in range(CHOICES))})
            ],
        }

    @api.model
    def _prepare_day(self, day, today):
        return {
            "day": day.isoformat(),
            "weekday": format_date(self.env, day, date_format="EEEE"),
            "label": self.env["res.lang"]._raya_format_day(day),
            "is_today": day == today,
        }

    # --- people -----------------------------------------------------------------------

    @api.model
    def _get_people(self, teams):
        """Those who work in these teams, in the order of the teams, and in which of them.

        :return: ``{user id: (name, team ids)}``
        """
        # Names of colleagues, for whoever reads their team.
        rows = self.env.execute_query(
            SQL(
                """SELECT member.user_id, partner.name, array_agg(member.team_id)
                     FROM raya_team_member member
                     JOIN raya_team team ON team.id = member.team_id
                     JOIN res_users users ON users.id = member.user_id AND users.active
                     JOIN res_partner partner ON partner.id = users.partner_id
                    WHERE member.active AND member.team_id = ANY(%s)
                 GROUP BY member.user_id, partner.name
                 ORDER BY MIN(team.sequence), MIN(team.id), MIN(member.sequence), partner.name""",
                teams.ids,
            )
        )
        return {user: (name, team_ids) for user, name, team_ids in rows}

    @api.model
    def _prepare_people(self, company, people, first, last):
        users = self.env["res.users"].browse(people)
        hours = self.env["raya.availability"]._get_hours(company, users, first, last)
        return [
            {
                "id": user.id,
                "name": people[user.id][0],
                "team_ids": people[user.id][1],
                "work": self._split(hours[user.id].work, first, last),
                "away": self._split(hours[user.id].away, first, last),
            }
            for user in users
        ]

    @api.model
    def _split(self, spans, first, last):
        """Spans of time by the days that they lie on, in minutes of the day: ``{day: [[from, to] …]}``."""
        found = {}
        for start, stop in spans:
            for day in self._get_days_of(start, stop, first, last):
                text = day.isoformat()
                begin, end = self._to_moment(text, 0), self._to_moment(text, 24 * 60)
                minutes = [
                    self._to_minute(start) if start > begin else 0,
                    self._to_minute(stop) if stop < end else 1440,
                ]
                found.setdefault(text, []).append(minutes)
        return found

    @api.model
    def _get_days_of(self, start, stop, first, last):
        company = self.env.company
        day = max(company._raya_get_day(start), first)
        # What ends at midnight does not reach the day that begins then.
        end = min(company._raya_get_day(stop - timedelta(seconds=1)), last)
        return [day + timedelta(days=each) for each in range((end - day).days + 1)]

    # --- visits and jobs --------------------------------------------------------------

    @api.model
    def _get_visits(self, company, people, first, last):
        begin, end = company._raya_get_midnights(first, last)
        domain = Domain("company_id", "=", company.id) & Domain("state", "!=", "cancelled")
        domain &= Domain("date_start", "<", end) & Domain("date_stop", ">", begin)
        domain &= Domain("user_id", "in", list(people)) | Domain("helper_ids", "in", list(people))
        return self.env["raya.visit"].search_fetch(domain, SHOWN)

    @api.model
    def _get_jobs(self, company, teams, visits):
        """What cards say of jobs: those of the visits, and those that wait, by id.

        :param teams: whose jobs wait; ``None`` for all
        """
        domain = Domain("needs_visit", "=", True) & Domain("company_id", "=", company.id)
        if teams is not None:
            domain &= Domain("team_id", "in", [*teams.ids, False])
        # Jobs that wait, as far as the reader may read them; cards of visits name theirs.
        waiting = self.env["raya.workorder"]._search(domain)
        names = ("id", "name", "needs_visit", "priority", "promised", "site_id", "team_id", "user_id", "customer")
        names += ("city", "zip", "product", "hours", "technician")
        rows = self.env.execute_query(
            SQL(
                """SELECT job.id, job.name, job.id IN %(waiting)s, job.priority, job.date_promised,
                          COALESCE(job.site_id, job.partner_id), job.team_id, job.user_id,
                          partner.complete_name, COALESCE(NULLIF(site.city, ''), area.name), site.zip,
                          COALESCE(template.name ->> %(lang)s, template.name ->> 'en_US'),
                          (SELECT SUM(operation.duration) FROM raya_work_line line
                             JOIN raya_operation operation ON operation.id = line.operation_id
                            WHERE line.workorder_id = job.id),
                          person.name
                     FROM raya_workorder job
                LEFT JOIN res_partner partner ON partner.id = job.partner_id
                LEFT JOIN res_partner site ON site.id = COALESCE(job.site_id, job.partner_id)
                LEFT JOIN res_country_state area ON area.id = site.state_id
                LEFT JOIN product_product product ON product.id = job.product_id
                LEFT JOIN product_template template ON template.id = product.product_tmpl_id
                LEFT JOIN res_users technician ON technician.id = job.user_id
                LEFT JOIN res_partner person ON person.id = technician.partner_id
                    WHERE job.id IN %(waiting)s OR job.id = ANY(%(ids)s)
                 ORDER BY job.date_promised, job.priority DESC, job.id""",
                waiting=waiting.subselect(),
                ids=visits.sudo().workorder_ids.ids,
                lang=self.env.lang or "en_US",
            )
        )
        return {row[0]: dict(zip(names, row, strict=True)) for row in rows}

    @api.model
    def _prepare_visit(self, visit, jobs):
        own = [jobs[id_] for id_ in visit.sudo().workorder_ids.ids if id_ in jobs]
        day = self.env.company._raya_get_day(visit.date_start)
        start = self._to_minute(visit.date_start)
        return {
            "id": visit.id,
            "name": visit.name,
            "user_id": visit.user_id.id,
            "helper_ids": visit.helper_ids.ids,
            "day": day.isoformat(),
            "start": start,
            "stop": start + round((visit.date_stop - visit.date_start).total_seconds() / 60),
            "state": visit.state,
            "is_emergency": visit.is_emergency,
            "conflict": visit.conflict or "",
            **self._prepare_card(own, day),
            "zone": visit.zone or "",
        }

    @api.model
    def _prepare_queue(self, company, jobs):
        """Cards of jobs that wait: those of one site and one team are one card, the most urgent first."""
        today, cards = company._raya_get_day(), {}
        for job in jobs:
            cards.setdefault((job["site_id"], job["team_id"]), []).append(job)
        return [
            {
                **self._prepare_card(own, today),
                "key": f"{site}-{team}",
                "team_id": team or False,
                "user_id": own[0]["user_id"] or False,
                "technician": own[0]["technician"] or "",
                "zone": " ".join(filter(None, [own[0]["city"], own[0]["zip"]])),
                "minutes": -(-round(60 * sum(job["hours"] or 1 for job in own)) // 15) * 15,
            }
            for (site, team), own in cards.items()
        ]

    @api.model
    def _prepare_card(self, jobs, day):
        """What a card says of its jobs."""
        promised = min((job["promised"] for job in jobs if job["promised"]), default=None)
        return {
            "job_ids": [job["id"] for job in jobs],
            "jobs": ", ".join(job["name"] for job in jobs),
            "customer": jobs[0]["customer"] or "" if jobs else "",
            "product": " · ".join(dict.fromkeys(job["product"] for job in jobs if job["product"])),
            "priority": max((job["priority"] for job in jobs), default="0"),
            "promised": self.env["res.lang"]._raya_format_day(promised) or "",
            "is_late": bool(promised and promised < day),
        }
