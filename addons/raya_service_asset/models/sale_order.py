from odoo import fields, models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "raya.folded.mixin"]

    _folded_fields = ("name", "client_order_ref", "origin", "reference")

    raya_asset_count = fields.Integer(
        "Product Files",
        compute="_compute_raya_asset_count",
        groups="raya_service_base.group_service_user",
    )

    def _compute_raya_asset_count(self):
        Asset = self.env["raya.asset"]
        by_line = dict(Asset._read_group([("sale_line_id.order_id", "in", self.ids)], ["sale_line_id"], ["__count"]))
        for order in self:
            order.raya_asset_count = sum(by_line.get(line, 0) for line in order.order_line)

    def _action_cancel(self):
        result = super()._action_cancel()
        self.env["raya.asset.sync"]._sync(self)
        return result

    def action_draft(self):
        result = super().action_draft()
        self.env["raya.asset.sync"]._sync(self)
        return result

    def action_view_raya_assets(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_asset.raya_asset_action")
        return {**action, "domain": [("sale_line_id.order_id", "=", self.id)]}
