from odoo import api, fields, models


class RayaReceptionPhoto(models.Model):
    """How a unit looked when it was received."""

    _name = "raya.reception.photo"
    _description = "Photo at the reception"
    _order = "id"

    reception_id = fields.Many2one("raya.reception", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="reception_id.company_id", store=True, index=True)
    image = fields.Image("Photo", max_width=1920, max_height=1920, required=True)
    name = fields.Char("What It Shows")

    @api.constrains("reception_id", "image", "name")
    def _check_draft(self):
        self.reception_id._check_draft()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_received(self):
        self.reception_id._check_draft()
