from collections import Counter

from odoo import fields, models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    raya_asset_ids = fields.One2many("raya.asset", "sale_line_id", "Product Files", context={"active_test": False})

    def _register_assets(self):
        """Bring the product files of these order lines to what invoices, deliveries
        and returns say."""
        # Whoever posts or delivers need not see the other documents of the order.
        lines = self.sudo().filtered(lambda line: line._opens_files())
        return self.env["raya.asset"]._register_sources([line._prepare_registration_source() for line in lines])

    def _opens_files(self):
        """Whether this line sells goods that get files, or has opened some."""
        self.ensure_one()
        if not self.product_id or self.is_downpayment:
            return False
        policy = self.product_id.product_tmpl_id._get_file_policy()
        return policy != "never" or bool(self.raya_asset_ids)

    def _prepare_registration_source(self):
        """What the documents of this line say; see ``raya.asset._register_sources()``.

        :return: dict of ``line``; ``units`` that have been sold; ``lots`` that are
            with the customer; ``delivered_on`` date by lot id (``False``: goods
            without lot); ``needs_lot``; ``values`` of a new file
        """
        self.ensure_one()
        invoice_lines = self.invoice_lines._get_posted_goods_lines()
        quantity = sum(line._get_signed_goods_quantity() for line in invoice_lines)
        first = invoice_lines.filtered(lambda line: line.move_type == "out_invoice")[:1]
        delivered_on, lots = self._get_delivered_goods()
        return {
            "line": self,
            "units": self.product_id.product_tmpl_id._get_file_count(quantity),
            "lots": lots,
            "delivered_on": delivered_on,
            "needs_lot": self.product_id.tracking == "serial",
            "values": self._prepare_asset_values(first, quantity),
        }

    def _get_delivered_goods(self):
        """Delivery date by lot id (``False``: goods without lot), and the lots still there."""
        held, delivered_on = Counter(), {}
        moves = self.move_ids.filtered(lambda move: move.state == "done" and move.product_id == self.product_id)
        for move_line in moves.move_line_ids.sorted(lambda line: (line.date, line.id)):
            lot, day = move_line.lot_id, fields.Date.to_date(move_line.date)
            if move_line.location_dest_id.usage == "customer":
                held[lot] += 1
                delivered_on[lot.id] = day
            elif move_line.location_id.usage == "customer":
                held[lot] -= 1
        lots = self.env["stock.lot"].union(*(lot for lot, count in held.items() if count > 0))
        return delivered_on, lots

    def _prepare_asset_values(self, invoice_line, quantity):
        order = self.order_id
        policy = self.product_id.product_tmpl_id._get_file_policy()
        owner = order.partner_id.commercial_partner_id
        return {
            **invoice_line._prepare_payment_values(owner),
            "company_id": self.company_id.id,
            "product_id": self.product_id.id,
            "partner_id": owner.id,
            "site_id": order.partner_shipping_id.id,
            "sale_line_id": self.id,
            "invoice_line_id": invoice_line.id,
            "date_invoice": invoice_line.move_id.invoice_date,
            "quantity": quantity if policy == "line" else 1.0,
        }
