from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list

from odoo.addons.raya_service_base.tools import allotment

from ..tools import sync

# A sentence that names more files is not read.
MOST_NAMED = 5


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "raya.folded.mixin"]

    _folded_fields = ("name", "ref", "payment_reference", "invoice_origin")

    raya_asset_count = fields.Integer(
        "Product Files",
        compute="_compute_raya_asset_count",
        groups="raya_service_base.group_service_user",
    )

    def _compute_raya_asset_count(self):
        for move in self:
            move.raya_asset_count = len(move._raya_get_assets()) if move.is_sale_document() else 0

    def _post(self, soft=True):
        posted = super()._post(soft=soft)
        self.env["raya.asset.sync"]._sync(posted)
        return posted

    def button_draft(self):
        result = super().button_draft()
        self.env["raya.asset.sync"]._sync(self)
        return result

    def button_cancel(self):
        result = super().button_cancel()
        self.env["raya.asset.sync"]._sync(self)
        return result

    def _raya_hand_over_assets(self, corrected):
        """Let the files of a credited invoice without order go on with the invoice that corrects it.

        Units keep their serial numbers, their history and what hangs on them; the
        corrected invoice brings them back to life when it is posted.
        """
        before, after = (
            # Whoever corrects an invoice has no rights on product files.
            move.sudo().invoice_line_ids.filtered(lambda line: line.display_type == "product" and line.product_id)
            for move in (self, corrected)
        )
        for line, new_line in zip(before, after, strict=False):
            if line.product_id == new_line.product_id and line.company_id == new_line.company_id:
                files = line.raya_asset_ids.filtered(lambda file: not file.sale_line_id and file.state == "cancelled")
                for file in files:
                    first = file.first_invoice_line_id or line
                    file.write({"first_invoice_line_id": first.id, "invoice_line_id": new_line.id})

    def _raya_check_typed_credits(self):
        """A credit note that names no invoice ends no file: somebody has to say which unit came back.

        Called in superuser mode by ``raya.asset.sync``.

        :raises UserError: as long as more units are in use than the customer was sold
        """
        typed = self.filtered(
            lambda move: move.move_type == "out_refund" and move.state == "posted" and not move.reversed_entry_id
        )
        # Somebody said that no goods came back with these.
        for move in typed - self.env["raya.asset.sync.failure"]._get_dismissed(typed):
            lines = move.invoice_line_ids.filtered(
                lambda line: line.display_type == "product" and line.quantity > 0 and not line.sale_line_ids
            )
            for product in lines.product_id:
                move._raya_check_units_in_use(product)

    def _raya_check_units_in_use(self, product):
        in_use = self._raya_get_units_in_use(product)
        # Services, and goods that no document sold them, have no file that could end.
        if not in_use:
            return
        sold = self._raya_get_sold_to_customer(product)
        if sum(in_use.mapped("quantity")) > sold + allotment.TINY:
            raise UserError(
                self.env._(
                    "%(credit)s takes back %(product)s from %(customer)s and names no invoice. Say “Came Back” on the "
                    "product file of the unit that it means: %(files)s. If none of them came back, dismiss this.",
                    credit=self.name,
                    product=product.display_name,
                    customer=self.commercial_partner_id.name,
                    files=format_list(self.env, in_use[:MOST_NAMED].mapped("display_name")),
                )
            )

    def _raya_get_units_in_use(self, product):
        """Units of a product that documents of this company sold to the customer, and that are in use."""
        domain = [
            ("partner_id", "child_of", self.commercial_partner_id.id),
            ("product_id", "=", product.id),
            ("company_id", "=", self.company_id.id),
            ("state", "in", sync.LIVE),
            ("sold_as", "!=", False),
        ]
        return self.env["raya.asset"].search(domain, order="id")

    def _raya_get_sold_to_customer(self, product):
        """How many the customer was sold by all posted documents, less what was credited and came back."""
        domain = [
            ("parent_state", "=", "posted"),
            ("product_id", "=", product.id),
            ("display_type", "=", "product"),
            ("company_id", "=", self.company_id.id),
            ("move_id.commercial_partner_id", "=", self.commercial_partner_id.id),
            ("move_type", "in", ("out_invoice", "out_refund")),
        ]
        lines = self.env["account.move.line"].search(domain)
        dismissed = self.env["raya.asset.sync.failure"]._get_dismissed(lines.move_id)
        return sum(line._raya_get_signed_goods_quantity() for line in lines if line.move_id not in dismissed)

    def _raya_get_typed_credits(self):
        """Lines below zero that somebody typed on the invoice of an order, by the invoice line whose goods they take back."""
        self.ensure_one()
        typed = self.invoice_line_ids.filtered(
            lambda line: line.quantity < 0 and line.display_type == "product" and line.product_id
        )
        typed = typed.filtered(lambda line: not line.sale_line_ids)
        sold = self.invoice_line_ids.filtered(lambda line: line.quantity > 0 and line.product_id in typed.product_id)
        # What comes last is taken back first, as by a credit note.
        last = {line.product_id: line for line in sold if line.sale_line_ids}
        credits = {
            line: typed.filtered(lambda each, line=line: each.product_id == line.product_id) for line in last.values()
        }
        return {line: credit for line, credit in credits.items() if credit}

    def action_view_raya_assets(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_asset.raya_asset_action")
        return {**action, "domain": [("id", "in", self._raya_get_assets().ids)]}

    def _raya_get_assets(self):
        """Files of the goods on this invoice or credit note that the reader may see."""
        # Whoever reads invoices need not read their orders.
        lines = self.sudo().invoice_line_ids
        domain = Domain("invoice_line_id", "in", lines.ids) | Domain("sale_line_id", "in", lines.sale_line_ids.ids)
        return self.env["raya.asset"].search(domain)

    def _raya_get_payer(self, owner):
        """Who pays for units of this invoice, empty where it is their owner."""
        is_other = self.commercial_partner_id != owner or self.partner_id.type == "invoice"
        return self.partner_id if is_other else self.partner_id[:0]

    def _raya_get_lots_by_product(self):
        """Lots that this invoice names itself, as the shop's till does, without an order's deliveries.

        :return: dict by product of pairs: a lot's id, and whether a credit note names it too
        """
        self.ensure_one()
        named = self._raya_get_named_lots()
        if not named:
            return {}
        lots = self.env["stock.lot"].search(
            [
                ("name", "in", named),
                ("product_id", "in", self.invoice_line_ids.product_id.ids),
                ("company_id", "in", [self.company_id.id, False]),
            ]
        )
        credits = self.reversal_move_ids.filtered(lambda move: move.state == "posted")
        back = [name for move in credits for name in move._raya_get_named_lots()]
        found = {}
        for lot in lots.sorted(lambda lot: named.index(lot.name)):
            found.setdefault(lot.product_id, []).append((lot.id, lot.name in back))
        return found

    def _raya_get_named_lots(self):
        """Names of lots on this invoice that do not come from the deliveries of an order."""
        return [values["lot_name"] for values in self._get_invoiced_lot_values() if not values.get("lot_id")]
