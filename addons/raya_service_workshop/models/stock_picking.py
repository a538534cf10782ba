from odoo import fields, models

# Clerks may read no reception: they see its number as the source document.
OURS = {
    "check_company": True,
    "copy": False,
    "index": "btree_not_null",
    "groups": "raya_service_base.group_service_user",
    "ondelete": "restrict",
    "readonly": True,
}


class StockPicking(models.Model):
    _inherit = "stock.picking"

    raya_reception_id = fields.Many2one("raya.reception", "Reception", **OURS)
    raya_loan_id = fields.Many2one("raya.loan", "Loan", **OURS)
