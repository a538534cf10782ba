from odoo import http
from odoo.addons.portal.controllers.portal import pager
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import content_disposition, request

from odoo.addons.raya_service_asset.controllers.portal import ServicePortal

from ..models.raya_call_stage import OPEN_STATES
from .request import read_files

TOLD = ("symptom", "statement", "times", "phone")


class CallPortal(ServicePortal):
    """A customer's own calls: seen, answered, rated, and asked for from a unit of theirs."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "service_call_count" in counters:
            domain = [*self._prepare_calls_domain(), ("state", "in", OPEN_STATES)]
            can_read = request.env["raya.call"].has_access("read")
            values["service_call_count"] = request.env["raya.call"].sudo().search_count(domain) if can_read else 0
        return values

    def _prepare_calls_domain(self):
        """Their own, also when they are an employee who could read those of others; without tombstones.

        For superuser mode: that a call was merged is nothing for customers to read.
        """
        return [
            ("partner_id", "child_of", request.env.user.commercial_partner_id.id),
            ("company_id", "in", request.env.user.company_ids.ids),
            ("merged_into_id", "=", False),
        ]

    # --- what is shown ----------------------------------------------------------------

    @http.route(["/my/calls", "/my/calls/page/<int:page>"], type="http", auth="user", website=True, raya_files=())
    def portal_my_calls(self, page=1, **_kwargs):
        if not request.env["raya.call"].has_access("read"):
            return request.redirect("/my")
        # Their own: the domain says so.
        Call, domain = request.env["raya.call"].sudo(), self._prepare_calls_domain()
        page = int(page) if str(page).isdecimal() else 1
        pages = pager("/my/calls", Call.search_count(domain), page, self._items_per_page)
        calls = Call.search(domain, offset=pages["offset"], limit=self._items_per_page)
        values = {
            **self._prepare_portal_layout_values(),
            **self._prepare_contact_values(request.env.company),
            "calls": [
                (call, request.env["raya.call.page"].sudo()._get_status(call))
                for call in calls.with_context(lang=request.env.lang)
            ],
            "page_name": "service_call",
            "default_url": "/my/calls",
            "pager": pages,
        }
        return request.render("raya_service_calls.portal_my_calls", values)

    @http.route("/my/calls/<int:call_id>", type="http", auth="public", website=True, raya_files=())
    def portal_my_call(self, call_id, access_token=None, sent=None, **_kwargs):
        call, elsewhere = self._find_call(call_id, access_token)
        return elsewhere or self._render_call(call, access_token, sent=sent)

    @http.route("/my/calls/<int:call_id>/paper/<string:key>", type="http", auth="public", website=True, raya_files=())
    def portal_call_paper(self, call_id, key, access_token=None, **_kwargs):
        """A paper of a call of theirs as PDF; one that it does not have leads back to the call."""
        call, elsewhere = self._find_call(call_id, access_token)
        if elsewhere:
            return elsewhere
        papers = request.env["raya.call.page"].sudo()._get_papers(call)
        paper = next((paper for paper in papers if paper.key == key), None)
        if not paper:
            return request.redirect(call.get_portal_url() if access_token else call.access_url)
        Report = request.env["ir.actions.report"].sudo().with_company(call.company_id)
        content, _kind = Report._render_qweb_pdf(paper.report, paper.records.ids)
        name = content_disposition(f"{paper.title.replace('/', '-')}.pdf")
        return request.make_response(content, [("Content-Type", "application/pdf"), ("Content-Disposition", name)])

    def _find_call(self, call_id, access_token):
        """The call that a page is about, in superuser mode, or where to go instead.

        The link of a merged call leads to the living one.

        :return: call and response, one of them empty
        """
        try:
            call = self._document_check_access("raya.call", call_id, access_token)
        except (AccessError, MissingError):
            return None, request.redirect("/my")
        living = call._get_living()
        if living != call:
            return None, request.redirect(living.get_portal_url())
        return call.with_context(lang=request.env.lang), None

    def _render_call(self, call, access_token, **more):
        Page = request.env["raya.call.page"].sudo()
        values = {
            **self._prepare_contact_values(call.company_id),
            "page_name": "service_call",
            "call": call,
            "status": Page._get_status(call),
            "is_open": call.state in OPEN_STATES,
            "timeline": Page._get_timeline(call),
            "messages": [(message, Page._get_author(call, message)) for message in Page._get_messages(call)],
            "rating": Page._get_rating(call),
            "papers": Page._get_papers(call),
            "error": None,
            "post": {},
            **more,
        }
        values = self._get_page_view_values(call, access_token, values, "my_calls_history", False)
        return request.render("raya_service_calls.portal_my_call", values)

    def _prepare_contact_values(self, company):
        """Whom to call stands on every page."""
        return {"company_phone": company.sudo().phone}

    # --- what is told -----------------------------------------------------------------

    @http.route("/my/calls/<int:call_id>/reply", type="http", auth="public", website=True, raya_files=("photos",))
    def portal_reply(self, call_id, access_token=None, **post):
        return self._tell(
            call_id,
            access_token,
            post,
            lambda page, call, author: page._reply(call, author, post.get("words"), read_files("photos")),
        )

    @http.route("/my/calls/<int:call_id>/times", type="http", auth="public", website=True, raya_files=())
    def portal_times(self, call_id, access_token=None, **post):
        return self._tell(
            call_id, access_token, post, lambda page, call, author: page._change_times(call, author, post.get("times"))
        )

    @http.route("/my/calls/<int:call_id>/rate", type="http", auth="public", website=True, raya_files=())
    def portal_rate(self, call_id, access_token=None, **post):
        value = post.get("value", "")
        value = int(value) if value in ("1", "3", "5") else 0
        return self._tell(
            call_id, access_token, post, lambda page, call, _author: page._rate(call, value, post.get("feedback"))
        )

    def _tell(self, call_id, access_token, post, tell):
        """Do what a form of the page of a call says, and show that page again.

        :param tell: a function of the page's model, the call and the contact who writes; it may
            return the call on which it goes on
        """
        call, elsewhere = self._find_call(call_id, access_token)
        if elsewhere:
            return elsewhere
        if request.httprequest.method == "POST":
            try:
                with request.env.cr.savepoint():
                    call = tell(request.env["raya.call.page"].sudo(), call, self._get_writer(call)) or call
            except UserError as error:
                return self._render_call(call, access_token, error=str(error), post=post)
        url = call.get_portal_url() if access_token else call.access_url
        return request.redirect(f"{url}{'&' if access_token else '?'}sent=1#messages")

    def _get_writer(self, call):
        """Who writes: the person who is signed in; by the link alone, the customer to whom it was sent."""
        return call.partner_id if request.env.user._is_public() else request.env.user.partner_id

    # --- asking for service -----------------------------------------------------------

    @http.route("/my/products/<int:asset_id>/request", type="http", auth="user", website=True, raya_files=("photos",))
    def portal_request_service(self, asset_id, **post):
        try:
            asset = self._document_check_access("raya.asset", asset_id)
        except (AccessError, MissingError):
            return request.redirect("/my")
        owner = request.env.user.commercial_partner_id
        if asset.partner_id.commercial_partner_id != owner or not asset._may_request_service():
            return request.redirect(asset.access_url)
        error = None
        if request.httprequest.method == "POST":
            try:
                with request.env.cr.savepoint():
                    call = self._request_service(asset, post)
                return request.redirect(f"{call.access_url}?sent=1")
            except UserError as refusal:
                error = str(refusal)
        return self._render_request(asset, post, error)

    def _request_service(self, asset, post):
        told = {name: post.get(name) for name in TOLD}
        Request = request.env["raya.call.request"]
        return Request._ask(asset, request.env.user.partner_id, told, read_files("photos"))

    def _render_request(self, asset, post, error):
        Request = request.env["raya.call.request"]
        values = {
            **self._prepare_portal_layout_values(),
            **self._prepare_contact_values(asset.company_id),
            "page_name": "service_request",
            "asset": asset.with_context(lang=request.env.lang),
            "symptoms": Request._get_symptoms(asset).with_context(lang=request.env.lang),
            "required": Request._get_required(asset),
            "phone": request.env.user.partner_id.phone or asset.partner_id.phone,
            "post": post,
            "error": error,
        }
        return request.render("raya_service_calls.portal_request_service", values)
