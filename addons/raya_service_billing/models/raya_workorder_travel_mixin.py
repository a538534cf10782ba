from odoo import models

from .raya_visit import Travel

# Of a visit: somebody was there.
ARRIVED = ("arrived", "paused", "done")
PLANNED = ("planned", "way", *ARRIVED)


class RayaWorkorderTravelMixin(models.AbstractModel):
    """Visits to a job, where its company charges travel: lines of what somebody pays, as services and parts are."""

    _name = "raya.workorder.travel.mixin"
    _description = "Travel of a Job"

    def write(self, vals):
        """A visit that was charged keeps the jobs that share it; it says so itself where they are written on it."""
        before = {job: job.visit_ids for job in self.sudo()} if "visit_ids" in vals else {}
        result = super().write(vals)
        for job, visits in before.items():
            ((visits | job.visit_ids) - (visits & job.visit_ids))._check_shares_stand()
        return result

    def _get_chargeable_lines(self):
        lines = super()._get_chargeable_lines()
        return {job: [*lines[job], *job._get_travels(ARRIVED)] for job in self}

    def _get_planned_lines(self):
        lines = super()._get_planned_lines()
        return {job: [*lines[job], *job._get_travels(PLANNED)] for job in self}

    def _get_travels(self, states):
        """Visits to this job that somebody pays, the first one first.

        :param states: of the visits that count
        :return: list of :class:`~.raya_visit.Travel`
        """
        self.ensure_one()
        # Whoever reports a job need not read settings, nor visits of others to it.
        job = self.sudo()
        if not job.company_id.raya_is_travel_charged:
            return []
        visits = job.visit_ids.filtered(lambda visit: visit.state in states)
        return [Travel(self, visit) for visit in visits.sorted(lambda visit: (visit.date_start, visit.id))]
