from odoo import models


class RayaPartMove(models.AbstractModel):
    _inherit = "raya.part.move"

    def _prepare_move_values(self, kind, order, operation):
        """An old part that is good again enters the stock at the value that the company gives it."""
        values = super()._prepare_move_values(kind, order, operation)
        if kind == "refurbish":
            values["raya_unit_value"] = order.part.company_id._raya_get_refurbished_cost(order.part.product_id)
        return values
