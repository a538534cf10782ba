from odoo import models


class RayaCondition(models.Model):
    """When a symptom shows: always, when cold, after a power failure."""

    _name = "raya.condition"
    _description = "Condition"
    _inherit = ["raya.knowledge.mixin"]

    _code_unique = models.Constraint("UNIQUE (code)", "Another condition has this code already. Choose another code.")
