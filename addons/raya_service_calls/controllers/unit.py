from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.raya_service_asset.controllers.unit import UnitLabel

from .request import read_files

PAGE = "raya_service_asset.unit_page"
REQUESTED = "raya_requested_service"


class RequestingUnitLabel(UnitLabel):
    """Whoever holds a unit in their hands may ask for service."""

    @http.route(raya_files=("photos",))
    def unit(self, token, **post):
        return super().unit(token, **post)

    def _render_unit(self, asset, token, post):
        values = self._prepare_unit_values(asset, token, post)
        if request.httprequest.method == "POST":
            return self._ask_for_service(asset, token, post, values)
        if request.session.get(REQUESTED, [None])[0] == token:
            # Said once: who opens the page again may have something else to ask for.
            values["requested"], values["tracking_url"] = request.session.pop(REQUESTED)[1:]
        return request.render(PAGE, values)

    def _prepare_unit_values(self, asset, token, post):
        Request = request.env["raya.call.request"]
        may_request = asset._may_request_service()
        return {
            **super()._prepare_unit_values(asset, token, post),
            "may_request": may_request,
            "requested": None,
            "tracking_url": None,
            "post": post,
            "error": None,
            "symptoms": may_request and Request._get_symptoms(asset).with_context(lang=request.env.lang),
            "required": may_request and Request._get_required(asset),
        }

    def _ask_for_service(self, asset, token, post, values):
        if post.get("website"):
            # People do not see this field; a robot gets the answer that it hopes for.
            return request.render(PAGE, {**values, "requested": "…"})
        try:
            with request.env.cr.savepoint():
                call = asset._request_service(
                    *(post.get(name) for name in ("name", "phone", "statement")),
                    address=request.httprequest.remote_addr,
                    times=post.get("times"),
                    symptom=post.get("symptom"),
                    files=read_files("photos"),
                )
        except UserError as error:
            return request.render(PAGE, {**values, "error": str(error)})
        request.session[REQUESTED] = [token, call.name, request.env["raya.call.request"]._get_tracking_url(call)]
        return request.redirect(f"/service/unit/{token}")
