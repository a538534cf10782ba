from collections import defaultdict

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.raya_service_base.tools import allotment

from ..tools import quantities
from .raya_part_move import Order


class RayaPartMovesMixin(models.AbstractModel):
    """How the parts of a job move: what is asked of ``raya.part.move``, and of which lots."""

    _name = "raya.part.moves.mixin"
    _description = "Movements of a part"

    # Places

    def _get_hand_location(self):
        """Where the part is used from."""
        if self.source == "workshop":
            return self.company_id.sudo()._raya_get_place("workshop")
        return self.workorder_id._get_technician_location()

    def _get_sold_location(self):
        """Where the customer has what they pay for."""
        # The customer need not be readable for those who act for the job.
        return self.sudo().workorder_id.partner_id.with_company(self.company_id).property_stock_customer

    def _get_warehouse(self):
        """The warehouse that gives the part, and gets it back: where it was issued, else the technician's own."""
        issued = self.sudo()._get_issues().warehouse_id[:1]
        return issued or self.workorder_id._get_technician_warehouse()

    def _get_store_location(self):
        return self._get_warehouse().lot_stock_id

    def _get_defective_location(self):
        return self.company_id.sudo()._raya_get_place("defective")

    def _get_lost_location(self):
        return self.company_id.sudo()._raya_get_place("lost")

    def _get_scrap_location(self):
        domain = [("usage", "=", "inventory"), ("company_id", "=", self.company_id.id), ("raya_place", "=", False)]
        # Whoever inspects old parts need not read locations.
        return self.env["stock.location"].sudo().search(domain, order="id", limit=1)

    def _get_supplier_location(self):
        # As above.
        return self.env.ref("stock.stock_location_suppliers").sudo()

    # Lots

    def _get_lots_in_hand(self, location):
        """How much of each lot a place has of what was issued for this line: also of what is on its way back.

        :return: dict of quantity by ``stock.lot``, an empty one for parts without lots
        """
        found = defaultdict(float)
        for line in self._get_lines("done"):
            if line.location_dest_id == location:
                found[line.lot_id] += line.quantity_product_uom
            if line.location_id == location:
                found[line.lot_id] -= line.quantity_product_uom
        return {lot: quantity for lot, quantity in found.items() if quantity > quantities.TINY}

    def _get_lots_left(self, location):
        """Likewise, without what is on its way back."""
        left = self._get_lots_in_hand(location)
        for line in self._get_open_returns()._raya_get_lines():
            left[line.lot_id] = left.get(line.lot_id, 0.0) - line.quantity_product_uom
        return {lot: quantity for lot, quantity in left.items() if quantity > quantities.TINY}

    def _get_lines(self, state):
        moves = self._get_moves()
        return moves.filtered(lambda move: move.state == state).with_prefetch(moves._prefetch_ids)._raya_get_lines()

    def _get_open_returns(self):
        return self._get_moves_where(lambda fact: quantities.is_return(fact) and not fact.is_final)

    def _get_fitted(self):
        """What is used, by lot: what the technician chose, else what can be meant only.

        :return: tuple of pairs of lot and quantity
        :raises UserError: when the technician has to choose
        """
        if self.tracking == "none":
            return ((self.env["stock.lot"], self.qty_reported),)
        location = self._get_hand_location()
        # Technicians read no stock but what they have.
        free = self.env["stock.quant"].sudo()._raya_get_free_lots(self, location)
        chosen = {lot: free.get(lot, 0.0) for lot in self.lot_ids}
        candidates = chosen or (self._get_lots_left(location) if self._is_issued() else free)
        if quantities.has_to_choose(self.qty_reported, candidates):
            self._ask_for_lots(candidates)
        given = allotment.draw(self.qty_reported, candidates)
        if self.product_uom_id.compare(sum(given.values()), self.qty_reported) < 0:
            self._refuse_short(location, float(sum(given.values())), self.qty_reported)
        return tuple((lot, quantity) for lot, quantity in given.items() if quantity)

    def _ask_for_lots(self, candidates):
        raise UserError(
            self.env._(
                "%(workorder)s: choose which of %(part)s was fitted: %(numbers)s.",
                workorder=self.workorder_id.name,
                part=self.product_id.display_name,
                # Whoever reads the job may read its numbers.
                numbers=", ".join(lot.sudo().name for lot in candidates),
            )
        )

    def _get_old_lots(self, quantity):
        """Lots or serial numbers of old parts that come in: what the technician took out and did not hand in before.

        :return: tuple of pairs of ``stock.lot`` and quantity; nothing for parts without lots
        :raises UserError: when fewer serial numbers are written down than come in
        """
        if self.tracking == "none":
            return ()
        before = self._get_old_lots_received()
        lots = self._find_or_create_lots(quantities.split_numbers(self.removed_serial))
        is_serial = self.tracking == "serial"
        all_in_all = dict.fromkeys(lots, 1.0) if is_serial else quantities.share(quantity + sum(before.values()), lots)
        due = {lot: all_in_all[lot] - before.get(lot, 0.0) for lot in lots}
        given = {lot: came for lot, came in allotment.draw(quantity, due).items() if came}
        rest = quantity - sum(given.values())
        if rest > quantities.TINY:
            if is_serial or not lots:
                self._refuse_unknown_old_lots()
            given[lots[0]] = given.get(lots[0], 0.0) + rest
        return tuple(given.items())

    def _refuse_unknown_old_lots(self):
        raise UserError(
            self.env._(
                "%(workorder)s does not say which serial number the old %(part)s has. Have the report amended, so that"
                " the technician writes it down.",
                workorder=self.workorder_id.name,
                part=self.product_id.display_name,
            )
        )

    def _get_old_lots_received(self):
        """:return: dict by ``stock.lot`` of how much of this line's old parts came in, inspected since or not"""
        received = defaultdict(float)
        defective = self._get_defective_location()
        for line in self._get_lines("done"):
            if line.location_dest_id == defective:
                received[line.lot_id] += line.quantity_product_uom
        return received

    def _get_old_lots_to_inspect(self):
        """Lots or serial numbers of this line's old parts that came in and lie there still; form as above."""
        return () if self.tracking == "none" else tuple(self._get_lots_in_hand(self._get_defective_location()).items())

    def _find_or_create_lots(self, names):
        """What was fitted before may never have been in our stock."""
        # Whoever hands in an old part manages no numbers.
        Lot = self.env["stock.lot"].sudo()
        lots = [Lot._raya_find_or_make(self.product_id, name, self.company_id) for name in names]
        return Lot.union(*lots)

    # Request

    def _request(self):
        """Ask the warehouse for what is needed and was not requested yet, or for the approval of it.

        :return: the ``raya.part.request`` records for which rules want an approval, in superuser mode
        """
        wanted = self._get_wanted()
        if not wanted:
            raise UserError(
                self.env._("All the parts were requested already. Add a part or raise its needed quantity first.")
            )
        asked = self.env["raya.part.request"]._ask(wanted)
        jobs = asked.workorder_id
        self._procure({part: qty for part, qty in wanted.items() if part.workorder_id not in jobs})
        return asked

    def _get_wanted(self):
        """:return: dict of what is needed, was not requested and waits for no approval, by those of these parts"""
        wanted = {part: part.quantity - part.qty_requested - part.qty_to_approve for part in self if part._is_issued()}
        return {part: qty for part, qty in wanted.items() if part.product_uom_id.compare(qty, 0) > 0}

    def _get_unapproved(self, wanted):
        """What the warehouse gives for this part, or is to give, without anybody's approval.

        Who approved the part that stood here before approved no other one.

        :param wanted: quantity that is asked for now
        """
        lines = self.request_line_ids.filtered(
            lambda line: line.product_id == self.product_id and line.request_id.state in ("submitted", "approved")
        )
        return max(self.qty_requested + self.qty_to_approve + wanted - sum(lines.mapped("quantity")), 0.0)

    def _procure(self, wanted):
        """Make the transfers from the warehouse.

        :param wanted: dict of quantity by ``raya.part``
        """
        if not wanted:
            return
        # Technicians request for their own jobs; rules and slips are the warehouse's.
        procurements = [part._prepare_procurement(qty) for part, qty in wanted.items()]
        stock = self.env["stock.warehouse"].union(*(each.values["warehouse_id"] for each in procurements)).lot_stock_id
        parts = self.browse().union(*wanted)
        self.env["stock.quant"].sudo()._raya_lock(parts.product_id, stock)
        self.env["raya.part.move"]._with_stock(self.env["stock.rule"].sudo(), parts.product_id, stock).run(procurements)
        parts._on_requested()

    def _prepare_procurement(self, quantity):
        self.ensure_one()
        workorder = self.workorder_id
        return self.env["stock.rule"].Procurement(
            self.product_id,
            quantity,
            self.product_uom_id,
            workorder._get_technician_location(),
            workorder.name,
            workorder.name,
            self.company_id,
            self._prepare_procurement_values(workorder._get_technician_warehouse()),
        )

    def _prepare_procurement_values(self, warehouse):
        self.ensure_one()
        return {
            "company_id": self.company_id,
            "warehouse_id": warehouse,
            "route_ids": warehouse.raya_issue_rule_id.route_id,
            "reference_ids": self.workorder_id.reference_id,
            "partner_id": self.workorder_id.user_id.partner_id.id,
            # Odoo gives what arrives to the earliest date: that is the oldest promise.
            "date_planned": self._get_date_needed(),
            "raya_part_id": self.id,
        }

    def _cancel_requests(self, reason=None):
        """Take back what has not been issued, or approved: it is not needed any more, and the clerk is told."""
        self.env["raya.part.request"]._drop(self, reason)
        moves = self._get_open_requests()
        pickings = moves.picking_id
        moves._action_cancel()
        pickings._raya_tell_clerk(
            self.env._("The job does not need these parts any more: %s", reason)
            if reason
            else self.env._("The job does not need these parts any more.")
        )

    # Use

    def _use(self):
        """What these parts, of one company, were used for leaves the technicians: one slip per job, done.

        Goods of a supplier or a customer that lie with the technician are not ours to use.
        """
        parts = self.sudo()
        used = parts.filtered(lambda part: not part._is_zero(part.qty_reported - part._read_quantities().used))
        locations = used._get_consumption_locations()
        fitted = {part: part._get_fitted() for part in used}
        self._call_kernel("use", [Order(part, part.qty_reported, fitted[part], dest=locations[part]) for part in used])
        self._call_kernel("loss", parts._get_losses())

    def _get_losses(self):
        lost = self.filtered(lambda part: not part._is_zero(part.qty_lost - part._read_quantities().lost))
        return [Order(part, part.qty_lost, part._get_lost_lots()) for part in lost]

    def _check_own_and_lost_are_there(self):
        """What is used from own stock, or lost, is in the hands of the service and of no other job. What was issued is
        theirs. Others may take it until the approval, which asks once more."""
        parts = self.sudo()
        own = parts.filtered(
            lambda part: not part._is_issued() and not part._is_zero(part.qty_reported - part.qty_used)
        )
        orders = [Order(part, part.qty_reported, part._get_fitted()) for part in own]
        takings = [order._get_taking() for order in (*orders, *parts._get_losses())]
        if takings:
            self.env["stock.quant"].sudo()._raya_check_there(takings)

    def _call_kernel(self, kind, orders):
        return self.env["raya.part.move"]._move(kind, orders)

    def _get_lost_lots(self):
        """Of what is left after the use."""
        left = self._get_lots_left(self._get_hand_location())
        given = allotment.draw(self.qty_lost, left)
        return tuple((lot, quantity) for lot, quantity in given.items() if quantity) if left else ()

    def _refuse_short(self, location, there, quantity):
        raise UserError(
            self.env._(
                "%(workorder)s: %(quantity)s of %(part)s should leave %(location)s, which has only %(there)s of it that"
                " no other job was given. Let the warehouse correct the stock, then do this again.",
                workorder=self.workorder_id.name,
                quantity=quantity,
                part=self.product_id.display_name,
                # Whoever acts for a job need not read locations.
                location=location.sudo().display_name,
                there=there,
            )
        )

    def _take_back(self):
        """The mirror of ``_use()``: what left comes back at the value with which it left."""
        orders = [
            Order(
                move.raya_part_id,
                sum(quantity for _lot, quantity in lots),
                lots,
                source=move.location_dest_id,
                dest=move.location_id,
                origin=move,
            )
            for move in self.sudo()._get_moves_where(lambda fact: fact.is_final and quantities.has_left(fact))
            if (lots := move._raya_get_lots_out())
        ]
        return self._call_kernel("use_back", orders)

    # Return

    def _return_unused(self):
        """Raise return slips, for the warehouse to receive, of what is not used.

        :return: the new ``stock.picking`` records, in superuser mode
        """
        self.env["raya.part.move"]._lock(self.workorder_id)
        orders = self._get_returns()
        if not orders:
            raise UserError(self.env._("There is no part to return: all that was issued is used or returned."))
        return self._call_kernel("good_return", orders)

    def _get_returns(self):
        return [order for part in self if part._is_issued() for order in part._get_returns_of_one()]

    def _get_returns_of_one(self):
        """What goes back, the last issued first, each to where it came from."""
        if self.product_uom_id.compare(self.qty_held, 0) <= 0:
            return []
        location = self._get_hand_location()
        issued = {move: move._raya_get_returnable_quantity() for move in self._get_issues().sorted("id", reverse=True)}
        lots = self._get_lots_to_return(location)
        orders = []
        for move, quantity in allotment.draw(self.qty_held, issued).items():
            if quantity:
                given = {lot: left for lot, left in allotment.draw(quantity, lots).items() if left}
                lots = {lot: left - given.get(lot, 0.0) for lot, left in lots.items()}
                dest = move.location_id
                orders.append(Order(self, quantity, tuple(given.items()), source=location, dest=dest, origin=move))
        return orders

    def _get_lots_to_return(self, location):
        """What the technician has and did not fit; which of the rest is kept or lost, they know who receive the other.

        :raises UserError: when nobody said which one was fitted
        """
        left = self._get_lots_left(location)
        if self.tracking != "none" and not self.lot_ids and quantities.has_to_choose(self.qty_reported, left):
            self._ask_for_lots(left)
        fitted = allotment.draw(self.qty_reported, {lot: left[lot] for lot in self.lot_ids if lot in left})
        return {lot: quantity - fitted.get(lot, 0.0) for lot, quantity in left.items()}

    # From one technician to another

    def _hand_over(self, location):
        """What technicians hold of these parts goes to another one's place.

        :param location: ``stock.location`` of whoever has the job now
        """
        orders = []
        for part in self:
            for place in part._get_held_elsewhere(location):
                lots = part._get_lots_left(place)
                orders.append(Order(part, sum(lots.values()), tuple(lots.items()), source=place, dest=location))
        self._call_kernel("handover", orders)
        requests = self._get_open_requests()
        requests.write({"location_dest_id": location.id, "location_final_id": location.id})
        requests.picking_id.write({"location_dest_id": location.id})

    def _get_held_elsewhere(self, location):
        """Places of other technicians that hold something of this line, but for what is on its way back."""
        if not self._is_issued():
            return location.browse()
        places = location.browse(self._read_quantities().by_place)
        return (places - location).filtered(self._get_lots_left)

    # Supply

    def _on_requested(self):
        """What is short is replenished, and the job waits for it."""
        short = self._get_open_requests().filtered(lambda move: move.state != "assigned")
        short._raya_replenish()
        short.raya_part_id._wait()
