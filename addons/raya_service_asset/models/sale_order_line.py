from collections import defaultdict

from odoo import fields, models
from odoo.tools import SQL

from ..tools import sync
from ..tools.source import Move, Source, sum_by_day


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

        Called in superuser mode by ``raya.asset.sync``.

        :param get_policy: function from a product to its policy of files
        """
        lines = self.filtered(lambda line: line.product_id and not line.is_downpayment)
        lines._raya_lock()
        posted = {line: line.invoice_lines._raya_get_posted_goods_lines() for line in lines}
        kits = self.env["account.move.line"].union(*posted.values())._raya_get_kits()
        moved = lines._raya_get_moves_with_customer()
        for line, invoiced in posted.items():
            quantities = invoiced._raya_get_goods_quantities(kits)
            for product, files in line._raya_get_files(quantities, kits, get_policy).items():
                terms = product.product_tmpl_id._raya_prepare_sale_terms(get_policy(product))
                moves = moved[line.id][product.id]
                yield line._raya_prepare_source(product, files, quantities.get(product, {}), moves, terms)

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

        :param sold: products on its invoices; other than its own they count for a kit
        """
        self.ensure_one()
        files = self.raya_asset_ids.grouped("product_id")
        asking = [product for product in sold if product == self.product_id or self.product_id in kits]
        new = [product for product in asking if product not in files and get_policy(product) != "never"]
        return {**files, **dict.fromkeys(new, self.env["raya.asset"])}

    def _raya_prepare_source(self, product, files, quantities, moved, terms):
        # The documents know nothing of goods that people exchanged by hand.
        exchanged = set((files.replaced_asset_id - files).lot_id.ids)
        moves = [move for move in moved if move.lot not in exchanged]
        delivered = [move for move in moves if move.quantity > 0]
        goods, returns = sync.tally((move.lot, move.quantity) for move in moves)
        return Source(
            self,
            product,
            files,
            sync.Sale(
                sum(quantity for quantity in quantities.values() if quantity > 0),
                -sum(quantity for quantity in quantities.values() if quantity < 0),
                goods,
                returns,
                **terms,
            ),
            is_serial=product.tracking == "serial",
            portions=self.invoice_lines._raya_get_portions(quantities) if quantities else {},
            arrivals=sum_by_day(delivered),
            deliveries={move.lot: move for move in delivered},
        )

    def _raya_get_moves_with_customer(self):
        """What moved to the customer and back for these lines, in order of time.

        Read at once and without records: a delivery has many fields and lines,
        and every invoice asks.

        :return: lists of :class:`~.tools.source.Move`, by line id and product id
        """
        moved = defaultdict(lambda: defaultdict(list))
        if not self:
            return moved
        self.env["stock.move"].flush_model(["sale_line_id", "state"])
        self.env["stock.move.line"].flush_model(
            ["move_id", "product_id", "date", "lot_id", "quantity_product_uom", "location_id", "location_dest_id"]
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT move.sale_line_id, goods.product_id, goods.date, goods.id, goods.lot_id,
                       CASE WHEN target.usage = 'customer' THEN 1 ELSE -1 END * goods.quantity_product_uom
                  FROM stock_move move
                  JOIN stock_move_line goods ON goods.move_id = move.id
                  JOIN stock_location source ON source.id = goods.location_id
                  JOIN stock_location target ON target.id = goods.location_dest_id
                 WHERE move.sale_line_id IN %s AND move.state = 'done'
                   AND (target.usage = 'customer') != (source.usage = 'customer')
                 ORDER BY goods.date, goods.id
                """,
                tuple(self.ids),
            )
        )
        companies = {line.id: line.company_id for line in self}
        for line_id, product_id, moment, move_line_id, lot_id, quantity in rows:
            day = companies[line_id]._raya_get_day(moment)
            moved[line_id][product_id].append(Move(moment, move_line_id, day, lot_id, float(quantity)))
        return moved

    def _raya_prepare_asset_values(self):
        """Who bought what by this line, for a new file."""
        self.ensure_one()
        order = self.order_id
        owner = order.partner_id.commercial_partner_id
        invoices = self.invoice_lines.move_id.filtered(lambda move: move.move_type == "out_invoice")
        return {
            "payer_id": invoices[:1]._raya_get_payer(owner).id,
            "company_id": self.company_id.id,
            "partner_id": owner.id,
            "site_id": order.partner_shipping_id.id,
            "sale_line_id": self.id,
        }
