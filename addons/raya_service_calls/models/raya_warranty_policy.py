from odoo import models
from odoo.fields import Domain


class RayaWarrantyPolicy(models.Model):
    _inherit = "raya.warranty.policy"

    def _get_responsible_candidates(self, company):
        """The leader of the first technical team comes before the managers."""
        led = Domain("leader_id", "!=", False) | Domain("deputy_id", "!=", False)
        team = self.env["raya.team"].search(led & Domain("company_id", "=", company.id), limit=1)
        first, *others = super()._get_responsible_candidates(company)
        return [first, team._get_acting_leader(), *others]
