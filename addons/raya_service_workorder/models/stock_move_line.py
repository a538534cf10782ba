from odoo import api, models
from odoo.exceptions import UserError

# What of a line says which goods went where.
FACTS = {"quantity", "lot_id", "owner_id", "location_id", "location_dest_id", "product_id", "move_id"}


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        """Nor by a line more: of a slip that is done Odoo moves it at once."""
        lines = super().create(vals_list)
        lines._raya_check_open()
        return lines

    def write(self, vals):
        """What an approved report says was used is not changed by the back door."""
        if FACTS & vals.keys():
            self._raya_check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self._raya_check_open()

    def _raya_check_open(self):
        # Whoever corrects the stock may read no work order.
        used = self.sudo().filtered(
            lambda line: line.state == "done" and line.move_id.raya_part_id.workorder_id.state == "approved"
        )
        if used:
            raise UserError(
                self.env._(
                    "%(slip)s belongs to the approved report %(workorder)s. Have the report amended, or return the"
                    " part, instead of changing what moved.",
                    slip=used[0].reference,
                    workorder=used[0].move_id.raya_part_id.workorder_id.name,
                )
            )
