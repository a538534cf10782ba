from odoo import fields, models


class RayaReferral(models.Model):
    """One hand-over of a call. Written by the referral itself, never edited."""

    _name = "raya.referral"
    _description = "Referral"
    _order = "id desc"
    _rec_name = "call_id"

    call_id = fields.Many2one("raya.call", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="call_id.company_id", store=True, index=True)
    date = fields.Datetime("Referred On", default=fields.Datetime.now, required=True)
    author_id = fields.Many2one("res.users", "Referred By", default=lambda self: self.env.user, required=True)
    team_id = fields.Many2one("raya.team", required=True)
    user_id = fields.Many2one("res.users", "Technician")
