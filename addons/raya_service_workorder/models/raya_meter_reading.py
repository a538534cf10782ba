from odoo import fields, models


class RayaMeterReading(models.Model):
    _inherit = "raya.meter.reading"

    workorder_id = fields.Many2one("raya.workorder", "Work Order", index="btree_not_null", ondelete="set null")
