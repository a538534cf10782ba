from odoo import fields, models


class RayaPartNeed(models.Model):
    """A part that a fault or a service usually needs."""

    _name = "raya.part.need"
    _description = "Part of a Fault or Service"
    _order = "sequence, id"
    _rec_name = "product_id"

    fault_id = fields.Many2one("raya.fault", index=True, ondelete="cascade")
    operation_id = fields.Many2one("raya.operation", "Service Operation", index=True, ondelete="cascade")
    product_id = fields.Many2one(
        "product.product",
        "Part",
        required=True,
        domain=[("type", "=", "consu")],
        index=True,
        ondelete="restrict",
    )
    quantity = fields.Float(default=1.0, required=True, digits="Product Unit")
    product_uom_id = fields.Many2one(related="product_id.uom_id")
    sequence = fields.Integer(default=10)

    _one_owner = models.Constraint(
        "CHECK (num_nonnulls(fault_id, operation_id) = 1)",
        "A needed part belongs to one fault or to one service. Fill one of the two.",
    )
    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "The quantity of a part must be more than zero.")
