from odoo import api, models


class RayaWarranty(models.Model):
    _inherit = "raya.warranty"

    @api.model
    def _selection_origin(self):
        return [*super()._selection_origin(), ("raya.workorder", self.env._("Work Order"))]

    @api.model
    def _on_standing_changed(self, assets, policies, origins):
        """A repair under the warranty of an earlier one has its own where that one was taken back."""
        result = super()._on_standing_changed(assets, policies, origins)
        domain = [("asset_id", "in", assets.ids), ("state", "=", "approved")]
        # Whoever takes a coverage back need not see the jobs of other teams.
        jobs = self.env["raya.workorder"].sudo().search(domain, order="approved_date, id")
        Repair = self.env["raya.repair.warranty"]
        Repair._review(jobs.filtered(lambda job: Repair._get_origin(job) not in origins), policies)
        return result
