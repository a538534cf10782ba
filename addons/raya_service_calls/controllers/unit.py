from odoo import http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools.image import image_data_uri

REQUESTED = "raya_requested_service"


class UnitLabel(http.Controller):
    """What the label on a unit opens: for staff its file, for anybody else a way to ask for service."""

    @http.route("/service/unit/<string:token>", type="http", auth="public", website=True, sitemap=False)
    def unit(self, token, **post):
        asset = request.env["raya.asset"]._find_by_label(token)
        if not asset:
            return request.render("raya_service_calls.unit_unknown", {"title": "?"}, status=404)
        if self._is_staff(asset):
            return request.redirect(f"/odoo/service-files/{asset.id}")
        values = self._prepare_unit_values(asset, token, post)
        if request.httprequest.method == "POST":
            return self._ask_for_service(asset, token, post, values)
        if request.session.get(REQUESTED, [None])[0] == token:
            # Said once: who opens the page again may have something else to ask for.
            values["requested"] = request.session.pop(REQUESTED)[1]
        return request.render("raya_service_calls.unit_page", values)

    def _is_staff(self, asset):
        """Employees who may read the file, in a company of theirs."""
        return request.env.user._is_internal() and asset.with_user(request.env.user).has_access("read")

    def _prepare_unit_values(self, asset, token, post):
        """What anybody may know who holds the unit in his hands: nothing about its owner or its sale."""
        product, company = asset.product_id, asset.company_id
        picture = product.image_512
        return {
            "token": token,
            "product_name": product.with_context(lang=request.env.lang).name,
            "picture": picture and image_data_uri(picture),
            "company_name": company.name,
            "company_phone": company.phone,
            "company_logo": company.logo and image_data_uri(company.logo),
            "may_request": asset._may_request_service(),
            "requested": None,
            "post": post,
            "error": None,
        }

    def _ask_for_service(self, asset, token, post, values):
        if post.get("website"):
            # People do not see this field; a robot gets the answer that it hopes for.
            return request.render("raya_service_calls.unit_page", {**values, "requested": "…"})
        try:
            with request.env.cr.savepoint():
                call = asset._request_service(post.get("name"), post.get("phone"), post.get("statement"))
        except UserError as error:
            return request.render("raya_service_calls.unit_page", {**values, "error": str(error)})
        request.session[REQUESTED] = [token, call.name]
        return request.redirect(f"/service/unit/{token}")
