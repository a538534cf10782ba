from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.shares import with_share

# What an order line asks for comes of these.
PRICES = frozenset({"price_unit", "discount", "product_uom_qty"})
# What a line of an estimate is for, by the field of the charge that is for the same.
SOURCES = {"work_line_id": "raya_work_line_id", "part_id": "raya_part_id", "visit_id": "raya_visit_id"}


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["sale.order.line", "raya.linked.mixin"]
    _linked_fields = frozenset(
        {"raya_coverage_percent", "raya_shared_product_id", "raya_is_planned", "raya_is_known_later", *SOURCES.values()}
        | {"raya_is_agreed", "raya_agreed_price", "raya_agreed_discount"}
    )

    raya_coverage_percent = fields.Float(
        "Covered (%)",
        digits="Discount",
        readonly=True,
        copy=False,
        help="Share of the price that the warranty bears. The unit price is without it.",
    )
    raya_is_charged = fields.Boolean(
        "Charged Work", readonly=True, copy=False, help="Its price was frozen when the report was approved."
    )

    raya_shared_product_id = fields.Many2one(
        "product.product",
        "Share Of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="raya_service_base.group_service_user",
        help="The line is for a share of the price of this product, which stands on the order of another payer: it is"
        " taxed and booked as that one.",
    )
    raya_is_planned = fields.Boolean(
        "Planned Work", readonly=True, copy=False, help="Of an estimate: its price is without the covered share."
    )
    raya_is_known_later = fields.Boolean(
        "Known When Done",
        readonly=True,
        copy=False,
        help="A distance or the other work says what it costs in the end: the customer agrees to how it is priced.",
    )
    raya_is_agreed = fields.Boolean(
        "Agreed", readonly=True, copy=False, help="The customer said yes to its price; nothing that follows changes it."
    )
    raya_agreed_price = fields.Float(
        "Agreed Price", digits=(16, 10), readonly=True, copy=False, help="With the covered share, before the discount."
    )
    raya_agreed_discount = fields.Float("Agreed Discount (%)", digits="Discount", readonly=True, copy=False)
    raya_work_line_id = fields.Many2one(
        "raya.work.line",
        "Planned Service",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="raya_service_base.group_service_user",
    )
    raya_part_id = fields.Many2one(
        "raya.part",
        "Planned Part",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="raya_service_base.group_service_user",
    )
    raya_visit_id = fields.Many2one(
        "raya.visit",
        "Planned Visit",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        # Who reads visits.
        groups="raya_service_base.group_service_technician,raya_service_base.group_service_operator,"
        "raya_service_base.group_service_accountant",
    )

    @api.depends("raya_is_charged")
    def _compute_price_unit(self):
        """What was approved is computed anew by nothing; people may still write another price."""
        return super(SaleOrderLine, self._raya_get_unpriced())._compute_price_unit()

    @api.depends("raya_is_charged")
    def _compute_discount(self):
        return super(SaleOrderLine, self._raya_get_unpriced())._compute_discount()

    @api.depends("raya_is_charged")
    def _compute_qty_delivered_method(self):
        """An approved report says what was done, also of services that time sheets or milestones deliver elsewhere."""
        result = super()._compute_qty_delivered_method()
        for line in self:
            if line.raya_is_charged and line.product_id.type == "service":
                line.qty_delivered_method = "manual"
        return result

    def _compute_tax_ids(self):
        # Whoever sells need not see of what a line is a share.
        shared = self.filtered(lambda line: line.sudo().raya_shared_product_id)
        result = super(SaleOrderLine, self - shared)._compute_tax_ids()
        for line in shared:
            taxes = line.sudo().raya_shared_product_id.taxes_id._filter_taxes_by_company(line.company_id)
            line.tax_ids = line.order_id.fiscal_position_id.map_tax(taxes)
        return result

    @api.constrains("raya_is_charged")
    def _check_stays_charged(self):
        """Also by RPC nobody makes approved work a line that is priced anew."""
        self.filtered(lambda line: not line.raya_is_charged)._raya_check_not_charged()

    @api.constrains("product_uom_qty")
    def _check_quantity_not_taken_back(self):
        self.filtered("raya_is_charged")._raya_check_not_taken_back()

    def write(self, vals):
        """Another price of planned or approved work is written down, whoever gives it; what the program splits is none."""
        is_typed = not self.env.su and not PRICES.isdisjoint(vals)
        if is_typed:
            self._raya_check_not_shared()
        followed = self._raya_get_followed(vals) if is_typed else self.browse()
        before = {line: (line.price_subtotal, line.product_uom_qty) for line in followed}
        result = super().write(vals)
        if before:
            amounts = {line: line._raya_get_asked_before(*asked) for line, asked in before.items()}
            self.env["raya.price.change"]._write_down(amounts)
        return result

    def copy_data(self, default=None):
        """A copy of the order is no work under warranty: it is priced anew."""
        values_list = super().copy_data(default=default)
        for line, values in zip(self, values_list, strict=True):
            if line.raya_is_charged or line.raya_is_planned:
                for name in ("price_unit", "technical_price_unit", "discount", "name"):
                    values.pop(name, None)
        return values_list

    def _prepare_invoice_line(self, **optional_values):
        values = super()._prepare_invoice_line(**optional_values)
        # As above.
        shared = self.sudo().raya_shared_product_id
        if shared:
            template = shared.with_company(self.company_id).product_tmpl_id
            accounts = template.get_product_accounts(fiscal_pos=self.order_id.fiscal_position_id)
            values["account_id"] = accounts["income"].id
        return values

    @api.ondelete(at_uninstall=False)
    def _unlink_except_charged(self):
        self._raya_check_not_charged()
        self._raya_check_not_shared()

    def _raya_check_not_shared(self):
        """:raises UserError: names a line of an estimate of which others are asked for the rest"""
        # Whoever sells may read no jobs.
        shared = self.sudo().filtered(
            lambda line: line.raya_is_planned and not line.raya_is_charged and line.order_id._raya_is_shared()
        )[:1]
        if shared:
            raise UserError(
                self.env._(
                    "%(order)s asks for a share of each price, and others are asked for the rest. Change what is planned"
                    " on %(job)s, or give goodwill, and make another estimate.",
                    order=shared.order_id.name,
                    job=shared.order_id.raya_estimate_of_id.name,
                )
            )

    def _raya_check_not_charged(self):
        """:raises UserError: names the job whose approved work would be billed by nothing any more"""
        # Whoever sells may read no charges.
        share = self.env["raya.charge.share"].sudo().search([("sale_line_id", "in", self.ids)], limit=1)
        if share:
            raise UserError(
                self.env._(
                    "%(line)s is approved work of %(job)s: without it nobody bills that. Set its price to zero"
                    " where the customer shall not pay, or have the report amended.",
                    line=share.sale_line_id.name,
                    job=share.workorder_id.name,
                )
            )

    def _raya_check_not_taken_back(self):
        """:raises UserError: names the job whose work stands on the order of a later version, or on none any more"""
        asked = self.filtered(lambda line: line.state != "cancel" and line.product_uom_qty)
        # As above.
        domain = [("sale_line_id", "in", asked.ids), ("state", "=", "reversed")]
        share = self.env["raya.charge.share"].sudo().search(domain, limit=1) if asked else self.env["raya.charge.share"]
        if share:
            raise UserError(
                self.env._(
                    "The report of %(job)s was amended: %(line)s of this order is not sold any more."
                    " Make a new line for what is sold anyhow.",
                    job=share.workorder_id.name,
                    line=share.sale_line_id.name,
                )
            )

    # Prices that somebody gives by hand

    def _raya_get_followed(self, vals):
        """Lines whose price somebody gives with these values: less of planned work is no other price."""
        is_priced = not (PRICES - {"product_uom_qty"}).isdisjoint(vals)
        return self.filtered(
            lambda line: line.raya_is_charged or (is_priced and line.raya_is_planned and line.product_uom_qty)
        )

    def _raya_get_asked_before(self, amount, quantity):
        """What this line asked for before it was changed: of planned work for as much as is planned now.

        :param amount: before taxes, for this quantity
        """
        if self.raya_is_charged:
            return amount
        return self.currency_id.round(amount * self.product_uom_qty / quantity)

    def _raya_get_invoiced_price(self, item):
        """What this line would come to at the price of an invoice; ``None`` where that is its own.

        :param item: ``account.move.line`` for all of it, or for a part
        """
        quantity = item.product_uom_id._compute_quantity(item.quantity, self.product_uom_id, round=False)
        if self.product_uom_id.is_zero(quantity):
            return None
        parts, move = self.product_uom_qty / quantity, item.move_id
        price = item.currency_id._convert(
            item.price_subtotal, self.currency_id, move.company_id, move.invoice_date or move.date, round=False
        )
        amount = self.currency_id.round(price * parts)
        # Parts of a price are rounded each by itself.
        is_same = abs(amount - self.price_subtotal) < self.currency_id.rounding * (abs(parts) - 0.5)
        return None if is_same else amount

    def _raya_is_settled(self):
        """Whether nothing of this approved work is invoiced any more but a part of its price, which is kept."""
        return (
            self.raya_is_charged
            and self.product_uom_id.is_zero(self.qty_invoiced_posted)
            and self.currency_id.compare_amounts(self.untaxed_amount_invoiced, 0) > 0
        )

    def _raya_get_unpriced(self):
        return self.filtered(lambda line: not line.raya_is_charged and not line.raya_is_planned)

    # Lines of estimates

    def _action_launch_stock_rule(self, *, previous_product_uom_qty=False):
        """Parts of an estimate are fetched by the job, and delivered when they are used."""
        delivered = self.filtered(lambda line: line.raya_is_charged or not line.raya_is_planned)
        return super(SaleOrderLine, delivered)._action_launch_stock_rule(
            previous_product_uom_qty=previous_product_uom_qty
        )

    def _timesheet_service_generation(self):
        """The job is the project of its work: Odoo makes no project or task for what is planned or done on it."""
        return super(SaleOrderLine, self._raya_get_unpriced())._timesheet_service_generation()

    def _recompute_qty_to_invoice(self, start_date, end_date):
        """An invoice for the time sheets of a period leaves to approved work what is to invoice of it."""
        others = self.filtered(lambda line: not line.raya_is_charged)
        return super(SaleOrderLine, others)._recompute_qty_to_invoice(start_date, end_date)

    def _raya_agree(self, line):
        """What is done costs what the customer agreed to.

        :param line: ``sale.order.line`` in memory that loses the covered share afterwards; keeps its own price where
            the agreed one was covered whole
        :return: whether it costs what was agreed
        """
        self.ensure_one()
        # A price of one piece says nothing about an hour.
        is_same_kind = self.product_uom_id._has_common_reference(line.product_uom_id)
        if not self.raya_is_agreed or not is_same_kind or self.currency_id != line.currency_id:
            return False
        line.price_unit = self.product_uom_id._compute_price(self.raya_agreed_price, line.product_uom_id)
        line.discount = self.raya_agreed_discount
        return True

    def _raya_keep_agreed_prices(self):
        """The customer said yes to these planned lines: their prices are agreed, whoever shares them."""
        planned = self.filtered(
            lambda line: line.raya_is_planned and not line.raya_is_known_later and not line.raya_shared_product_id
        )
        for line in planned.filtered(lambda line: line.raya_coverage_percent < 100):
            # The whole price of what is shared was kept when it was shared.
            values = {} if line.order_id._raya_is_shared() else line._raya_prepare_whole_price()
            line.write({"raya_is_agreed": True, **values})

    def _raya_prepare_whole_price(self):
        """What this line costs with the covered share, as it is kept on itself."""
        return {
            "raya_agreed_price": with_share(self.price_unit, self.raya_coverage_percent),
            "raya_agreed_discount": self.discount,
        }

    # Lines of other payers

    def _raya_prepare_share_values(self, order, product):
        """Values of a line by which another payer is asked for a share of this one, before it is split.

        :param order: ``sale.order`` of theirs
        :param product: the service that stands for a share
        """
        return {
            "order_id": order.id,
            "product_id": product.id,
            "raya_shared_product_id": self.product_id.id,
            "product_uom_qty": 1.0,
            "price_unit": self.price_unit * self.product_uom_qty,
            "discount": self.discount,
            "raya_coverage_percent": self.raya_coverage_percent,
        }
