from odoo import fields, models

STAGE_KINDS = [
    ("new", "New"),
    ("referred", "Referred"),
    ("progress", "In Progress"),
    ("waiting", "Waiting"),
    ("done", "Done"),
    ("cancelled", "Cancelled"),
]


class RayaCallStage(models.Model):
    """A step that a company names as it likes; its kind tells the automation what it means."""

    _name = "raya.call.stage"
    _description = "Call Stage"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(STAGE_KINDS, required=True, default="progress")
    sequence = fields.Integer(default=10)
    fold = fields.Boolean("Folded in Kanban")
    active = fields.Boolean(default=True)
