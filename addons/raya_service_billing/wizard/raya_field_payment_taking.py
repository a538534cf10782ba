from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.raya_service_base.tools import locking
from odoo.addons.raya_service_base.tools.notices import notice


class RayaFieldPaymentTaking(models.TransientModel):
    """Asks the technician what the customer pays on site; what is owed is proposed."""

    _name = "raya.field.payment.taking"
    _description = "Take a payment on site"
    _inherit = ["raya.form.mixin"]

    workorder_id = fields.Many2one(
        "raya.workorder", "Work Order", default=lambda self: self.env.context.get("active_id"), required=True
    )
    company_id = fields.Many2one(related="workorder_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_ids = fields.Many2many("res.partner", compute="_compute_partner_ids", compute_sudo=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Paid By",
        compute="_compute_partner_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        domain="[('id', 'in', partner_ids)]",
    )
    owed = fields.Monetary(compute="_compute_owed", help="With taxes, less what was taken before.")
    amount = fields.Monetary(compute="_compute_amount", store=True, precompute=True, readonly=False, required=True)
    way = fields.Selection([("cash", "Cash"), ("card", "Card")], "Paid In", default="cash", required=True)
    is_more = fields.Boolean(compute="_compute_is_more")
    note = fields.Char("Why More", help="Such as an advance; it stays the customer's credit until it is invoiced.")

    payment_id = fields.Many2one("raya.field.payment", help="Was taken by this form; a form takes one payment.")

    @api.depends("workorder_id")
    def _compute_partner_ids(self):
        for form in self:
            payers = form.workorder_id._get_paying_partners() if form.workorder_id else ()
            form.partner_ids = form.env["res.partner"].union(*(partner for _kind, partner, _percent in payers))

    @api.depends("workorder_id")
    def _compute_partner_id(self):
        for form in self:
            form.partner_id = form.partner_ids[:1]._origin

    @api.depends("workorder_id", "partner_id")
    def _compute_owed(self):
        for form in self:
            form.owed = form.workorder_id._get_owed_amount(form.partner_id._origin) if form.partner_id else 0.0

    @api.depends("owed")
    def _compute_amount(self):
        for form in self:
            form.amount = form.owed

    @api.depends("owed", "amount")
    def _compute_is_more(self):
        for form in self:
            form.is_more = form.currency_id and form.currency_id.compare_amounts(form.amount, form.owed) > 0

    def action_take(self):
        """Take the payment; the receipt is shown to print or send it, again where a second tap comes.

        :raises UserError: one sentence that says what is wrong; nothing is written then
        """
        self.ensure_one()
        job = self.workorder_id
        job.check_access("write")
        # Taken twice at once, the second would not know of the first.
        locking.lock(job.sudo())
        payment = self.payment_id or self._take(job)
        return notice(
            self.env._(
                "%(amount)s taken: give or send %(receipt)s to the customer.",
                amount=job._format_amount(payment.amount),
                receipt=payment.name,
            ),
            following=payment._get_records_action(),
        )

    def _take(self, job):
        self._check_taking(job)
        values = {"workorder_id": job.id, "partner_id": self.partner_id.id, "amount": self.amount, "way": self.way}
        if self.is_more:
            values["note"] = self.note
        self.payment_id = self.env["raya.field.payment"]._take(values)
        return self.payment_id

    def _check_taking(self, job):
        job._check_customer()
        if job.state == "cancelled":
            raise UserError(self.env._("%s is cancelled: nobody pays for it.", job.display_name))
        if self.partner_id not in self.partner_ids:
            raise UserError(
                self.env._("%(partner)s does not pay for %(job)s.", partner=self.partner_id.name, job=job.display_name)
            )
        if self.currency_id.compare_amounts(self.amount, 0.0) <= 0:
            raise UserError(self.env._("Enter what the customer gives you: an amount above zero."))
        if self.is_more and not (self.note or "").strip():
            raise UserError(
                self.env._(
                    "%(customer)s owes %(owed)s for %(job)s. Take that, or write into Why More what the rest is for.",
                    customer=self.partner_id.display_name,
                    owed=job._format_amount(self.owed),
                    job=job.display_name,
                )
            )
