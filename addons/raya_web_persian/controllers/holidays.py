from odoo import http
from odoo.http import request


class HolidaysController(http.Controller):
    @http.route("/raya_web_persian/holidays", type="jsonrpc", auth="user", readonly=True)
    def get_holidays(self, start, end):
        """The holidays of the user's company between two days, their names by day."""
        return request.env["res.users"]._raya_get_holidays(start, end)
