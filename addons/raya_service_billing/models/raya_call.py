from odoo import models

from odoo.addons.raya_service_workorder.models.raya_workorder import OPEN_STATES


class RayaCall(models.Model):
    _inherit = "raya.call"

    def action_create_estimate(self):
        """Estimate the job of this call, which is made on first need; where nothing is planned on it, open it to plan."""
        self.ensure_one()
        job = self.workorder_ids.filtered(lambda workorder: workorder.state in OPEN_STATES)[:1]
        job = job or self.env["raya.workorder"].create(self._prepare_workorder_values())
        return job.action_create_estimate() if job._get_planned_lines()[job] else job._get_list_or_form_action()
