from odoo import fields, models


class RayaChecklistLine(models.Model):
    """A point to check when a service is done."""

    _name = "raya.checklist.line"
    _description = "Checklist Point"
    _order = "sequence, id"

    operation_id = fields.Many2one("raya.operation", "Service Operation", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    name = fields.Char("Check", required=True, translate=True)
    is_required = fields.Boolean("Required", default=True)
