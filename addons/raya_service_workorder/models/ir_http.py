from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Who has no page of their own choice lands where their role begins, if it says so."""
        info = super().session_info()
        home = self.env["raya.first.page"]._get_home_action()
        return info | {"home_action_id": home} if home else info
