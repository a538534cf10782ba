from odoo import api, fields, models


class RayaOperation(models.Model):
    """A service the company offers, tied to the product that sells it."""

    _name = "raya.operation"
    _description = "Service Operation"
    _inherit = ["raya.applicability.mixin", "mail.thread"]
    _order = "sequence, code, id"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    product_id = fields.Many2one(
        "product.product",
        "Sold As",
        required=True,
        domain=[("type", "=", "service")],
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    duration = fields.Float("Standard Time", help="In hours.", tracking=True)
    description = fields.Text(translate=True)
    fault_ids = fields.Many2many("raya.fault", string="Fixes")
    part_line_ids = fields.One2many("raya.part.line", "operation_id", string="Parts", copy=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint("UNIQUE (code)", "Another service has this code already. Choose another code.")
    _duration_not_negative = models.Constraint(
        "CHECK (duration >= 0)", "The standard time of a service cannot be negative."
    )

    @api.depends("code", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for operation in self:
            operation.display_name = f"[{operation.code}] {operation.name}" if operation.code else operation.name
