from odoo import http
from odoo.http import request
from odoo.tools.image import image_data_uri

from ..tools import sync


class UnitLabel(http.Controller):
    """What the label on a unit opens: for staff its file, for anybody else whose product it is."""

    @http.route("/service/unit/<string:token>", type="http", auth="public", website=True, sitemap=False, raya_files=())
    def unit(self, token, **post):
        asset = request.env["raya.asset"]._find_by_label(token)
        if not asset:
            # Whether it never was or is no more, nobody learns.
            values = {"title": "?", **self._prepare_company_values(request.env.company.sudo())}
            return request.render("raya_service_asset.unit_unknown", values, status=404)
        if self._is_staff(asset):
            return request.redirect(f"/odoo/service-files/{asset.id}")
        if not asset.active or asset.state == sync.CANCELLED:
            return request.render(
                "raya_service_asset.unit_retired", self._prepare_company_values(asset.company_id), status=410
            )
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
        product = asset.product_id
        picture = product.image_512
        return {
            **self._prepare_company_values(asset.company_id),
            "token": token,
            "product_name": product.with_context(lang=request.env.lang).name,
            "picture": picture and image_data_uri(picture),
            "may_request": False,
        }

    def _prepare_company_values(self, company):
        return {
            "company_name": company.name,
            "company_phone": company.phone,
            "company_logo": company.logo and image_data_uri(company.logo),
        }
