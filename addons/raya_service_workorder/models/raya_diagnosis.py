from odoo import fields, models


class RayaDiagnosis(models.Model):
    """One statement of the customer and what was found about it."""

    _name = "raya.diagnosis"
    _description = "Diagnosis"
    _inherit = ["raya.workorder.line.mixin"]
    _rec_name = "fault_id"

    symptom_id = fields.Many2one("raya.symptom", index=True, ondelete="restrict")
    fault_id = fields.Many2one("raya.fault", index=True, ondelete="restrict")
    note = fields.Text("What Was Done")

    def _get_report_fields(self):
        return [*super()._get_report_fields(), "symptom_id", "fault_id", "note"]
