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
