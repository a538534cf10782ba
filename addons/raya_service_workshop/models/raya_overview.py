from odoo import models
from odoo.fields import Domain


class RayaOverview(models.AbstractModel):
    _inherit = "raya.overview"

    def _get_tiles(self):
        here, late = Domain("state", "=", "received"), Domain("is_late", "=", True)
        return [
            *super()._get_tiles(),
            ("in_workshop", self.env._("In the workshop"), "raya.reception", here, "primary"),
            ("workshop_late", self.env._("Promised and not handed over"), "raya.reception", late, "danger"),
            ("loans_overdue", self.env._("Loaners overdue"), "raya.loan", Domain("is_overdue", "=", True), "danger"),
        ]
