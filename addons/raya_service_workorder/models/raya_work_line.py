from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import durations


class RayaWorkLine(models.Model):
    """One service done, with the time that it should take and the time it took."""

    _name = "raya.work.line"
    _description = "Service done"
    _inherit = ["raya.workorder.line.mixin"]
    _rec_name = "operation_id"
    _protected_fields = frozenset({"version_ids", "product_id"})

    operation_id = fields.Many2one("raya.operation", "Service", required=True, index=True, ondelete="restrict")
    product_id = fields.Many2one(
        "product.product", compute="_compute_product_id", store=True, precompute=True, index=True
    )
    fault_id = fields.Many2one("raya.fault", index="btree_not_null", ondelete="restrict")
    date = fields.Date(default=lambda self: self.env.company._raya_get_day(), required=True)
    hours_planned = fields.Float(
        "Planned", compute="_compute_hours_planned", store=True, readonly=False, precompute=True
    )
    hours = fields.Float(
        "Time",
        compute="_compute_hours",
        inverse="_inverse_hours",
        help="What was spent on it in all, by everybody. Type it here, or let the timer count.",
    )
    time_ids = fields.One2many("raya.time", "work_line_id", "Times")
    time_count = fields.Integer("Number of Times", compute="_compute_hours")
    is_running = fields.Boolean("My Timer Runs", compute="_compute_is_running")
    version_ids = fields.Many2many(
        "raya.procedure.version",
        string="Procedures",
        compute="_compute_version_ids",
        store=True,
        precompute=True,
        help="The versions that were published when the service was chosen. Later ones do not change the job.",
    )
    timesheet_ids = fields.One2many(
        "account.analytic.line", "raya_work_line_id", groups="hr_timesheet.group_hr_timesheet_user"
    )

    _planned_not_negative = models.Constraint(
        "CHECK (hours_planned >= 0)", "The planned time of a service cannot be negative."
    )

    @api.depends("operation_id")
    def _compute_hours_planned(self):
        for line in self:
            minutes = line.operation_id.procedure_ids.published_version_id.mapped("minutes")
            line.hours_planned = line.operation_id.duration or sum(minutes) / durations.MINUTE

    @api.depends("operation_id")
    def _compute_product_id(self):
        """What sold the service when it was chosen: another one later is for other jobs."""
        for line in self:
            line.product_id = line.operation_id.product_id

    @api.depends("time_ids.seconds")
    def _compute_hours(self):
        for line in self:
            line.time_count = len(line.time_ids)
            line.hours = durations.in_hours(*line.time_ids.mapped("seconds"))

    def _inverse_hours(self):
        """What is typed on a service is the time of its technician."""
        wanted = {line: durations.typed(line.hours) for line in self}
        new = []
        for line, seconds in wanted.items():
            rows = line.time_ids
            if seconds == sum(rows.mapped("seconds")):
                continue
            if len(rows) > 1:
                raise UserError(
                    self.env._(
                        "Several times were written down for %(service)s. Change them, not their sum.",
                        service=line.display_name,
                    )
                )
            if rows:
                rows.hours = durations.in_hours(seconds)
            else:
                new.append({**line._prepare_time_values(), "seconds": seconds})
        self.env["raya.time"].create(new)

    @api.depends("time_ids.start", "time_ids.stop")
    @api.depends_context("uid")
    def _compute_is_running(self):
        for line in self:
            line.is_running = bool(line._get_my_timers())

    @api.constrains("operation_id")
    def _check_operation(self):
        for line in self:
            if not line.operation_id.product_id:
                raise UserError(
                    self.env._(
                        "%(service)s has no product that sells it. Open it and create its product first.",
                        service=line.operation_id.display_name,
                    )
                )
            line.operation_id._check_applicable(line.workorder_id.product_id)

    @api.onchange("operation_id")
    def _onchange_operation_warn(self):
        return self.operation_id._get_applicability_warning(self.workorder_id.product_id)

    @api.depends("operation_id", "fault_id")
    def _compute_version_ids(self):
        for line in self:
            procedures = line.operation_id.procedure_ids | line.fault_id.procedure_ids
            line.version_ids = procedures.published_version_id

    @api.model_create_multi
    def create(self, vals_list):
        """A service brings the steps of its procedures along."""
        lines = super().create(vals_list)
        lines.workorder_id._fill_checks()
        return lines

    def write(self, vals):
        done = super().write(vals)
        if not {"operation_id", "fault_id"}.isdisjoint(vals):
            self.workorder_id._fill_checks()
        return done

    def unlink(self):
        workorders = self.workorder_id
        done = super().unlink()
        # What two services ask for stays as long as one of them.
        workorders.exists()._fill_checks()
        return done

    def action_start_timer(self):
        """Begin to count my time on this service; another timer of mine ends."""
        self.ensure_one()
        self.env["raya.time"]._start(work_line_id=self.id)

    def action_stop_timer(self):
        self._get_my_timers().action_stop()

    def action_take_planned(self):
        """These services took what was planned; those with a time of their own keep it."""
        self.env["raya.time"].create(
            [
                {**line._prepare_time_values(), "hours": line.hours_planned}
                for line in self
                if not line.time_ids and line.hours_planned
            ]
        )

    def _get_my_timers(self):
        return self.time_ids.filtered(lambda row: row.is_running and row.user_id == self.env.user)

    def _get_report_fields(self):
        return [*super()._get_report_fields(), "operation_id", "fault_id", "date", "hours_planned"]

    def _prepare_time_values(self):
        self.ensure_one()
        return {
            "work_line_id": self.id,
            "user_id": self.workorder_id.user_id.id or self.env.uid,
            "date": self.date,
        }
