from odoo import fields, models


class RayaCause(models.Model):
    """Why a fault came about."""

    _name = "raya.cause"
    _description = "Cause"
    _inherit = ["raya.classification.mixin"]

    parent_id = fields.Many2one("raya.cause", index=True, ondelete="restrict")
    child_ids = fields.One2many("raya.cause", "parent_id")
    fault_ids = fields.Many2many("raya.fault", string="Faults")
