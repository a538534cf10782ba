from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.raya_service_base.tools import locking
from odoo.addons.raya_service_base.tools.notices import notice


class RayaInvoicing(models.TransientModel):
    """Invoices the approved work of many jobs in one step, by Odoo's own orders."""

    _name = "raya.invoicing"
    _description = "Invoice jobs"
    _inherit = ["raya.form.mixin"]

    per = fields.Selection(
        [("customer", "One per Customer"), ("job", "One per Job")],
        "Invoices",
        default="customer",
        required=True,
        help="One per customer: also per delivery address and currency, as Odoo groups orders.",
    )
    date_from = fields.Date("Approved From")
    date_to = fields.Date("Until", default=lambda self: self.env.company._raya_get_day())
    partner_ids = fields.Many2many("res.partner", string="Customers", help="Who pays. Empty: all of them.")
    order_ids = fields.Many2many(
        "sale.order",
        string="Orders",
        compute="_compute_order_ids",
        store=True,
        readonly=False,
        precompute=True,
        help="Those with approved work that no posted invoice asks for.",
    )
    is_posted = fields.Boolean("Post Them", help="Otherwise they stay drafts, to be looked at first.")
    sentence = fields.Char(compute="_compute_sentence")

    @api.depends("date_from", "date_to", "partner_ids")
    def _compute_order_ids(self):
        for form in self:
            shares = self.env["raya.charge.share"].search(form._shares_domain())
            form.order_ids = shares.sale_line_id.order_id

    @api.depends("order_ids")
    def _compute_sentence(self):
        written = self.env["res.lang"]._raya_format_number
        for form in self:
            form.sentence = self.env._(
                "%(jobs)s jobs of %(customers)s customers, %(amount)s before taxes",
                jobs=written(len(form.order_ids.raya_workorder_id)),
                customers=written(len(form.order_ids.partner_invoice_id)),
                amount=form._tell_amounts(form.order_ids, "amount_untaxed"),
            )

    def _shares_domain(self):
        """What each customer still has to be asked for of approved work: of what the form was opened from, else of the
        period."""
        context = self.env.context
        domain = Domain("state", "=", "frozen") & Domain("billing_status", "=", "to_bill")
        domain &= Domain("company_id", "in", self.env.companies.ids)
        chosen = {
            "raya.charge": "charge_id",
            "raya.charge.share": "id",
            "sale.order": "sale_line_id.order_id",
            "raya.workorder": "workorder_id",
        }
        if context.get("active_model") in chosen:
            domain &= Domain(chosen[context["active_model"]], "in", context.get("active_ids") or [])
        if self.date_from:
            domain &= Domain("charge_id.date", ">=", self.date_from)
        if self.date_to:
            domain &= Domain("charge_id.date", "<=", self.date_to)
        if self.partner_ids:
            domain &= Domain("sale_line_id.order_id.partner_id", "in", self.partner_ids.ids)
        return domain

    def _tell_amounts(self, documents, name):
        """Sums of an amount of documents, one for each currency."""
        tell = self.env["res.lang"]._raya_format_amount
        return ", ".join(
            tell(sum(same.mapped(name)), currency) for currency, same in documents.grouped("currency_id").items()
        )

    def action_invoice(self):
        """Confirm what is still a draft, invoice it, and say what was made.

        :raises UserError: when nothing of it is left to invoice
        """
        self.ensure_one()
        # Two accountants at once would invoice the same work.
        locking.lock(self.order_ids)
        self.order_ids.filtered(lambda order: order.state in ("draft", "sent")).action_confirm()
        ready = self.order_ids.filtered(lambda order: order.invoice_status == "to invoice")
        if not ready:
            raise UserError(
                self.env._(
                    "Nothing of this is left to invoice: look whether drafts of these invoices are there already."
                )
            )
        # What was paid in advance is taken off, as Odoo's own form does.
        invoices = ready._create_invoices(grouped=self.per == "job", final=True)
        if self.is_posted:
            invoices.action_post()
        return self._tell_made(invoices, ready)

    def _tell_made(self, invoices, orders):
        written = self.env["res.lang"]._raya_format_number
        message = self.env._(
            "Invoices made: %(invoices)s, of %(jobs)s jobs for %(customers)s customers, %(amount)s in all.",
            invoices=written(len(invoices)),
            jobs=written(len(orders.raya_workorder_id)),
            customers=written(len(invoices.partner_id)),
            amount=self._tell_amounts(invoices, "amount_total"),
        )
        left = len(self.order_ids) - len(orders)
        if left:
            message += " " + self.env._("Orders left out, with nothing to invoice: %s.", written(left))
        following = {**invoices._get_records_action(name=self.env._("Invoices")), "target": "main"}
        return notice(message, following=following)
