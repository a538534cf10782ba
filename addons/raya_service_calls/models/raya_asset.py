from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from odoo.addons.raya_service_asset.tools import sync
from odoo.addons.raya_service_base.tools import locking, typed

REQUESTS_A_DAY = 3
LONGEST_NAME = 80
LONGEST_STATEMENT = 2000


class RayaAsset(models.Model):
    """The calls for a unit, also those that its label asks for."""

    _inherit = "raya.asset"

    call_ids = fields.One2many("raya.call", "asset_id", "Calls")
    call_count = fields.Integer("Number of Calls", compute="_compute_call_count")

    @api.depends("call_ids")
    def _compute_call_count(self):
        counts = dict(self.env["raya.call"]._read_group([("asset_id", "in", self.ids)], ["asset_id"], ["__count"]))
        for asset in self:
            asset.call_count = counts.get(asset, 0)

    def action_view_calls(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_calls.raya_call_action")
        return {
            **action,
            "domain": [("asset_id", "=", self.id)],
            "context": {"default_asset_id": self.id, "default_partner_id": self.partner_id.id},
        }

    def action_open_call(self):
        """Open a new call for this unit."""
        return {**self.action_view_calls(), "views": [(False, "form")]}

    # --- the life of the unit ---------------------------------------------------------

    def _get_timeline_entries(self):
        return [*super()._get_timeline_entries(), *self._get_timeline_call()]

    def _get_timeline_call(self):
        calls = self.env["raya.call"].search([("asset_id", "=", self.id)])
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

    def _request_service(self, name, phone, statement):
        """Open a call for this unit, asked for by whoever scanned its label.

        They need not be the owner: their name and phone stay on the call, and no
        contact is looked up or changed by them.

        :raises UserError: with a sentence for the person who asks
        """
        self.ensure_one()
        name, statement = " ".join((name or "").split()), (statement or "").strip()
        if not name or not statement or not typed.phone_key(phone):
            raise UserError(self.env._("Enter your name, your phone number and what is wrong."))
        # Two requests at once would both be the last one allowed.
        locking.lock(self)
        if not self._may_request_service() or self._count_recent_requests() >= REQUESTS_A_DAY:
            raise UserError(self.env._("We have your request already and will call you. In a hurry? Please phone us."))
        values = self._prepare_request_values(
            name[:LONGEST_NAME], typed.latin_digits(phone).strip(), statement[:LONGEST_STATEMENT]
        )
        # Anybody may ask for service; what they write becomes a call and nothing else.
        return self.env["raya.call"].sudo().with_company(self.company_id).create(values)

    def _count_recent_requests(self):
        since = fields.Datetime.now() - timedelta(days=1)
        domain = [("asset_id", "=", self.id), ("channel", "=", "label"), ("create_date", ">=", since)]
        return self.env["raya.call"].sudo().search_count(domain)

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
