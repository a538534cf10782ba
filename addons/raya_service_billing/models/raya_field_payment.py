from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.raya_service_base.tools import locking
from odoo.addons.raya_service_base.tools.notices import notice

# The journal of each way to pay, of a company.
JOURNALS = {"cash": "raya_field_cash_journal_id", "card": "raya_field_card_journal_id"}


class RayaFieldPayment(models.Model):
    """Money that a technician took from a customer on site, and the receipt for it.

    The program posts it as a payment of Odoo. Cash stays with the technician until a cashier has taken it over.
    """

    _name = "raya.field.payment"
    _description = "Payment on Site"
    _inherit = ["mail.thread", "raya.transition.mixin", "raya.number.mixin", "raya.print.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"
    _sequence_code = "raya.field.payment"
    _protected_fields = frozenset(
        {
            *("state", "workorder_id", "company_id", "user_id", "partner_id", "date", "amount", "way", "note"),
            *("payment_id", "hand_over_move_id", "handed_over_by_id", "date_handed_over", "cancel_reason"),
        }
    )

    workorder_id = fields.Many2one(
        "raya.workorder",
        "Work Order",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(
        "res.users", "Technician", required=True, readonly=True, index=True, ondelete="restrict", help="Who took it."
    )
    partner_id = fields.Many2one(
        "res.partner", "Paid By", required=True, readonly=True, index=True, ondelete="restrict", check_company=True
    )
    date = fields.Date(required=True, readonly=True)
    amount = fields.Monetary(required=True, readonly=True)
    way = fields.Selection([("cash", "Cash"), ("card", "Card")], "Paid In", required=True, readonly=True, index=True)
    note = fields.Char("Why More", readonly=True, help="Than the customer owed.")
    state = fields.Selection(
        [("taken", "Taken"), ("handed_over", "Handed Over"), ("cancelled", "Cancelled")],
        default="taken",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    payment_id = fields.Many2one(
        "account.payment",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        groups="raya_service_base.group_service_accountant",
    )
    credit = fields.Monetary(
        "Customer's Credit",
        compute="_compute_credit",
        compute_sudo=True,
        help="What is matched with no invoice yet.",
    )
    hand_over_move_id = fields.Many2one(
        "account.move",
        "Hand-over",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        groups="raya_service_base.group_service_accountant",
    )
    handed_over_by_id = fields.Many2one("res.users", "Taken Over By", readonly=True, copy=False, ondelete="restrict")
    date_handed_over = fields.Datetime("Handed Over On", readonly=True, copy=False)
    cancel_reason = fields.Char("Why Cancelled", readonly=True, copy=False)

    _amount_positive = models.Constraint("CHECK (amount > 0)", "Enter an amount above zero.")

    @api.depends("payment_id.move_id.line_ids.amount_residual", "state")
    def _compute_credit(self):
        for payment in self:
            residuals = payment._get_receivable_items().mapped("amount_residual")
            payment.credit = -sum(residuals) if payment.state != "cancelled" else 0.0

    def _get_transitions(self):
        return super()._get_transitions() | {
            ("taken", "handed_over"),
            ("handed_over", "taken"),
            ("taken", "cancelled"),
        }

    # Taking

    @api.model
    def _take(self, values):
        """Write down what the user takes on site, and post it.

        :param dict values: ``workorder_id``, ``partner_id``, ``amount``, ``way`` and ``note``
        :return: the new record
        :raises UserError: where the company has no journal for it; nothing is written then
        """
        job = self.env["raya.workorder"].browse(values["workorder_id"])
        # Technicians neither make receipts by hand nor have a right in accounting.
        taken = self.sudo().create(
            {
                **values,
                "company_id": job.company_id.id,
                "user_id": self.env.user.id,
                "date": job.company_id._raya_get_day(),
            }
        )
        taken._create_payment()
        taken._match()
        return taken.with_env(self.env)

    def _create_payment(self):
        self.ensure_one()
        journal = self._get_journal()
        Payment = self.env["account.payment"].with_company(self.company_id)
        self.payment_id = Payment.create(self._prepare_payment_values(journal))
        if self.way == "cash":
            # Cash is where it is: nothing waits for a statement of a bank.
            self.payment_id.outstanding_account_id = journal.default_account_id
        self.payment_id.action_post()

    def _prepare_payment_values(self, journal):
        return {
            "payment_type": "inbound",
            "partner_type": "customer",
            "partner_id": self.partner_id.commercial_partner_id.id,
            "amount": self.amount,
            "currency_id": self.currency_id.id,
            "company_id": self.company_id.id,
            "date": self.company_id._raya_get_open_day(journal),
            "memo": f"{self.name} {self.workorder_id.name}",
            "journal_id": journal.id,
            "payment_method_line_id": journal._get_available_payment_method_lines("inbound")[:1].id,
        }

    def _get_journal(self):
        """``account.journal`` of the way in which this is paid.

        :raises UserError: names the setting that is missing
        """
        company, name = self.company_id.sudo(), JOURNALS[self.way]
        if not company[name]:
            raise UserError(
                self.env._(
                    "%(company)s cannot take this payment yet. Ask an administrator to set in Settings / Service:"
                    " %(setting)s.",
                    company=company.display_name,
                    setting=company._fields[name]._description_string(self.env),
                )
            )
        return company[name]

    # Matching with invoices

    def _get_receivable_items(self):
        """Journal items by which the customer's account is credited."""
        items = self.payment_id.move_id.line_ids
        return items.filtered(lambda item: item.account_type == "asset_receivable" and item.parent_state == "posted")

    def _match(self):
        """Match these payments with the posted invoices of their jobs, the oldest first; what is too much stays the
        customer's credit. In superuser mode."""
        for payment in self.filtered(lambda each: each.state != "cancelled").sorted("id"):
            invoices = payment.workorder_id.sale_order_ids.invoice_ids
            own = payment._get_receivable_items().filtered(lambda item: not item.reconciled)
            for invoice in invoices.filtered(lambda move: move.move_type == "out_invoice").sorted("date"):
                open_items = invoice.line_ids.filtered(
                    lambda item, own=own: (
                        item.account_id == own.account_id
                        and item.partner_id == own.partner_id
                        and item.parent_state == "posted"
                        and not item.reconciled
                    )
                )
                if open_items and not all(own.mapped("reconciled")):
                    (own | open_items).reconcile()

    @api.model
    def _find_of_entries(self, entries):
        """The payments that stand, of which these ``account.move`` are the entries. In superuser mode."""
        return self.search([("state", "!=", "cancelled"), ("payment_id.move_id", "in", entries.ids)])

    # Hand-over

    def _hand_over(self, journal):
        """Move this cash into a journal of the office, by one posted entry.

        :param journal: ``account.journal``
        :raises UserError: names what cannot be handed over together
        """
        self._check_hand_over(journal)
        locking.lock(self)
        self._transition("handed_over", only_from="taken")
        # The entry is the program's, and so are the facts.
        accounting = self.sudo().with_company(self.company_id)
        entry = accounting.env["account.move"].create(accounting._prepare_hand_over_values(journal))
        entry.action_post()
        accounting.write(
            {
                "hand_over_move_id": entry.id,
                "handed_over_by_id": self.env.user.id,
                "date_handed_over": fields.Datetime.now(),
            }
        )

    @api.model
    def _get_office_journals(self, company):
        """Cash journals of a company into which technicians' cash may go."""
        Journal = self.env["account.journal"]
        # The cashier need not read settings.
        own = company.sudo().raya_field_cash_journal_id
        domain = [*Journal._check_company_domain(company), ("type", "=", "cash"), ("id", "!=", own.id)]
        return Journal.search([*domain, ("currency_id", "in", (False, company.currency_id.id))])

    def _check_hand_over(self, journal):
        card = self.filtered(lambda payment: payment.way != "cash")[:1]
        if card:
            raise UserError(
                self.env._("%s was paid by card: the money is at the bank. Choose cash only.", card.display_name)
            )
        if len(self.user_id) != 1 or len(self.company_id) != 1:
            raise UserError(self.env._("Choose the cash of one technician of one company."))
        if journal in self.sudo().payment_id.journal_id:
            raise UserError(
                self.env._("%s is where the cash is already. Choose a cash journal of the office.", journal.name)
            )
        if journal not in self._get_office_journals(self.company_id):
            raise UserError(
                self.env._(
                    "%(journal)s keeps no cash of %(company)s. Choose a cash journal of the office.",
                    journal=journal.name,
                    company=self.company_id.name,
                )
            )

    def _prepare_hand_over_values(self, journal):
        ref = self.env._("Cash of %s", self.user_id.name)
        account = journal.default_account_id
        items = [payment._prepare_hand_over_item() for payment in self]
        whole = {"account_id": account.id, "name": ref, "balance": sum(self.mapped("amount"))}
        return {
            "move_type": "entry",
            "journal_id": journal.id,
            "company_id": self.company_id.id,
            "date": self.company_id._raya_get_open_day(journal),
            "ref": ref,
            "line_ids": [Command.create(values) for values in [whole, *items]],
        }

    def _prepare_hand_over_item(self):
        return {
            "account_id": self.payment_id.outstanding_account_id.id,
            "partner_id": self.partner_id.commercial_partner_id.id,
            "name": self.payment_id.memo,
            "balance": -self.amount,
        }

    def action_undo_hand_over(self):
        """The cash of these hand-overs, all of each, is with its technicians again."""
        self.check_access("write")
        entries = self.sudo().hand_over_move_id
        whole = self.search([("hand_over_move_id", "in", entries.ids)])
        (self | whole)._transition("taken", only_from="handed_over")
        nobody = {"hand_over_move_id": False, "handed_over_by_id": False, "date_handed_over": False}
        # As above.
        whole.sudo().write(nobody)
        values_list = [
            {"date": entry.company_id._raya_get_open_day(entry.journal_id), "ref": entry.ref} for entry in entries
        ]
        entries._reverse_moves(values_list, cancel=True)
        return notice(self.env._("%s is with the technician again.", ", ".join(whole.mapped("name"))))

    # Cancelling and the receipt

    def _cancel(self, reason):
        """Cancel these payments as Odoo does, before they are handed over.

        :param str reason: why
        """
        self._transition("cancelled", only_from="taken")
        # The accountant of the service cancels receipts, and by them what was posted.
        accounting = self.sudo()
        accounting.cancel_reason = reason
        accounting.payment_id.action_cancel()
        for payment in self:
            payment.message_post(body=self.env._("Cancelled: %s", reason), subtype_xmlid="mail.mt_note")

    def action_send_receipt(self):
        """Send the receipt as PDF to who paid, in their language."""
        self.check_access("read")
        self._check_state(("taken", "handed_over"))
        self._mail_paper("raya_service_billing.mail_template_field_payment")
        return notice(self.env._("The receipt is on its way to the customer."), following=None)
