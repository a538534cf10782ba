from odoo import fields, models
from odoo.fields import Domain


class StockPicking(models.Model):
    _inherit = "stock.picking"

    raya_asset_count = fields.Integer(
        "Product Files",
        compute="_compute_raya_asset_count",
        groups="raya_service_base.group_service_user",
    )

    def _compute_raya_asset_count(self):
        for picking in self:
            picking.raya_asset_count = self.env["raya.asset"].search_count(picking._raya_assets_domain())

    def _raya_assets_domain(self):
        """Files of the units that this slip moves; until it is done also those of its
        order lines that wait for their serial number."""
        self.ensure_one()
        # Whoever reads slips need not read their orders.
        slip = self.sudo()
        lots = slip.move_line_ids.lot_id
        known, waiting = Domain("lot_id", "in", lots.ids), Domain("lot_id", "=", False)
        units = known if lots and slip.state == "done" else known | waiting
        return Domain("sale_line_id", "in", slip.move_ids.sale_line_id.ids) & units

    def action_view_raya_assets(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_asset.raya_asset_action")
        return {**action, "domain": list(self._raya_assets_domain())}
