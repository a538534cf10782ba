from odoo import models

from .stock_warehouse import OPERATION_CODES


class RayaReadiness(models.AbstractModel):
    _inherit = "raya.readiness"

    def _get_rows(self):
        return [*super()._get_rows(), self._get_row_of_warehouses()]

    def _get_row_of_warehouses(self):
        # Whoever leads the service need not read warehouses, but whether parts can be requested from them.
        warehouses = self.env["stock.warehouse"].sudo().search([("company_id", "=", self.env.company.id)])
        without = warehouses.filtered(lambda warehouse: not all(warehouse[name].active for name in OPERATION_CODES))
        return self._prepare_row(
            "warehouses",
            self.env._("Parts for Technicians"),
            warehouses and not without,
            self.env._(
                "%s gives technicians no parts: an operation type of it is archived or missing.", without[0].name
            )
            if without
            else self.env._("%s warehouses give parts to technicians", len(warehouses)),
            "stock.action_warehouse_form",
        )
