from odoo import fields, models


class RayaWorkLine(models.Model):
    _inherit = "raya.work.line"

    charge_ids = fields.One2many("raya.charge", "work_line_id", "Charges")

    def unlink(self):
        # As with parts.
        self.sudo().charge_ids._get_proposed().unlink()
        return super().unlink()

    def _prepare_charge_values(self):
        """Values of the charge of this work, before its price and who pays it."""
        self.ensure_one()
        return {
            "workorder_id": self.workorder_id.id,
            "work_line_id": self.id,
            "kind": "labour",
            "product_id": self.product_id.id,
            **self._prepare_charge_quantity_values(self.hours),
        }

    def _prepare_planned_values(self):
        """The same, at the time that it should take, or took where that is more."""
        hours = max(self.hours_planned, self.hours)
        return {**self._prepare_charge_values(), **self._prepare_charge_quantity_values(hours)}

    def _prepare_charge_quantity_values(self, hours):
        """Labour sold by time is charged by the hours spent, other labour once."""
        hour = self.env.ref("uom.product_uom_hour")
        uom = self.product_id.uom_id
        is_time = uom._has_common_reference(hour)
        return {
            "quantity": hour._compute_quantity(hours, uom, round=False) if is_time else 1.0,
            "product_uom_id": uom.id,
        }
