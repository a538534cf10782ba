from odoo import models

from odoo.addons.raya_service_base.tools import folding


class RayaCondition(models.Model):
    """When a symptom shows: always, when cold, after a power failure."""

    _name = "raya.condition"
    _description = "Condition"
    _inherit = ["raya.knowledge.mixin"]

    _code_key_unique = models.UniqueIndex(
        f"({folding.fold_sql('code')})", "Another condition has this code already. Choose another code."
    )
