from odoo import api, fields, models
from odoo.exceptions import UserError

MANAGER = "raya_service_base.group_service_manager"


class RayaPriceChange(models.Model):
    """Another price that somebody gave approved work by hand: what it was, who gave it, and why."""

    _name = "raya.price.change"
    _description = "Change of a Price"
    _order = "id desc"
    _rec_name = "charge_id"

    charge_id = fields.Many2one("raya.charge", required=True, readonly=True, index=True, ondelete="cascade")
    sale_line_id = fields.Many2one("sale.order.line", readonly=True, index="btree_not_null", ondelete="set null")
    company_id = fields.Many2one(related="charge_id.company_id", store=True, precompute=True, index=True)
    user_id = fields.Many2one("res.users", "Changed By", required=True, readonly=True, ondelete="restrict")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount_before = fields.Monetary("Before", readonly=True, help="Before taxes, in the currency of the order.")
    amount_after = fields.Monetary("After", readonly=True)
    reason = fields.Text(readonly=True, help="Empty: typed on the order itself.")

    @api.model
    def _write_down(self, before):
        """Keep what the order lines of approved work asked for until now.

        :param before: dict of amounts before taxes by ``sale.order.line``
        :raises UserError: where the user gives more away than they may
        """
        changed = {
            line: amount
            for line, amount in before.items()
            if line.currency_id.compare_amounts(amount, line.price_subtotal)
        }
        if not changed:
            return self.browse()
        # Whoever sells may read no charges.
        shares = self.env["raya.charge.share"].sudo().search([("sale_line_id", "in", [line.id for line in changed])])
        for line, amount in changed.items():
            self._check_limit(line, self._get_approved_amount(line, amount))
        return self.sudo().create(
            [share._prepare_price_change_values(changed[share.sale_line_id], self.env.user) for share in shares]
        )

    @api.model
    def _get_approved_amount(self, line, before):
        """What an order line asked for when it was approved: many small steps are one large one.

        :param before: what it asks for now
        """
        first = self.sudo().search([("sale_line_id", "=", line.id)], order="id", limit=1)
        return first.amount_before if first else before

    @api.model
    def _check_limit(self, line, before):
        """:raises UserError: where the user, no manager, lowers a price by more than the company allows"""
        lang, limit = self.env["res.lang"], line.company_id.sudo().raya_discount_limit
        least = line.currency_id.round(before * (100.0 - limit) / 100.0)
        is_too_low = line.currency_id.compare_amounts(line.price_subtotal, least) < 0
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
