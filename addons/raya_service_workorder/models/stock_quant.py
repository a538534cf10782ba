from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.raya_service_base.tools import locking

from ..tools import quantities

# States of a job that keeps what it was given.
CLAIMING = ("progress", "waiting", "submitted")


class StockQuant(models.Model):
    _inherit = "stock.quant"

    def _get_gather_domain(self, product_id, location_id, lot_id=None, package_id=None, owner_id=None, strict=False):
        """Jobs are never given goods that lie with us and belong to somebody else."""
        domain = super()._get_gather_domain(product_id, location_id, lot_id, package_id, owner_id, strict)
        # Odoo hands the wishes of a move to this method in the context, and knows none for "ours only".
        if self.env.context.get("raya_only_ours"):
            domain &= Domain("owner_id", "=", False)
        return domain

    @api.model
    def _raya_get_there(self, products, locations):
        """What of ours is in some places.

        :return: dict of quantity by location, product and lot (may be empty)
        """
        domain = [
            ("product_id", "in", products.ids),
            ("location_id", "in", locations.ids),
            ("owner_id", "=", False),
        ]
        rows = self._read_group(domain, ["location_id", "product_id", "lot_id"], ["quantity:sum"])
        return {(location, product, lot): quantity for location, product, lot, quantity in rows}

    @api.model
    def _raya_lock(self, products, locations):
        """Let one job after the other take what is in some places.

        Odoo itself lets two transactions at once have the same goods: it writes a quant of less than nothing for the
        later one, as goods that were scanned are not to be refused.
        """
        domain = [("product_id", "in", products.ids), ("location_id", "child_of", locations.ids)]
        locking.lock(self.search(domain))

    @api.model
    def _raya_get_claims(self, products, locations):
        """What open jobs were given, and is in some places still, with what is on its way back from there.

        :return: dict of quantity by location, product and lot (may be empty)
        """
        of_open = Domain("move_id.raya_part_id.workorder_id.state", "in", CLAIMING)
        given = Domain("state", "=", "done") & Domain("move_id.raya_part_id.source", "=", "warehouse") & of_open
        # Of open jobs it is counted with what they were given.
        back = Domain("state", "not in", ("done", "cancel", "draft")) & Domain("move_id.raya_part_id", "!=", False)
        claims = defaultdict(float)
        for domain, name, sign in (
            (given, "location_dest_id", 1),
            (given, "location_id", -1),
            (back & ~of_open, "location_id", 1),
        ):
            domain &= Domain("product_id", "in", products.ids) & Domain(name, "in", locations.ids)
            groups = [name, "product_id", "lot_id"]
            rows = self.env["stock.move.line"]._read_group(domain, groups, ["quantity_product_uom:sum"])
            for location, product, lot, quantity in rows:
                claims[location, product, lot] += sign * quantity
        return claims

    @api.model
    def _raya_get_free_lots(self, part, location):
        """Lots in a place of which a part line may use: those that no other open job was given.

        :param part: ``raya.part``
        :return: dict of quantity by ``stock.lot``
        """
        there = self._raya_get_there(part.product_id, location)
        claims = self._raya_get_claims(part.product_id, location)
        own = part._get_lots_in_hand(location) if part.workorder_id.state in CLAIMING else {}
        free = {
            lot: quantity - claims[location, part.product_id, lot] + own.get(lot, 0.0)
            for (_place, _product, lot), quantity in there.items()
            if lot
        }
        return {lot: quantity for lot, quantity in free.items() if quantity > quantities.TINY}

    @api.model
    def _raya_get_unclaimed(self, products, locations):
        """What of ours is in places of the service, and no open job was given.

        :return: dict of quantity by location and product; may be less than zero
        """
        free = defaultdict(float)
        for (location, product, _lot), quantity in self._raya_get_there(products, locations).items():
            free[location, product] += quantity
        for (location, product, _lot), quantity in self._raya_get_claims(products, locations).items():
            free[location, product] -= quantity
        return free

    @api.model
    def _raya_check_there(self, orders):
        """Refuse to take more from the hands of the service than is there, or what another open job was given:
        nothing goes below zero, and no job loses its parts to another one.

        Where it is taken at once, the places are locked before, see :meth:`_raya_lock`.

        :param orders: tuples of ``raya.part``, place, and pairs of lot and quantity
        """
        orders = [order for order in orders if order[0].product_id.is_storable]
        products = self.env["product.product"].union(*(part.product_id for part, _place, _lots in orders))
        places = self.env["stock.location"].union(*(place for _part, place, _lots in orders))
        there, claims = self._raya_get_there(products, places), self._raya_get_claims(products, places)
        for part, place, lots in orders:
            has_claim = part._is_issued() and part.workorder_id.state in CLAIMING
            own = part._get_lots_left(place) if has_claim else {}
            for lot, quantity in lots:
                key = (place, part.product_id, lot)
                free = there.get(key, 0.0) - claims[key] + own.get(lot, 0.0)
                if part.product_uom_id.compare(free, quantity) < 0:
                    part._refuse_short(place, max(free, 0.0), quantity)
                there[key] -= quantity
                claims[key] -= min(quantity, own.get(lot, 0.0))
