from collections import defaultdict

from odoo import fields, models
from odoo.tools import SQL

from ..tools import registration


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    raya_asset_ids = fields.One2many("raya.asset", "sale_line_id", "Product Files")

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
        return [source for line in lines for source in line._prepare_line_sources(kits)]

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

    def _prepare_line_sources(self, kits):
        """Sources of this line: for its product, for the components of a kit, for files there are."""
        self.ensure_one()
        files = self.raya_asset_ids.grouped("product_id")
        is_asked = self._asks_for_files(self.product_id)
        if not is_asked and not files and self.product_id not in kits:
            return []
        quantities = self.invoice_lines._get_posted_goods_lines()._get_goods_quantities(kits)
        products = [product for product in quantities if product == self.product_id or self.product_id in kits]
        asking = [product for product in products if self._asks_for_files(product)]
        return [
            self._prepare_product_source(product, quantities.get(product, {}), files.get(product))
            for product in {**files, **dict.fromkeys(asking)}
        ]

    def _asks_for_files(self, product):
        return product.product_tmpl_id._get_file_policy() != "never"

    def _prepare_product_source(self, product, quantities, files):
        files = files or self.env["raya.asset"]
        moves, delivered, arrivals = self._get_goods_moves(product, files)
        goods, returns = registration.tally(moves)
        return {
            "line": self,
            "product": product,
            "files": files,
            "sale": registration.Sale(
                sum(quantity for quantity in quantities.values() if quantity > 0),
                -sum(quantity for quantity in quantities.values() if quantity < 0),
                goods,
                returns,
                **product.product_tmpl_id._prepare_registration_terms(),
            ),
            "portions": self.invoice_lines._get_portions(quantities),
            "arrivals": arrivals,
            "delivered": delivered,
        }

    def _get_goods_moves(self, product, files):
        """What of a product moved to the customer and back, in order of time.

        :return: pairs of lot and signed quantity; last delivery by lot, as a pair
            that sorts by time; quantity delivered by day
        """
        # The documents know nothing of goods that people exchanged by hand.
        exchanged = (files.replaced_asset_id - files).lot_id
        moves, delivered, arrivals = [], {}, defaultdict(float)
        done = self.move_ids.filtered(lambda move: move.state == "done" and move.product_id == product)
        for line in done.move_line_ids.sorted(lambda line: (line.date, line.id)):
            to_customer = line.location_dest_id.usage == "customer"
            if line.lot_id in exchanged or to_customer == (line.location_id.usage == "customer"):
                continue
            moves.append((line.lot_id.id or None, line.quantity_product_uom * (1 if to_customer else -1)))
            if to_customer:
                delivered[line.lot_id.id] = (line.date, line.id)
                arrivals[fields.Date.to_date(line.date)] += line.quantity_product_uom
        return moves, delivered, arrivals

    def _prepare_asset_values(self):
        """Who bought what by this line, for a new file."""
        self.ensure_one()
        order = self.order_id
        return {
            "company_id": self.company_id.id,
            "partner_id": order.partner_id.commercial_partner_id.id,
            "site_id": order.partner_shipping_id.id,
            "sale_line_id": self.id,
        }
