from odoo import fields, models


class RayaMeterReading(models.Model):
    _inherit = "raya.meter.reading"

    call_id = fields.Many2one("raya.call", index="btree_not_null", ondelete="set null")
