from odoo import fields, models
from odoo.tools import SQL

from .raya_warranty_cost import IS_GOODWILL

# With fewer units a rate says nothing: it stays empty, what it is made of is shown.
FEW = 10


class RayaWarrantyRate(models.Model):
    """What warranty cost per unit sold: units and booked costs side by side, by the same model and day of sale."""

    _name = "raya.warranty.rate"
    _description = "Warranty Cost per Unit Sold"
    _auto = False
    _order = "date_sold desc, id"
    _rec_name = "product_id"
    _depends = {
        "raya.asset": ["company_id", "product_id", "quantity", "state", "date_invoice", "date_delivery"],
        "raya.charge": ["asset_id"],
        "account.move.line": ["account_id", "company_id", "balance", "move_id", "parent_state", "raya_charge_id"],
        "raya.cost.voucher": ["move_id", "reason", "reversal_ids"],
        "raya.cost.voucher.line": ["charge_id", "credit_account_id", "voucher_id"],
    }

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one("product.product", "Model", readonly=True)
    asset_id = fields.Many2one("raya.asset", "Product File", readonly=True)
    date_sold = fields.Date("Unit Sold On", readonly=True)
    units = fields.Float("Units Sold", readonly=True, digits="Product Unit")
    amount = fields.Monetary("Cost", readonly=True)
    rate = fields.Float(
        "Cost per Unit",
        readonly=True,
        digits=(16, 2),
        help="Empty for fewer than 10 units: so few say nothing.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT unit.id * 2 AS id, unit.company_id, unit.product_id, unit.id AS asset_id,
                   LEAST(unit.date_invoice, unit.date_delivery) AS date_sold, unit.quantity AS units,
                   0.0 AS amount, NULL::numeric AS rate
              FROM raya_asset unit
             WHERE unit.state <> 'cancelled' AND COALESCE(unit.date_invoice, unit.date_delivery) IS NOT NULL
             UNION ALL
            SELECT item.id * 2 + 1, item.company_id, unit.product_id, unit.id,
                   LEAST(unit.date_invoice, unit.date_delivery), 0.0, item.balance, NULL::numeric
              FROM account_move_line item
              JOIN raya_charge charge ON charge.id = item.raya_charge_id
              JOIN raya_asset unit ON unit.id = charge.asset_id
             WHERE item.parent_state = 'posted' AND unit.state <> 'cancelled' AND NOT %s
                   AND COALESCE(unit.date_invoice, unit.date_delivery) IS NOT NULL
            """,
            IS_GOODWILL,
        )

    def _read_group_select(self, aggregate_spec, query):
        """A rate of groups is cost by units, not a sum of rates."""
        if aggregate_spec == "rate:sum":
            units = self._field_to_sql(self._table, "units", query)
            amount = self._field_to_sql(self._table, "amount", query)
            return SQL("CASE WHEN SUM(%s) >= %s THEN SUM(%s) / SUM(%s) END", units, FEW, amount, units)
        return super()._read_group_select(aggregate_spec, query)
