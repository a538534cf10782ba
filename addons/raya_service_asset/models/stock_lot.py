from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.raya_service_base.tools import typed

from ..tools.source import Move, find_returns

# Goods that came in by a slip that names no order, and those that an order's slips moved. What stays the giver's own,
# such as a unit that is repaired, is not given back.
UNLINKED = SQL(
    """(
    move.sale_line_id IS NULL AND source.usage IN ('customer', 'supplier', 'production')
    AND NOT EXISTS (
        SELECT 1
          FROM res_partner owner
          JOIN res_partner giver ON giver.commercial_partner_id = owner.commercial_partner_id
         WHERE owner.id = goods.owner_id AND giver.id = COALESCE(slip.partner_id, move.partner_id)
    )
)"""
)
LINKED = SQL("(move.sale_line_id IS NOT NULL AND 'customer' IN (source.usage, target.usage))")
SERIAL_KEY = typed.serial_key_sql("name")


class StockLot(models.Model):
    _name = "stock.lot"
    _inherit = ["stock.lot", "raya.folded.mixin"]

    _folded_fields = ("name", "ref")

    raya_asset_ids = fields.One2many(
        "raya.asset",
        "lot_id",
        "Product Files",
        context={"active_test": False},
        groups="raya_service_base.group_service_user",
    )
    raya_asset_count = fields.Integer(
        "Number of Product Files",
        compute="_compute_raya_asset_count",
        groups="raya_service_base.group_service_user",
    )

    # By this files find it; its name stays as the stock has it.
    _raya_serial_key_idx = models.Index(f"(product_id, ({SERIAL_KEY}))")

    def _compute_raya_asset_count(self):
        counts = dict(self.env["raya.asset"]._read_group([("lot_id", "in", self.ids)], ["lot_id"], ["__count"]))
        for lot in self:
            lot.raya_asset_count = counts.get(lot, 0)

    def action_view_raya_assets(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_asset.raya_asset_action")
        return {**action, "domain": [("lot_id", "=", self.id)]}

    def _raya_get_receipt_days(self, arrivals=None):
        """Day on which each of these serial numbers first came in from a supplier, by id.

        :param arrivals: of these lots, where they are read already
        """
        days = {}
        companies = self.env["res.company"]
        # A lot may have come in to several companies: the first of them says the day.
        for lot, company, moment, usage in self._raya_read_arrivals() if arrivals is None else arrivals:
            if usage == "supplier" and lot not in days:
                days[lot] = companies.browse(company)._raya_get_day(moment)
        return days

    def _raya_read_arrivals(self):
        """When these goods came in from outside, whatever slip brought them, in order of time.

        :return: list of tuples of lot id, company id, moment, and the usage of the location that they came from
        """
        if not self.ids:
            return []
        # Whoever opens a product file need not see the receipts of goods.
        self.env["stock.move.line"].flush_model(["lot_id", "state", "date", "location_id"])
        return self.env.execute_query(
            SQL(
                """
                SELECT goods.lot_id, goods.company_id, goods.date, source.usage
                  FROM stock_move_line goods
                  JOIN stock_location source ON source.id = goods.location_id
                 WHERE goods.lot_id IN %s AND goods.state = 'done'
                   AND source.usage IN ('customer', 'supplier', 'production')
                 ORDER BY goods.date, goods.id
                """,
                tuple(self.ids),
            )
        )

    @api.model
    def _raya_find_by_serial(self, units, company):
        """Serial numbers in stock by what people call them, however they spell them; one query for all.

        :param units: pairs of a product id and a serial number
        :return: lots by these pairs; where several are spelt alike, only the one of that very name
        """
        named = {(product, serial): (product, typed.serial_key(serial)) for product, serial in units}
        products, keys = ({place[at] for place in named.values()} for at in (0, 1))
        self.flush_model(["name", "product_id"])
        query = self._search([("product_id", "in", list(products)), ("company_id", "in", (False, company.id))])
        key = SQL(typed.serial_key_sql(f"{query.table}.name"))
        query.add_where(SQL("%s = ANY(%s)", key, list(keys - {""})))
        lots = defaultdict(self.browse)
        for lot in self.browse(query):
            lots[lot.product_id.id, typed.serial_key(lot.name)] |= lot
        found = {}
        for (product, serial), place in named.items():
            alike = lots[place]
            lot = alike.filtered(lambda lot, serial=serial: lot.name == serial) or alike
            found.update({(product, serial): lot} if len(lot) == 1 else {})
        return found

    @api.model
    def _raya_find_or_make(self, product, serial, company):
        """The serial number in stock by what people call it, made where there is none; empty for goods without."""
        if product.tracking == "none":
            return self
        unit = (product.id, serial)
        values = {"name": serial, "product_id": product.id, "company_id": company.id}
        return self._raya_find_by_serial([unit], company).get(unit) or self.create(values)

    def _raya_find_unlinked_returns(self, arrivals, since):
        """Receipts of these serial numbers that name no order although a customer had got the goods.

        Goods may also be bought back, or counted: then they leave the customers' location.
        That a count found some in stock proves nothing.

        :param arrivals: of these lots, from :meth:`_raya_read_arrivals`
        :param since: moment before which nobody had got any of them
        :return: iterator of the id of the order line that delivered them, the receipt as a
            :class:`~.tools.source.Move` without a day, product id and the partner id of its slip
        """
        suspects = self.browse({lot for lot, _company, moment, _usage in arrivals if moment >= since})
        journeys = defaultdict(list)
        facts = {}
        for lot, moment, number, line, sign, quantity, product, partner in suspects._raya_read_border_moves():
            journeys[lot].append((Move(moment, number, None, lot, sign * quantity), line))
            facts[number] = product, partner
        for journey in journeys.values():
            for line, receipt in find_returns(journey):
                yield line, receipt, *facts[receipt.id]

    def _raya_read_border_moves(self):
        """Done moves of these lots over the border of the company, in order of time."""
        if not self:
            return []
        self.env["stock.move"].flush_model(["sale_line_id", "state", "partner_id"])
        self.env["stock.move.line"].flush_model(["lot_id", "owner_id", "date", "quantity_product_uom"])
        return self.env.execute_query(
            SQL(
                """
                SELECT goods.lot_id, goods.date, goods.id, move.sale_line_id,
                       CASE WHEN target.usage = 'customer' THEN 1 ELSE -1 END,
                       goods.quantity_product_uom, goods.product_id, COALESCE(slip.partner_id, move.partner_id)
                  FROM stock_move_line goods
                  JOIN stock_move move ON move.id = goods.move_id
                  JOIN stock_location source ON source.id = goods.location_id
                  JOIN stock_location target ON target.id = goods.location_dest_id
             LEFT JOIN stock_picking slip ON slip.id = move.picking_id
                 WHERE goods.lot_id IN %s AND move.state = 'done' AND source.usage != target.usage
                   AND (%s OR %s)
                 ORDER BY goods.date, goods.id
                """,
                tuple(self.ids),
                LINKED,
                UNLINKED,
            )
        )
