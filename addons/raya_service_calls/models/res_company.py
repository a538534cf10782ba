from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    raya_claim_days = fields.Integer("Remind of Claims", default=30)
    raya_is_offering = fields.Boolean("Offer Extended Warranties")
    raya_offer_days = fields.Integer("Offer Extensions", default=30)

    _raya_days_not_negative = models.Constraint(
        "CHECK (raya_claim_days >= 0 AND raya_offer_days >= 0)", "Days before an end cannot be negative."
    )
