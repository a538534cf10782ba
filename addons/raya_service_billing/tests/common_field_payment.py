from odoo import Command

from .common import BillingCommon


class FieldPaymentCommon(BillingCommon):
    """A company whose technicians take money on site; its cashier has a cash journal of the office."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.labour.taxes_id = cls.tax_sale_a
        cls.cash_journal = cls.company.raya_field_cash_journal_id
        cls.office_journal = cls.company_data["default_journal_cash"]
        cls.company.raya_field_card_journal_id = cls.company_data["default_journal_bank"]
        cls.accounts |= {
            "with technicians": cls.cash_journal.default_account_id,
            "office": cls.office_journal.default_account_id,
        }

    def _open_taking(self, job, user=None, **vals):
        Taking = self.env["raya.field.payment.taking"].with_user(user or self.technician)
        return Taking.create({"workorder_id": job.id, **vals})

    def _take(self, job, user=None, **vals):
        """The payment that a technician takes for a job; the whole of what is owed where nothing else is said."""
        before = job.sudo().field_payment_ids
        self._open_taking(job, user, **vals).action_take()
        return (job.sudo().field_payment_ids - before).with_user(user or self.technician)

    def _hand_over(self, payments, journal=None):
        HandOver = self.env["raya.field.payment.hand.over"].with_user(self.accountant)
        form = HandOver.create({"payment_ids": [Command.set(payments.ids)]})
        if journal:
            form.journal_id = journal
        return form.action_hand_over()

    def _cancel(self, payment, reason="Entered twice"):
        Cancel = self.env["raya.field.payment.cancel"].with_user(self.accountant)
        return Cancel.create({"payment_ids": [Command.set(payment.ids)], "reason": reason}).action_cancel()

    def _get_cash_balance(self):
        """What the ledger says is with technicians."""
        account = self.cash_journal.default_account_id
        items = self.env["account.move.line"].search(
            [("account_id", "=", account.id), ("parent_state", "=", "posted"), ("company_id", "=", self.company.id)]
        )
        return sum(items.mapped("balance"))
