from odoo import fields, models


class RayaVisitSlot(models.Model):
    """The time that one person gives to a visit, the technician or a helper: nobody is in two places at once."""

    _name = "raya.visit.slot"
    _description = "Slot of a Visit"
    _order = "date_start, id"
    _rec_name = "visit_id"

    visit_id = fields.Many2one("raya.visit", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="visit_id.company_id", store=True, precompute=True, index=True)
    user_id = fields.Many2one("res.users", "Person", required=True, ondelete="cascade")
    date_start = fields.Datetime(required=True)
    date_stop = fields.Datetime(required=True)
    is_free = fields.Boolean(help="Cancelled, or put on top of other visits as an emergency: nothing is double.")

    # Whoever only looks first does not see what another transaction plans at the same
    # moment. A person is a range of one number, so no extension of PostgreSQL is needed.
    _once_at_a_time = models.Constraint(
        "EXCLUDE USING gist (int4range(user_id, user_id, '[]') WITH &&, tsrange(date_start, date_stop) WITH &&)"
        " WHERE (NOT is_free)",
        "Somebody has just planned another visit for one of these people at this time. Load the page again and choose"
        " another time.",
    )
    _of_a_person = models.Index("(user_id, date_start)")
