from odoo import api, models

from ..tools import offers


class RayaOperation(models.Model):
    _inherit = "raya.operation"

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Offers what cures the found faults first, when the view names the job at
        hand with the context key ``of_job`` (id of a ``raya.workorder``)."""
        found = super().name_search(name, domain, operator, limit)
        job = self.env["raya.workorder"].browse(self.env.context.get("of_job") or [])
        return offers.put_first(job._get_services_of_faults(), found, name, domain, operator, limit)
