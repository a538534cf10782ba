from odoo import fields, models


class RayaSlaSegment(models.Model):
    """Time that a clock ran without a break, by one calendar; written by the clock, never edited."""

    _name = "raya.sla.segment"
    _description = "Run of a Clock"
    _order = "date_start, id"

    sla_id = fields.Many2one("raya.sla", required=True, index=True, ondelete="cascade")
    date_start = fields.Datetime("From", required=True)
    date_end = fields.Datetime("Until", required=True)
    hours = fields.Float("Working Hours", help="That passed in between.")
    days = fields.Integer("Working Days", help="That ended in between.")
    calendar_id = fields.Many2one("resource.calendar", "Working Hours Of")
    reason = fields.Selection(
        [
            ("waiting", "Waiting Began"),
            ("changed", "Another Promise"),
            ("reached", "Reached"),
            ("ended", "Ended"),
        ],
        "Then",
        required=True,
    )
