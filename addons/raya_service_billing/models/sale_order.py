from odoo import fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    raya_workorder_id = fields.Many2one(
        "raya.workorder",
        "Work Order",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        groups="raya_service_base.group_service_user",
    )

    _raya_workorder_unique = models.UniqueIndex(
        "(raya_workorder_id) WHERE raya_workorder_id IS NOT NULL",
        "This work order has its sales order already.",
    )

    def _prepare_invoice(self):
        values = super()._prepare_invoice()
        # Whoever invoices need not see the work order.
        workorder = self.sudo().raya_workorder_id
        if workorder:
            values["raya_workorder_id"] = workorder.id
        return values

    def action_raya_open_workorder(self):
        return self.raya_workorder_id._get_records_action()
