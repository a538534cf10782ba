from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ..tools import quantities


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
    def _raya_get_free_lots(self, part, location):
        """Lots in a place of which a part line may use: those that no other open job was given.

        :param part: ``raya.part``
        :return: dict of quantity by ``stock.lot``
        """
        there = self._raya_get_there(part.product_id, location)
        claimed = self._raya_get_claimed(part, location)
        free = {lot: quantity - claimed[lot] for (_place, _product, lot), quantity in there.items() if lot}
        return {lot: quantity for lot, quantity in free.items() if quantity > quantities.TINY}

    @api.model
    def _raya_get_claimed(self, part, location):
        """How much of each lot in a place was given to other open jobs, and is there still."""
        claimed = defaultdict(float)
        others = self.env["raya.part"].search(
            [
                ("product_id", "=", part.product_id.id),
                ("id", "!=", part.id),
                ("source", "=", "warehouse"),
                ("workorder_id.state", "in", ("progress", "waiting", "submitted")),
                ("move_ids.location_dest_id", "=", location.id),
            ]
        )
        for other in others:
            for lot, quantity in other._get_lots_in_hand(location).items():
                claimed[lot] += quantity
        return claimed

    @api.model
    def _raya_check_there(self, fitted):
        """Refuse a use of more than there is: nothing goes below zero.

        :param fitted: pairs of lot and quantity, by ``raya.part``
        """
        parts = self.env["raya.part"].union(*fitted).filtered("product_id.is_storable")
        places = {part: part._get_hand_location() for part in parts}
        there = self._raya_get_there(parts.product_id, self.env["stock.location"].union(*places.values()))
        for part in parts:
            for lot, quantity in fitted[part]:
                key = (places[part], part.product_id, lot)
                left = there.get(key, 0.0)
                if part.product_uom_id.compare(left, quantity) < 0:
                    part._refuse_short(places[part], left)
                there[key] = left - quantity
