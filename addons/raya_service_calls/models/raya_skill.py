from odoo import fields, models


class RayaSkill(models.Model):
    """Something that not every technician can do, and the requests that need it."""

    _name = "raya.skill"
    _description = "Technician Skill"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    categ_ids = fields.Many2many(
        "product.category", string="Needed for Products of", help="Also for the categories below them."
    )
    symptom_ids = fields.Many2many("raya.symptom", string="Needed for Symptoms")
    member_ids = fields.Many2many("raya.team.member", string="Technicians")

    _name_unique = models.UniqueIndex("(name)", "There is a skill of this name already.")
