from odoo import api, fields, models
from odoo.exceptions import UserError

USERS = "raya_service_base.group_service_user"
OPEN = ("draft", "sent")


class RayaEstimateMixin(models.AbstractModel):
    """What a job would cost its customer: a quotation, sent, signed, paid and printed as every other one."""

    _name = "raya.estimate.mixin"
    _description = "Estimate of a Job"

    raya_estimate_of_id = fields.Many2one(
        "raya.workorder",
        "Estimate of",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        groups=USERS,
    )
    raya_estimate_number = fields.Integer(
        "Number of the Estimate",
        copy=False,
        readonly=True,
        aggregator=None,
        groups=USERS,
        help="Of its job: the second one revises the first.",
    )
    raya_estimate_result = fields.Selection(
        [("accepted", "Accepted"), ("refused", "Refused"), ("replaced", "Replaced")],
        "Result of the Estimate",
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups=USERS,
        help="Replaced: a revised estimate, or the work itself, came in its place.",
    )

    raya_share_percent = fields.Float(
        "Share of This Payer (%)",
        default=100.0,
        copy=False,
        readonly=True,
        aggregator=None,
        digits=(16, 2),
        groups=USERS,
        help="Of what the company does not bear. Each payer has a quotation of their own; the work begins when all"
        " have accepted.",
    )

    @api.depends("amount_untaxed", "state", "raya_estimate_of_id")
    def _compute_raya_estimate_amount(self):
        for order in self:
            is_asked = order.raya_estimate_of_id and order.state in OPEN
            order.raya_estimate_amount = order.amount_untaxed if is_asked else order.raya_estimate_amount

    @api.depends("raya_estimate_of_id", "raya_estimate_amount")
    def _compute_raya_estimate_difference(self):
        for order in self:
            before = order._raya_get_revised()
            order.raya_estimate_difference = order.raya_estimate_amount - before.raya_estimate_amount if before else 0.0

    @api.depends(
        "raya_estimate_amount",
        "amount_untaxed",
        "raya_estimate_of_id",
        "raya_workorder_id.sale_order_ids.amount_untaxed",
        "raya_workorder_id.sale_order_ids.state",
    )
    def _compute_raya_estimate_deviation(self):
        """What who pays is asked for in the end, less what was estimated; with the first payer count those who were
        not asked before."""
        for order in self:
            asked = order.raya_workorder_id.sale_order_ids.filtered(
                lambda other, own=order: (
                    other.raya_version == own.raya_version
                    and other.state != "cancel"
                    and other not in own._raya_get_siblings()
                    and own == own._raya_get_siblings()[:1]
                )
            )
            is_done = order.raya_estimate_of_id and order.raya_workorder_id
            order.raya_estimate_deviation = (
                sum((asked | order).mapped("amount_untaxed")) - order.raya_estimate_amount if is_done else 0.0
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shared(self):
        """What others were asked for would not come to the whole any more."""
        # Whoever sells may read no jobs.
        shared = self.sudo().filtered(lambda order: order._raya_is_shared())[:1]
        if shared:
            raise UserError(
                self.env._(
                    "%(order)s asks for a share of %(job)s, and others are asked for the rest. Make another estimate from"
                    " the job instead.",
                    order=shared.name,
                    job=shared.raya_estimate_of_id.name,
                )
            )

    def action_draft(self):
        """What a customer was asked and answered stands: who asks again makes another estimate."""
        # Whoever sells may read no jobs.
        estimate = self.sudo().filtered("raya_estimate_of_id")[:1]
        if estimate:
            raise UserError(
                self.env._(
                    "%(order)s was an estimate of %(job)s. Make a new estimate from the job.",
                    order=estimate.name,
                    job=estimate.raya_estimate_of_id.name,
                )
            )
        return super().action_draft()

    def action_raya_open_estimated_job(self):
        return self.raya_estimate_of_id._get_records_action()

    def _action_confirm(self):
        result = super()._action_confirm()
        # Customers accept without any right on jobs.
        for order in self.sudo().filtered("raya_estimate_of_id"):
            order.write({"raya_estimate_result": "accepted", "raya_estimate_amount": order.amount_untaxed})
            order.order_line._raya_keep_agreed_prices()
            order.raya_estimate_of_id._on_estimate_accepted(order)
        return result

    def _action_cancel(self):
        # As above; what was replaced, or is the order of approved work by now, is refused by nobody.
        refused = self.sudo().filtered(
            lambda order: (
                order.raya_estimate_of_id
                and not order.raya_workorder_id
                and order.raya_estimate_result in (False, "accepted")
            )
        )
        result = super()._action_cancel()
        refused.raya_estimate_result = "refused"
        for order in refused:
            order.raya_estimate_of_id._on_estimate_refused(order)
        return result

    def _raya_get_revised(self):
        """The estimate of the same job and payer that this one revises: the last one that they did not refuse."""
        earlier = self.raya_estimate_of_id.estimate_ids.filtered(
            lambda order: (
                order.raya_estimate_number < self.raya_estimate_number
                and order.raya_estimate_result != "refused"
                and order.partner_id == self.partner_id
            )
        )
        return earlier.sorted("raya_estimate_number")[-1:]

    def _raya_get_siblings(self):
        """The quotations of one estimate: this one, and those of others who pay; that for the work itself first."""
        return self.raya_estimate_of_id.estimate_ids.filtered(
            lambda order: order.raya_estimate_number == self.raya_estimate_number
        ).sorted("id")

    def _raya_is_accepted(self):
        """Whether who is asked by this quotation said yes, and no approved work stands on it yet."""
        return self.raya_estimate_result == "accepted" and self.state == "sale" and not self.raya_workorder_id

    def _raya_is_shared(self):
        """Whether others pay by quotations of their own what this one does not ask for."""
        return bool(self.raya_estimate_of_id) and self.raya_share_percent < 100

    def _raya_take_work(self, job):
        """This accepted quotation becomes an order of the approved work of its job."""
        self.filtered("locked").action_unlock()
        self.write({"raya_workorder_id": job.id, "raya_version": job.version})

    def _raya_replace(self):
        """Something came in the place of these estimates: nobody accepts them any more."""
        if self:
            self.filtered("locked").action_unlock()
            self.raya_estimate_result = "replaced"
            self._action_cancel()

    def _raya_drop_undone(self):
        """The work is done: the customer does not pay what was planned beside it."""
        self.order_line.filtered(lambda line: line.raya_is_planned and not line.raya_is_charged).product_uom_qty = 0.0

    def _raya_note_difference(self):
        """The customer reads on a revised estimate what it comes to, and how much more that is."""
        before = self._raya_get_revised()
        if not before:
            return
        order = self.with_context(lang=self.partner_id.lang or self.env.lang)
        text = order.env._(
            "Revised estimate %(number)s: %(now)s instead of %(before)s before taxes, a difference of %(difference)s.",
            number=self.env["res.lang"]._raya_format_number(self.raya_estimate_number),
            now=order._raya_format(self.raya_estimate_amount),
            before=order._raya_format(before.raya_estimate_amount),
            difference=order._raya_format(self.raya_estimate_difference),
        )
        self.order_line.create(
            {"order_id": self.id, "display_type": "line_note", "name": text, "sequence": len(self.order_line) + 1}
        )

    def _raya_format(self, amount):
        return self.env["res.lang"]._raya_format_amount(amount, self.currency_id)
