from odoo import models
from odoo.fields import Domain


class RayaOverview(models.AbstractModel):
    _inherit = "raya.overview"

    def _get_tiles(self):
        """What waits for whoever asks comes first: others wait for them."""
        mine = ("to_approve", self.env._("To approve"), "raya.workorder", Domain("waits_for_me", "=", True), "warning")
        return [mine, *super()._get_tiles()]
