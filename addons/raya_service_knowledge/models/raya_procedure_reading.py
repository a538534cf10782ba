from odoo import fields, models


class RayaProcedureReading(models.Model):
    """Somebody has read and understood a published version. Made by the reader's
    own button only: nobody has the right to write it."""

    _name = "raya.procedure.reading"
    _description = "Procedure Read and Understood"
    _order = "date desc, id desc"
    _rec_name = "version_id"

    version_id = fields.Many2one("raya.procedure.version", required=True, index=True, ondelete="cascade", readonly=True)
    procedure_id = fields.Many2one(related="version_id.procedure_id", store=True, index=True)
    user_id = fields.Many2one("res.users", "Reader", required=True, index=True, ondelete="restrict", readonly=True)
    date = fields.Datetime("Read On", required=True, default=lambda self: fields.Datetime.now(), readonly=True)

    _once = models.UniqueIndex("(version_id, user_id)", "You have acknowledged this version already.")
