from odoo import models


class RayaWarrantyPolicy(models.Model):
    _inherit = "raya.warranty.policy"

    def _get_responsible_candidates(self, company):
        """The leader of the first technical team comes before the managers."""
        teams = self.env["raya.team"].search([("company_id", "=", company.id), ("leader_id", "!=", False)], limit=1)
        first, *others = super()._get_responsible_candidates(company)
        return [first, teams.leader_id, *others]
