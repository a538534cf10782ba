from collections import defaultdict
from dataclasses import replace
from functools import cache

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_list

from ..tools import sync
from ..tools.source import Move, Source

# Instead of joins: the server takes longer to plan these than to read the goods of an invoice.
CUSTOMER_LOCATIONS = SQL("(SELECT id FROM stock_location WHERE usage = 'customer')")


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    raya_asset_ids = fields.One2many(
        "raya.asset",
        "sale_line_id",
        "Product Files",
        context={"active_test": False},
        groups="raya_service_base.group_service_user",
    )

    def _raya_read_sources(self, get_policy):
        """What the documents of these lines say, a :class:`~.tools.source.Source` for each line
        and product: what was invoiced, credited, delivered and returned.

        A serial number that is with another line in use is looked at with that line.
        Called in superuser mode by ``raya.asset.sync``.

        :param get_policy: function from a product to its policy of files
        """
        lines = self.filtered(lambda line: line.product_id and not line.is_downpayment)
        lines._raya_lock()
        moved, rivals = lines._raya_get_moves_with_customer()
        if rivals:
            rivals._raya_lock()
            lines |= rivals
            moved.update(rivals._raya_get_moves_with_customer()[0])
        received = lines._raya_add_unlinked_receipts(moved)
        posted = lines._raya_get_posted_goods_lines()
        kits = self.env["account.move.line"].union(*posted.values())._raya_get_kits()
        for line, invoiced in posted.items():
            quantities = invoiced._raya_get_goods_quantities(kits)
            for product, files in line._raya_get_files(quantities, kits, get_policy).items():
                source = line._raya_prepare_source(product, files, invoiced, quantities, moved[line.id], get_policy)
                yield replace(source, received=received)

    def _raya_get_posted_goods_lines(self):
        """What was invoiced and credited of each of these lines, posted.

        A line below zero that somebody typed on the invoice of an order takes back
        what the same invoice sold.
        """
        typed = {}
        for move in self.invoice_lines.move_id:
            typed.update(move._raya_get_typed_credits())
        invoiced = {line: line.invoice_lines for line in self}
        if typed:
            invoiced = {
                line: lines.union(*(typed[each] for each in lines if each in typed)) for line, lines in invoiced.items()
            }
        return {line: lines._raya_get_posted_goods_lines() for line, lines in invoiced.items()}

    def _raya_lock(self):
        """Two transactions that change the files of the same lines go one after the other.

        Always in the same order, so that they do not wait for each other. If the
        other one has changed the line meanwhile, PostgreSQL refuses, and Odoo
        repeats the whole request with what is true now.
        """
        if self:
            self.env.execute_query(
                SQL("SELECT id FROM sale_order_line WHERE id IN %s ORDER BY id FOR NO KEY UPDATE", tuple(self.ids))
            )

    def _raya_get_files(self, sold, kits, get_policy):
        """Product files of this line by product: those there are, and none yet for others that may have some.

        What was sold stays as it was sold: once a line has files, neither the
        policies of its products nor what a kit is made of today matter.

        :param sold: products on its invoices; other than its own they count for a kit
        """
        self.ensure_one()
        if self.raya_asset_ids:
            return self.raya_asset_ids.grouped("product_id")
        asking = [product for product in sold if product == self.product_id or self.product_id in kits]
        new = [product for product in asking if get_policy(product) != "never" and self.price_unit >= 0]
        return dict.fromkeys(new, self.env["raya.asset"])

    def _raya_prepare_source(self, product, files, invoiced, quantities, moved, get_policy):
        by_line = invoiced._raya_get_quantities_as_sold(product, files) or quantities.get(product, {})
        sold_as = files[:1].sold_as or product.product_tmpl_id._raya_get_sold_as(get_policy(product))
        # The documents know nothing of goods that people exchanged by hand.
        exchanged = self._raya_get_exchanged_lots(files)
        moves = files.event_ids._add_told_moves(move for move in moved[product.id] if move.lot not in exchanged)
        goods, returns = sync.tally((move.lot, move.quantity) for move in moves)
        credits = [line.move_id.invoice_date for line, quantity in by_line.items() if quantity < 0]
        return Source(
            self,
            product,
            files,
            sync.Sale(
                sum(quantity for quantity in by_line.values() if quantity > 0),
                -sum(quantity for quantity in by_line.values() if quantity < 0),
                goods,
                returns,
                **sync.TERMS[sold_as],
                portions=invoiced._raya_get_portions(by_line) if by_line else {},
            ),
            sold_as=sold_as,
            per_sold=invoiced._raya_get_number_per_sold(product, by_line),
            moves=tuple(moves),
            credited_on=max(filter(None, credits), default=None),
        )

    def _raya_get_exchanged_lots(self, files):
        """Serial numbers of all units in whose place people gave these, one after the other."""
        known, before = files, files.replaced_asset_id - files
        while before:
            known, before = known | before, before.replaced_asset_id - known
        return set((known - files).lot_id.ids)

    # --- goods that moved ---------------------------------------------------------------

    def _raya_add_unlinked_receipts(self, moved):
        """Goods that came back by a slip that names no order: they come from whoever got them last.

        :param moved: moves of these lines, which get the receipts as well
        :return: day of the first receipt from a supplier by lot id, of all lots that moved; ``False`` where there is none
        :raises UserError: where the slip names another customer
        """
        deliveries = [move for products in moved.values() for moves in products.values() for move in moves if move.lot]
        if not deliveries:
            return {}
        lots = self.env["stock.lot"].browse({move.lot for move in deliveries})
        arrivals = lots._raya_read_arrivals()
        by_id = {line.id: line for line in self}
        for line_id, receipt, product_id, partner_id in lots._raya_find_unlinked_returns(
            arrivals, min(move.moment for move in deliveries)
        ):
            if line_id not in by_id:
                continue
            line = by_id[line_id]
            line._raya_check_giver(self.env["res.partner"].browse(partner_id), receipt)
            day = line.company_id._raya_get_day(receipt.moment)
            moves = moved[line_id][product_id]
            moves.append(receipt._replace(day=day))
            moves.sort(key=lambda move: (move.moment, move.id))
        return {**dict.fromkeys(lots.ids, False), **lots._raya_get_receipt_days(arrivals)}

    def _raya_check_giver(self, giver, receipt):
        """Goods come back from whoever has them; else somebody has to look at it."""
        lot = self.env["stock.lot"].browse(receipt.lot)
        owner = lot.raya_asset_ids.filtered(lambda file: file.sale_line_id == self).partner_id
        known = (self.order_id.partner_id | owner).commercial_partner_id
        if giver and giver.commercial_partner_id not in known:
            raise UserError(
                self.env._(
                    "%(serial)s came back from %(giver)s, but it was sold to %(owner)s. Correct the slip, or transfer "
                    "the product file to whoever had the unit.",
                    serial=lot.name,
                    giver=giver.commercial_partner_id.name,
                    owner=format_list(self.env, known.mapped("name")),
                )
            )

    def _raya_get_moves_with_customer(self):
        """What moved to the customer and back for these lines, in order of time.

        Read at once and without records: a delivery has many fields and lines,
        and every invoice asks.

        :return: lists of :class:`~.tools.source.Move`, by line id and product id; and the
            other lines by which a unit is in use whose serial number moved with these
        """
        moved = defaultdict(lambda: defaultdict(list))
        if not self:
            return moved, self
        self.env["raya.asset"].flush_model(["lot_id", "state", "is_serial", "sale_line_id"])
        self.env["stock.move"].flush_model(["sale_line_id", "state"])
        self.env["stock.move.line"].flush_model(
            ["move_id", "product_id", "date", "lot_id", "quantity_product_uom", "location_id", "location_dest_id"]
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT move.sale_line_id, goods.product_id, goods.date, goods.id, goods.lot_id,
                       CASE WHEN goods.location_dest_id IN %(customers)s THEN 1 ELSE -1 END * goods.quantity_product_uom,
                       (SELECT holder.sale_line_id
                          FROM raya_asset holder
                         WHERE holder.lot_id = goods.lot_id AND holder.state = 'active' AND holder.is_serial)
                  FROM stock_move move
                  JOIN stock_move_line goods ON goods.move_id = move.id
                 WHERE move.sale_line_id IN %(lines)s AND move.state = 'done'
                   AND (goods.location_dest_id IN %(customers)s) != (goods.location_id IN %(customers)s)
                 ORDER BY goods.date, goods.id
                """,
                lines=tuple(self.ids),
                customers=CUSTOMER_LOCATIONS,
            )
        )
        companies = {line.id: line.company_id for line in self}
        # The goods of a slip move at one moment.
        get_day = cache(lambda company, moment: company._raya_get_day(moment))
        for line_id, product_id, moment, move_line_id, lot_id, quantity, _holder in rows:
            day = get_day(companies[line_id], moment)
            moved[line_id][product_id].append(Move(moment, move_line_id, day, lot_id, float(quantity)))
        return moved, self.browse({holder for *_move, holder in rows if holder}) - self

    def _raya_get_buyer(self):
        """Who owns what this line sells."""
        return self.order_id.partner_id.commercial_partner_id

    def _raya_prepare_asset_values(self):
        """Who bought what by this line, for a new file."""
        self.ensure_one()
        order, owner = self.order_id, self._raya_get_buyer()
        invoices = self.invoice_lines.move_id.filtered(lambda move: move.move_type == "out_invoice")
        return {
            "payer_id": invoices[:1]._raya_get_payer(owner).id,
            "company_id": self.company_id.id,
            "partner_id": owner.id,
            "site_id": order.partner_shipping_id.id,
            "sale_line_id": self.id,
        }
