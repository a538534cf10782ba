from odoo import Command, api, fields, models
from odoo.fields import Domain


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "raya.folded.mixin"]

    _folded_fields = ("name", "origin")

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

    # --- units given in exchange --------------------------------------------------------

    @api.model
    def _raya_deliver_given(self, asset):
        """A unit that was given out of the stock leaves it; a serial number that the stock does not have moves nothing.

        Whoever exchanges units need not be a clerk: called in superuser mode.

        :return: the slip, if there is one
        """
        location = self._raya_find_in_stock(asset)
        picking_type = location.warehouse_id.out_type_id
        if not picking_type:
            return self
        slip = self.create(self._raya_prepare_given_values(asset, picking_type, location))
        slip.move_ids._action_confirm()
        slip.move_ids.move_line_ids = [Command.clear(), Command.create(slip._raya_prepare_given_goods_values(asset))]
        slip.move_ids.picked = True
        slip._action_done()
        return slip

    @api.model
    def _raya_find_left_out(self, asset):
        """The slip by which a unit went to the customer, as long as no slip has taken it in again.

        Of goods without serial number it is the last one of what sold them. Called in superuser mode.

        :return: the slip, empty where the stock has the unit or never knew it
        """
        if asset.lot_id:
            goods = [("lot_id", "=", asset.lot_id.id)]
        elif asset.sale_line_id:
            goods = [("move_id.sale_line_id", "=", asset.sale_line_id.id), ("product_id", "=", asset.product_id.id)]
        else:
            return self
        border = ["|", ("location_id.usage", "=", "customer"), ("location_dest_id.usage", "=", "customer")]
        domain = [("state", "=", "done"), ("quantity", ">", 0), *goods, *border]
        last = self.env["stock.move.line"].search(domain, order="date DESC, id DESC", limit=1)
        return last.picking_id if last.location_dest_id.usage == "customer" else self

    @api.model
    def _raya_find_in_stock(self, asset):
        """Where the stock has a unit that nobody else owns or was promised."""
        domain = [
            ("lot_id", "=", asset.lot_id.id),
            ("owner_id", "=", False),
            ("location_id.usage", "=", "internal"),
            ("company_id", "=", asset.company_id.id),
        ]
        quants = self.env["stock.quant"].search(domain) if asset.lot_id else self.env["stock.quant"]
        return quants.filtered(lambda quant: quant.available_quantity >= asset.quantity)[:1].location_id

    @api.model
    def _raya_prepare_given_values(self, asset, picking_type, location):
        receiver = asset.site_id or asset.partner_id
        common = {
            "partner_id": receiver.id,
            "location_id": location.id,
            "location_dest_id": receiver.property_stock_customer.id,
            "company_id": asset.company_id.id,
        }
        goods = {
            "product_id": asset.product_id.id,
            "product_uom_qty": asset.quantity,
            "product_uom": asset.product_id.uom_id.id,
        }
        return {
            "picking_type_id": picking_type.id,
            "origin": asset.replaced_asset_id.display_name,
            "move_ids": [Command.create({**goods, **common})],
            **common,
        }

    def _raya_prepare_given_goods_values(self, asset):
        return {
            "product_id": asset.product_id.id,
            "lot_id": asset.lot_id.id,
            "quantity": asset.quantity,
            "product_uom_id": asset.product_id.uom_id.id,
            "picking_id": self.id,
            "location_id": self.location_id.id,
            "location_dest_id": self.location_dest_id.id,
            "company_id": self.company_id.id,
        }
