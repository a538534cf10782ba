from odoo import api, fields, models

from ..tools import durations


class RayaWorkorderTimeMixin(models.AbstractModel):
    """The services of a job and the time that people spent on it."""

    _name = "raya.workorder.time.mixin"
    _description = "Services and Time of a Job"

    work_line_ids = fields.One2many("raya.work.line", "workorder_id", string="Services", copy=True)
    time_ids = fields.One2many("raya.time", "workorder_id", "Times")
    hours_planned = fields.Float("Planned Time", compute="_compute_hours_planned")
    hours = fields.Float("Total Time", compute="_compute_hours", help="Work, without travel and waiting.")
    hours_travel = fields.Float("Travel", compute="_compute_hours")
    hours_wait = fields.Float("Waiting", compute="_compute_hours")
    is_timer_running = fields.Boolean("My Timer Runs", compute="_compute_is_timer_running")

    @api.depends("work_line_ids.hours_planned")
    def _compute_hours_planned(self):
        for workorder in self:
            workorder.hours_planned = sum(workorder.work_line_ids.mapped("hours_planned"))

    @api.depends("time_ids.seconds", "time_ids.kind")
    def _compute_hours(self):
        for workorder in self:
            by_kind = workorder.time_ids.grouped("kind")
            for kind, name in (("work", "hours"), ("travel", "hours_travel"), ("wait", "hours_wait")):
                rows = by_kind.get(kind, self.env["raya.time"])
                workorder[name] = durations.in_hours(*rows.mapped("seconds"))

    @api.depends("time_ids.start", "time_ids.stop")
    @api.depends_context("uid")
    def _compute_is_timer_running(self):
        for workorder in self:
            workorder.is_timer_running = bool(workorder.time_ids._get_my_running())

    def action_start_travel(self):
        """Begin to count my way to this job; another timer of mine ends."""
        self.ensure_one()
        self.env["raya.time"]._start(workorder_id=self.id, kind="travel")

    def action_start_waiting(self):
        """Begin to count the time for which I can do nothing; another timer of mine ends."""
        self.ensure_one()
        self.env["raya.time"]._start(workorder_id=self.id, kind="wait")

    def action_stop_timer(self):
        self.time_ids._get_my_running().action_stop()

    def action_take_planned(self):
        """What has no time of its own took what was planned."""
        self.work_line_ids.action_take_planned()

    def _transition(self, target, **kwargs):
        """Nobody's time runs on once the report is closed or the job given up."""
        if target not in ("draft", "progress", "waiting"):
            # Also the timers of helpers, which who submits need not have begun.
            self.time_ids.filtered("is_running").action_stop()
            # What follows from the last words is part of what is closed, not a change of it.
            self.flush_recordset()
        return super()._transition(target, **kwargs)

    # Timesheets

    def _counter_timesheets(self):
        """Take back what was booked of these jobs, to the same people, days and amounts.

        Called when an approved report is opened again; what it says then is booked
        anew by its next approval.
        """
        # Who amends a report has no rights on the timesheets of others.
        Line = self.env["account.analytic.line"].sudo()
        Line.search([("raya_workorder_id", "in", self.ids)])._raya_counter()

    def _get_time_project(self):
        """The ``project.project``, in superuser mode, that takes the time of this job: its team's, else its company's."""
        self.ensure_one()
        # Found with the rights of nobody in particular: not everybody sees projects.
        job = self.sudo()
        return job.team_id.project_id or job.company_id._raya_get_service_project()
