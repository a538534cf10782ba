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
    part_price = fields.Selection(
        [("cost", "At Cost"), ("list", "At Sales Price")],
        "Parts Count",
        default="cost",
        required=True,
        help="What parts are worth that a job asks the warehouse for, with what it was given before without an"
        " approval.",
    )
