from odoo import fields, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

SERVICE_COSTS = _lt("Service Costs")
CASH_WITH_TECHNICIANS = _lt("Cash with Technicians")
# Behind the journals that the company has already: Odoo proposes the first one of a type.
LAST = 100


class RayaCompanyJournalMixin(models.AbstractModel):
    """The journals of the service: of cost vouchers, and of money that technicians take on site."""

    _name = "raya.company.journal.mixin"
    _description = "Journals of the Service"

    raya_voucher_journal_id = fields.Many2one(
        "account.journal",
        "Cost Voucher Journal",
        domain=[("type", "=", "general")],
        check_company=True,
        groups="base.group_system",
        exportable=False,
    )
    raya_field_cash_journal_id = fields.Many2one(
        "account.journal",
        "Cash with Technicians",
        domain=[("type", "=", "cash"), ("currency_id", "=", False)],
        check_company=True,
        groups="base.group_system",
        exportable=False,
        prefetch=False,
        help="What technicians took in cash and did not hand over yet. Nothing else is booked here.",
    )
    raya_field_card_journal_id = fields.Many2one(
        "account.journal",
        "Card Payments on Site",
        domain=[("type", "in", ("bank", "credit")), ("currency_id", "=", False)],
        check_company=True,
        groups="base.group_system",
        exportable=False,
        prefetch=False,
        help="The bank account to which the card terminals of technicians pay.",
    )

    def _raya_configure_journals(self):
        self.ensure_one()
        parent = self.parent_id
        if not self.raya_voucher_journal_id:
            self.raya_voucher_journal_id = parent.raya_voucher_journal_id or self._raya_create_journal(
                SERVICE_COSTS, "SRV", "general"
            )
        if not self.account_stock_journal_id:
            self.account_stock_journal_id = parent.account_stock_journal_id
        if not self.raya_field_cash_journal_id:
            self.raya_field_cash_journal_id = (
                parent.raya_field_cash_journal_id or self._raya_create_field_cash_journal()
            )

    def _raya_create_field_cash_journal(self):
        """The account that Odoo makes with it is the cash itself: nothing waits on an outstanding account."""
        journal = self._raya_create_journal(CASH_WITH_TECHNICIANS, "CWT", "cash", sequence=LAST)
        account = journal.default_account_id
        self._raya_translate_name(account, CASH_WITH_TECHNICIANS)
        (
            journal.inbound_payment_method_line_ids | journal.outbound_payment_method_line_ids
        ).payment_account_id = account
        return journal

    def _raya_create_journal(self, label, prefix, journal_type, **vals):
        """
        :param label: lazy text, what it is called in every language
        :param prefix: of its code, with the first number that is free
        """
        Journal = self.env["account.journal"]
        taken = set(Journal.with_context(active_test=False).search(Journal._check_company_domain(self)).mapped("code"))
        code = next(code for index in range(1000) if (code := f"{prefix}{index or ''}") not in taken)
        journal = Journal.create(
            {
                "name": self._raya_source(label),
                "code": code,
                "type": journal_type,
                "company_id": self.id,
                "show_on_dashboard": False,
                **vals,
            }
        )
        self._raya_translate_name(journal, label)
        return journal
