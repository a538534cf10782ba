from odoo import api, models


class RayaMyJobsPartMixin(models.AbstractModel):
    """On the phone: parts asked for, used and given back."""

    _name = "raya.my.jobs.part.mixin"
    _description = "My Jobs: Parts"

    @api.model
    def _prepare_parts_of_jobs(self, jobs):
        return {
            job: {
                "parts": [self._prepare_part(part) for part in job.part_ids],
                "canRequest": job.can_request,
                "canReturn": job.can_return,
            }
            for job in jobs
        }

    @api.model
    def _prepare_part(self, part):
        return {
            "id": part.id,
            "name": part.product_id.display_name,
            "needed": part.quantity,
            "used": part.qty_used,
            "held": part.qty_held,
            "unit": part.product_uom_id.name,
        }

    @api.model
    def _run_use_part(self, job, date, part_id, quantity):
        part = self._find(job.part_ids, part_id)
        part.qty_used = quantity
        return self._done(self.env._("Used: %s", part.product_id.display_name))

    @api.model
    def _run_request_parts(self, job, date):
        if not job.can_request:
            return self._skipped(self.env._("All parts were requested already."))
        job.action_request_parts()
        return self._done(self.env._("Requested from the warehouse."))

    @api.model
    def _run_return_parts(self, job, date):
        if not job.can_return:
            return self._skipped(self.env._("There is nothing to return."))
        job.action_return_parts()
        return self._done(self.env._("On its way back: hand it to the warehouse."))
