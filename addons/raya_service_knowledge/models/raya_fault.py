from odoo import fields, models


class RayaFault(models.Model):
    """What the technician finds."""

    _name = "raya.fault"
    _description = "Fault"
    _inherit = ["raya.classification.mixin", "raya.applicability.mixin", "mail.thread"]

    parent_id = fields.Many2one("raya.fault", index=True, ondelete="restrict")
    child_ids = fields.One2many("raya.fault", "parent_id")
    severity = fields.Selection(
        [("minor", "Minor"), ("major", "Major"), ("critical", "Critical")],
        default="minor",
        required=True,
        tracking=True,
    )
    is_safety = fields.Boolean("Safety Risk", tracking=True)
    is_customer_caused = fields.Boolean(
        "Caused by Customer", tracking=True, help="The warranty does not cover such a fault."
    )
    is_no_fault_found = fields.Boolean("No Fault Found")
    description = fields.Text(translate=True)
    symptom_ids = fields.Many2many("raya.symptom", string="Typical Symptoms")
    operation_ids = fields.Many2many("raya.operation", string="Services That Fix It")
    part_line_ids = fields.One2many("raya.part.line", "fault_id", string="Parts", copy=True)

    _code_unique = models.UniqueIndex(
        "(COALESCE(parent_id, 0), code)",
        "This code exists already below the same parent. Choose another code.",
    )
