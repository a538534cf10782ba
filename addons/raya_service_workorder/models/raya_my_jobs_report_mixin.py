import base64
from collections import Counter

from odoo import api, models
from odoo.exceptions import UserError

from ..tools import phone
from ..tools.outcomes import DONE
from ..tools.phone_operations import TEXTS


class RayaMyJobsReportMixin(models.AbstractModel):
    """On the phone: words, photos and signature, and the end of the report."""

    _name = "raya.my.jobs.report.mixin"
    _description = "My Jobs: Report"

    @api.model
    def _prepare_report_of_jobs(self, jobs):
        photos = Counter(jobs._get_photos().mapped("res_id"))
        return {
            job: {
                "texts": {name: job[name] or "" for name in TEXTS},
                "meters": self._prepare_meters(job),
                "photos": photos[job.id],
                "signed": self._prepare_signature(job),
            }
            for job in jobs
        }

    @api.model
    def _prepare_meters(self, job):
        if not job.meter or not job.asset_id:
            return []
        labels = dict(job._fields["meter"]._description_selection(self.env))
        return [{"key": job.meter, "label": labels[job.meter], "value": job.meter_value}]

    @api.model
    def _prepare_signature(self, job):
        zone = job.company_id._raya_get_timezone()
        moment = self.env["res.lang"]._raya_format_moment(job.signed_date, zone) if job.signed_date else ""
        told = self.env["raya.workorder.version"]._get_changes_since_signed(job)
        return {"by": job.signed_by or "", "on": moment, "changes": told}

    @api.model
    def _run_write_report(self, job, date, field, text, base):
        if field not in TEXTS:
            raise UserError(self.env._("“%s” is not written on the phone. Open the form.", field))
        return self._write_text(job, field, text, base)

    @api.model
    def _run_record_meter(self, job, date, meter, value, base):
        if meter not in dict(job._fields["meter"].selection):
            raise UserError(self.env._("No meter counts “%s”.", meter))
        if self._is_other_number(job, "meter_value", value, base):
            return self._refuse_number(job.meter_value, value)
        job.write({"meter": meter, "meter_value": value, "meter_date": job.company_id._raya_get_day(date)})
        return self._done(self.env._("The reading is written down."))

    @api.model
    def _run_add_photo(self, job, date, image, name, check_id=None):
        # What was signed or sent is not changed by a photo that comes late.
        job._check_is_open()
        if check_id:
            self._find(job.check_ids, check_id).photo = image
        else:
            self.env["ir.attachment"].create(
                {
                    "name": name,
                    "datas": image,
                    "mimetype": phone.image_type(base64.b64decode(image)),
                    "res_model": job._name,
                    "res_id": job.id,
                }
            )
        return self._done(self.env._("The photo is on the job."))

    @api.model
    def _run_sign(self, job, date, image, name):
        if job.signature and not self.env["raya.workorder.version"]._get_changes_since_signed(job):
            return self._skipped(self.env._("%s has signed already.", job.signed_by))
        job.write({"signature": image, "signed_by": name})
        # The moment is the program's to write.
        job.sudo().signed_date = date
        return self._done(self.env._("Signed by %s.", name))

    @api.model
    @api.readonly
    def get_summary(self, job_id):
        """What the report of a job says, before it is submitted, as HTML.

        :raises MissingError, AccessError: where it is none of the user's
        """
        self._check_technician()
        return self._get_own_job(job_id).summary

    @api.model
    def _run_wait_for_parts(self, job, date):
        """The report is not sent: what is requested is waited for."""
        if job.state == "waiting":
            return self._skipped(self.env._("The job waits already."))
        job.action_wait("parts")
        return self._done(self.env._("The job waits for its parts. You are told when they are there."))

    @api.model
    def _run_submit(self, job, date):
        """Send the report; a job of which nobody said how it ended was done."""
        if job.state == "submitted":
            return self._skipped(self.env._("The report was submitted already."))
        self._end(job, date, job.outcome or DONE)
        job.action_submit()
        return self._done(self.env._("Submitted."))

    @api.model
    def _run_call_back(self, job, date):
        if job.state != "submitted":
            return self._skipped(self.env._("The report is open."))
        job.action_call_back()
        return self._done(self.env._("The report is open again."))
