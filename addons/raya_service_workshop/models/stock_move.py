from odoo import api, models
from odoo.exceptions import UserError


class StockMove(models.Model):
    """Units of customers leave the workshop by their receipt: the stock alone would leave it saying that they are here."""

    _inherit = "stock.move"

    @api.constrains("origin_returned_move_id")
    def _check_raya_not_returned(self):
        # Clerks read no receipt, but its number.
        slip = self.sudo().origin_returned_move_id.picking_id.filtered(
            lambda picking: picking.raya_reception_id or picking.raya_loan_id
        )[:1]
        if slip:
            raise UserError(
                self.env._(
                    "%(slip)s belongs to %(document)s. Do not return it in Inventory: let the service desk hand the unit"
                    " over, or take it back, there.",
                    slip=slip.name,
                    document=(slip.raya_reception_id or slip.raya_loan_id).name,
                )
            )


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _action_done(self):
        """Odoo comes here with what was picked; of that it drops lines of no quantity."""
        self._raya_check_handed_over()
        return super()._action_done()

    def _raya_check_handed_over(self):
        """:raises UserError: when a slip of a clerk gives a customer the unit that the workshop has of them, whoever's
        the slip says that it is"""
        # Clerks read no receipt, but its number.
        lines = self.sudo().filtered(
            lambda line: (
                line.lot_id
                and line.tracking == "serial"
                and line.product_uom_id.compare(line.quantity, 0) > 0
                and line.location_dest_id.usage == "customer"
                and not line.move_id.picking_id.raya_reception_id
            )
        )
        if not lines:
            return
        domain = [("state", "=", "received"), ("lot_id", "in", lines.lot_id.ids)]
        # As above.
        here = self.env["raya.reception"].sudo().search(domain, limit=1)
        if here:
            raise UserError(
                self.env._(
                    "%(unit)s is in the workshop by %(reception)s. Let the service desk hand it over there: the stock"
                    " follows.",
                    unit=" ".join(filter(None, (here.product_id.display_name, here.lot_id.name))),
                    reception=here.name,
                )
            )
