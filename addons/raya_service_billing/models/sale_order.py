from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["raya.estimate.mixin", "sale.order", "raya.linked.mixin"]
    _linked_fields = frozenset(
        {"raya_workorder_id", "raya_version", "raya_estimate_of_id", "raya_estimate_number", "raya_estimate_result"}
        | {"raya_share_percent"}
    )

    raya_workorder_id = fields.Many2one(
        "raya.workorder",
        "Work Order",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        groups="raya_service_base.group_service_user",
    )

    raya_version = fields.Integer(
        "Version of the Report",
        default=1,
        copy=False,
        readonly=True,
        aggregator=None,
        groups="raya_service_base.group_service_user",
    )

    raya_estimate_amount = fields.Monetary(
        "Estimated",
        compute="_compute_raya_estimate_amount",
        store=True,
        copy=False,
        groups="raya_service_base.group_service_user",
        help="Before taxes, as the customer was asked.",
    )
    raya_estimate_difference = fields.Monetary(
        "More Than Before",
        compute="_compute_raya_estimate_difference",
        compute_sudo=True,
        groups="raya_service_base.group_service_user",
        help="Than the estimate that it revises.",
    )
    raya_estimate_deviation = fields.Monetary(
        "More Than Estimated",
        compute="_compute_raya_estimate_deviation",
        store=True,
        groups="raya_service_base.group_service_user",
        help="What the approved work costs the customer, less what they were asked: how accurate the estimate was.",
    )

    _raya_workorder_unique = models.UniqueIndex(
        "(raya_workorder_id, raya_version, partner_id) WHERE raya_workorder_id IS NOT NULL",
        "This payer has their sales order of this version of the work order already.",
    )

    @api.constrains("state")
    def _check_not_taken_back(self):
        # Whoever sells may read no work orders.
        self.sudo().filtered("raya_workorder_id").order_line._raya_check_not_taken_back()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_charged(self):
        # Lines of a deleted order go with it, and nobody asks them.
        self.order_line._raya_check_not_charged()

    def _prepare_invoice(self):
        values = super()._prepare_invoice()
        # Whoever invoices need not see the work order.
        workorder = self.sudo().raya_workorder_id
        if workorder:
            values["raya_workorder_id"] = workorder.id
        return values

    def _get_invoiceable_lines(self, final=False):
        """What was credited, and of whose price a part was kept, is asked for by no invoice a second time."""
        return super()._get_invoiceable_lines(final=final).filtered(lambda line: not line._raya_is_settled())

    def action_raya_open_workorder(self):
        return self.raya_workorder_id._get_records_action()

    def _raya_get_covered_charges(self):
        """Work of these jobs that the customer does not pay, for their papers."""
        # Whoever prints may read no work order.
        return self.sudo().raya_workorder_id._get_covered_on_paper()

    def _raya_get_open_amount(self):
        """What is not paid of these orders, with taxes, in the currency of their companies; see
        :meth:`_raya_get_paid_amount`."""
        standing = self.filtered(lambda order: order.state != "cancel")
        asked = sum(order.amount_total / (order.currency_rate or 1.0) for order in standing)
        return asked - standing._raya_get_paid_amount()

    def _raya_get_paid_amount(self):
        """What was paid of these orders, with taxes, in the currency of their companies: their part of posted invoices,
        advances included, and what was paid online and pays no invoice yet.

        Without what technicians took on site: each receipt is of one job, whichever invoice it is matched with.
        """
        paid = 0.0
        for order in self:
            items = order.order_line.invoice_lines.filtered(lambda item: item.parent_state == "posted")
            for move, own in items.grouped("move_id").items():
                total = -move.direction_sign * sum(own.mapped("price_total"))
                paid += total * move._raya_get_paid_part() / (order.currency_rate or 1.0)
        return paid + self._raya_get_unused_payments()

    def _raya_get_unused_payments(self):
        """What customers paid online for these orders and no invoice has used, in the currency of their companies."""
        payments = self.transaction_ids.filtered(lambda transaction: transaction.state == "done").payment_id
        items = payments.move_id.line_ids.filtered(
            lambda item: item.account_type == "asset_receivable" and item.parent_state == "posted"
        )
        without_entry = payments.filtered(lambda payment: not payment.move_id and not payment.invoice_ids)
        return -sum(items.mapped("amount_residual")) + sum(without_entry.mapped("amount_company_currency_signed"))

    def _get_update_prices_lines(self):
        """What was approved at a price keeps it."""
        return super()._get_update_prices_lines()._raya_get_unpriced()

    def _raya_take_back(self, lines):
        """The reports of these orders were opened again: their work is ordered no more.

        What else somebody put on an order stays on it.

        :param lines: ``sale.order.line`` of the work, credited already
        """
        self.filtered("locked").action_unlock()
        others = self.filtered(
            lambda order: order.order_line.filtered(lambda line: line.product_id and line.product_uom_qty) - lines
        )
        taken = lines.filtered(lambda line: line.order_id in others)
        for line in taken:
            line.product_uom_qty = 0.0
            if line.qty_delivered_method == "manual":
                line.qty_delivered = 0.0
        (self - others).filtered(lambda order: order.state != "cancel")._action_cancel()

    def _raya_check_no_advance(self):
        """:raises UserError: names an order on which the customer was asked for an advance"""
        advances = self.order_line.filtered(lambda line: line.is_downpayment and line.qty_invoiced_posted)
        if advances:
            order = advances[0].order_id
            raise UserError(
                self.env._(
                    "An advance payment of %(order)s is invoiced. Have the accountant credit it, then amend %(job)s.",
                    order=order.name,
                    job=order.raya_workorder_id.name,
                )
            )
