from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_list

from ..tools import durations

TIME_KINDS = [("work", "Work"), ("travel", "Travel"), ("wait", "Waiting")]


class RayaTime(models.Model):
    """Time that one person spent on a job, by a timer or as they typed it.

    It is counted in whole seconds: what rows add up to is rounded by nobody.
    """

    _name = "raya.time"
    _description = "Time of a Job"
    _inherit = ["raya.workorder.line.mixin"]
    _order = "date, id"
    _rec_name = "work_line_id"
    _protected_fields = frozenset({"employee_id"})

    workorder_id = fields.Many2one(compute="_compute_workorder_id", store=True, readonly=False, precompute=True)
    work_line_id = fields.Many2one(
        "raya.work.line",
        "Service",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        domain="[('workorder_id', '=', workorder_id)]",
    )
    kind = fields.Selection(TIME_KINDS, default="work", required=True)
    user_id = fields.Many2one(
        "res.users",
        "Who",
        required=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        check_company=True,
        ondelete="restrict",
    )
    employee_id = fields.Many2one(
        "hr.employee",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        groups="hr_timesheet.group_hr_timesheet_user",
        help="To whose timesheets it went when the report was approved.",
    )
    date = fields.Date(compute="_compute_date", store=True, readonly=False, precompute=True, required=True)
    start = fields.Datetime(copy=False)
    stop = fields.Datetime(copy=False)
    seconds = fields.Integer(compute="_compute_seconds", store=True, readonly=False, precompute=True)
    hours = fields.Float("Time", compute="_compute_hours", inverse="_inverse_hours")
    is_running = fields.Boolean("Runs", compute="_compute_is_running")
    note = fields.Char()
    timesheet_ids = fields.One2many(
        "account.analytic.line", "raya_time_id", groups="hr_timesheet.group_hr_timesheet_user"
    )

    _by_day = models.Index("(user_id, date)")
    _runs_once = models.UniqueIndex(
        "(user_id) WHERE start IS NOT NULL AND stop IS NULL",
        "The time of this person runs somewhere else already. Reload the page.",
    )
    _not_negative = models.Constraint("CHECK (seconds >= 0)", "The time spent on a job cannot be negative.")
    _of_the_job = models.Constraint(
        "CHECK (kind = 'work' OR work_line_id IS NULL)",
        "Travel and waiting are time of the whole job. Leave the service empty, or choose Work.",
    )

    @api.depends("work_line_id")
    def _compute_workorder_id(self):
        for row in self:
            row.workorder_id = row.work_line_id.workorder_id or row.workorder_id

    @api.depends("start")
    def _compute_date(self):
        """A night's work belongs to the day on which it began, where the company works."""
        for row in self:
            day = row.start and row.company_id._raya_get_day(row.start)
            row.date = day or row.date or row.company_id._raya_get_day()

    @api.depends("start", "stop")
    def _compute_seconds(self):
        for row in self:
            is_timed = row.start and row.stop
            row.seconds = durations.between(row.start, row.stop) if is_timed else row.seconds

    @api.depends("seconds")
    def _compute_hours(self):
        for row in self:
            row.hours = durations.in_hours(row.seconds)

    def _inverse_hours(self):
        """Whoever types a time knows better than the timer, and ends it."""
        wanted = {row: durations.typed(row.hours) for row in self}
        for row, seconds in wanted.items():
            row.seconds = seconds
            if row.start:
                row.stop = row.start + timedelta(seconds=seconds)

    @api.depends("start", "stop")
    def _compute_is_running(self):
        for row in self:
            row.is_running = bool(row.start and not row.stop)

    @api.constrains("work_line_id", "workorder_id")
    def _check_service_of_job(self):
        for row in self.filtered("work_line_id"):
            if row.work_line_id.workorder_id != row.workorder_id:
                raise ValidationError(
                    self.env._(
                        "%(service)s is a service of another job than %(job)s.",
                        service=row.work_line_id.display_name,
                        job=row.workorder_id.display_name,
                    )
                )

    @api.constrains("seconds", "date", "user_id")
    def _check_day(self):
        """Nobody works more than 24 hours a day, on all their jobs together."""
        domain = [
            ("user_id", "in", self.user_id.ids),
            ("date", "in", list(set(self.mapped("date")))),
            ("workorder_id.state", "!=", "cancelled"),
        ]
        # Also on jobs that the person who writes it down does not see.
        for user, day, seconds in self.sudo()._read_group(domain, ["user_id", "date:day"], ["seconds:sum"]):
            if seconds > durations.DAY:
                Lang = self.env["res.lang"]
                raise ValidationError(
                    self.env._(
                        "%(person)s would have spent %(time)s on their jobs of %(day)s, and a day has 24 hours. "
                        "Correct the times of that day; a timer that was forgotten is ended by typing its time.",
                        person=user.name,
                        time=Lang._raya_write_digits(durations.text(seconds)),
                        day=Lang._raya_format_day(day),
                    )
                )

    def _get_report_fields(self):
        facts = ["work_line_id", "kind", "user_id", "date", "start", "stop", "seconds", "note"]
        return [*super()._get_report_fields(), *facts]

    # Timer

    def action_stop(self):
        """End the timers of these rows that run."""
        self.filtered("is_running").stop = fields.Datetime.now()

    @api.model
    def _start(self, **values):
        """Start a timer of whoever asks; another one of theirs ends."""
        # Also one on a job that they do not see any more.
        self.sudo().search(self._running_domain(self.env.user)).action_stop()
        return self.create({**values, "user_id": self.env.uid, "start": fields.Datetime.now()})

    @api.model
    def _running_domain(self, users):
        return [("user_id", "in", users.ids), ("start", "!=", False), ("stop", "=", False)]

    # Timesheets

    def _book(self):
        """Each row becomes a timesheet of whoever spent the time, at their hourly cost."""
        for company, rows in self.filtered("seconds").grouped("company_id").items():
            rows = rows.with_company(company)
            employees = rows._get_employees()
            # Supervisors approve reports; the time belongs to somebody else, in a
            # project they may not see, at a cost they may not read.
            booking = rows.sudo()
            for row in booking:
                row.employee_id = employees[row.user_id]
            booking.env["account.analytic.line"].create([row._prepare_timesheet_values() for row in booking])

    def _get_employees(self):
        """The employee of each of these people in their company, as ``{user: employee}``.

        :raises UserError: when somebody has none who is employed there now
        """
        people = self.user_id
        # Only the link is read; a supervisor may see few employees.
        Employee = self.env["hr.employee"].sudo()
        employees = Employee.search([("user_id", "in", people.ids), ("company_id", "=", self.env.company.id)])
        missing = people - employees.user_id
        if missing:
            raise UserError(
                self.env._(
                    "The time of %(technicians)s cannot be booked: no employee of %(company)s is"
                    " linked to this user. Link one in Employees, then approve again.",
                    technicians=format_list(self.env, missing.mapped("name"), "unit"),
                    company=self.env.company.name,
                )
            )
        return employees.grouped("user_id")

    def _prepare_timesheet_values(self):
        """Values of the timesheet of this row, in superuser mode and the company of its job.

        Extended by what knows more about the time, such as the task it belongs to.
        """
        self.ensure_one()
        job = self.workorder_id
        labels = dict(self._fields["kind"]._description_selection(self.env))
        what = self.work_line_id.operation_id.name or labels[self.kind]
        return {
            "name": f"{job.name}: {what}",
            "date": self.date,
            "unit_amount": self.hours,
            "project_id": job._get_time_project().id,
            "employee_id": self.employee_id.id,
            "company_id": self.company_id.id,
            "raya_workorder_id": job.id,
            "raya_work_line_id": self.work_line_id.id,
            "raya_time_id": self.id,
        }
