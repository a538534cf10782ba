from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from odoo.addons.raya_service_asset.tools import sync
from odoo.addons.raya_service_base.tools import locking, typed

from ..tools.origin import origin
from .raya_call_request import LONGEST_STATEMENT, SAME_REQUEST

# One caller for one unit; more would be the same request again.
REQUESTS_A_DAY = 3
# Several people may use a unit; many requests for it are a prank.
REQUESTS_OF_UNIT = 10
# Many customers may share an address, as those of a mobile network do; a robot needs more.
REQUESTS_OF_ADDRESS = 30
LONGEST_NAME = 80


class RayaAsset(models.Model):
    """The calls for a unit, also those that its label asks for."""

    _inherit = "raya.asset"

    call_ids = fields.One2many("raya.call", "asset_id", "Calls")
    call_count = fields.Integer("Number of Calls", compute="_compute_call_count")

    @api.depends("call_ids")
    def _compute_call_count(self):
        domain = [("asset_id", "in", self.ids), ("merged_into_id", "=", False)]
        counts = dict(self.env["raya.call"]._read_group(domain, ["asset_id"], ["__count"]))
        for asset in self:
            asset.call_count = counts.get(asset, 0)

    def action_view_calls(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_calls.raya_call_action")
        return {
            **action,
            "domain": [("asset_id", "=", self.id), ("merged_into_id", "=", False)],
            "context": {"default_asset_id": self.id, "default_partner_id": self.partner_id.id},
        }

    def action_open_call(self):
        """Open a new call for this unit."""
        return {**self.action_view_calls(), "views": [(False, "form")]}

    # --- the life of the unit ---------------------------------------------------------

    def _get_timeline_entries(self):
        return [*super()._get_timeline_entries(), *self._get_timeline_call()]

    def _get_timeline_call(self):
        # A call that was merged is told by the one in which it lives on.
        calls = self.env["raya.call"].search([("asset_id", "=", self.id), ("merged_into_id", "=", False)])
        return [
            self._prepare_timeline_entry(
                "call",
                call.date_reported,
                self.env._("Call %(number)s, %(stage)s", number=call.name, stage=call.stage_id.name),
                icon="fa-phone",
                detail=format_list(self.env, call.symptom_ids.mapped("name")) or call.statement,
                author=call.user_id,
                record=call,
            )
            for call in calls
        ]

    # --- what its label asks for ------------------------------------------------------

    def _request_service(self, name, phone, statement, *, address=None, times="", symptom="", files=()):
        """Open a call for this unit, asked for by whoever scanned its label.

        They need not be the owner: their name and phone stay on the call, and no
        contact is looked up or changed by them. The same words sent twice at once are one request.

        :param str address: network address of whoever asks, if known
        :param str times: when a visit suits them, in their words
        :param str symptom: id of what they chose
        :param files: pairs of file name and content of photos
        :raises UserError: with a sentence for the person who asks
        """
        self.ensure_one()
        Request = self.env["raya.call.request"]
        name, statement = " ".join((name or "").split())[:LONGEST_NAME], (statement or "").strip()[:LONGEST_STATEMENT]
        phone_key, phone = typed.phone_key(phone), Request._clean_phone(phone)
        if not name or not statement or not phone_key:
            raise UserError(self.env._("Enter your name, your phone number and what is wrong."))
        photos, symptom = Request._read_photos(files), Request._read_symptom(self, symptom)
        Request._check_told(self, {"symptom": symptom, "times": times, "photos": photos})
        # Two requests at once would both be the last one allowed.
        locking.lock(self)
        if same := self._find_same_request(phone_key, statement):
            return same
        source = origin(address, self.env["ir.config_parameter"].sudo().get_param("database.secret") or "")
        self._check_requests(phone_key, source)
        values = {
            **self._prepare_request_values(name, phone, statement),
            "caller_origin": source,
            "preferred_times": Request._clean_times(times),
        }
        # Anybody may ask for service; what they write becomes a call and nothing else.
        call = self.env["raya.call"].sudo().with_company(self.company_id).create(values)
        call.statement_ids[:1].symptom_id = symptom
        Request._keep_photos(call, name, photos)
        return call

    def _find_same_request(self, phone_key, statement):
        """The call of the same request of the same caller, sent a moment ago."""
        since = fields.Datetime.now() - SAME_REQUEST
        domain = [("asset_id", "=", self.id), ("channel", "=", "label"), ("create_date", ">=", since)]
        # Who asks learns of it what they have just said.
        recent = self.env["raya.call"].sudo().search(domain)
        asked = (phone_key, statement)
        return recent.filtered(lambda call: (typed.phone_key(call.caller_phone), call.statement) == asked)[:1]

    def _check_requests(self, phone_key, source):
        """Refuse a request where one caller, one unit or one address has had enough of them in a day.

        :param str source: see :func:`~..tools.origin.origin`
        :raises UserError: with a sentence for the person who asks
        """
        # Also requests that nobody of the public may read.
        Call = self.env["raya.call"].sudo()
        recent = [("channel", "=", "label"), ("create_date", ">=", fields.Datetime.now() - timedelta(days=1))]
        of_unit = Call.search([("asset_id", "=", self.id), *recent])
        of_caller = of_unit.filtered(lambda call: typed.phone_key(call.caller_phone) == phone_key)
        if not self._may_request_service() or len(of_caller) >= REQUESTS_A_DAY:
            raise UserError(self.env._("We have your request already and will call you. In a hurry? Please phone us."))
        of_address = Call.search_count([("caller_origin", "=", source), *recent]) if source else 0
        if len(of_unit) >= REQUESTS_OF_UNIT or of_address >= REQUESTS_OF_ADDRESS:
            raise UserError(self.env._("Many requests came in today. Please phone us."))

    def _prepare_request_values(self, name, phone, statement):
        owner = self.partner_id or self.env["res.partner"].sudo().create({"name": name, "phone": phone})
        return {
            "company_id": self.company_id.id,
            "asset_id": self.id,
            "partner_id": owner.id,
            "channel": "label",
            "caller_name": name,
            "caller_phone": phone,
            "statement": statement,
        }

    def _may_request_service(self):
        self.ensure_one()
        return self.state in sync.LIVE
