from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import get_extension

from ..tools import phone

TEXTS = ("finding",)


class RayaMyJobsReportMixin(models.AbstractModel):
    """On the phone: words, photos and signature, and the end of the report."""

    _name = "raya.my.jobs.report.mixin"
    _description = "My Jobs: Report"

    @api.model
    def _prepare_report_of_jobs(self, jobs):
        photos = self._count_photos(jobs)
        return {
            job: {
                "texts": {name: job[name] or "" for name in TEXTS},
                "photos": photos.get(job.id, 0),
            }
            for job in jobs
        }

    @api.model
    def _count_photos(self, jobs):
        domain = [
            ("res_model", "=", jobs._name),
            ("res_id", "in", jobs.ids),
            ("res_field", "=", False),
            ("mimetype", "like", "image/%"),
        ]
        return dict(self.env["ir.attachment"]._read_group(domain, ["res_id"], ["__count"]))

    @api.model
    def _run_write_report(self, job, date, field, text, base):
        if field not in TEXTS:
            raise UserError(self.env._("%s is not written on the phone.", field))
        return self._write_text(job, field, text, base)

    @api.model
    def _run_submit(self, job, date):
        if job.state == "submitted":
            return self._skipped(self.env._("The report was submitted already."))
        job.action_submit()
        return self._done(self.env._("Submitted. Thank you!"))
