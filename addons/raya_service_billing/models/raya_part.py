from odoo import fields, models


class RayaPart(models.Model):
    _inherit = "raya.part"

    charge_ids = fields.One2many("raya.charge", "part_id", "Charges")

    def unlink(self):
        # What would be charged for a part that is not on the job any more holds it back no longer.
        self.sudo().charge_ids._get_proposed().unlink()
        return super().unlink()

    def _prepare_charge_values(self):
        """Values of the charge of this part, before its price and who pays it."""
        self.ensure_one()
        return {
            "workorder_id": self.workorder_id.id,
            "part_id": self.id,
            "kind": "part",
            "product_id": self.product_id.id,
            "quantity": self.qty_reported,
            "product_uom_id": self.product_id.uom_id.id,
        }

    def _prepare_planned_values(self):
        """The same, as much as is needed."""
        return {**self._prepare_charge_values(), "quantity": max(self.quantity, self.qty_reported)}

    def _get_consumption_locations(self):
        """Parts that the company pays whole go to the warranty location; all
        others go where the sold goods go."""
        whole = self.filtered(lambda part: part.charge_ids._get_frozen()._is_whole_part())
        locations = super(RayaPart, self - whole)._get_consumption_locations()
        # A technician reads no accounting settings.
        return locations | {part: part.company_id.sudo().raya_warranty_location_id for part in whole}
