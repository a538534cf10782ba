from odoo import Command, api, models

from ..tools import quantities


class StockReturnPicking(models.TransientModel):
    _inherit = "stock.return.picking"

    @api.depends("picking_id")
    def _compute_moves_locations(self):
        """What was used comes back by Odoo's own return too, where it went to a location that Odoo holds for scrap."""
        result = super()._compute_moves_locations()
        for wizard in self:
            # Whoever receives parts may read no work order.
            used = wizard.picking_id.move_ids.sudo().filtered(
                lambda move: move.raya_part_id and move.state == "done" and move.location_dest_usage == "inventory"
            )
            wizard.product_return_moves = [
                Command.create(wizard._prepare_stock_return_picking_line_vals_from_move(move))
                for move in used
                if quantities.is_use(move._raya_get_part_fact())
            ]
        return result


class StockReturnPickingLine(models.TransientModel):
    _inherit = "stock.return.picking.line"

    def _prepare_move_default_values(self, new_picking):
        """Parts of one job went to several places: each comes back from where it went."""
        values = super()._prepare_move_default_values(new_picking)
        # As above.
        if self.move_id.sudo().raya_part_id:
            values["location_id"] = self.move_id.location_dest_id.id
            values["location_dest_id"] = self.move_id.location_id.id
        return values
