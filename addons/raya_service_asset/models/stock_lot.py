from odoo import fields, models


class StockLot(models.Model):
    _inherit = "stock.lot"

    raya_asset_ids = fields.One2many(
        "raya.asset",
        "lot_id",
        "Product Files",
        context={"active_test": False},
        groups="raya_service_base.group_service_user",
    )
    raya_asset_count = fields.Integer(
        "Number of Product Files",
        compute="_compute_raya_asset_count",
        groups="raya_service_base.group_service_user",
    )

    def _compute_raya_asset_count(self):
        counts = dict(self.env["raya.asset"]._read_group([("lot_id", "in", self.ids)], ["lot_id"], ["__count"]))
        for lot in self:
            lot.raya_asset_count = counts.get(lot, 0)

    def action_view_raya_assets(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_asset.raya_asset_action")
        return {**action, "domain": [("lot_id", "=", self.id)]}

    def _raya_get_receipt_days(self):
        """Day on which each of these serial numbers first came in from a supplier, by id."""
        if not self.ids:
            return {}
        # Whoever opens a product file need not see the receipts of goods.
        MoveLine = self.env["stock.move.line"].sudo()
        domain = [("lot_id", "in", self.ids), ("state", "=", "done"), ("location_id.usage", "=", "supplier")]
        groups = MoveLine._read_group(domain, ["lot_id", "company_id"], ["date:min"])
        # A lot may have come in to several companies: the first of them says the day.
        latest_first = sorted(groups, key=lambda group: group[2], reverse=True)
        return {lot.id: company._raya_get_day(moment) for lot, company, moment in latest_first}
