from odoo import Command, models
from odoo.exceptions import UserError

from odoo.addons.raya_service_workorder.models.raya_workorder import OPEN_STATES


class RayaReceptionJobMixin(models.AbstractModel):
    """The job that a unit is received for: the open one, or another that the reception opens."""

    _name = "raya.reception.job.mixin"
    _description = "Reception: Job"

    def _find_open_job(self):
        self.ensure_one()
        if self.call_id:
            jobs = self.call_id.workorder_ids
        elif self.asset_id:
            domain = [("asset_id", "=", self.asset_id.id), ("state", "in", OPEN_STATES)]
            jobs = self.env["raya.workorder"].search(domain, order="id")
        else:
            jobs = self.env["raya.workorder"]
        return jobs.filtered(lambda job: job.state in OPEN_STATES)[:1]

    def _join_job(self):
        """The job of a received unit is done in the workshop; without one, the reception opens it."""
        self.ensure_one()
        # Who receives units opens and tells jobs by the receipt alone.
        reception = self.sudo()
        job = reception.workorder_id or reception._find_open_job()
        if job:
            reception._check_fits(job)
            job.write(reception._prepare_joined_values(job))
        else:
            job = self.env["raya.workorder"].sudo().create(reception._prepare_workorder_values())
        reception.workorder_id = job
        # What follows from the job follows before the receipt is closed.
        reception.flush_recordset()

    def _check_fits(self, job):
        """Refuse a job that is over, or for another unit."""
        if not job._is_open():
            raise UserError(
                self.env._(
                    "%(job)s is %(state)s. Choose an open work order, or none: the reception opens another one.",
                    job=job.name,
                    state=job._get_state_labels()[job.state],
                )
            )
        owners = (job.partner_id | self.partner_id).commercial_partner_id
        if len(owners) > 1 or any(job[name] and job[name] != self[name] for name in ("product_id", "asset_id")):
            raise UserError(
                self.env._(
                    "%(job)s is for %(unit)s of %(customer)s. Choose the work order of this unit, or none.",
                    job=job.name,
                    unit=job.asset_id.display_name or job.product_id.display_name,
                    customer=job.partner_id.display_name,
                )
            )

    def _prepare_joined_values(self, job):
        told = self.symptom_ids - job.diagnosis_ids.symptom_id
        values = {"place": "workshop", "diagnosis_ids": [Command.create({"symptom_id": one.id}) for one in told]}
        if self.date_promised:
            values["date_promised"] = self.date_promised
        return values

    def _prepare_workorder_values(self):
        if self.call_id:
            values = self.call_id._prepare_workorder_values()
        else:
            values = {
                "company_id": self.company_id.id,
                "partner_id": self.partner_id.id,
                "asset_id": self.asset_id.id,
                "product_id": self.product_id.id,
                "team_id": self.team_id.id,
                # Nobody works on it yet, whoever receives it.
                "user_id": False,
                "statement": self.statement,
                "diagnosis_ids": [Command.create({"symptom_id": symptom.id}) for symptom in self.symptom_ids],
            }
        return {**values, "place": "workshop", "date_promised": self.date_promised}
