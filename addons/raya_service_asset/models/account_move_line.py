from collections import defaultdict

from odoo import fields, models
from odoo.addons.raya_service_base.tools import allotment

from ..tools import sync


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    raya_asset_ids = fields.One2many("raya.asset", "invoice_line_id", "Product Files", context={"active_test": False})

    def _register_assets(self):
        """Bring the product files of these invoice lines to what the documents say.

        Lines of an order are looked at as a whole, through their order line: the
        same goods may be invoiced in parts, reset and invoiced again.
        """
        # Whoever posts an invoice has no rights on orders, deliveries and product files.
        goods = self.sudo().filtered(lambda line: line.display_type == "product" and line.product_id)
        alone = goods.filtered(lambda line: not line.sale_line_ids and line.move_type == "out_invoice")
        sources = goods.sale_line_ids._prepare_registration_sources() + alone._prepare_registration_sources()
        return self.env["raya.asset"]._register_sources(sources)

    # --- what invoices say ------------------------------------------------------

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

    def _get_kits(self):
        """Products of these lines that are sold as their components."""
        # Odoo's own explosion leaves kits out and names their components instead.
        exploded = self._get_invoiced_qty_per_product()
        return self.product_id.filtered(lambda product: product not in exploded)

    def _get_goods_quantities(self, kits):
        """Signed quantities of these lines, by product and then by line.

        A kit counts as itself and as its components: each asks for files or not.
        """
        quantities = defaultdict(dict)
        for line in self:
            quantities[line.product_id][line] = line._get_signed_goods_quantity()
            if line.product_id in kits:
                for component, quantity in line._get_invoiced_qty_per_product().items():
                    quantities[component][line] = quantity
        return quantities

    def _get_portions(self, quantities):
        """What is left of each invoice line after the credit notes.

        :param dict quantities: signed quantity by line, of these lines
        :return: dict of quantity by line, above zero
        """
        portions = {line: quantity for line, quantity in quantities.items() if quantity > 0}
        for line, quantity in quantities.items():
            if quantity >= 0:
                continue
            reversed_lines = {
                key: left for key, left in portions.items() if key.move_id == line.move_id.reversed_entry_id
            }
            for group in (reversed_lines, portions):
                taken = allotment.credit(group, [-quantity])
                portions.update({key: left - taken[key] for key, left in group.items()})
                quantity += sum(taken.values())
        return {line: left for line, left in portions.items() if left > allotment.TINY}

    # --- invoices without order -------------------------------------------------

    def _prepare_registration_sources(self):
        """As on order lines; without an order, no delivery is known."""
        kits = self._get_posted_goods_lines()._get_kits()
        alone = self.filtered(lambda line: line._may_open_files(kits))
        sources = []
        for move, lines in alone.grouped("move_id").items():
            quantities, credited = lines._get_alone_quantities(kits)
            lots = move._get_lots_by_product() if quantities else {}
            for line in lines:
                sources += line._prepare_alone_sources(quantities, credited, lots)
        return sources

    def _may_open_files(self, kits):
        """Whether this line sells goods that may have files, or has opened some."""
        if self.quantity > 0 and self.product_id in kits:
            return True
        policy = self.product_id.product_tmpl_id._get_file_policy()
        return bool(self.raya_asset_ids) or (self.quantity > 0 and policy != "never")

    def _get_alone_quantities(self, kits):
        """Sold and credited quantities of lines of one invoice, by product and then by line."""
        move = self.move_id
        credits = move.reversal_move_ids.invoice_line_ids.filtered(lambda line: not line.sale_line_ids)
        negative = (move.invoice_line_ids - self).filtered(lambda line: not line.sale_line_ids and line.quantity < 0)
        sold = self._get_posted_goods_lines()._get_goods_quantities(kits)
        back = (credits | negative)._get_posted_goods_lines()._get_goods_quantities(kits)
        credited = {
            product: allotment.credit(quantities, [-part for part in back.get(product, {}).values() if part < 0])
            for product, quantities in sold.items()
        }
        return sold, credited

    def _prepare_alone_sources(self, quantities, credited, lots):
        """Sources of this line: for its product, for the components of a kit, for files there are.

        :param quantities: sold quantity by product and line; ``credited`` likewise
        :param dict lots: lots by product that no line has taken yet; it takes its own
        """
        self.ensure_one()
        own_files = self.raya_asset_ids.filtered(lambda file: not file.sale_line_id).grouped("product_id")
        products = {**own_files, **{product: None for product in quantities if self in quantities[product]}}
        sources = []
        for product in products:
            template = product.product_tmpl_id
            files = own_files.get(product, self.env["raya.asset"])
            file_policy = template._get_file_policy()
            if file_policy == "never" and not files:
                continue
            sold = quantities.get(product, {}).get(self, 0.0)
            back = credited.get(product, {}).get(self, 0.0)
            goods, returns = sync.tally(_take_lots(lots.get(product, []), sold, product.tracking))
            terms = template._prepare_registration_terms(file_policy)
            sources.append(
                {
                    "line": self,
                    "product": product,
                    "files": files,
                    "sale": sync.Sale(sold, back, goods, returns, **terms),
                    "portions": {self: sold - back},
                    "arrivals": {},
                    "delivered": {},
                }
            )
        return sources

    def _prepare_asset_values(self):
        """Who bought what by this line, for a new file."""
        self.ensure_one()
        move = self.move_id
        return {
            "payer_id": move._get_raya_payer(move.commercial_partner_id).id,
            "company_id": self.company_id.id,
            "partner_id": move.commercial_partner_id.id,
            "site_id": move.partner_shipping_id.id or move.partner_id.id,
        }

    def _prepare_asset_evidence(self, product):
        """What this invoice line proves of a unit of ``product``, as long as it stands; see
        ``raya.asset._update_evidence()``. Empty for no line."""
        if not self:
            return {}
        evidence = {"invoice_line_id": self.id, "date_invoice": self.move_id.invoice_date}
        quantity = self._get_signed_goods_quantity()
        # What a component cost within its kit, nobody knows.
        if product != self.product_id or quantity <= 0:
            return evidence
        # The currency first: a price is rounded by it.
        return {**evidence, "currency_id": self.currency_id.id, "price_paid": self.price_subtotal / quantity}


def _take_lots(lots, sold, tracking):
    """Moves of the next lots of an invoice for one of its lines; they are gone for the others.

    :param list lots: pairs of a lot's id and whether it came back
    """
    quantity = sold if tracking == "lot" else 1.0
    drawn = allotment.draw(sold, dict.fromkeys(range(len(lots)), quantity))
    count = sum(part > allotment.TINY for part in drawn.values())
    taken, lots[:count] = lots[:count], []
    moves = []
    for lot, is_back in taken:
        moves += [(lot, quantity), (lot, -quantity)] if is_back else [(lot, quantity)]
    return moves
