from odoo import fields, models


class StockMove(models.Model):
    _inherit = "stock.move"

    raya_unit_value = fields.Float(
        "Value per Unit",
        readonly=True,
        copy=False,
        groups="base.group_system",
        exportable=False,
        help="At which an old part of a job that is good again enters the stock.",
    )

    def _create_account_move(self):
        """One entry per work order, on the day of its cost voucher: that of the company, not of whoever approves."""
        entries = self.env["account.move"]
        for workorder, moves in self.grouped(lambda move: move._raya_get_workorder()).items():
            if workorder and not self.env.context.get("force_period_date"):
                moves = moves.with_context(force_period_date=workorder.company_id._raya_get_open_day())
            entry = super(StockMove, moves)._create_account_move()
            if workorder and entry:
                entry.write({"ref": workorder.name, "raya_workorder_id": workorder.id})
            entries |= entry
        return entries

    def _get_account_move_line_vals(self):
        """The cost of a covered part is posted by Odoo itself: say for whom, and
        put it on the analytic account that carries the labour of the job."""
        values_list = super()._get_account_move_line_vals()
        workorder = self._raya_get_workorder()
        if not workorder:
            return values_list
        account = workorder.company_id.raya_warranty_account_id
        places = self.location_id | self.location_dest_id
        # Whoever receives a part that came back may read no charge.
        charge = self.sudo().raya_part_id.charge_ids._get_frozen()
        for values in values_list:
            values["partner_id"] = workorder.partner_id.commercial_partner_id.id
            if values["account_id"] in places.valuation_account_id.ids:
                values["raya_charge_id"] = charge.id
            if values["account_id"] == account.id:
                values["analytic_distribution"] = workorder._get_cost_distribution()
        return values_list

    def _get_value_from_returns(self, quantity, at_date=None):
        """What the customer gave up for nothing and we made good again is worth what the company says.

        Products of standard cost are worth that, whatever they were got for: so Odoo values all of them.
        """
        if not self._raya_is_refurbished() or self.product_id.cost_method == "standard":
            return super()._get_value_from_returns(quantity, at_date)
        # Whoever looks at a value need not read how it came about.
        unit = self.sudo().raya_unit_value
        told = self.env._("Good again, at %s per unit", self.env["res.lang"]._raya_format_number(unit))
        return {"value": self.company_currency_id.round(unit * quantity), "quantity": quantity, "description": told}

    def _raya_is_refurbished(self):
        """Whether this is an old part of a job that enters the stock, because it is good again."""
        # Whoever moves goods may read no work order, but that a part is for one.
        return bool(self.sudo().raya_part_id) and self._raya_get_part_fact().is_old

    def _raya_get_workorder(self):
        # sudo: the clerk who receives a returned part may read no work order
        return self.sudo().raya_part_id.workorder_id
