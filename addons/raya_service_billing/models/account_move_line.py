from odoo import models

# What an entry says of a cost.
BOOKED = frozenset({"account_id", "balance", "debit", "credit", "amount_currency", "currency_id", "move_id"})


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def write(self, vals):
        """Entries of approved reports stay what they are, line by line too."""
        if not BOOKED.isdisjoint(vals):
            self.move_id._raya_check_not_vouchered()
        return super().write(vals)
