from odoo import fields, models

from .raya_workorder_waiting_mixin import WAITING


class RayaWait(models.Model):
    """A time in which a job stood, because something had to come first."""

    _name = "raya.wait"
    _description = "Time in which a job waited"
    _order = "date_start desc, id desc"

    workorder_id = fields.Many2one("raya.workorder", "Work Order", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="workorder_id.company_id", store=True, index=True)
    kind = fields.Selection(WAITING, "For", required=True)
    date_start = fields.Datetime("From", required=True, default=fields.Datetime.now)
    date_end = fields.Datetime("Until")

    _once = models.UniqueIndex("(workorder_id) WHERE date_end IS NULL", "This job waits already.")

    def _end(self):
        """What these jobs waited for has come, or they wait no longer."""
        open_ = self.filtered(lambda wait: not wait.date_end)
        open_.date_end = fields.Datetime.now()
        # The index allows one open row: the next one may follow at once.
        open_.flush_recordset(["date_end"])
