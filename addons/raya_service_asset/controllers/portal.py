from odoo import fields, http
from odoo.addons.portal.controllers.portal import CustomerPortal, pager
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.raya_web_persian.tools import solar_hijri

from ..models.raya_asset_registration import LARGEST_PROOF


class ServicePortal(CustomerPortal):
    """A customer's own units: seen, and registered by himself."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "product_file_count" in counters:
            Asset = request.env["raya.asset"]
            can_read = Asset.has_access("read")
            values["product_file_count"] = Asset.search_count(self._prepare_products_domain()) if can_read else 0
        return values

    def _prepare_products_domain(self):
        """His own units, also when he is an employee who could read those of others."""
        Asset = request.env["raya.asset"]
        owner = request.env.user.commercial_partner_id
        return [("partner_id", "child_of", owner.id), *Asset._portal_domain()]

    @http.route(["/my/products", "/my/products/page/<int:page>"], type="http", auth="user", website=True)
    def portal_my_products(self, page=1, registered=None, **_kwargs):
        Asset = request.env["raya.asset"]
        if not Asset.has_access("read"):
            return request.redirect("/my")
        domain = self._prepare_products_domain()
        pages = pager("/my/products", Asset.search_count(domain), page, self._items_per_page)
        assets = Asset.search(domain, limit=self._items_per_page, offset=pages["offset"])
        values = {
            **self._prepare_portal_layout_values(),
            # Rules chose the files; their products and coverages need no rights of their own.
            "assets": assets.sudo().with_context(lang=request.env.lang),
            "page_name": "product_file",
            "default_url": "/my/products",
            "pager": pages,
            "registered": registered,
        }
        return request.render("raya_service_asset.portal_my_products", values)

    @http.route("/my/products/<int:asset_id>", type="http", auth="public", website=True)
    def portal_my_product(self, asset_id, access_token=None, report_type=None, download=False, **kwargs):
        try:
            asset = self._document_check_access("raya.asset", asset_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        paper = report_type == "pdf" and self._get_paper(asset)
        if paper:
            return self._show_report(asset, "pdf", paper, download=download)
        asset = asset.with_context(lang=request.env.lang)
        values = {
            "page_name": "product_file",
            "asset": asset,
            "facts": self._get_facts(asset),
        }
        values = self._get_page_view_values(asset, access_token, values, "my_products_history", False, **kwargs)
        return request.render("raya_service_asset.portal_my_product", values)

    def _get_paper(self, asset):
        """XML id of the paper that customers may take of this unit of theirs; extended by add-ons that print one."""
        return

    def _get_facts(self, asset):
        """Label and value of what is known about a unit."""
        names = ("serial", "date_invoice", "date_delivery", "date_installation", "date_activation")
        return [(asset._fields[name]._description_string(asset.env), asset[name]) for name in names if asset[name]]

    @http.route("/my/products/register", type="http", auth="user", website=True, methods=["GET", "POST"])
    def portal_register_product(self, **post):
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "product_file_register",
            "products": request.env["raya.asset"]._get_products_to_claim(),
            "today": fields.Date.to_string(fields.Date.context_today(request.env.user)),
            # The calendar of the browser is the Gregorian one; a Persian reader writes his own.
            "example_day": self._get_example_day(),
            "post": post,
        }
        if request.httprequest.method == "POST":
            try:
                with request.env.cr.savepoint():
                    self._register_product(post)
            except UserError as error:
                values["error"] = str(error)
            else:
                # The same answer whether the serial is known here or not.
                return request.redirect("/my/products?registered=1")
        return request.render("raya_service_asset.portal_register_product", values)

    def _get_example_day(self):
        """Today as a Persian reader writes it; nothing for others."""
        is_persian = request.env.lang.startswith("fa")
        return is_persian and solar_hijri.written(fields.Date.context_today(request.env.user))

    def _register_product(self, post):
        proof, day = post.get("proof"), solar_hijri.read(post.get("date_invoice"))
        request.env["raya.asset"]._claim(
            request.env.user.partner_id,
            {"serial": post.get("serial"), "product": post.get("product"), "date_invoice": day},
            getattr(proof, "filename", "") or request.env._("Proof of purchase"),
            # A little more than is allowed is enough to see that it is too large.
            proof.read(LARGEST_PROOF + 1) if hasattr(proof, "read") else b"",
        )
