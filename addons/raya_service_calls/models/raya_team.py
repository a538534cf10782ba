from odoo import fields, models


class RayaTeam(models.Model):
    _name = "raya.team"
    _description = "Technical Team"
    _inherit = ["raya.team.mail.mixin", "mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    leader_id = fields.Many2one("res.users", "Team Leader", domain=[("share", "=", False)], check_company=True)
    member_ids = fields.Many2many("res.users", string="Technicians", domain=[("share", "=", False)], check_company=True)
