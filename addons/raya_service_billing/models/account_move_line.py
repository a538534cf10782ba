from odoo import fields, models

# What an entry says of a cost.
BOOKED = frozenset({"account_id", "balance", "debit", "credit", "amount_currency", "currency_id", "move_id"})


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["account.move.line", "raya.linked.mixin"]
    _linked_fields = frozenset({"raya_claim_line_id", "raya_charge_id"})

    raya_claim_line_id = fields.Many2one(
        "raya.supplier.claim.line",
        "Line of a Claim",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="raya_service_base.group_service_accountant",
        help="The cost that the supplier gives back with this line.",
    )
    raya_charge_id = fields.Many2one(
        "raya.charge",
        "Covered Work",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="raya_service_base.group_service_user",
        help="The approved work whose cost the company bears with this item, or gets back.",
    )

    def write(self, vals):
        """Entries of approved reports stay what they are, line by line too."""
        if not BOOKED.isdisjoint(vals):
            self.move_id._raya_check_not_vouchered()
        return super().write(vals)
