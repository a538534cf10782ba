from odoo import fields, models


class RayaVisitPause(models.Model):
    """Time during a visit in which nobody worked, and why."""

    _name = "raya.visit.pause"
    _description = "Pause of a Visit"
    _order = "date_start, id"
    _rec_name = "reason"

    visit_id = fields.Many2one("raya.visit", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="visit_id.company_id", store=True, precompute=True, index=True)
    user_id = fields.Many2one("res.users", "Said by", required=True, default=lambda self: self.env.user)
    reason = fields.Char(required=True)
    date_start = fields.Datetime("From", required=True)
    date_stop = fields.Datetime("To")

    _forwards = models.Constraint("CHECK (date_stop >= date_start)", "A pause ends after it begins.")
    _one_at_a_time = models.UniqueIndex("(visit_id) WHERE date_stop IS NULL", "This visit has a pause already.")
