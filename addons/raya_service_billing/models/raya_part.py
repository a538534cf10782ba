from odoo import fields, models


class RayaPart(models.Model):
    _inherit = "raya.part"

    charge_ids = fields.One2many("raya.charge", "part_id", "Charges")

    def _prepare_charge_values(self):
        """Values of the charge of this part, before its price and who pays it."""
        self.ensure_one()
        return {
            "workorder_id": self.workorder_id.id,
            "part_id": self.id,
            "kind": "part",
            "product_id": self.product_id.id,
            "quantity": self.qty_used,
            "product_uom_id": self.product_id.uom_id.id,
        }

    def _get_consumption_location(self):
        """A part that the company pays whole goes to the warranty location; any
        other part goes where the sold goods go."""
        if not self.charge_ids._is_whole_part():
            return super()._get_consumption_location()
        # A technician reads no accounting settings.
        return self.workorder_id.company_id.sudo().raya_warranty_location_id
