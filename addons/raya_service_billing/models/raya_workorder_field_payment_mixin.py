from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.shares import split_amount


class RayaWorkorderFieldPaymentMixin(models.AbstractModel):
    """What a customer still owes of a job, and what technicians took for it on site."""

    _name = "raya.workorder.field.payment.mixin"
    _description = "Payments on Site of a Job"

    field_payment_ids = fields.One2many("raya.field.payment", "workorder_id", "Payments on Site", readonly=True)
    field_payment_count = fields.Integer("Number of Payments on Site", compute="_compute_field_payment_count")

    @api.depends("field_payment_ids")
    def _compute_field_payment_count(self):
        for job in self:
            job.field_payment_count = len(job.field_payment_ids)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_paid(self):
        # Whoever deletes may not see what others took.
        paid = self.sudo().field_payment_ids[:1]
        if paid:
            raise UserError(
                self.env._(
                    "%(receipt)s was given for %(job)s, so it stays. Cancelled, it is out of the way.",
                    receipt=paid.name,
                    job=paid.workorder_id.display_name,
                )
            )

    def action_open_field_payments(self):
        return self.field_payment_ids._get_records_action(name=self.env._("Payments on Site"))

    def _get_owed_amount(self, partner):
        """What one payer still owes of this job; see :meth:`_get_owed_amounts`.

        :param partner: ``res.partner``
        """
        return self._get_owed_amounts().get(partner, 0.0)

    def _get_owed_amounts(self):
        """What each payer still owes of this job with taxes, in the currency of its company: by its orders and invoices
        once it is approved, before that by what an approval would charge now. What was taken on site is off.

        :return: dict by ``res.partner``, the first payer first
        """
        self.ensure_one()
        # Technicians have no right in sales and accounting.
        job = self.sudo()
        is_approved = bool(job.charge_ids._get_frozen())
        charges = {} if is_approved else job._get_charges_of_payers()
        orders = job.sale_order_ids if is_approved else job._get_accepted_estimates()
        receipts, owed = job._get_standing_receipts(), {}
        for _kind, partner, _percent in self._get_paying_partners():
            own = orders.filtered(lambda order, payer=partner: order.partner_id == payer)
            charged = own._raya_get_open_amount() if is_approved else charges[partner] - own._raya_get_paid_amount()
            taken = receipts.filtered(lambda payment, payer=partner: payment.partner_id == payer)
            owed[partner] = max(job.currency_id.round(charged - sum(taken.mapped("amount"))), 0.0)
        return owed

    def _get_standing_receipts(self):
        return self.field_payment_ids.filtered(lambda payment: payment.state != "cancelled")

    def _is_paid_on_site(self):
        """Whether technicians took something for this job, and none of its payers owes anything any more."""
        self.ensure_one()
        # As above.
        return bool(self.sudo()._get_standing_receipts()) and not any(self._get_owed_amounts().values())

    def _on_cancel(self):
        result = super()._on_cancel()
        # As above.
        for job in self.sudo().filtered(lambda job: job._get_standing_receipts()):
            receipts = job._get_standing_receipts()
            job.message_post(
                body=self.env._(
                    "%(amount)s was taken on site for this job (%(receipts)s). It stays the customer's credit, until an"
                    " accountant pays it back or cancels the receipt.",
                    amount=job._format_amount(sum(receipts.mapped("amount"))),
                    receipts=", ".join(receipts.mapped("name")),
                ),
                subtype_xmlid="mail.mt_note",
            )
        return result

    def _get_charges_of_payers(self):
        """What each payer would be charged with taxes if the report were approved now, as dict by ``res.partner``."""
        [works] = self._decide_works(self.currency_id)
        day = self.company_id._raya_get_day()
        total = sum(
            line.currency_id._convert(line.price_total, self.currency_id, self.company_id, day)
            for line in (each.order_line for each, _decision in works)
        )
        payers = self._get_paying_partners()
        parts = split_amount(total, [percent for _kind, _partner, percent in payers], self.currency_id.round)
        return {partner: part for (_kind, partner, _percent), part in zip(payers, parts, strict=True)}
