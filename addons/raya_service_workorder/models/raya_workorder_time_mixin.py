from odoo import api, fields, models


class RayaWorkorderTimeMixin(models.AbstractModel):
    """The services of a job and the time that they took."""

    _name = "raya.workorder.time.mixin"
    _description = "Services and Time of a Job"

    work_line_ids = fields.One2many("raya.work.line", "workorder_id", string="Services", copy=True)
    hours = fields.Float("Total Time", compute="_compute_hours")

    @api.depends("work_line_ids.hours")
    def _compute_hours(self):
        for workorder in self:
            workorder.hours = sum(workorder.work_line_ids.mapped("hours"))

    def _create_timesheets(self):
        self.work_line_ids._create_timesheets()

    def _counter_timesheets(self):
        """The mirror of ``_create_timesheets()``, for an amendment: what was booked is taken back by as much."""
        # The time belongs to somebody else, at a cost that no supervisor reads.
        booked = self.work_line_ids.sudo().timesheet_ids
        for line, same in booked.grouped("raya_work_line_id").items():
            left = sum(same.mapped("unit_amount"))
            if left:
                same[-1].copy({"unit_amount": -left, "raya_work_line_id": line.id})
