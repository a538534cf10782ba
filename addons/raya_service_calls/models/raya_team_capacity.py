from odoo import fields, models

from odoo.addons.raya_service_base.tools import bounds

from .raya_call import KINDS


class RayaTeamCapacity(models.Model):
    """How many calls of one kind a technician takes a day."""

    _name = "raya.team.capacity"
    _description = "Calls of a Kind a Day"
    _inherit = ["raya.bounds.mixin"]
    _order = "kind"
    _bounds = {"capacity": bounds.COUNT}

    member_id = fields.Many2one("raya.team.member", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="member_id.company_id", store=True, precompute=True, index=True)
    kind = fields.Selection(KINDS, required=True)
    capacity = fields.Integer("Calls a Day", required=True, help="0: none of this kind.")

    _once = models.UniqueIndex("(member_id, kind)", "The calls a day of this kind are there already.")
