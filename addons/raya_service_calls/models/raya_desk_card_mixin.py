from odoo import api, fields, models

# How the web client colours a verdict.
COLOURS = {"covered": "success", "partly": "info", "unproven": "danger", "charged": "warning"}
# What is read of each record, so that one query brings it and nothing else.
UNIT_FIELDS = ("company_id", "date_delivery", "date_invoice", "partner_id", "product_id", "serial", "state")
CALL_FIELDS = ("name", "asset_id", "partner_id", "stage_id", "caller_name", "contact_phone", "email_from")


class RayaDeskCardMixin(models.AbstractModel):
    """What the desk shows of each record that it found."""

    _name = "raya.desk.card.mixin"
    _description = "Call Desk: Cards"

    @api.model
    def _prepare_cards(self, units, customers, calls, open_calls):
        """Cards of records, in one go: dict by kind and id.

        :param units: ``raya.asset`` records
        :param customers: ``res.partner`` records
        :param calls: ``raya.call`` records that were looked for themselves
        :param open_calls: those about any of the others
        """
        calls.fetch(CALL_FIELDS)
        # What calls are about is read together with the units that were found.
        about = calls.asset_id - units
        known = units | (about.search_fetch([("id", "in", about.ids)], UNIT_FIELDS) if about else about)
        # The reader's rules have found them: to ask them once more for each field takes a tenth of the whole search.
        known = known.sudo()
        known.fetch(UNIT_FIELDS)
        (known.partner_id | customers.sudo() | calls.sudo().partner_id).fetch(["complete_name", "phone"])
        known.product_id.fetch(["default_code", "product_tmpl_id"])
        known.product_id.product_tmpl_id.fetch(["name"])
        (calls | open_calls).stage_id.fetch(["name"])
        by_asset, by_partner = open_calls.grouped("asset_id"), open_calls.grouped("partner_id")
        none = open_calls.browse()
        cards = {}
        for unit in units.sudo().with_prefetch(known.ids):
            own = by_asset.get(unit, none)
            cards["unit", unit.id] = self._prepare_card("unit", unit, own, unit.partner_id, unit)
        for customer in customers:
            own = by_partner.get(customer, none)
            cards["customer", customer.id] = self._prepare_card("customer", customer, own, customer, units.browse())
        for call in calls:
            unit = (call.asset_id.sudo() & known).with_prefetch(known.ids)
            cards["call", call.id] = self._prepare_card("call", call, call, call.sudo().partner_id, unit)
            cards["call", call.id] |= {
                "open_call_count": len(call & open_calls),
                "caller": call.caller_name or call.email_from or "",
                "phone": call.contact_phone or cards["call", call.id]["phone"],
            }
        return cards

    @api.model
    def _prepare_card(self, kind, record, calls, partner, asset):
        """What the web client shows of one record; ids are ``False`` and texts empty where there is none.

        :param calls: the call itself, or the open ones about the record, the newest first
        :param partner: whose it is, in superuser mode: whoever reads a unit reads whose it is
        :param asset: the unit, or none
        """
        return {
            "kind": kind,
            "id": record.id,
            # The name of a contact as it is displayed is stored, that of others is short work.
            "title": (partner.complete_name if kind == "customer" else record.display_name) or "",
            "partner_id": partner.id,
            "owner": partner.complete_name or "",
            # Who asked, where they are no contact.
            "caller": "",
            "phone": partner.phone or "",
            "call_id": calls[:1].id,
            "call_number": calls[:1].name or "",
            "stage": calls[:1].stage_id.name or "",
            "open_call_count": len(calls),
            **self._prepare_unit_values(asset),
        }

    @api.model
    def _prepare_unit_values(self, asset):
        """:param asset: one unit, or none, in superuser mode: the reader may see it"""
        day = asset.date_invoice or asset.date_delivery
        return {
            "asset_id": asset.id,
            "product_id": asset.product_id.id,
            "product": asset.product_id.display_name or "",
            "serial": asset.serial or "",
            "state": asset.state or "",
            "date_sold": fields.Date.to_string(day) if day else False,
            "sold_on": self.env["res.lang"]._raya_format_day(day) if day else "",
            "coverage_status": asset.coverage_status or "",
            "coverage_colour": COLOURS.get(asset.coverage_status, ""),
            "coverage": self._get_verdict(asset),
        }

    @api.model
    def _get_verdict(self, asset):
        """The sentence on the warranty of a unit; where one kind of work is covered and another is not, that of each."""
        sentences = (asset.coverage_reason or "").split("\n")
        return " · ".join(sentences if asset.coverage_status == "partly" else sentences[:1])
