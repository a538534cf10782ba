from odoo import api, fields, models

from odoo.addons.raya_service_base.tools.notices import notice


class RayaFieldPaymentHandOver(models.TransientModel):
    """Asks the cashier into which cash journal the cash of a technician goes."""

    _name = "raya.field.payment.hand.over"
    _description = "Hand over cash"
    _inherit = ["raya.form.mixin"]

    payment_ids = fields.Many2many(
        "raya.field.payment",
        string="Payments on Site",
        default=lambda self: self.env.context.get("active_ids"),
        required=True,
    )
    user_id = fields.Many2one("res.users", "Technician", compute="_compute_amount")
    company_id = fields.Many2one("res.company", compute="_compute_amount")
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(compute="_compute_amount", help="Count it before you take it over.")
    journal_id = fields.Many2one(
        "account.journal",
        "Into",
        compute="_compute_journal_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        domain="[('id', 'in', journal_ids)]",
    )
    journal_ids = fields.Many2many("account.journal", compute="_compute_journal_ids")

    @api.depends("payment_ids")
    def _compute_amount(self):
        for form in self:
            form.user_id = form.payment_ids.user_id[:1]
            form.company_id = form.payment_ids.company_id[:1]
            form.amount = sum(form.payment_ids.mapped("amount"))

    @api.depends("payment_ids")
    def _compute_journal_ids(self):
        for form in self:
            form.journal_ids = form.payment_ids._get_office_journals(form.company_id)

    @api.depends("journal_ids")
    def _compute_journal_id(self):
        for form in self:
            form.journal_id = form.journal_ids[:1]._origin

    def action_hand_over(self):
        self.ensure_one()
        self.payment_ids._hand_over(self.journal_id)
        return notice(
            self.env._(
                "%(amount)s of %(technician)s is in %(journal)s now.",
                amount=self.env["res.lang"]._raya_format_amount(self.amount, self.currency_id),
                technician=self.user_id.name,
                journal=self.journal_id.name,
            )
        )
