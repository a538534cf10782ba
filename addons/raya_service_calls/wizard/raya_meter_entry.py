from odoo import fields, models


class RayaMeterEntry(models.TransientModel):
    _inherit = "raya.meter.entry"

    call_id = fields.Many2one("raya.call", ondelete="cascade")

    def _prepare_reading_facts(self):
        """A reading knows the call in which it was said."""
        return {**super()._prepare_reading_facts(), "call_id": self.call_id.id}
