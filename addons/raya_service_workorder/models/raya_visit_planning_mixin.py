from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_list

from odoo.addons.raya_service_base.tools import trees
from odoo.addons.raya_service_calls.tools import area, proposal

from ..tools import plan_day


class RayaVisitPlanningMixin(models.AbstractModel):
    """Who goes when, and what speaks against it."""

    _name = "raya.visit.planning.mixin"
    _description = "Planning of a Visit"

    team_id = fields.Many2one(
        "raya.team",
        "Technical Team",
        compute="_compute_team_id",
        store=True,
        precompute=True,
        check_company=True,
        index=True,
    )
    user_id = fields.Many2one(
        "res.users",
        "Technician",
        required=True,
        domain=[("share", "=", False)],
        check_company=True,
        index=True,
        tracking=True,
    )
    helper_ids = fields.Many2many(
        "res.users", "raya_visit_helper_rel", string="Helpers", domain=[("share", "=", False)], check_company=True
    )
    date_start = fields.Datetime("From", required=True, copy=False, index=True, tracking=True)
    date_stop = fields.Datetime("To", required=True, copy=False)
    is_emergency = fields.Boolean(
        "Emergency",
        copy=False,
        tracking=True,
        help="Somebody goes in spite of other visits, working hours, leave, skill and area.",
    )
    conflict = fields.Char("In Spite Of", readonly=True, copy=False)
    slot_ids = fields.One2many("raya.visit.slot", "visit_id", "Slots", readonly=True, copy=False)

    _ends_later = models.Constraint("CHECK (date_stop > date_start)", "A visit ends after it begins.")

    @api.depends("user_id", "workorder_ids")
    def _compute_team_id(self):
        """The team of the jobs; where none of them has begun, they go to the team of whoever goes."""
        for visit in self:
            jobs, user = visit.workorder_ids, visit.user_id
            visit.team_id = jobs[:1].team_id
            if user and self._is_taken_along(jobs, user):
                visit.team_id = self._find_team(user, jobs[0].company_id) or visit.team_id

    @api.model
    def _is_taken_along(self, jobs, user):
        """Whether jobs that have not begun go to the team of whoever goes, who is not in theirs."""
        return user not in jobs[:1].team_id.user_ids and set(jobs.mapped("state")) == {"draft"}

    @api.model
    def _find_team(self, user, company):
        return self.env["raya.team"].search([("user_ids", "in", user.ids), ("company_id", "=", company.id)], limit=1)

    @api.constrains("user_id", "helper_ids", "workorder_ids", "date_start", "date_stop", "is_emergency")
    def _check_plan(self):
        """:raises ValidationError: one sentence that names what speaks against a plan first"""
        for visit in self.filtered(lambda visit: visit.state in ("planned", "way")):
            visit._check_people()
            refusals = [] if visit.is_emergency else visit._get_refusals()
            if refusals:
                raise ValidationError(refusals[0])

    def _check_people(self):
        """Technicians go for their own team only, also as helpers and in an emergency."""
        strangers = (self.user_id | self.helper_ids) - self.team_id.sudo().user_ids
        if strangers:
            raise ValidationError(
                self.env._(
                    "%(person)s is not in the team %(team)s, which has %(job)s. Choose somebody of it.",
                    person=strangers[0].name,
                    team=self.team_id.sudo().name or "?",
                    job=self.workorder_ids[:1].name,
                )
            )

    @api.model
    def _get_plan_fields(self):
        """Names of the fields that say who goes when to what."""
        return frozenset({"user_id", "helper_ids", "workorder_ids", "date_start", "date_stop", "is_emergency"})

    def _follow_plan(self):
        """What follows from a plan: slots of its people, and the technician of jobs that have not begun."""
        self._sync_slots()
        for visit in self:
            jobs = visit.workorder_ids.filtered(lambda job: job.state == "draft")
            others = jobs.filtered(lambda job, visit=visit: job.user_id != visit.user_id)
            # A mail for each card that is dragged would be too many.
            others = others.with_context(mail_auto_subscribe_no_notify=True)
            others.write({"team_id": visit.team_id.id, "user_id": visit.user_id.id})
            # Somebody goes again: how the last visit ended is not how the job ends.
            visit.workorder_ids.filtered(lambda job: job._is_open() and job.outcome).outcome = False
            conflict = " ".join(visit._get_refusals()) if visit.is_emergency else False
            if conflict != visit.conflict:
                # What an emergency was planned in spite of is no opinion of anybody.
                visit.sudo().conflict = conflict

    def _sync_slots(self):
        """One slot for each person of a visit; of one that is over, as long as it took of its time.

        :raises psycopg2.errors.ExclusionViolation: where another transaction was faster
        """
        # Slots follow from visits, nobody has the right to write them.
        Slot = self.env["raya.visit.slot"].sudo()
        Slot.search([("visit_id", "in", self.ids)]).unlink()
        Slot.create(
            [visit._prepare_slot_values(user) for visit in self.sudo() for user in visit.user_id | visit.helper_ids]
        )

    def _prepare_slot_values(self, user):
        stop = min(max(self.date_done or self.date_stop, self.date_start), self.date_stop)
        return {
            "visit_id": self.id,
            "user_id": user.id,
            "date_start": self.date_start,
            "date_stop": stop,
            "is_free": self.is_emergency or self.state == "cancelled",
        }

    # --- what speaks against a plan ---------------------------------------------------

    def _get_refusals(self):
        """What speaks against this plan: sentences, the weightiest first; none where it can be so."""
        self.ensure_one()
        company, people = self.company_id, self.user_id | self.helper_ids
        first, last = (company._raya_get_day(moment) for moment in (self.date_start, self.date_stop))
        hours = self.env["raya.availability"]._get_hours(company, people, first, last)
        sentences = self._get_clashes(people)
        for person in people:
            sentences += self._get_time_refusals(person, hours[person.id])
        return sentences + self._get_fitness_refusals()

    def _get_clashes(self, people):
        """Other visits of these people at that time, whoever may read them."""
        # Somebody's day is full also of visits that who plans may not read.
        slots = (
            self.env["raya.visit.slot"]
            .sudo()
            .search(
                [
                    ("user_id", "in", people.ids),
                    ("date_start", "<", self.date_stop),
                    ("date_stop", ">", self.date_start),
                    ("visit_id", "not in", self.ids),
                    ("visit_id.state", "!=", "cancelled"),
                ]
            )
        )
        return [
            self.env._(
                "%(person)s is on the visit %(visit)s from %(start)s to %(stop)s.",
                person=slot.user_id.name,
                visit=slot.visit_id.name,
                start=self._format_time(slot.date_start),
                stop=self._format_time(slot.date_stop),
            )
            for slot in slots
            if slot.date_start < slot.date_stop
        ]

    def _get_time_refusals(self, person, hours):
        facts = {
            "person": person.name,
            "day": self.env["res.lang"]._raya_format_day(self.company_id._raya_get_day(self.date_start)),
            "start": self._format_time(self.date_start),
            "stop": self._format_time(self.date_stop),
        }
        if plan_day.overlaps(hours.away, self.date_start, self.date_stop):
            return [self.env._("%(person)s is on leave on %(day)s from %(start)s to %(stop)s.", **facts)]
        if not plan_day.works(hours.work, self.date_start, self.date_stop):
            return [self.env._("%(person)s does not work on %(day)s from %(start)s to %(stop)s.", **facts)]
        return []

    def _get_fitness_refusals(self):
        """What speaks against who goes, as :meth:`_assess_fitness` says it."""
        day = self.company_id._raya_get_day(self.date_start)
        [sentences] = self._assess_fitness(self.user_id, self.company_id, day, [(self.team_id, self.workorder_ids)])
        return sentences

    @api.model
    def _assess_fitness(self, user, company, day, errands):
        """Whether a technician knows what jobs need, and works there; helpers need not. As many queries for many.

        :param errands: pairs of the ``raya.team`` that goes, and its ``raya.workorder``
        :return: list of sentences that speak against it, for each errand
        """
        # Who plans need not read the member's record.
        teams = self.env["raya.team"].sudo().union(*(team for team, _jobs in errands))
        members = teams.member_ids.filtered(lambda member: member.user_id == user)
        values = members._prepare_proposal_values(company, day, day)
        # As above.
        skills = self.env["raya.skill"].sudo().search_fetch([], ["symptom_ids", "categ_ids"])
        areas = {team.id: proposal.Team(team.id, area=team._get_area()) for team in teams}
        return [
            [
                sentence
                for job in jobs
                for one in values.get(team, ())
                for code, detail in proposal.assess(
                    self._prepare_job(job, day, skills), areas[team.id], one, proposal.Burden()
                ).obstacles
                if (sentence := self._get_obstacle_sentence(code, detail, user, job))
            ]
            for team, jobs in errands
        ]

    def _prepare_job(self, job, day, skills):
        """What is known of a job, as :class:`~.tools.proposal.Job`."""
        site = (job.site_id or job.partner_id).sudo()
        path = tuple(trees.branch(job.product_id.categ_id.parent_path))
        symptoms = set(job.diagnosis_ids.symptom_id.ids)
        return proposal.Job(
            day=day,
            kind=job.kind,
            country=site.country_id.id or 0,
            state=site.state_id.id or 0,
            zip_code=area.zip_key(site.zip),
            categories=path,
            skills=frozenset(
                skill.id
                for skill in skills
                if symptoms.intersection(skill.symptom_ids.ids) or set(path).intersection(skill.categ_ids.ids)
            ),
        )

    def _get_obstacle_sentence(self, code, detail, user, job):
        """Why somebody should not do a job, ``None`` for what does not count here."""
        facts = {"person": user.name, "job": job.name}
        if code == "no_skill":
            skills = self.env["raya.skill"].sudo().browse(sorted(detail)).mapped("name")
            return self.env._(
                "%(person)s lacks %(skills)s, which %(job)s needs.",
                skills=format_list(self.env, skills, "unit"),
                **facts,
            )
        if code == "outside":
            return self.env._("%(job)s is outside the area of %(person)s.", **facts)
        if code == "other_products":
            return self.env._("%(person)s does not work on the product of %(job)s.", **facts)
        return None

    def _format_time(self, moment):
        """A time of day where the company works, with the reader's digits."""
        zone = ZoneInfo(self.company_id._raya_get_timezone())
        local = moment.replace(tzinfo=UTC).astimezone(zone)
        return self.env["res.lang"]._raya_write_digits(f"{local:%H:%M}")
