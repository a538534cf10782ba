from odoo import fields, models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    raya_asset_ids = fields.One2many("raya.asset", "invoice_line_id", "Product Files", context={"active_test": False})

    def _register_assets(self):
        """Bring the product files of these invoice lines to what the documents say.

        Lines of an order are looked at as a whole, through their order line: the
        same goods may be invoiced in parts, reset and invoiced again.
        """
        goods = self.filtered(lambda line: line.display_type == "product" and line.product_id)
        goods.sale_line_ids._register_assets()
        # Whoever posts an invoice has no rights on product files.
        alone = goods.sudo().filtered(
            lambda line: not line.sale_line_ids and line.move_type == "out_invoice" and line._opens_files()
        )
        self.env["raya.asset"]._register_sources([line._prepare_registration_source() for line in alone])

    def _opens_files(self):
        self.ensure_one()
        policy = self.product_id.product_tmpl_id._get_file_policy()
        return policy != "never" or bool(self.raya_asset_ids)

    def _get_posted_goods_lines(self):
        """Of these lines, those of posted customer invoices and credit notes."""
        return self.filtered(
            lambda line: (
                line.parent_state == "posted"
                and line.display_type == "product"
                and line.move_type in ("out_invoice", "out_refund")
            )
        ).sorted(lambda line: (line.move_id.invoice_date, line.id))

    def _get_signed_goods_quantity(self):
        """Quantity in the product's unit; a credit note counts below zero."""
        self.ensure_one()
        sign = -1 if self.move_type == "out_refund" else 1
        return sign * self.product_uom_id._compute_quantity(self.quantity, self.product_id.uom_id)

    def _prepare_registration_source(self):
        """As on the order line; without an order no delivery can be known."""
        self.ensure_one()
        posted = self._get_posted_goods_lines()
        quantity = sum(line._get_signed_goods_quantity() for line in posted)
        return {
            "line": self,
            "units": self.product_id.product_tmpl_id._get_file_count(quantity),
            "lots": self.env["stock.lot"],
            "delivered_on": {},
            "needs_lot": self.product_id.tracking == "serial",
            "values": self._prepare_asset_values(quantity),
        }

    def _prepare_asset_values(self, quantity):
        move = self.move_id
        policy = self.product_id.product_tmpl_id._get_file_policy()
        return {
            **self._prepare_payment_values(move.commercial_partner_id),
            "company_id": self.company_id.id,
            "product_id": self.product_id.id,
            "partner_id": move.commercial_partner_id.id,
            "site_id": move.partner_shipping_id.id or move.partner_id.id,
            "invoice_line_id": self.id,
            "date_invoice": move.invoice_date,
            "quantity": quantity if policy == "line" else 1.0,
        }

    def _prepare_payment_values(self, owner):
        """Who pays for a unit of this invoice line where it is not its owner, and its price."""
        quantity = self.product_uom_id._compute_quantity(self.quantity, self.product_id.uom_id) if self else 0
        if not quantity:
            return {}
        return {
            "payer_id": self.move_id._get_raya_payer(owner).id,
            "price_paid": self.price_subtotal / quantity,
            "currency_id": self.currency_id.id,
        }
