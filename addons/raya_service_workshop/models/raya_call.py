from odoo import fields, models


class RayaCall(models.Model):
    _inherit = "raya.call"

    reception_ids = fields.One2many("raya.reception", "call_id", "Receptions")
    reception_count = fields.Integer("Number of Receptions", compute="_compute_reception_count")

    def _compute_reception_count(self):
        counts = dict(self.env["raya.reception"]._read_group([("call_id", "in", self.ids)], ["call_id"], ["__count"]))
        for call in self:
            call.reception_count = counts.get(call, 0)

    def action_receive_unit(self):
        """Write the receipt of the unit of this call."""
        self.ensure_one()
        return self.env["raya.reception"]._get_form_action({"default_call_id": self.id})

    def action_view_receptions(self):
        return self.reception_ids._get_list_or_form_action()
