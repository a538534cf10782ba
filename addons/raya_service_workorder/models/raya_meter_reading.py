from odoo import api, fields, models
from odoo.exceptions import UserError


class RayaMeterReading(models.Model):
    _inherit = "raya.meter.reading"

    workorder_id = fields.Many2one("raya.workorder", "Work Order", index="btree_not_null", ondelete="set null")

    @api.model
    def _check_jobs(self, workorders):
        """Refuse what the product files would refuse, before anybody decides on the reports of these jobs."""
        for job in workorders.filtered("meter_value"):
            if not job.asset_id or not job.meter:
                raise UserError(
                    self.env._("%s: choose what the meter counts, and the product file of the unit.", job.display_name)
                )
            reading = self.new(self._prepare_job_values(job))
            # Who does the job need not read all of its unit.
            for before in job.sudo().asset_id._get_last_readings() - job.meter_reading_id:
                is_earlier = before.meter == job.meter and before.date <= job.meter_date
                if is_earlier and before.value > job.meter_value:
                    raise UserError(reading._get_backwards_message(before))

    @api.model
    def _prepare_job_values(self, job):
        return {"asset_id": job.asset_id.id, "meter": job.meter, "value": job.meter_value, "date": job.meter_date}

    @api.model
    def _record_jobs(self, workorders):
        """What the meters read goes to the product files of these jobs."""
        # A supervisor who approves need not read every unit.
        for job in workorders.sudo().filtered(lambda job: job.meter_value and job.asset_id):
            facts = {"note": job.name, "user_id": job.user_id.id or self.env.uid, "workorder_id": job.id}
            job.meter_reading_id = job.asset_id._record_reading(job.meter, job.meter_value, job.meter_date, **facts)

    @api.model
    def _strike_jobs(self, workorders, reason):
        """Take back what the meters read, because the reports of these jobs are opened again."""
        # Nobody may write readings.
        jobs = workorders.sudo().filtered("meter_reading_id")
        for job in jobs:
            job.meter_reading_id._strike(reason)
        jobs.meter_reading_id = False
