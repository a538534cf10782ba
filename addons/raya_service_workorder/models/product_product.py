from odoo import api, models

from ..tools import offers


class ProductProduct(models.Model):
    _inherit = "product.product"

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Offers what the found faults and services need first, when the view names the
        job at hand with the context key ``of_job`` (id of a ``raya.workorder``)."""
        found = super().name_search(name, domain, operator, limit)
        if not self.env.context.get("of_job"):
            return found
        job = self.env["raya.workorder"].browse(self.env.context["of_job"])
        return offers.put_first(job._get_parts_of_faults(), found, name, domain, operator, limit)
