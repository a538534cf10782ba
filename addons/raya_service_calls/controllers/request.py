from odoo import http
from odoo.http import request

LONGEST_READ = 8 * 1024 * 1024 + 1


def read_files(name):
    """Files that a form sent in one field, as pairs of name and content.

    A little more than is allowed is enough to see that one is too large.
    """
    sent = request.httprequest.files.getlist(name)
    return [(file.filename, file.read(LONGEST_READ)) for file in sent if file.filename]


class RequestTracking(http.Controller):
    """How far a request is, for whoever sent it by a label: nothing of owner, sale or other calls."""

    @http.route(
        "/service/request/<string:token>", type="http", auth="public", website=True, sitemap=False, raya_files=()
    )
    def request_status(self, token, **_kwargs):
        call = request.env["raya.call.request"]._find_by_tracking(token)
        company = call.company_id or request.env.company.sudo()
        values = {"company_name": company.name, "company_phone": company.phone, "title": request.env._("Your Request")}
        if not call:
            return request.render("raya_service_calls.request_unknown", values, status=404)
        asked = request.env["raya.call"].sudo().search([("tracking_token", "=", token)], limit=1)
        status = request.env["raya.call.page"].sudo()._get_status(call)
        return request.render(
            "raya_service_calls.request_status", {**values, "call": call, "asked": asked, "status": status}
        )
