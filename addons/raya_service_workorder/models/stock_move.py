from collections import defaultdict

from odoo import fields, models
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
            values["priority"] = "1" if self.sudo().raya_part_id._is_urgent() else "0"
        return values

    def _get_source_document(self):
        return self._raya_get_readable_workorder() or super()._get_source_document()

    def _update_reserved_quantity_vals(
        self, need, location_id, lot_id=None, package_id=None, owner_id=None, strict=True
    ):
        """Jobs are never given goods of somebody else."""
        # Whoever reserves may read no work order, but that a part is for one.
        move = self.with_context(raya_only_ours=True) if self.sudo().raya_part_id and not owner_id else self
        return super(StockMove, move)._update_reserved_quantity_vals(
            need, location_id, lot_id, package_id, owner_id, strict
        )

    def _should_bypass_reservation(self, forced_location=False):
        """What is written down after it happened reserves nothing on its way."""
        return self._raya_is_past() or super()._should_bypass_reservation(forced_location)

    def _skip_push(self):
        """No rule pushes the parts of a job any further."""
        # Whoever moves goods may read no work order, but that a part is for one.
        return bool(self.sudo().raya_part_id) or super()._skip_push()

    def _action_assign(self, force_qty=False):
        """Whoever waits for parts is told when all of them are there."""
        # Whoever receives goods may read no work order.
        waiting = self.sudo().filtered(lambda move: move.raya_part_id and move.state != "assigned")
        result = super()._action_assign(force_qty)
        waiting.filtered(lambda move: move.state == "assigned").raya_part_id._tell_arrived()
        return result

    def _action_done(self, cancel_backorder=False):
        """What comes back after a report was approved makes it say something else: its leader is told."""
        # Whoever receives goods may read no work order.
        given_up = self.sudo().raya_part_id if cancel_backorder else self.sudo().raya_part_id.browse()
        moves = super()._action_done(cancel_backorder)
        # What does not come any more, nobody waits for.
        given_up._go_on()
        # As above.
        back = moves.sudo().filtered(
            lambda move: (
                move.raya_part_id.workorder_id.state == "approved" and quantities.is_back(move._raya_get_part_fact())
            )
        )
        back.raya_part_id._tell_came_back()
        return moves

    def _action_synch_order(self):
        """A part that the clerk added to the slip joins the work order."""
        # Clerks may read and write no work order, but what they issue must be on it.
        moves = self.sudo()
        added = moves.filtered(lambda move: move.picking_id.raya_workorder_id and not move.raya_part_id)
        added._raya_create_missing_parts()
        return super()._action_synch_order()

    def _raya_is_past(self):
        """Whether a part of a job moved already when the slip was written."""
        operation = self.picking_type_id
        warehouse = operation.warehouse_id
        past = warehouse.raya_use_type_id | warehouse.raya_handover_type_id | warehouse.raya_defective_type_id
        # As above.
        return self.picked and operation in past and bool(self.sudo().raya_part_id)

    def _raya_replenish(self):
        """What these requests lack is on the list of what to order, where nothing orders it by itself."""
        Orderpoint = self.env["stock.warehouse.orderpoint"].sudo()
        known = Orderpoint.search(
            [("product_id", "in", self.product_id.ids), ("location_id", "in", self.location_id.ids)]
        )
        missing = {(move.product_id, move.location_id): move for move in self}
        for point in known:
            missing.pop((point.product_id, point.location_id), None)
        Orderpoint.create(
            [
                {
                    "product_id": product.id,
                    "location_id": location.id,
                    "warehouse_id": move.warehouse_id.id or location.warehouse_id.id,
                    "company_id": move.company_id.id,
                    "trigger": "manual",
                }
                for (product, location), move in missing.items()
                if product.is_storable
            ]
        )

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

    def _raya_get_lines(self):
        """Lines of these moves, read for all that were read together with them."""
        return [line for move in self for line in move.move_line_ids]

    def _raya_get_lots_out(self):
        """What of this move did not come back, by lot.

        :return: tuple of pairs of ``stock.lot`` (may be empty) and quantity
        """
        out = defaultdict(float)
        for line in self.move_line_ids:
            out[line.lot_id] += line.quantity_product_uom
        for line in self.returned_move_ids.filtered(lambda move: move.state == "done").move_line_ids:
            out[line.lot_id] -= line.quantity_product_uom
        return tuple((lot, quantity) for lot, quantity in out.items() if quantity > quantities.TINY)

    def _raya_is_taken_back(self):
        """Whether all of it came back."""
        return bool(self.returned_move_ids) and not self._raya_get_lots_out()

    def _raya_get_part_fact(self):
        """This move as ``tools.quantities`` sees it, in the unit of the product."""
        self.ensure_one()
        is_final = self.state == "done"
        source, dest = self.location_id._raya_get_part_place(), self.location_dest_id._raya_get_part_place()
        done = self.product_uom._compute_quantity(self.quantity, self.product_id.uom_id, rounding_method="HALF-UP")
        return quantities.Move(
            source=source,
            dest=dest,
            demand=self.product_qty,
            done=done if is_final else 0.0,
            is_final=is_final,
            source_key=self.location_id.id,
            dest_key=self.location_dest_id.id,
            # What was used comes back by a move that says which one it takes back.
            is_old=(source, dest) == (quantities.OUTSIDE, quantities.STORE) and not self.origin_returned_move_id,
        )
