from odoo import fields, http
from odoo.addons.portal.controllers.portal import CustomerPortal, pager
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from ..models.raya_asset_registration_portal_mixin import LARGEST_PROOF

ASSET_FACTS = ("serial", "date_invoice", "date_delivery", "date_installation", "date_activation")
REGISTRATION_FACTS = ("serial", "date_purchase")
# The same answer for what is somebody else's by now and for what never was.
_NOT_THEIRS = "/my/products?unknown=1"


class ServicePortal(CustomerPortal):
    """A customer's own units: seen, and registered by themselves."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "product_file_count" in counters:
            can_read = request.env["raya.asset"].has_access("read")
            values["product_file_count"] = sum(self._count_products()) if can_read else 0
        return values

    def _prepare_products_domain(self, Model):
        """Their own, also when they are an employee who could read those of others."""
        owner = request.env.user.commercial_partner_id
        return [("partner_id", "child_of", owner.id), *Model._portal_listed]

    def _count_products(self):
        """How many registrations and files their page lists."""
        Models = (request.env["raya.asset.registration"], request.env["raya.asset"])
        return [Model.search_count(self._prepare_products_domain(Model)) for Model in Models]

    def _search_products(self, offset, limit, waiting):
        """Registrations and files of one page: what is being checked or was refused comes first.

        :param int waiting: number of all registrations listed
        """
        Registration, Asset = request.env["raya.asset.registration"], request.env["raya.asset"]
        registrations = Registration.search(self._prepare_products_domain(Registration), offset=offset, limit=limit)
        left, begin = limit - len(registrations), max(0, offset - waiting)
        assets = Asset.search(self._prepare_products_domain(Asset), offset=begin, limit=left) if left else Asset
        # Rules chose them; their products and coverages need no rights of their own.
        return [records.sudo().with_context(lang=request.env.lang) for records in (registrations, assets)]

    @http.route(["/my/products", "/my/products/page/<int:page>"], type="http", auth="user", website=True, raya_files=())
    def portal_my_products(self, page=1, registered=None, unknown=None, **_kwargs):
        if not request.env["raya.asset"].has_access("read"):
            return request.redirect("/my")
        # The address may name it as a text as well.
        page = int(page) if str(page).isdecimal() else 1
        counts = self._count_products()
        pages = pager("/my/products", sum(counts), page, self._items_per_page)
        registrations, assets = self._search_products(pages["offset"], self._items_per_page, counts[0])
        values = {
            **self._prepare_portal_layout_values(),
            "registrations": registrations,
            "assets": assets,
            "page_name": "product_file",
            "default_url": "/my/products",
            "pager": pages,
            "registered": registered,
            "unknown": unknown,
        }
        return request.render("raya_service_asset.portal_my_products", values)

    @http.route("/my/products/<int:asset_id>", type="http", auth="public", website=True, raya_files=())
    def portal_my_product(self, asset_id, access_token=None, report_type=None, download=False, **_kwargs):
        try:
            asset = self._document_check_access("raya.asset", asset_id, access_token)
        except (AccessError, MissingError):
            return request.redirect(_NOT_THEIRS)
        paper = report_type == "pdf" and self._get_paper(asset)
        if paper:
            return self._show_report(asset, "pdf", paper, download=download)
        # A link opens one file: the one that took its place is for those who sign in.
        kept = request.env["raya.asset"].browse(asset.merged_into_id.id)._filtered_access("read")
        if kept:
            return request.redirect(kept.sudo().access_url)
        asset = asset.with_context(lang=request.env.lang)
        values = {
            "page_name": "product_file",
            "asset": asset,
            "facts": self._get_facts(asset, ASSET_FACTS),
        }
        values = self._get_page_view_values(asset, access_token, values, "my_products_history", False)
        return request.render("raya_service_asset.portal_my_product", values)

    @http.route(
        "/my/products/registrations/<int:registration_id>", type="http", auth="public", website=True, raya_files=()
    )
    def portal_my_registration(self, registration_id, access_token=None, **_kwargs):
        try:
            registration = self._document_check_access("raya.asset.registration", registration_id, access_token)
        except (AccessError, MissingError):
            return request.redirect(_NOT_THEIRS)
        registration = registration.with_context(lang=request.env.lang)
        # The unit may be somebody else's by now: the link of a registration opens no file.
        asset = request.env["raya.asset"].browse(registration.asset_id.id)._filtered_access("read")
        values = {
            "page_name": "product_registration",
            "registration": registration,
            "asset_url": asset.sudo().access_url,
            "facts": self._get_facts(registration, REGISTRATION_FACTS),
        }
        values = self._get_page_view_values(registration, access_token, values, "my_products_history", False)
        return request.render("raya_service_asset.portal_my_registration", values)

    def _get_paper(self, asset):
        """XML id of the paper that customers may take of this unit of theirs; extended by add-ons that print one."""
        return

    def _get_facts(self, record, names):
        """Label and text of what is known about a unit; days as the customer writes them."""
        show = record.env["res.lang"]._raya_format_day
        return [
            (
                record._fields[name]._description_string(record.env),
                show(record[name]) if record._fields[name].type == "date" else record[name],
            )
            for name in names
            if record[name]
        ]

    @http.route(
        "/my/products/register",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
        raya_files=("proof",),
    )
    def portal_register_product(self, **post):
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "product_file_register",
            "products": request.env["raya.asset.registration"]._get_offered_products(),
            "today": fields.Date.to_string(request.env.company._raya_get_day()),
            # The calendar of the browser is the Gregorian one; a Persian reader writes their own.
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
        """Today as a reader of the Solar Hijri calendar writes it; nothing for others."""
        lang = request.env["res.lang"]
        return lang._raya_is_solar() and lang._raya_format_day(request.env.company._raya_get_day())

    def _register_product(self, post):
        proof = post.get("proof")
        request.env["raya.asset.registration"]._register_unit(
            request.env.user.partner_id,
            {name: post.get(name) for name in ("serial", "product", "date_purchase")},
            getattr(proof, "filename", "") or request.env._("Proof of purchase"),
            # A little more than is allowed is enough to see that it is too large.
            proof.read(LARGEST_PROOF + 1) if hasattr(proof, "read") else b"",
        )
