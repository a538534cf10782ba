from odoo import fields, models

from odoo.addons.raya_service_base.tools.notices import notice


class RayaWorkorderAmend(models.TransientModel):
    """Asks why approved reports are opened again."""

    _name = "raya.workorder.amend"
    _description = "Amend a work report"
    _inherit = ["raya.form.mixin"]

    workorder_ids = fields.Many2many(
        "raya.workorder", string="Work Orders", default=lambda self: self.env.context.get("active_ids"), required=True
    )
    reason = fields.Text(required=True)

    def action_amend(self):
        """Open the reports again, and say what was undone with their approval."""
        for wizard in self:
            wizard.workorder_ids.action_amend(wizard.reason)
        sentences = [sentence for job in self.workorder_ids for sentence in self._tell_undone(job)]
        return notice("\n".join(sentences), sticky=True)

    def _tell_undone(self, job):
        """What became of a report that was opened again, for whoever amended it; extended by what of it they cannot see
        on the job.

        :param job: one ``raya.workorder``
        :rtype: list[str]
        """
        return [
            self.env._(
                "%(job)s is open again as version %(version)s.",
                job=job.name,
                version=self.env["res.lang"]._raya_format_number(job.version),
            )
        ]
