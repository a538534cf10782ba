from odoo import fields, models


class AccountAnalyticLine(models.Model):
    _inherit = "account.analytic.line"

    raya_work_line_id = fields.Many2one(
        "raya.work.line",
        "Work Line",
        index="btree_not_null",
        copy=False,
        groups="raya_service_base.group_service_user",
    )
