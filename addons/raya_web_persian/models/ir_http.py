from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        calendar, numerals = self.env["res.lang"]._raya_get_web_convention()
        return {**super().session_info(), "raya_reader": {"calendar": calendar, "digits": numerals}}

    def get_frontend_session_info(self):
        calendar, numerals = self.env["res.lang"]._raya_get_convention_of_text()
        return {**super().get_frontend_session_info(), "raya_reader": {"calendar": calendar, "digits": numerals}}
