from odoo import api, fields, models
from odoo.tools import groupby

from odoo.addons.raya_service_base.tools.carried import Carried

from ..tools import quantities


class StockMove(models.Model):
    _name = "stock.move"
    _inherit = ["stock.move", "raya.guest.mixin"]
    # Backorders and returns are the clerk's, who may read no work order.
    _carried_fields = frozenset({"raya_part_id"})

    raya_part_id = fields.Many2one(
        "raya.part",
        "Part Line",
        check_company=True,
        copy=False,
        index="btree_not_null",
        groups="raya_service_base.group_service_user",
    )

    @api.depends("raya_part_id.workorder_id.name")
    def _compute_reference(self):
        """A part used at the customer's moves without a slip: its work order is
        its reference (an entry of the stock accounts needs one)."""
        # Whoever moves goods may read no work order, but its number.
        ours = self.filtered(lambda move: move.sudo().raya_part_id and not move.picking_id)
        for move in ours:
            move.reference = move.sudo().raya_part_id.workorder_id.name
        return super(StockMove, self - ours)._compute_reference()

    def _merge_move_itemgetter(self, distinct_fields, excluded_fields=None):
        """Moves for two part lines stay two, also in the hands of a clerk who may not read these."""
        getter = super()._merge_move_itemgetter(distinct_fields, excluded_fields)
        return lambda move: (getter(move), move.sudo().raya_part_id.id)

    def _get_new_picking_values(self):
        values = super()._get_new_picking_values()
        # The clerk who makes a backorder may read no work order.
        workorder = self.sudo().raya_part_id.workorder_id
        if len(workorder) == 1:
            values["raya_workorder_id"] = Carried(workorder.id)
        return values

    def _get_source_document(self):
        return self._raya_get_readable_workorder() or super()._get_source_document()

    def action_open_reference(self):
        """Without this a used part would open as an empty scrap order."""
        workorder = self._raya_get_readable_workorder()
        if workorder and not self.picking_id:
            return workorder._get_records_action()
        return super().action_open_reference()

    def _action_synch_order(self):
        """A part that the clerk added to the slip joins the work order."""
        # Clerks may read and write no work order, but what they issue must be on it.
        moves = self.sudo()
        added = moves.filtered(lambda move: move.picking_id.raya_workorder_id and not move.raya_part_id)
        added._raya_create_missing_parts()
        return super()._action_synch_order()

    def _raya_get_readable_workorder(self):
        """The work order of this move, if the reader may read it."""
        # The clerk who moves its parts may not even see that there is one.
        workorder = self.sudo().raya_part_id.workorder_id.sudo(self.env.su)
        return workorder._filtered_access("read")

    def _raya_create_missing_parts(self):
        """Part lines for moves to a technician that have none."""
        requests = self.filtered(
            lambda move: (
                move.picking_id.raya_workorder_id._is_open() and quantities.is_request(move._raya_get_part_fact())
            )
        )
        for (workorder, product), moves in groupby(
            requests, key=lambda move: (move.picking_id.raya_workorder_id, move.product_id)
        ):
            moves = self.browse().concat(*moves)
            moves.raya_part_id = self.env["raya.part"].create(
                {
                    "workorder_id": workorder.id,
                    "product_id": product.id,
                    "quantity": sum(moves.mapped("product_qty")),
                }
            )

    def _raya_get_returnable_quantity(self):
        """What of this move no slip takes back yet, in the unit of the product."""
        self.ensure_one()
        back = self.returned_move_ids.filtered(lambda move: move.state != "cancel")
        return self.product_qty - sum(back.mapped("product_qty"))

    def _raya_get_part_fact(self):
        """This move as ``tools.quantities`` sees it, in the unit of the product."""
        self.ensure_one()
        is_final = self.state == "done"
        done = self.product_uom._compute_quantity(self.quantity, self.product_id.uom_id, rounding_method="HALF-UP")
        return quantities.Move(
            source=self.location_id._raya_get_part_place(),
            dest=self.location_dest_id._raya_get_part_place(),
            demand=self.product_qty,
            done=done if is_final else 0.0,
            is_final=is_final,
        )
