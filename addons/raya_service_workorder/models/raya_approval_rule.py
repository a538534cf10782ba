from odoo import fields, models


class RayaApprovalRule(models.Model):
    _inherit = "raya.approval.rule"

    team_ids = fields.Many2many(
        "raya.team", string="Technical Teams", check_company=True, help="Empty: jobs of all teams."
    )
    payer = fields.Selection(
        [("customer", "The Customer Pays Something"), ("company", "The Warranty Pays Something")],
        "Who Pays",
        help="As the warranty stands when the report is submitted. Empty: whoever pays.",
    )
