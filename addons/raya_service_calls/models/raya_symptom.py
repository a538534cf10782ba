import json

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

# What customers say changes with seasons and models: only the latest statements count.
COUNTED_STATEMENTS = 20_000


class RayaSymptom(models.Model):
    _inherit = "raya.symptom"

    @api.model
    def _applicability_order(self, alias, product):
        """Of those that are equally specific, the most used first; all of them where a call knows no product yet."""
        counts = {symptom.id: count for symptom, count in self._get_uses().items()}
        uses = SQL("(%s::jsonb ->> %s::text)::int", json.dumps(counts), SQL.identifier(alias, "id"))
        return [*super()._applicability_order(alias, product), SQL("COALESCE(%s, 0) DESC", uses)]

    def _sort_by_applicability(self, product):
        """Of those that are equally specific, the most used first."""
        return super(RayaSymptom, self._sort_by_use())._sort_by_applicability(product)

    def _sort_by_use(self):
        """These symptoms, what customers said most often of late first."""
        counts = self._get_uses(self)
        return self.sorted(lambda symptom: -counts.get(symptom.sudo(), 0))

    @api.model
    def _get_uses(self, symptoms=None):
        """How often customers said each symptom of late, or each of these."""
        # Counted over all calls, of which nothing else is told.
        Statement = self.env["raya.statement"].sudo()
        latest = Statement.search([], order="id desc", limit=1)
        domain = Domain("symptom_id", "!=", False) & Domain("id", ">", latest.id - COUNTED_STATEMENTS)
        if symptoms is not None:
            domain &= Domain("symptom_id", "in", symptoms.ids)
        return dict(Statement._read_group(domain, ["symptom_id"], ["__count"]))
