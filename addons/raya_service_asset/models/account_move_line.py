from collections import defaultdict

from odoo import fields, models

from odoo.addons.raya_service_base.tools import allotment

from ..tools import sync
from ..tools.source import Source, take_lots


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    raya_asset_ids = fields.One2many(
        "raya.asset",
        "invoice_line_id",
        "Product Files",
        context={"active_test": False},
        groups="raya_service_base.group_service_user",
    )

    def _raya_get_posted_goods_lines(self):
        """Of these lines, those of posted customer invoices and credit notes."""
        return self.filtered(
            lambda line: (
                line.parent_state == "posted"
                and line.display_type == "product"
                and line.move_type in ("out_invoice", "out_refund")
            )
        ).sorted(lambda line: (line.move_id.invoice_date, line.id))

    def _raya_get_signed_goods_quantity(self):
        """Quantity in the product's unit; a credit note counts below zero."""
        self.ensure_one()
        sign = -1 if self.move_type == "out_refund" else 1
        return sign * self.product_uom_id._compute_quantity(self.quantity, self.product_id.uom_id)

    def _raya_get_kits(self):
        """Products of these lines that are sold as their components."""
        # Odoo's own explosion leaves kits out and names their components instead; one line of each product tells.
        lines = {(line.product_id, line.company_id): line for line in self}
        exploded = self.union(*lines.values())._get_invoiced_qty_per_product()
        return self.product_id.filtered(lambda product: product not in exploded)

    def _raya_get_goods_quantities(self, kits):
        """Signed quantities of these lines, by product and then by line.

        A kit counts as itself and as its components: each asks for files or not.
        """
        quantities = defaultdict(dict)
        for line in self:
            quantities[line.product_id][line] = line._raya_get_signed_goods_quantity()
            if line.product_id in kits:
                for component, quantity in line._get_invoiced_qty_per_product().items():
                    quantities[component][line] = quantity
        return quantities

    def _raya_get_quantities_as_sold(self, product, files):
        """Signed quantities by line of a component that has files: as many as the kit had when it was sold.

        :return: dict, empty for what is no component
        """
        if not files or product in self.product_id:
            return {}
        per_sold = files[:1].per_sold
        return {line: line._raya_get_signed_goods_quantity() * per_sold for line in self}

    def _raya_get_number_per_sold(self, product, quantities):
        """How many units of a product one unit of these lines has."""
        line = next(iter(quantities), self.browse())
        if not line or line.product_id == product:
            return 1.0
        return quantities[line] / (line._raya_get_signed_goods_quantity() or 1.0)

    def _raya_get_portions(self, quantities):
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

    def _raya_read_sources(self, get_policy):
        """As on order lines, for those of these lines that belong to no order: no delivery is known of them."""
        goods = self.filtered(
            lambda line: (
                line.display_type == "product"
                and line.product_id
                and line.move_type == "out_invoice"
                and not line.sale_line_ids
            )
        )
        posted = goods._raya_get_posted_goods_lines()
        kits = posted._raya_get_kits()
        alone = goods.filtered(lambda line: line._raya_may_have_files(kits, get_policy))
        for move, lines in alone.grouped("move_id").items():
            sold = (posted & lines)._raya_get_goods_quantities(kits)
            credited = lines._raya_get_credited_quantities(sold, kits)
            # Each line takes its own: by product, those that no line has taken yet.
            has_numbers = lines.raya_asset_ids or any(product.tracking != "none" for product in sold)
            lots = move._raya_get_lots_by_product() if sold and has_numbers else {}
            asking = [(product, quantities) for product, quantities in sold.items() if get_policy(product) != "never"]
            for line in lines:
                for product, files in line._raya_get_files(asking).items():
                    by_line = (posted & line)._raya_get_quantities_as_sold(product, files) if files else {}
                    quantity = by_line.get(line) or sold.get(product, {}).get(line, 0.0)
                    back = credited.get(product, {}).get(line, 0.0)
                    sold_as = files[:1].sold_as or product.product_tmpl_id._raya_get_sold_as(get_policy(product))
                    moved = take_lots(lots.get(product, []), quantity, sold_as == "lot")
                    yield line._raya_prepare_source(product, files, quantity, back, moved, sold_as)

    def _raya_may_have_files(self, kits, get_policy):
        """Whether this line sells goods that may have files, or has opened some. A price below zero sells nothing."""
        if self.raya_asset_ids:
            return True
        may_sell = self.quantity > 0 and self.price_unit >= 0
        return may_sell and (self.product_id in kits or get_policy(self.product_id) != "never")

    def _raya_get_credited_quantities(self, sold, kits):
        """What was credited of these lines of one invoice.

        :param dict sold: their quantities by product and then by line
        :return: likewise, what credit notes and lines below zero take back
        """
        move = self.move_id
        credits = move.reversal_move_ids.invoice_line_ids.filtered(lambda line: not line.sale_line_ids)
        negative = (move.invoice_line_ids - self).filtered(lambda line: not line.sale_line_ids and line.quantity < 0)
        back = (credits | negative)._raya_get_posted_goods_lines()._raya_get_goods_quantities(kits)
        return {
            product: allotment.credit(quantities, [-part for part in back.get(product, {}).values() if part < 0])
            for product, quantities in sold.items()
        }

    def _raya_get_files(self, asking):
        """Product files of this line by product: those there are, and none yet for others that may have some.

        :param asking: pairs of a product that may have files and its quantities by line of the invoice
        """
        self.ensure_one()
        files = self.raya_asset_ids.filtered(lambda file: not file.sale_line_id)
        if files:
            return files.grouped("product_id")
        return {product: self.env["raya.asset"] for product, quantities in asking if self in quantities}

    def _raya_prepare_source(self, product, files, sold, credited, moved, sold_as):
        said = files.event_ids._add_told_moves(())
        goods, returns = sync.tally([*moved, *((move.lot, move.quantity) for move in said)])
        credits = self.move_id.reversal_move_ids.filtered(lambda move: move.state == "posted") if credited else ()
        return Source(
            self,
            product,
            files,
            sync.Sale(sold, credited, goods, returns, **sync.TERMS[sold_as], portions={self: sold - credited}),
            sold_as=sold_as,
            per_sold=self._raya_get_number_per_sold(product, {self: sold} if sold else {}),
            moves=tuple(said),
            credited_on=max((move.invoice_date for move in credits), default=None),
        )

    def _raya_get_buyer(self):
        """Who owns what this line sells."""
        return self.move_id.commercial_partner_id

    def _raya_prepare_asset_values(self):
        """Who bought what by this line, for a new file."""
        self.ensure_one()
        move, owner = self.move_id, self._raya_get_buyer()
        return {
            "payer_id": move._raya_get_payer(owner).id,
            "company_id": self.company_id.id,
            "partner_id": owner.id,
            "site_id": move.partner_shipping_id.id or move.partner_id.id,
        }

    def _raya_prepare_asset_evidence(self, product):
        """What this invoice line proves of a unit of ``product``, as long as it stands; see
        ``raya.asset.sync._update_evidence()``. Empty for no line."""
        if not self:
            return {}
        evidence = {"invoice_line_id": self.id, "date_invoice": self.move_id.invoice_date}
        quantity = self._raya_get_signed_goods_quantity()
        # What a component cost within its kit, nobody knows.
        if product != self.product_id or quantity <= 0:
            return evidence
        # The currency first: a price is rounded by it.
        return {**evidence, "currency_id": self.currency_id.id, "price_paid": self.price_subtotal / quantity}
