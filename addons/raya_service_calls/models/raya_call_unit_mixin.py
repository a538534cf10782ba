from collections import defaultdict
from urllib.parse import urlencode

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.raya_service_base.tools import typed
from odoo.addons.raya_service_warranty.models.raya_asset_coverage_mixin import COVERAGE_STATUSES

# What the answer about the warranty follows from.
COVERAGE_FACTS = frozenset({"asset_id", "date_reported"})
MAP = "https://www.google.com/maps/search/"


class RayaCallUnitMixin(models.AbstractModel):
    """Whose call it is and for which unit: caller, address of the visit, coverage as it was told."""

    _name = "raya.call.unit.mixin"
    _description = "Customer and Unit of a Call"

    caller_id = fields.Many2one(
        "res.partner",
        check_company=True,
        index="btree_not_null",
        tracking=True,
        help="Who asks for service; that need not be the owner.",
    )
    caller_name = fields.Char(
        "Asked for by", copy=False, help="Name of who asks, where they are no contact; that need not be the owner."
    )
    caller_phone = fields.Char("Phone of the Caller", copy=False)
    contact_phone = fields.Char(
        compute="_compute_contact_phone",
        store=True,
        readonly=False,
        precompute=True,
        help="The number to call back about this call.",
    )
    # By these whoever left a number is found again, contact or not.
    phone_keys = fields.Char(
        compute="_compute_phone_keys", store=True, precompute=True, prefetch=False, export_string_translation=False
    )
    site_id = fields.Many2one(
        "res.partner",
        "Visit At",
        compute="_compute_site_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        index="btree_not_null",
        tracking=True,
    )
    show_all_units = fields.Boolean(
        "Offer All Units", help="Also units of other customers, and products of which no files are kept."
    )
    asset_domain = fields.Binary(compute="_compute_asset_domain")
    product_domain = fields.Binary(compute="_compute_product_domain")
    coverage_status = fields.Selection(COVERAGE_STATUSES, "Warranty", compute="_compute_coverage")
    coverage_reason = fields.Text(compute="_compute_coverage")
    # What was said when the call was taken is an answer to the customer: it stays,
    # whatever becomes known of the unit, until somebody changes the day or the unit.
    told_status = fields.Selection(
        COVERAGE_STATUSES, "Warranty as Told", compute="_compute_told", store=True, precompute=True
    )
    told_reason = fields.Text(compute="_compute_told", store=True, precompute=True)
    told_lang = fields.Char("Told in", compute="_compute_told", store=True, precompute=True)
    is_told_otherwise = fields.Boolean(compute="_compute_is_told_otherwise")
    told_date = fields.Date("Told as of", compute="_compute_told", store=True, precompute=True)
    previous_call_count = fields.Integer("Earlier Calls", compute="_compute_previous_call_count")

    @api.depends("partner_id", "caller_id", "caller_phone")
    def _compute_contact_phone(self):
        """The number of another customer or caller is never left behind."""
        for call in self:
            call.contact_phone = call.caller_phone or call.caller_id.phone or call.partner_id.phone or False

    @api.depends("caller_phone", "contact_phone")
    def _compute_phone_keys(self):
        for call in self:
            numbers = [*typed.phone_numbers(call.caller_phone), *typed.phone_numbers(call.contact_phone)]
            call.phone_keys = " ".join(dict.fromkeys(map(typed.phone_key, numbers))) or False

    @api.depends("asset_id", "partner_id")
    def _compute_site_id(self):
        for call in self:
            is_theirs = call.site_id.commercial_partner_id == call.partner_id.commercial_partner_id
            call.site_id = call.asset_id.site_id or (is_theirs and call.site_id) or call.partner_id

    @api.depends("partner_id", "show_all_units")
    def _compute_asset_domain(self):
        """The units of the chosen customer and their people, once one is chosen."""
        for call in self:
            domain = Domain("state", "in", ("pending", "active"))
            owner = call.partner_id.commercial_partner_id
            if owner and not call.show_all_units:
                domain &= Domain("partner_id", "child_of", owner.ids)
            call.asset_domain = list(domain)

    @api.depends("show_all_units")
    def _compute_product_domain(self):
        """Of what is sold, that of which customers own units; spare parts are none."""
        units = self.env["raya.call.history"]._units_domain()
        for call in self:
            call.product_domain = list(Domain.TRUE if call.show_all_units else units)

    @api.depends("asset_id", "date_reported", "company_id")
    @api.depends_context("lang")
    def _compute_coverage(self):
        """As of the day of the report, whatever day it is."""
        self.coverage_status = self.coverage_reason = False
        by_day = defaultdict(self.browse)
        for call in self.filtered("asset_id"):
            by_day[call._get_report_date()] |= call
        for day, calls in by_day.items():
            told = calls.asset_id._get_coverage_summaries(day)
            for call in calls:
                call.coverage_status, call.coverage_reason = told[call.asset_id]

    @api.depends("asset_id", "date_reported")
    def _compute_told(self):
        for call in self:
            call.told_status, call.told_reason = call.coverage_status, call.coverage_reason
            call.told_date = call.asset_id and call._get_report_date()
            call.told_lang = self.env.lang

    @api.depends("told_status", "told_reason", "coverage_status", "coverage_reason")
    def _compute_is_told_otherwise(self):
        """Whether another answer would be given today; in another language it is no other answer."""
        for call in self:
            now = call.with_context(lang=call.told_lang or "en_US")
            answers = (now.coverage_status, now.coverage_reason)
            call.is_told_otherwise = bool(call.told_status) and answers != (call.told_status, call.told_reason)

    @api.depends("asset_id", "date_reported")
    @api.depends_context("uid")
    def _compute_previous_call_count(self):
        """Calls for the unit reported before this one, also for a call that is being taken."""
        domain = [("asset_id", "in", self.asset_id.ids), ("merged_into_id", "=", False)]
        groups = self.env["raya.call"]._read_group(domain, ["asset_id"], ["date_reported:array_agg", "id:array_agg"])
        known = {asset.id: list(zip(dates, ids, strict=True)) for asset, dates, ids in groups}
        for call in self:
            own = (call.date_reported or fields.Datetime.now(), call._origin.id or float("inf"))
            call.previous_call_count = sum(each < own for each in known.get(call.asset_id._origin.id, ()))

    def action_view_previous_calls(self):
        self.ensure_one()
        return self.asset_id.action_view_calls()

    def action_sell_extension(self):
        """A quotation of an extended warranty to the owner of the unit."""
        self.ensure_one()
        return self.asset_id.action_sell_extension(self.name)

    def action_open_map(self):
        """Show the address of the visit on a map, on a phone in its own application."""
        self.ensure_one()
        return map_action(self.site_id or self.partner_id)


def map_action(address):
    """Open a map at the address of a contact.

    :raises UserError: when the contact has no address
    """
    parts = (address.street, address.zip, address.city, address.state_id.name, address.country_id.name)
    where = ", ".join(filter(None, parts))
    if not (address.street or address.city or address.zip):
        raise UserError(address.env._("%(name)s has no address. Enter one in the contact.", name=address.display_name))
    return {"type": "ir.actions.act_url", "url": f"{MAP}?{urlencode({'api': 1, 'query': where})}", "target": "new"}
