from odoo import fields, models


class RayaFaultSymptom(models.Model):
    """How strongly a symptom speaks for a fault."""

    _name = "raya.fault.symptom"
    _description = "Typical Symptom of a Fault"
    _order = "weight desc, id"
    _rec_name = "symptom_id"

    fault_id = fields.Many2one("raya.fault", required=True, index=True, ondelete="cascade")
    symptom_id = fields.Many2one("raya.symptom", required=True, index=True, ondelete="restrict")
    weight = fields.Integer(default=5, required=True, help="1: hardly ever, 10: nearly always this fault.")

    _once = models.UniqueIndex("(fault_id, symptom_id)", "This symptom stands on the fault already.")
    _weight_in_range = models.Constraint("CHECK (weight BETWEEN 1 AND 10)", "The weight of a symptom is 1 to 10.")
