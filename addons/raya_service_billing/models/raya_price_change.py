from odoo import api, fields, models
from odoo.exceptions import UserError

MANAGER = "raya_service_base.group_service_manager"


class RayaPriceChange(models.Model):
    """Another price that somebody gave the work of a job by hand: what it was, who gave it, and why."""

    _name = "raya.price.change"
    _description = "Change of a Price"
    _order = "id desc"
    _rec_name = "workorder_id"

    charge_id = fields.Many2one("raya.charge", readonly=True, index="btree_not_null", ondelete="cascade")
    workorder_id = fields.Many2one(
        "raya.workorder", "Work Order", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    sale_line_id = fields.Many2one("sale.order.line", readonly=True, index="btree_not_null", ondelete="set null")
    is_planned = fields.Boolean(
        "On the Estimate", readonly=True, help="Given before the work was approved: the customer was asked for it."
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    user_id = fields.Many2one("res.users", "Changed By", required=True, readonly=True, ondelete="restrict")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount_before = fields.Monetary("Before", readonly=True, help="Before taxes, in the currency of the order.")
    amount_after = fields.Monetary("After", readonly=True)
    reason = fields.Text(readonly=True, help="Empty: typed on the order or the invoice itself.")

    @api.model
    def _write_down(self, before):
        """Keep what the order lines of planned or approved work asked for until now.

        :param before: dict of amounts before taxes by ``sale.order.line``
        :raises UserError: where the user gives more away than they may
        """
        return self._keep({line: (amount, line.price_subtotal) for line, amount in before.items()})

    @api.model
    def _write_down_invoiced(self, invoices):
        """Keep what order lines ask for where posted invoices ask for another price of approved work.

        :param invoices: ``account.move``
        :raises UserError: as above
        """
        # Whoever posts may read no orders.
        items = invoices.sudo().filtered(lambda move: move.move_type == "out_invoice").invoice_line_ids
        amounts = {}
        for item in items.filtered(lambda item: item.sale_line_ids.filtered("raya_is_charged")):
            line = item.sale_line_ids[0]
            amount = line._raya_get_invoiced_price(item)
            last = self.sudo().search([("sale_line_id", "=", line.id)], limit=1) if amount is not None else self
            # An invoice may be posted again.
            if amount is not None and (last.amount_before, last.amount_after) != (line.price_subtotal, amount):
                amounts[line] = (line.price_subtotal, amount)
        return self._keep(amounts)

    @api.model
    def _keep(self, amounts):
        """
        :param amounts: dict by ``sale.order.line`` of what it asked for, and what is asked for instead
        """
        changed = {
            line: (before, after)
            for line, (before, after) in amounts.items()
            if line.currency_id.compare_amounts(before, after)
        }
        if not changed:
            return self.browse()
        for line, (before, after) in changed.items():
            self._check_limit(line, self._get_approved_amount(line, before), after)
        # Whoever sells may read no charges.
        shares = self.env["raya.charge.share"].sudo().search([("sale_line_id", "in", [line.id for line in changed])])
        charges = {share.sale_line_id.id: share.charge_id for share in shares}
        return self.sudo().create(
            [
                self._prepare_values(line.sudo(), charges.get(line.id, shares.charge_id[:0]), *asked)
                for line, asked in changed.items()
            ]
        )

    @api.model
    def _prepare_values(self, line, charge, before, after):
        """
        :param line: ``sale.order.line``
        :param charge: what it is for, empty as long as that is planned
        """
        job = charge.workorder_id or line.order_id.raya_estimate_of_id
        return {
            "charge_id": charge.id,
            "workorder_id": job.id,
            "sale_line_id": line.id,
            "is_planned": not line.raya_is_charged,
            "company_id": line.company_id.id,
            "user_id": self.env.user.id,
            "currency_id": line.currency_id.id,
            "amount_before": before,
            "amount_after": after,
        }

    @api.model
    def _join(self, charges):
        """Planned work is done: what its prices were before stands beside its charges."""
        lines = {charge.sale_line_id: charge for charge in charges}
        changes = self.search([("sale_line_id", "in", charges.sale_line_id.ids), ("charge_id", "=", False)])
        for change in changes:
            change.charge_id = lines[change.sale_line_id]

    @api.model
    def _get_approved_amount(self, line, before):
        """What an order line asked for when it was planned, or when it was approved: many small steps are one large one.

        :param before: what it asks for now
        """
        domain = [("sale_line_id", "=", line.id), ("is_planned", "=", not line.raya_is_charged)]
        first = self.sudo().search(domain, order="id", limit=1)
        return first.amount_before if first else before

    @api.model
    def _check_limit(self, line, before, after):
        """:raises UserError: where the user, no manager, lowers a price by more than the company allows"""
        lang, limit = self.env["res.lang"], line.company_id.sudo().raya_discount_limit
        least = line.currency_id.round(before * (100.0 - limit) / 100.0)
        is_too_low = line.currency_id.compare_amounts(after, least) < 0
        if limit and is_too_low and not self.env.su and not self.env.user.has_group(MANAGER):
            raise UserError(
                self.env._(
                    "%(line)s was %(before)s. You may lower approved prices by %(limit)s %% at most, to %(least)s."
                    " Ask a service manager to give more away.",
                    line=line.product_id.display_name,
                    before=lang._raya_format_amount(before, line.currency_id),
                    limit=lang._raya_format_number(limit),
                    least=lang._raya_format_amount(least, line.currency_id),
                )
            )
