from collections import defaultdict

from odoo import fields, models
from odoo.tools import SQL

from ..tools import sync


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    raya_asset_ids = fields.One2many("raya.asset", "sale_line_id", "Product Files", context={"active_test": False})

    def _register_assets(self):
        """Bring the product files of these order lines to what invoices, deliveries
        and returns say."""
        # Whoever posts or delivers need not see the other documents of the order.
        sources = self.sudo()._prepare_registration_sources()
        return self.env["raya.asset"]._register_sources(sources)

    def _prepare_registration_sources(self):
        """What the documents of these lines say, one source for each line and product;
        see ``raya.asset._register_sources()``."""
        lines = self.filtered(lambda line: line.product_id and not line.is_downpayment)
        lines._lock_for_registration()
        kits = lines.invoice_lines._get_posted_goods_lines()._get_kits()
        moved = lines._get_moves_with_customer()
        return [source for line in lines for source in line._prepare_line_sources(kits, moved[line.id])]

    def _lock_for_registration(self):
        """Two transactions that change the files of the same lines go one after the other.

        Always in the same order, so that they do not wait for each other. If the
        other one has changed the line meanwhile, PostgreSQL refuses, and Odoo
        repeats the whole request with what is true now.
        """
        if self:
            self.env.execute_query(
                SQL("SELECT id FROM sale_order_line WHERE id IN %s ORDER BY id FOR NO KEY UPDATE", tuple(self.ids))
            )

    def _prepare_line_sources(self, kits, moved):
        """Sources of this line: for its product, for the components of a kit, for files there are."""
        self.ensure_one()
        files = self.raya_asset_ids.grouped("product_id")
        is_kit = self.product_id in kits
        quantities = self.invoice_lines._get_posted_goods_lines()._get_goods_quantities(kits)
        sold = [product for product in quantities if product == self.product_id or is_kit]
        policies = {product: product.product_tmpl_id._get_file_policy() for product in {**files, **dict.fromkeys(sold)}}
        return [
            self._prepare_product_source(product, policy, quantities.get(product, {}), files.get(product), moved)
            for product, policy in policies.items()
            if product in files or policy != "never"
        ]

    def _prepare_product_source(self, product, file_policy, quantities, files, moved):
        files = files or self.env["raya.asset"]
        # The documents know nothing of goods that people exchanged by hand.
        exchanged = (files.replaced_asset_id - files).lot_id
        moves, delivered, arrivals = _sum_up(moved[product.id], set(exchanged.ids))
        goods, returns = sync.tally(moves)
        return {
            "line": self,
            "product": product,
            "files": files,
            "sale": sync.Sale(
                sum(quantity for quantity in quantities.values() if quantity > 0),
                -sum(quantity for quantity in quantities.values() if quantity < 0),
                goods,
                returns,
                **product.product_tmpl_id._prepare_registration_terms(file_policy),
            ),
            "portions": self.invoice_lines._get_portions(quantities) if quantities else {},
            "arrivals": arrivals,
            "delivered": delivered,
        }

    def _get_moves_with_customer(self):
        """What moved to the customer and back for these lines, in order of time.

        Read at once and without records: a delivery has many fields and lines,
        and every invoice asks.

        :return: by line id and product id, tuples of time, move line id, lot id (or
            ``None``) and quantity, below zero for what came back
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
        for line_id, product_id, *move in rows:
            moved[line_id][product_id].append(move)
        return moved

    def _prepare_asset_values(self):
        """Who bought what by this line, for a new file."""
        self.ensure_one()
        order = self.order_id
        owner = order.partner_id.commercial_partner_id
        invoices = self.invoice_lines.move_id.filtered(lambda move: move.move_type == "out_invoice")
        return {
            "payer_id": invoices[:1]._get_raya_payer(owner).id,
            "company_id": self.company_id.id,
            "partner_id": owner.id,
            "site_id": order.partner_shipping_id.id,
            "sale_line_id": self.id,
        }


def _sum_up(moved, exchanged):
    """What moved, as pairs of lot and quantity; last delivery by lot; quantity delivered by day."""
    moves, delivered, arrivals = [], {}, defaultdict(float)
    for time, line_id, lot_id, quantity in moved:
        if lot_id in exchanged:
            continue
        moves.append((lot_id, float(quantity)))
        if quantity > 0:
            delivered[lot_id] = (time, line_id)
            arrivals[fields.Date.to_date(time)] += float(quantity)
    return moves, delivered, arrivals
