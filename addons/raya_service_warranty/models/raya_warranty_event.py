from odoo import fields, models

from .raya_warranty_policy_line import DURATION_UNITS

EVENTS = [
    ("extend", "Extend"),
    ("suspend", "Suspend"),
    ("resume", "Resume"),
    ("void", "Void"),
    ("reinstate", "Reinstate"),
    # Follow from what happens to the unit.
    ("transfer", "Change of Owner"),
    ("exchange", "Moved to Another Unit"),
    ("continue", "Continued from Another Unit"),
    ("meter", "Meter Corrected"),
    ("merge", "Product Files Merged"),
    # Made by the program: evidence of the start changed.
    ("correct", "Correct"),
    # Made by a run of "Re-apply Policies".
    ("reapply", "Re-apply"),
]


class RayaWarrantyEvent(models.Model):
    """What changed a coverage, by whom and why. It is never edited."""

    _name = "raya.warranty.event"
    _description = "Event of a Coverage"
    _inherit = ["raya.bounds.mixin"]
    _order = "id desc"
    _spans = {"duration": "duration_unit"}
    _rec_name = "kind"

    warranty_id = fields.Many2one("raya.warranty", "Coverage", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="warranty_id.company_id", store=True, index=True)
    kind = fields.Selection(EVENTS, "Event", required=True)
    date = fields.Date(required=True)
    duration = fields.Integer()
    duration_unit = fields.Selection(DURATION_UNITS)
    reason = fields.Text(required=True)
    user_id = fields.Many2one("res.users", "Author", required=True, default=lambda self: self.env.user)

    _extension_has_duration = models.Constraint(
        "CHECK (kind != 'extend' OR (duration > 0 AND duration_unit IS NOT NULL))",
        "Say by how many days, months or years the coverage is extended.",
    )

    def _get_marks(self, opening, closing):
        """Days on which periods open and close, for :func:`~.tools.period.from_marks`.

        :param set opening: kinds of events that open a period
        :param str closing: the kind that closes it
        """
        return [(event.date, event.kind in opening) for event in self if event.kind in opening | {closing}]
