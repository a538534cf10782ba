from odoo import api, fields, models


class RayaReceptionAccessory(models.Model):
    """What came along with a unit and goes back with it."""

    _name = "raya.reception.accessory"
    _description = "Accessory"
    _order = "sequence, id"

    reception_id = fields.Many2one("raya.reception", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="reception_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Accessory", required=True)
    quantity = fields.Integer(default=1)
    note = fields.Char("Condition")

    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "The quantity of an accessory is one or more.")

    @api.constrains("reception_id", "name", "quantity", "note")
    def _check_draft(self):
        self.reception_id._check_draft()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_received(self):
        self.reception_id._check_draft()
