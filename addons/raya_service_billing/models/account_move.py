from odoo import api, fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

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
    raya_workorder_ids = fields.Many2many(
        "raya.workorder",
        string="Work Orders",
        compute="_compute_raya_workorder_ids",
        compute_sudo=True,
        groups="raya_service_base.group_service_user",
        help="An invoice may gather several work orders.",
    )
    raya_workorder_count = fields.Integer(
        "Number of Work Orders",
        compute="_compute_raya_workorder_ids",
        compute_sudo=True,
        groups="raya_service_base.group_service_user",
    )

    @api.depends("raya_workorder_id", "invoice_line_ids.sale_line_ids")
    def _compute_raya_workorder_ids(self):
        for move in self:
            orders = move.invoice_line_ids.sale_line_ids.order_id
            move.raya_workorder_ids = move.raya_workorder_id | orders.raya_workorder_id
            move.raya_workorder_count = len(move.raya_workorder_ids)

    def action_raya_open_workorders(self):
        return self.raya_workorder_ids._get_records_action(name=self.env._("Work Orders"))
