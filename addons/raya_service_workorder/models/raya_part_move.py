from dataclasses import dataclass
from typing import NamedTuple

from odoo import SUPERUSER_ID, Command, api, models

from odoo.addons.raya_service_base.tools import locking


@dataclass(frozen=True)
class Kind:
    """How one kind of movement is made.

    :param operation: field of the warehouse with its operation type
    :param source: method of a part that says where from
    :param dest: method of a part that says where to
    :param is_done: whether the goods have moved already when it is written down; otherwise the clerk does it
    """

    operation: str
    source: str
    dest: str
    is_done: bool = True


# Requests go through the rule of a warehouse, so that replenishment works: ``raya.part._request()``.
KINDS = {
    "use": Kind("raya_use_type_id", "_get_hand_location", "_get_sold_location"),
    "use_back": Kind("raya_return_type_id", "_get_sold_location", "_get_hand_location"),
    "good_return": Kind("raya_return_type_id", "_get_hand_location", "_get_store_location", is_done=False),
    "defective": Kind("raya_defective_type_id", "_get_sold_location", "_get_defective_location"),
    "handover": Kind("raya_handover_type_id", "_get_hand_location", "_get_hand_location"),
    "loss": Kind("raya_use_type_id", "_get_hand_location", "_get_lost_location"),
    "scrap": Kind("raya_defective_type_id", "_get_defective_location", "_get_scrap_location"),
    "to_supplier": Kind("raya_defective_type_id", "_get_defective_location", "_get_supplier_location"),
    "disown": Kind("raya_defective_type_id", "_get_defective_location", "_get_sold_location"),
    "refurbish": Kind("raya_defective_type_id", "_get_sold_location", "_get_store_location"),
}
# What Odoo reads of each quant that it takes from or adds to.
QUANT_FIELDS = (
    "product_id",
    "location_id",
    "lot_id",
    "package_id",
    "owner_id",
    "quantity",
    "reserved_quantity",
    "in_date",
)


class Order(NamedTuple):
    """So much of one part line is to move.

    :param part: ``raya.part``
    :param quantity: in the unit of the product
    :param lots: what it is of: pairs of ``stock.lot`` (may be empty) and quantity; nothing for any of it
    :param source: ``stock.location`` where not the usual one of the kind
    :param dest: likewise
    :param owner: ``res.partner`` whose goods these are, where not the company's
    :param origin: ``stock.move`` that this one takes back
    """

    part: object
    quantity: float
    lots: tuple = ()
    source: object = None
    dest: object = None
    owner: object = None
    origin: object = None

    def _get_taking(self):
        """:return: part, place, and pairs of lot and quantity, of what leaves the hands of the service by it"""
        lots = self.lots or ((self.part.env["stock.lot"], self.quantity),)
        return self.part, self.source or self.part._get_hand_location(), lots


