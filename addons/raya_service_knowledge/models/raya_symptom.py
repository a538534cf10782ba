from odoo import fields, models


class RayaSymptom(models.Model):
    """What the customer says, coded."""

    _name = "raya.symptom"
    _description = "Symptom"
    _inherit = ["raya.classification.mixin", "raya.applicability.mixin"]

    parent_id = fields.Many2one("raya.symptom", index=True, ondelete="restrict")
    child_ids = fields.One2many("raya.symptom", "parent_id")
    fault_ids = fields.Many2many("raya.fault", string="Possible Faults")

    _code_unique = models.UniqueIndex(
        "(COALESCE(parent_id, 0), code)",
        "This code exists already below the same parent. Choose another code.",
    )
