from odoo import api, fields, models


class RayaSymptom(models.Model):
    """What the customer says, coded."""

    _name = "raya.symptom"
    _description = "Symptom"
    _inherit = ["raya.classification.mixin"]

    parent_id = fields.Many2one("raya.symptom", index=True, ondelete="restrict")
    child_ids = fields.One2many("raya.symptom", "parent_id")
    is_safety = fields.Boolean("Safety Risk", help="What somebody may be hurt by, such as smoke or an electric shock.")
    fault_line_ids = fields.One2many("raya.fault.symptom", "symptom_id", "Possible Faults")
    fault_ids = fields.Many2many(
        "raya.fault", string="Faults", compute="_compute_fault_ids", search="_search_fault_ids"
    )

    @api.depends("fault_line_ids.fault_id")
    def _compute_fault_ids(self):
        for symptom in self:
            symptom.fault_ids = symptom.fault_line_ids.fault_id

    @api.model
    def _search_fault_ids(self, operator, value):
        return [("fault_line_ids.fault_id", operator, value)]
