from random import randint

from odoo import fields, models


class RayaAssetTag(models.Model):
    """A word by which people sort product files."""

    _name = "raya.asset.tag"
    _description = "Tag of Product Files"
    _inherit = ["raya.bounds.mixin"]
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    color = fields.Integer(default=lambda self: randint(1, 11))

    _name_once = models.Constraint("UNIQUE (name)", "There is a tag of this name already.")
