from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.raya_service_asset.controllers.unit import UnitLabel

PAGE = "raya_service_asset.unit_page"
REQUESTED = "raya_requested_service"


class RequestingUnitLabel(UnitLabel):
    """Whoever holds a unit in their hands may ask for service."""

    def _render_unit(self, asset, token, post):
        values = self._prepare_unit_values(asset, token, post)
        if request.httprequest.method == "POST":
            return self._ask_for_service(asset, token, post, values)
        if request.session.get(REQUESTED, [None])[0] == token:
            # Said once: who opens the page again may have something else to ask for.
            values["requested"] = request.session.pop(REQUESTED)[1]
        return request.render(PAGE, values)

    def _prepare_unit_values(self, asset, token, post):
        values = super()._prepare_unit_values(asset, token, post)
        return {**values, "may_request": asset._may_request_service(), "requested": None, "post": post, "error": None}

    def _ask_for_service(self, asset, token, post, values):
        if post.get("website"):
            # People do not see this field; a robot gets the answer that it hopes for.
            return request.render(PAGE, {**values, "requested": "…"})
        try:
            with request.env.cr.savepoint():
                told = (post.get("name"), post.get("phone"), post.get("statement"))
                call = asset._request_service(*told, address=request.httprequest.remote_addr)
        except UserError as error:
            return request.render(PAGE, {**values, "error": str(error)})
        request.session[REQUESTED] = [token, call.name]
        return request.redirect(f"/service/unit/{token}")