class RayaPartMove(models.AbstractModel):
    """The one way in which parts of jobs move, whatever the kind: in one batch for any number of part lines.

    Keeps no records: what moved is in the transfers.
    """

    _name = "raya.part.move"
    _description = "Movement of parts"

    @api.model
    def _move(self, kind, orders):
        """Make the transfers of one kind for any number of part lines: one slip per job and pair of places.

        The rows of the jobs are locked: of two taps the second one sees what the first one did. Access is the
        caller's to check.

        :param kind: key of ``KINDS``
        :param orders: list of :class:`Order`
        :return: the ``stock.picking`` records, in superuser mode: done, or ready for the clerk
        """
        orders = [order for order in orders if order.quantity]
        jobs = self.env["raya.workorder"].union(*(order.part.workorder_id for order in orders))
        self._lock(jobs)
        pickings = self.env["stock.picking"].sudo()
        for company in jobs.company_id:
            # Superuser mode is not enough: to value first-in-first-out parts stock_account drops it and reads
            # the moves as the acting user, and whoever acts for a job has no rights on the stock.
            mine = self.with_user(SUPERUSER_ID).with_company(company)
            own = [
                order._replace(part=order.part.with_env(mine.env))
                for order in orders
                if order.part.company_id == company
            ]
            mine._check_there(kind, own)
            pickings |= mine._make_slips(kind, own)
        return pickings.sudo()

    @api.model
    def _lock(self, jobs):
        """Let everybody else who moves parts of these jobs wait, and then begin anew."""
        locking.lock(jobs)

    def _check_there(self, kind, orders):
        """What leaves the hands of the service has to be in them."""
        if KINDS[kind].source == "_get_hand_location":
            takings = [order._get_taking() for order in orders]
            places = self.env["stock.location"].union(*(place for _part, place, _lots in takings))
            products = self.env["product.product"].union(*(part.product_id for part, _place, _lots in takings))
            self.env["stock.quant"]._raya_lock(products.filtered("is_storable"), places)
            self.env["stock.quant"]._raya_check_there(takings)

    def _make_slips(self, kind, orders):
        slips = {}
        for order in orders:
            # A warehouse need not be readable for those who act.
            operation = order.part._get_warehouse()[KINDS[kind].operation]
            values = self._prepare_move_values(kind, order, operation)
            key = (order.part.workorder_id, operation, values["location_id"])
            slips.setdefault(key, []).append(values)
        values = [self._prepare_slip_values(*key, moves) for key, moves in slips.items()]
        places = self.env["stock.location"].browse({key[2] for key in slips})
        products = self.env["product.product"].union(*(order.part.product_id for order in orders))
        created = self._with_stock(self.env["stock.picking"], products, places).create(values)
        pickings = created.with_env(self.env)
        if KINDS[kind].is_done:
            pickings._action_done()
        else:
            pickings.move_ids._action_confirm(merge=False)
        return pickings

    @api.model
    def _with_stock(self, records, products, places):
        """Records that know the stock of some places, as Odoo's own ``_action_done()`` lets its lines know it: it is
        read once for all and not line by line."""
        quants = self.env["stock.quant"].sudo()._get_quants_by_products_locations(products, places)
        self.env["stock.quant"].sudo().union(*quants.values()).fetch(QUANT_FIELDS)
        return records.with_context(quants_cache=quants)

    def _prepare_slip_values(self, job, operation, location_id, moves):
        return {
            "picking_type_id": operation.id,
            "location_id": location_id,
            "location_dest_id": moves[0]["location_dest_id"],
            "company_id": job.company_id.id,
            "partner_id": job.user_id.partner_id.id,
            "origin": job.name,
            "raya_workorder_id": job.id,
            "return_id": self.env["stock.move"].browse(moves[0]["origin_returned_move_id"]).picking_id.id,
            "move_ids": [Command.create(values) for values in moves],
        }

    def _prepare_move_values(self, kind, order, operation):
        part, shape = order.part, KINDS[kind]
        source = order.source or getattr(part, shape.source)()
        dest = order.dest or getattr(part, shape.dest)()
        places = {"location_id": source.id, "location_dest_id": dest.id}
        common = {"product_id": part.product_id.id, "company_id": part.company_id.id, **places}
        empty = self.env["stock.lot"]
        return {
            **common,
            "raya_part_id": part.id,
            "product_uom": part.product_uom_id.id,
            "product_uom_qty": order.quantity,
            "picking_type_id": operation.id,
            "warehouse_id": operation.warehouse_id.id,
            "origin": part.workorder_id.name,
            "reference_ids": [Command.set(part.workorder_id.reference_id.ids)],
            "procure_method": "make_to_stock",
            # What is done already needs no confirmation, which would search stock for it.
            "state": "assigned" if shape.is_done else "draft",
            "picked": shape.is_done,
            "move_line_ids": [
                Command.create(
                    {
                        **common,
                        "product_uom_id": part.product_uom_id.id,
                        "quantity": quantity,
                        "lot_id": lot.id,
                        "owner_id": order.owner.id if order.owner else False,
                        "picked": shape.is_done,
                    }
                )
                for lot, quantity in order.lots or ((empty, order.quantity),)
            ],
            **self._prepare_origin_values(order.origin, kind),
        }

    def _prepare_origin_values(self, origin, kind):
        """A movement back is valued as the one that it takes back, and counts against what was delivered."""
        values = {"origin_returned_move_id": origin.id if origin else False}
        if kind == "use_back":
            values |= {"to_refund": True, "sale_line_id": origin.sale_line_id.id}
        return values
