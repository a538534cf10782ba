from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.raya_service_base.tools import bounds, locking

from ..tools import plan_day

OUTCOMES = [
    ("done", "Done"),
    ("partly", "Partly Done"),
    ("absent", "Customer Absent"),
    ("refused", "Refused by the Customer"),
    ("not_repairable", "Not Repairable"),
]
# With these something may be left for another visit.
LEAVING = ("partly", "absent")
# What whoever makes a visit writes about it; all else is planning.
OF_TECHNICIAN = frozenset({"distance", "minutes_travel", "note"})


class RayaVisit(models.Model):
    """A trip of one technician, perhaps with helpers, to one site, for one or more jobs there.

    It is planned by dispatchers and made by three taps, each with its stamp: on my way,
    arrived, done. Its slots (``raya.visit.slot``) keep everybody from being in two places.
    """

    _name = "raya.visit"
    _description = "Visit"
    _inherit = [
        "raya.visit.planning.mixin",
        "raya.bounds.mixin",
        "mail.thread",
        "raya.transition.mixin",
        "raya.number.mixin",
    ]
    _order = "date_start, id"
    _check_company_auto = True
    _rec_names_search = ["name", "partner_id.name", "workorder_ids.name"]
    _sequence_code = "raya.visit"
    _protected_fields = frozenset(
        {"state", "date_on_my_way", "date_arrived", "date_done", "outcome", "left_ids", "conflict"}
    )
    _bounds = {"distance": bounds.DISTANCE, "minutes_travel": bounds.NOT_NEGATIVE}

    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, precompute=True, required=True, index=True
    )
    workorder_ids = fields.Many2many(
        "raya.workorder", string="Work Orders", required=True, check_company=True, help="All at one site."
    )
    site_id = fields.Many2one(
        "res.partner", compute="_compute_site_id", store=True, precompute=True, index="btree_not_null"
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", compute="_compute_site_id", store=True, precompute=True, index="btree_not_null"
    )
    phone = fields.Char(related="partner_id.phone")
    zone = fields.Char(
        compute="_compute_zone", store=True, readonly=False, precompute=True, help="Visits of one zone go together."
    )
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("way", "On the Way"),
            ("arrived", "On Site"),
            ("paused", "Paused"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        default="planned",
        required=True,
        copy=False,
        index=True,
        tracking=True,
    )
    date_on_my_way = fields.Datetime("On the Way At", readonly=True, copy=False)
    date_arrived = fields.Datetime("Arrived At", readonly=True, copy=False)
    date_done = fields.Datetime("Done At", readonly=True, copy=False)
    pause_ids = fields.One2many("raya.visit.pause", "visit_id", "Pauses", readonly=True)
    minutes_on_site = fields.Integer(
        "Time on Site", compute="_compute_minutes_on_site", store=True, help="In minutes, without pauses."
    )
    outcome = fields.Selection(OUTCOMES, readonly=True, copy=False, tracking=True)
    left_ids = fields.Many2many(
        "raya.workorder",
        "raya_visit_left_rel",
        string="Left for Another Visit",
        readonly=True,
        copy=False,
        help="These jobs wait in the queue of the board.",
    )
    distance = fields.Float("Distance (km)", copy=False, aggregator="sum", help="Driven for this visit.")
    minutes_travel = fields.Integer(
        "Travel (min)",
        compute="_compute_minutes_travel",
        store=True,
        readonly=False,
        copy=False,
        help="From leaving to arriving, as it was tapped or typed. It is shared by the jobs of the visit.",
    )
    note = fields.Text()
    is_own = fields.Boolean(compute="_compute_is_own", help="You take part in this visit.")

    @api.depends("workorder_ids")
    def _compute_company_id(self):
        for visit in self:
            visit.company_id = visit.workorder_ids[:1].company_id or self.env.company

    @api.depends("workorder_ids")
    def _compute_site_id(self):
        for visit in self:
            job = visit.workorder_ids[:1]
            visit.site_id = job.site_id or job.partner_id
            visit.partner_id = job.partner_id

    @api.depends("site_id")
    def _compute_zone(self):
        for visit in self:
            visit.zone = self._get_zone(visit.site_id) or False

    @api.model
    def _get_zone(self, site):
        """The part of the country where an address lies, in words."""
        return " ".join(filter(None, [site.city or site.state_id.name, site.zip]))

    @api.depends("date_on_my_way", "date_arrived")
    def _compute_minutes_travel(self):
        for visit in self:
            if visit.date_on_my_way and visit.date_arrived:
                visit.minutes_travel = _minutes(visit.date_on_my_way, visit.date_arrived)

    @api.depends("date_arrived", "date_done", "pause_ids.date_stop")
    def _compute_minutes_on_site(self):
        for visit in self:
            paused = sum(_minutes(pause.date_start, pause.date_stop) for pause in visit.pause_ids.filtered("date_stop"))
            whole = _minutes(visit.date_arrived, visit.date_done) if visit.date_arrived and visit.date_done else 0
            visit.minutes_on_site = max(whole - paused, 0)

    @api.depends("user_id", "helper_ids")
    @api.depends_context("uid")
    def _compute_is_own(self):
        for visit in self:
            visit.is_own = self.env.user in visit.user_id | visit.helper_ids

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for visit in self:
            # Whoever reads a visit may name its customer.
            visit.display_name = " · ".join(filter(None, [visit.name, visit.partner_id.sudo().name]))

    @api.constrains("workorder_ids")
    def _check_one_site(self):
        """:raises ValidationError: naming a job that is somewhere else"""
        for visit in self:
            # Of a job that somebody else has done only its number is told.
            jobs = visit.sudo().workorder_ids
            if not jobs:
                raise ValidationError(self.env._("A visit is made for a work order. Choose one."))
            others = jobs.filtered(lambda job, visit=visit: (job.site_id or job.partner_id) != visit.site_id)
            if others:
                raise ValidationError(
                    self.env._(
                        "%(other)s is at another address than %(job)s. Plan a visit of its own for it.",
                        other=others[0].name,
                        job=(jobs - others)[0].name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create(vals_list)
        visits._follow_plan()
        return visits

    def write(self, vals):
        """Technicians write what was; what will be is planned by dispatchers."""
        planning = self._get_plan_fields() & vals.keys()
        self._check_planner(vals.keys() - OF_TECHNICIAN)
        if planning:
            self._check_state("planned")
            locking.lock(self)
        result = super().write(vals)
        if planning:
            self._follow_plan()
        if "minutes_travel" in vals:
            self._write_travel()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        begun = self.filtered(lambda visit: visit.state not in ("planned", "cancelled"))
        if begun:
            raise UserError(self.env._("%s has begun: it is history, and is not deleted.", begun[0].display_name))

    def _check_planner(self, names):
        """Only dispatchers write what is planned.

        :param names: of the fields that are about to be written; none may be by anybody
        :raises AccessError: naming the first of them
        """
        if names and not self.env.su and not self.env.user.has_group("raya_service_base.group_service_dispatcher"):
            raise AccessError(
                self.env._(
                    "Visits are planned by dispatchers. Ask yours to change “%s”, or tap what you do.",
                    self._fields[min(names)]._description_string(self.env),
                )
            )

    # --- states -----------------------------------------------------------------------

    def _get_transitions(self):
        return super()._get_transitions() | {
            ("planned", "way"),
            # Whoever forgets the first tap is there all the same.
            ("planned", "arrived"),
            ("way", "arrived"),
            ("arrived", "paused"),
            ("paused", "arrived"),
            ("arrived", "done"),
            ("paused", "done"),
            ("way", "planned"),
            ("planned", "cancelled"),
            ("way", "cancelled"),
            ("cancelled", "planned"),
        }

    def action_on_my_way(self):
        """The first tap."""
        self._take_part()
        self._transition("way", only_from="planned")
        self.sudo().write({"date_on_my_way": fields.Datetime.now()})

    def action_turn_back(self):
        """The first tap was a mistake, or something came between."""
        self._take_part()
        self._transition("planned", only_from="way")
        self.sudo().write({"date_on_my_way": False})

    def action_arrive(self):
        """The second tap: the jobs begin, those that waited go on."""
        self._take_part()
        self._transition("arrived", only_from=("planned", "way"))
        self.sudo().write({"date_arrived": fields.Datetime.now()})
        self._begin_jobs()

    def action_pause(self, reason):
        """Work stops for a while.

        :param str reason: why, read by whoever looks at the visit
        """
        self._take_part()
        if not (reason or "").strip():
            raise UserError(self.env._("Say why you pause."))
        self._transition("paused", only_from="arrived")
        now = fields.Datetime.now()
        values = {"reason": reason.strip(), "date_start": now, "user_id": self.env.uid}
        # Pauses are said by these two taps only.
        self.env["raya.visit.pause"].sudo().create([{**values, "visit_id": visit.id} for visit in self])

    def action_resume(self):
        self._take_part()
        self._transition("arrived", only_from="paused")
        self._end_pauses()

    def action_done(self, outcome="done", left_ids=None, note=None):
        """The third tap. What is left waits in the queue; of what is not, the job knows how it ended.

        :param str outcome: key of :data:`OUTCOMES`
        :param left_ids: ids of the jobs that need another visit; of one that is partly done, without
            any, all of them. Only where something may be left.
        :param str note: what others should know of the visit
        """
        self._take_part()
        left = self._get_left(outcome, left_ids)
        self._transition("done", only_from=("arrived", "paused"))
        self._end_pauses()
        for visit in self:
            values = {"date_done": fields.Datetime.now(), "outcome": outcome, "left_ids": left & visit.workorder_ids}
            visit.sudo().write({**values, "note": note} if note else values)
        self._sync_slots()
        self._write_travel()
        self._end_jobs(outcome, left)

    def action_cancel(self):
        """Nobody goes: the jobs are in the queue again."""
        self._check_planner(["state"])
        self._transition("cancelled", only_from=("planned", "way"))
        self._sync_slots()

    def action_plan_again(self):
        self._check_planner(["state"])
        self._transition("planned", only_from="cancelled")
        self._check_plan()
        self._follow_plan()

    def _get_left(self, outcome, left_ids):
        """Jobs that need another visit.

        :raises UserError: where an outcome leaves nothing, or a job is of no visit of these
        """
        jobs = self.workorder_ids
        left = jobs.browse(left_ids or ()) if left_ids or outcome != "partly" else jobs
        if outcome not in dict(OUTCOMES) or (left and outcome not in LEAVING) or left - jobs:
            raise UserError(
                self.env._("Jobs of this visit are left for another one when it is partly done or nobody was there.")
            )
        return left

    def _take_part(self):
        """Whoever takes part in visits, or plans them, says how they go.

        :raises AccessError: for anybody else
        """
        self.check_access("write")
        locking.lock(self)

    def _end_pauses(self):
        pauses = self.sudo().pause_ids.filtered(lambda pause: not pause.date_stop)
        pauses.date_stop = fields.Datetime.now()
        # The next pause may begin in the same transaction.
        pauses.flush_recordset(["date_stop"])

    # --- what follows for the jobs ----------------------------------------------------

    def _begin_jobs(self):
        """Somebody is there: what has not begun begins, what waited goes on."""
        self.workorder_ids.filtered(lambda job: job.state == "draft").action_start()
        self.workorder_ids.filtered(lambda job: job.state == "waiting").action_go_on()

    def _end_jobs(self, outcome, left):
        """Jobs know how they ended, so that their reports can be submitted; those that are left wait as they are.

        What is not left of a visit that was partly done is done.
        """
        finished = (self.workorder_ids - left).filtered(lambda job: job._is_open())
        finished.outcome = "done" if outcome == "partly" else outcome
        left.filtered(lambda job: job.state == "progress").action_wait("visit")

    def _release_jobs(self, jobs):
        """Nobody goes to these jobs any more: visits that were planned for nothing else are cancelled."""
        # Whoever cancels or submits a job need not plan visits.
        for visit in self.sudo().filtered(lambda visit: visit.state == "planned"):
            others = visit.workorder_ids - jobs
            if others:
                visit.workorder_ids = others
            else:
                visit.action_cancel()

    # --- travel -----------------------------------------------------------------------

    def _share_travel(self):
        """The minutes of travel that each job of a visit bears; together all of them.

        :return: dict of whole minutes by ``raya.workorder``
        """
        self.ensure_one()
        jobs = self.workorder_ids.sorted("id")
        return dict(zip(jobs, plan_day.share(self.minutes_travel, len(jobs)), strict=True))

    def _write_travel(self):
        """Everybody who went has travelled: their part of it is a time of each job that can still be written on."""
        jobs = self.workorder_ids.filtered(lambda job: job._is_open())
        # Times of helpers, which whoever taps the visit need not write themselves.
        Time = self.env["raya.time"].sudo()
        Time.search([("visit_id", "in", self.ids), ("workorder_id", "in", jobs.ids)]).unlink()
        Time.create(
            [
                visit._prepare_travel_values(job, user, minutes)
                for visit in self.filtered(lambda visit: visit.state == "done")
                for job, minutes in visit._share_travel().items()
                if minutes and job in jobs
                for user in visit.user_id | visit.helper_ids
            ]
        )

    def _prepare_travel_values(self, job, user, minutes):
        """Values of the time that one person travelled for one job of this visit."""
        return {
            "visit_id": self.id,
            "workorder_id": job.id,
            "user_id": user.id,
            "kind": "travel",
            "date": self.company_id._raya_get_day(self.date_on_my_way or self.date_start),
            "seconds": minutes * 60,
        }

    # --- navigation -------------------------------------------------------------------

    def action_view_workorders(self):
        return self.workorder_ids._get_list_or_form_action()

    def _message_auto_subscribe_followers(self, updated_values, default_subtype_ids):
        """Technicians follow their visits; a mail for each card that is dragged would be too many."""
        followers = super()._message_auto_subscribe_followers(updated_values, default_subtype_ids)
        return [(partner, subtypes, False) for partner, subtypes, _template in followers]


def _minutes(start, stop):
    return round((stop - start).total_seconds() / 60)
