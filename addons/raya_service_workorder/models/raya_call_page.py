from odoo import api, models

from odoo.addons.raya_service_calls.models.raya_call_page import Paper

WORK_REPORT = "raya_service_workorder.raya_workorder_report_action"


class RayaCallPage(models.AbstractModel):
    _inherit = "raya.call.page"

    @api.model
    def _get_papers(self, call):
        """The report of each job of theirs that was approved."""
        customer = call.partner_id.commercial_partner_id
        jobs = call.workorder_ids.filtered(
            lambda job: job.state == "approved" and job.partner_id.commercial_partner_id == customer
        )
        return [
            *super()._get_papers(call),
            *(
                Paper(f"job-{job.id}", self.env._("Report %(job)s", job=job.name), job, WORK_REPORT)
                for job in jobs.sorted("id")
            ),
        ]

    @api.model
    def _get_timeline(self, call):
        """Visits are told as they happen; the coming one when it is planned for."""
        entries = [*super()._get_timeline(call), *self._get_timeline_visits(call)]
        return sorted(entries, key=lambda entry: entry[0])

    @api.model
    def _get_timeline_visits(self, call):
        visits = call.workorder_ids.visit_ids.filtered(lambda visit: visit.state != "cancelled")
        return [
            (moment, word)
            for visit in visits
            for moment, word in (
                (visit.date_start if visit.state in ("planned", "way") else None, self.env._("Visit planned")),
                (visit.date_on_my_way, self.env._("Technician on the way")),
                (visit.date_arrived, self.env._("Technician arrived")),
                (visit.date_done, self._get_visit_word(visit)),
            )
            if moment
        ]

    @api.model
    def _get_visit_word(self, visit):
        """How a visit ended, in a word for the customer."""
        if visit.outcome == "absent":
            return self.env._("We met nobody")
        return self.env._("We will come again") if visit.left_ids else self.env._("Visit finished")
