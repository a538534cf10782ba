from odoo import api, models


class StockWarehouseOrderpoint(models.Model):
    _inherit = "stock.warehouse.orderpoint"

    @api.depends("location_id", "company_id")
    def _compute_warehouse_id(self):
        """What a technician carries is refilled by the warehouse that supplies them."""
        vans = self.filtered("location_id.raya_technician_id")
        for orderpoint in vans:
            location = orderpoint.location_id
            orderpoint.warehouse_id = location._raya_get_warehouse_of(location.raya_technician_id, location.company_id)
        return super(StockWarehouseOrderpoint, self - vans)._compute_warehouse_id()

    def _prepare_procurement_values(self, date=False):
        values = super()._prepare_procurement_values(date)
        if self.location_id.raya_technician_id:
            values["route_ids"] = values["route_ids"] or self.warehouse_id.raya_issue_rule_id.route_id
        return values
