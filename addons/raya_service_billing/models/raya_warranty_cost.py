from odoo import fields, models
from odoo.tools import SQL

from .raya_charge_dimensions_mixin import AGES, DIMENSIONS

# A journal item ``item`` by which the company bears goodwill: what goes on to it leaves the account where it rested.
IS_GOODWILL = SQL(
    """
    EXISTS (
        SELECT FROM raya_cost_voucher_line line JOIN raya_cost_voucher voucher ON voucher.id = line.voucher_id
         WHERE line.charge_id = item.raya_charge_id AND voucher.reason = 'goodwill'
               AND line.credit_account_id IS DISTINCT FROM item.account_id
               AND (voucher.move_id = item.move_id
                    OR EXISTS (SELECT FROM raya_cost_voucher_reversal_rel back
                                WHERE back.raya_cost_voucher_id = voucher.id AND back.account_move_id = item.move_id))
    )
    """
)


class RayaWarrantyCost(models.Model):
    """What the company bore of approved work, item by item as it is booked; what was taken back counts less.

    One row for each posted journal item that carries such a cost. So the sum of any days is, for each reason, that of
    its account in the ledger.
    """

    _name = "raya.warranty.cost"
    _description = "Warranty Cost"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "charge_id"
    _depends = {
        "account.move.line": [
            "account_id",
            "balance",
            "company_id",
            "date",
            "move_id",
            "parent_state",
            "raya_charge_id",
        ],
        "raya.cost.voucher": ["move_id", "reason", "reversal_ids"],
        "raya.cost.voucher.line": ["charge_id", "credit_account_id", "voucher_id"],
        "raya.charge": ["workorder_id", "kind", "product_id", "partner_id", *DIMENSIONS],
    }

    date = fields.Date(readonly=True)
    amount = fields.Monetary("Cost", readonly=True)
    reason = fields.Selection([("warranty", "Warranty"), ("goodwill", "Goodwill")], readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    move_id = fields.Many2one("account.move", "Journal Entry", readonly=True)
    account_id = fields.Many2one("account.account", readonly=True)
    charge_id = fields.Many2one("raya.charge", readonly=True)
    workorder_id = fields.Many2one("raya.workorder", "Work Order", readonly=True)
    kind = fields.Selection(lambda self: self.env["raya.charge"]._selection_kind(), readonly=True)
    product_id = fields.Many2one("product.product", "Part or Service", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    asset_id = fields.Many2one("raya.asset", "Product File", readonly=True)
    unit_product_id = fields.Many2one("product.product", "Model", readonly=True)
    fault_id = fields.Many2one("raya.fault", readonly=True)
    team_id = fields.Many2one("raya.team", "Technical Team", readonly=True)
    user_id = fields.Many2one("res.users", "Technician", readonly=True)
    date_sold = fields.Date("Unit Sold On", readonly=True)
    service_age = fields.Selection(AGES, "Months in Service", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT item.id, item.date, item.balance AS amount, item.company_id, item.move_id, item.account_id,
                   charge.id AS charge_id, charge.workorder_id, charge.kind, charge.product_id,
                   charge.partner_id, charge.asset_id, charge.unit_product_id, charge.fault_id, charge.team_id,
                   charge.user_id, charge.date_sold, charge.service_age,
                   CASE WHEN %s THEN 'goodwill' ELSE 'warranty' END AS reason
              FROM account_move_line item
              JOIN raya_charge charge ON charge.id = item.raya_charge_id
             WHERE item.parent_state = 'posted'
            """,
            IS_GOODWILL,
        )

    def action_open_workorder(self):
        return self.workorder_id._get_records_action()

    def action_open_entry(self):
        return self.move_id._get_records_action()
