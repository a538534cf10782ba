from odoo import http
from odoo.http import request
from odoo.tools.image import image_data_uri


class UnitLabel(http.Controller):
    """What the label on a unit opens: for staff its file, for anybody else whose product it is."""

    @http.route("/service/unit/<string:token>", type="http", auth="public", website=True, sitemap=False)
    def unit(self, token, **post):
        asset = request.env["raya.asset"]._find_by_label(token)
        if not asset:
            return request.render("raya_service_asset.unit_unknown", {"title": "?"}, status=404)
        if self._is_staff(asset):
            return request.redirect(f"/odoo/service-files/{asset.id}")
        return self._render_unit(asset, token, post)

    def _is_staff(self, asset):
        """Employees who may read the file, in a company of theirs."""
        return request.env.user._is_internal() and asset.with_user(request.env.user).has_access("read")

    def _render_unit(self, asset, token, post):
        """The page for whoever is not staff. Extended by add-ons that offer something to do there.

        :param dict post: what was typed into a form of that page
        :return: response
        """
        return request.render("raya_service_asset.unit_page", self._prepare_unit_values(asset, token, post))

    def _prepare_unit_values(self, asset, token, post):
        """What anybody may know who holds the unit in their hands: nothing about its owner or its sale."""
        product, company = asset.product_id, asset.company_id
        picture = product.image_512
        return {
            "token": token,
            "product_name": product.with_context(lang=request.env.lang).name,
            "picture": picture and image_data_uri(picture),
            "company_name": company.name,
            "company_phone": company.phone,
            "company_logo": company.logo and image_data_uri(company.logo),
            "may_request": False,
        }
