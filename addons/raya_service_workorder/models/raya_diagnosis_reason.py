from odoo import fields, models


class RayaDiagnosisReason(models.Model):
    """Why a statement of the customer has no fault, told instead of one."""

    _name = "raya.diagnosis.reason"
    _description = "Reason for No Fault"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
