from odoo import fields, models


class RayaCallOutcome(models.Model):
    """How a call ended, coded: solved, not repairable, declined."""

    _name = "raya.call.outcome"
    _description = "Call Outcome"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
