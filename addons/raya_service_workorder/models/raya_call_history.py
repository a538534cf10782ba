from odoo import api, models


class RayaCallHistory(models.AbstractModel):
    _inherit = "raya.call.history"

    @api.model
    def _note_found(self, jobs):
        """Reports say what was found: calls for the same units may turn out to come for it again.

        That of the job itself, and those after it whose jobs were approved first. What is a repeat already stays one
        of the call that it was.
        """
        calls = jobs.call_id.filtered("asset_id")
        if not calls:
            return
        Call = self.env["raya.call"]
        # Also calls of other teams.
        later = Call.sudo().search(
            [
                ("asset_id", "in", calls.asset_id.ids),
                ("date_reported", ">=", min(calls.mapped("date_reported"))),
                ("repeat_of_id", "=", False),
                ("merged_into_id", "=", False),
            ]
        )
        self.env.add_to_compute(Call._fields["repeat_of_id"], later)

    @api.model
    def _get_found(self, call):
        """Faults and components that the approved jobs of a call found."""
        # Also jobs that the person does not see.
        jobs = call.sudo()._origin.workorder_ids.filtered(lambda job: job.state == "approved")
        return jobs.diagnosis_ids.fault_id, jobs.diagnosis_ids.component_id
