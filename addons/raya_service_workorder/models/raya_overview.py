from odoo import models
from odoo.fields import Domain


class RayaOverview(models.AbstractModel):
    _inherit = "raya.overview"

    def _get_tiles(self):
        """What waits for whoever asks comes first: others wait for them."""
        mine = Domain("waits_for_me", "=", True)
        return [
            ("to_approve", self.env._("To approve"), "raya.workorder", mine, "warning"),
            ("parts_to_approve", self.env._("Parts to approve"), "raya.part.request", mine, "warning"),
            *super()._get_tiles(),
        ]
