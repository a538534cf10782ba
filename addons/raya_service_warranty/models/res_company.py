from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    # Companies are read before an upgrade makes new columns: these are not read with the others.
    raya_claim_days = fields.Integer("Remind of Claims", default=30, prefetch=False)
    raya_is_offering = fields.Boolean("Offer Extended Warranties", prefetch=False)
    raya_offer_days = fields.Integer("Offer Extensions", default=30, prefetch=False)

    _raya_days_not_negative = models.Constraint(
        "CHECK (raya_claim_days BETWEEN 0 AND 3650 AND raya_offer_days BETWEEN 0 AND 3650)",
        "People are told of an end on the day itself or up to 3,650 days before it.",
    )
