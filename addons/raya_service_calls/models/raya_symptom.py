from odoo import api, models
from odoo.fields import Domain

# What customers say changes with seasons and models: only the latest statements count.
COUNTED_STATEMENTS = 20_000


class RayaSymptom(models.Model):
    _inherit = "raya.symptom"

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """As below; where a call knows no product yet, the most used symptoms come first."""
        if "applicable_to" not in self.env.context or self.env.context["applicable_to"]:
            return super().name_search(name, domain, operator, limit)
        wanted = Domain("display_name", operator, name) if name else Domain.TRUE
        found = self.search(wanted & Domain(domain or Domain.TRUE))
        return [(symptom.id, symptom.display_name) for symptom in found._sort_by_use()[:limit]]

    def _sort_by_applicability(self, product):
        """Of those that are equally specific, the most used first."""
        return super(RayaSymptom, self._sort_by_use())._sort_by_applicability(product)

    def _sort_by_use(self):
        """These symptoms, what customers said most often of late first."""
        # Counted over all calls, of which nothing else is told.
        Statement = self.env["raya.statement"].sudo()
        latest = Statement.search([], order="id desc", limit=1)
        domain = [("symptom_id", "in", self.ids), ("id", ">", latest.id - COUNTED_STATEMENTS)]
        counts = dict(Statement._read_group(domain, ["symptom_id"], ["__count"]))
        return self.sorted(lambda symptom: -counts.get(symptom.sudo(), 0))
