from odoo import api, models


class RayaCallPage(models.AbstractModel):
    _inherit = "raya.call.page"

    @api.model
    def _get_timeline(self, call):
        """The customer reads when their unit came in and went out again."""
        stays = self.env["raya.reception"].search(
            ["|", ("call_id", "=", call.id), ("workorder_id.call_id", "=", call.id), ("date_received", "!=", False)]
        )
        received = [(stay.date_received, self.env._("Your unit is in our workshop")) for stay in stays]
        given = [(stay.date_handed_over, self.env._("Handed over")) for stay in stays if stay.date_handed_over]
        return [*super()._get_timeline(call), *received, *given]
