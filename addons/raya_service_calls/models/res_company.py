from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    # Companies are read before an upgrade makes new columns: these are not read with the others.
    raya_reopen_days = fields.Integer(
        "Reopening Within",
        default=14,
        prefetch=False,
        help="Days after its closing in which a call is reopened. Afterwards a follow-up call is made instead.",
    )
    raya_repeat_days = fields.Integer(
        "Repeat Calls Within",
        default=30,
        prefetch=False,
        help="A call for the same unit and symptom within these days is a repeat call.",
    )

    raya_caller_file_days = fields.Integer(
        "Photos of Callers Kept For",
        prefetch=False,
        help="Days after which photos and voices that callers sent are deleted from their calls. 0: they are kept.",
    )

    _raya_caller_file_days_not_negative = models.Constraint(
        "CHECK (raya_caller_file_days BETWEEN 0 AND 36500)",
        "Photos and voices of callers are kept for up to 36,500 days. Enter 0 to keep them.",
    )
    _raya_call_days_not_negative = models.Constraint(
        "CHECK (raya_reopen_days BETWEEN 0 AND 3650 AND raya_repeat_days BETWEEN 0 AND 3650)",
        "Calls are reopened and compared within up to 3,650 days. Enter 0 for never.",
    )
