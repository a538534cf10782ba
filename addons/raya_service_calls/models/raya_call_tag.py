from random import randint

from odoo import fields, models


class RayaCallTag(models.Model):
    """A word by which a company sorts its calls."""

    _name = "raya.call.tag"
    _description = "Call Tag"
    _order = "name"

    name = fields.Char(required=True, translate=True)
    color = fields.Integer(default=lambda self: randint(1, 11))
    active = fields.Boolean(default=True)

    _name_unique = models.UniqueIndex("(name)", "This tag exists already. Choose it, or another name.")
