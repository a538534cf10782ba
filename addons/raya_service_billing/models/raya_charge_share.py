from odoo import api, fields, models

from odoo.addons.raya_service_warranty.tools.coverage import COMPANY, SUPPLIER

from ..tools.goodwill import GOODWILL
from ..tools.shares import split_amount
from .raya_charge_dimensions_mixin import COSTS

# What stands for the whole charge where its shares differ: whatever still has to be done comes first.
STATUSES = ("lost", "credited", "to_bill", "billed")

PERCENT_DIGITS = 4

# Why the company bears something: each has its voucher and its account. What is claimed from a supplier is borne
# under warranty until they pay.
REASONS = ("warranty", "goodwill")


class RayaChargeShare(models.Model):
    """What one payer bears of a charge; the shares of a charge sum to the whole of it."""

    _name = "raya.charge.share"
    _description = "Share of a Charge"
    _order = "id"
    _rec_name = "charge_id"

    charge_id = fields.Many2one("raya.charge", required=True, readonly=True, index=True, ondelete="cascade")
    workorder_id = fields.Many2one(related="charge_id.workorder_id", store=True, index=True)
    state = fields.Selection(related="charge_id.state", store=True)
    company_id = fields.Many2one(related="charge_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(related="charge_id.kind")
    product_id = fields.Many2one(related="charge_id.product_id")
    payer_kind = fields.Selection(
        [
            ("customer", "Customer"),
            ("warranty", "Warranty"),
            ("goodwill", "Goodwill"),
            ("supplier", "Supplier"),
            ("contract", "Contract"),
        ],
        "Borne By",
        required=True,
        readonly=True,
        index=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Payer",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Who is asked for the share; the supplier where something is claimed.",
    )
    percent = fields.Float("Share (%)", required=True, readonly=True, digits=(16, PERCENT_DIGITS), aggregator=None)
    reason = fields.Text("Why", compute="_compute_reason", compute_sudo=True)
    amount = fields.Monetary(readonly=True, help="At sales price, before taxes, as it was approved.")
    cost = fields.Monetary(readonly=True, groups=COSTS, help="Of the share, in the books.")
    sale_line_id = fields.Many2one(
        "sale.order.line", "Order Line", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    voucher_line_id = fields.Many2one(
        "raya.cost.voucher.line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=COSTS,
    )
    ordered_amount = fields.Monetary(
        compute="_compute_billing", store=True, help="What the order line says now, before taxes."
    )
    billed_amount = fields.Monetary(
        compute="_compute_billing", store=True, help="Posted invoices less credit notes, before taxes."
    )
    billing_status = fields.Selection(
        [("to_bill", "To Bill"), ("billed", "Billed"), ("credited", "Credited"), ("lost", "Lost")],
        compute="_compute_billing",
        store=True,
        index="btree_not_null",
        help="What became of a customer's share. Lost: its order line was cancelled or asks for nothing any more.",
    )

    _one_document = models.Constraint(
        "CHECK (num_nonnulls(sale_line_id, voucher_line_id) <= 1)",
        "A share is either asked for by an order or borne by a cost voucher.",
    )
    _is_percent = models.Constraint("CHECK (percent BETWEEN 0 AND 100)", "A share is between 0 and 100 %.")

    @api.depends("payer_kind", "charge_id", "workorder_id.goodwill_ids.reason")
    @api.depends_context("lang")
    def _compute_reason(self):
        """Why goodwill was given, and who was told why the rest is paid by whom."""
        for share in self:
            is_given = share.payer_kind == "goodwill"
            share.reason = share.workorder_id.goodwill_ids.reason if is_given else share.charge_id.reason

    @api.depends(
        "state",
        "amount",
        "sale_line_id.order_id.state",
        "sale_line_id.order_id.currency_rate",
        "sale_line_id.price_subtotal",
        "sale_line_id.product_uom_qty",
        "sale_line_id.untaxed_amount_invoiced",
        "sale_line_id.qty_invoiced_posted",
        "sale_line_id.invoice_lines.parent_state",
    )
    def _compute_billing(self):
        for share in self:
            line = share.sale_line_id
            rate = line.order_id.currency_rate or 1.0
            is_open = line.order_id.state != "cancel"
            share.ordered_amount = share.currency_id.round(line.price_subtotal / rate) if is_open else 0.0
            share.billed_amount = share.currency_id.round(line.untaxed_amount_invoiced / rate)
            share.billing_status = share._get_billing_status()

    def _get_billing_status(self):
        """What the order line and its posted invoices say; nothing where the customer had nothing to pay."""
        line, uom = self.sale_line_id, self.sale_line_id.product_uom_id
        is_zero = self.currency_id.is_zero
        is_reversed, is_billed = self.state == "reversed", not is_zero(self.billed_amount)
        # Posted invoices stand whatever became of the order or the report.
        if is_billed and (is_reversed or uom.compare(line.qty_invoiced_posted, line.product_uom_qty) >= 0):
            return "billed"
        if self.state != "frozen" or self.payer_kind != "customer":
            return False
        if is_zero(self.amount) and is_zero(self.ordered_amount):
            return False
        if self._is_credited(is_billed):
            return "credited"
        return "lost" if is_zero(self.ordered_amount) else "to_bill"

    def _is_credited(self, is_billed):
        """Whether all of it was invoiced once, and credited, perhaps without a fee that was kept.

        :param is_billed: whether something of its price stands on posted invoices
        """
        posted = self.sale_line_id.invoice_lines.filtered(lambda item: item.parent_state == "posted")
        types = posted.grouped("move_type")
        if "out_refund" not in types or not is_billed:
            return "out_refund" in types
        line = self.sale_line_id
        asked = sum(
            item.product_uom_id._compute_quantity(item.quantity, line.product_uom_id)
            for item in types.get("out_invoice", posted.browse())
        )
        return line.product_uom_id.compare(asked, line.product_uom_qty) >= 0

    @api.model
    def _prepare_shares_values(self, values, decision):
        """Values of the shares of one charge.

        :param values: of the charge, with ``amount`` and ``customer_amount``
        :param decision: ``tools.coverage.Decision`` about it
        :return: list of values, in the order in which the shares are rounded
        """
        job = self.env["raya.workorder"].browse(values["workorder_id"])
        round_amount = job.company_id.currency_id.round
        paid, whole = values["customer_amount"], values["amount"]
        rows = self._prepare_part_values(job._get_paying_partners(), 100.0 - decision.share, paid, round_amount)
        borne = self._get_bearers(decision)
        return rows + self._prepare_part_values(borne, decision.share, round_amount(whole - paid), round_amount)

    @api.model
    def _prepare_part_values(self, payers, percent, amount, round_amount):
        """Values of the shares of those who pay one part of a charge.

        :param payers: list of tuples: kind of the payer, ``res.partner``, what they pay in proportion to the others
        :param percent: of the whole that this part is
        :param amount: of this part
        """
        if not percent:
            return []
        parts = [part for _kind, _partner, part in payers]
        percents = split_amount(percent, parts, lambda value: round(value, PERCENT_DIGITS))
        amounts = split_amount(amount, parts, round_amount)
        return [
            {"payer_kind": kind, "partner_id": partner.id, "percent": own_percent, "amount": own_amount}
            for (kind, partner, _part), own_percent, own_amount in zip(payers, percents, amounts, strict=True)
        ]

    @api.model
    def _get_bearers(self, decision):
        """Who bears what the customer does not pay, as tuples of :meth:`_prepare_part_values`."""
        claimed = decision.shares.get(SUPPLIER, 0.0)
        claim_line = self.env["raya.warranty.policy.line"].browse(decision.claim.get("line_id"))
        bearers = [
            # What is claimed is rounded by itself.
            ("supplier", claim_line.policy_id.partner_id, claimed),
            ("warranty", self.env["res.partner"], decision.shares.get(COMPANY, 0.0)),
            ("goodwill", self.env["res.partner"], decision.shares.get(GOODWILL, 0.0)),
        ]
        return [bearer for bearer in bearers if bearer[-1]]

    @api.model
    def _order_others(self, charges):
        """Ask the other payers of a job for their shares: each by an order of their own.

        The work itself, with the moves of its parts, stands on the order of the first payer; the others get a line
        for their share of its price. Together the lines come to what one payer would have been asked for.

        :param charges: ``raya.charge`` whose order lines are for the whole of what customers pay
        """
        shares = charges.share_ids._get_customers()
        others = (shares - charges._get_first_shares()).filtered("charge_id.sale_line_id")
        for company, company_shares in others.grouped("company_id").items():
            company_shares = company_shares.with_company(company)
            orders = company_shares._get_other_orders()
            lines = company_shares._put_on_other_orders(orders, company._raya_get_share_product())
            for share, line in zip(company_shares, lines, strict=True):
                share.sale_line_id = line
                line.qty_delivered = line.product_uom_qty
            for charge in company_shares.charge_id:
                own = charge.share_ids._get_customers()
                self.env["raya.pricing"]._split_lines([share.sale_line_id for share in own], own.mapped("percent"))
            orders._raya_drop_undone()

    def _get_other_orders(self):
        """One order for each job and payer, in the currency of the order of the first payer: the estimate that they
        accepted, else a new draft."""
        first = {share.workorder_id: share.charge_id.sale_line_id.order_id for share in self}
        orders, values_list = self.env["sale.order"], []
        for job, partner in dict.fromkeys((share.workorder_id, share.partner_id) for share in self):
            accepted = job._get_accepted_estimates().filtered(
                lambda order, payer=partner, own=first[job]: (
                    order.partner_id == payer and order.currency_id == own.currency_id
                )
            )[:1]
            if accepted:
                accepted._raya_take_work(job)
                orders |= accepted
            else:
                values_list.append(
                    {
                        **job._prepare_sale_order_values(),
                        "partner_id": partner.id,
                        "pricelist_id": first[job].pricelist_id.id,
                    }
                )
        return orders | orders.create(values_list)

    def _put_on_other_orders(self, orders, product):
        """A line for each of these shares: that by which its payer was asked before, else a new one.

        :param orders: ``sale.order`` of the other payers
        :param product: the service that stands for a share
        :return: list of ``sale.order.line``
        """
        lines, new = {}, {}
        for share in self:
            order = orders.filtered(
                lambda order, own=share: (
                    (order.raya_workorder_id, order.partner_id) == (own.workorder_id, own.partner_id)
                )
            )
            values = share._prepare_sale_line_values(order, product)
            planned = share.charge_id._get_planned_line(order)
            if planned:
                planned.write(values)
                lines[share] = planned
            else:
                new[share] = values
        lines.update(zip(new, orders.order_line.create(list(new.values())), strict=True))
        return [lines[share] for share in self]

    def _prepare_sale_line_values(self, order, product):
        """
        :param order: ``sale.order`` of the payer of this share
        :param product: the service that stands for a share
        """
        return {
            **self.charge_id.sale_line_id._raya_prepare_share_values(order, product),
            "name": self._get_share_text(order.partner_id.lang),
            "raya_is_charged": True,
        }

    def _get_share_text(self, lang):
        """What a payer reads about their share of a line of work, in their language."""
        return self._write_share_text(self.product_id, self.percent, lang)

    @api.model
    def _write_share_text(self, product, percent, lang):
        product = product.with_context(lang=lang or self.env.lang)
        share = product.env["res.lang"]._raya_format_number(percent)
        return product.env._("Share of %(work)s: %(percent)s %%", work=product.display_name, percent=share)

    def _split_cost(self, cost):
        """These shares carry a cost in proportion to their percents."""
        costs = split_amount(cost, self.mapped("percent"), self.currency_id.round) if self else []
        for share, own_cost in zip(self, costs, strict=True):
            share.cost = own_cost

    def _get_customers(self):
        """The shares that customers are asked for."""
        return self.filtered(lambda share: share.payer_kind == "customer")

    def _get_voucher_reason(self):
        """Why the company bears this share: one of ``REASONS``."""
        return "goodwill" if self.payer_kind == "goodwill" else "warranty"

    def _get_borne(self):
        """The shares that the company bears, whatever it claims from somebody for them."""
        return self - self._get_customers()
