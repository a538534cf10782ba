from odoo import fields, models
from odoo.exceptions import UserError


class RayaWorkorderSubmission(models.TransientModel):
    """Shows what a report says before it is submitted, and asks what becomes of parts not issued yet."""

    _name = "raya.workorder.submission"
    _description = "Submit a work report"
    _inherit = ["raya.form.mixin"]

    workorder_id = fields.Many2one("raya.workorder", "Work Order", required=True, readonly=True)
    summary = fields.Html(related="workorder_id.summary")
    has_open_requests = fields.Boolean(related="workorder_id.has_open_requests")
    choice = fields.Selection(
        [("wait", "Wait for the Parts"), ("cancel", "Cancel the Request")],
        "Parts Not Issued Yet",
        help="Waiting keeps the report open until the parts arrive.",
    )
    reason = fields.Text(help="Why the parts are not needed any more.")

    def action_submit(self):
        """Submit the report, once, or let it wait for its parts.

        :raises UserError: when parts are not issued and nobody said what becomes of them, and when
            the report was submitted meanwhile, such as by a second tap
        """
        self.ensure_one()
        job = self.workorder_id
        job._check_state(("progress", "waiting"))
        if job.has_open_requests and not self._settle_requests(job):
            return {"type": "ir.actions.act_window_close"}
        job.action_submit()
        return {"type": "ir.actions.act_window_close"}

    def _settle_requests(self, job):
        """Do what was chosen for the parts not issued; return whether the report can be submitted now."""
        if not self.choice:
            raise UserError(self.env._("Parts are not issued yet. Choose whether you wait for them."))
        if self.choice == "cancel":
            job.action_cancel_requests(self.reason)
            return True
        if job.state != "waiting":
            job.action_wait("parts")
        return False
