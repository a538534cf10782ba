from odoo import api, models
from odoo.fields import Domain
from odoo.tools import formatLang, html2plaintext

from odoo.addons.raya_service_asset.tools import sync

from .raya_call_stage import OPEN_STATES
from .raya_desk_card_mixin import COLOURS

# What an operator reads while somebody is on the phone.
SHOWN_CALLS = 5
SHOWN_UNITS = 30


class RayaDeskSightMixin(models.AbstractModel):
    """What stands beside the chosen unit or customer while the customer talks."""

    _name = "raya.desk.sight.mixin"
    _description = "Service Desk: What Is Known"

    @api.model
    def look_at_unit(self, asset_id):
        """Everything an operator needs of one unit, in one answer.

        :return: dict of plain values for the page: ``unit``, ``customer``, ``coverage``,
            ``open_calls``, ``last_calls``, ``unpaid``
        :raises AccessError: when the unit is not to be seen by whoever asks
        """
        self._check_desk()
        asset = self.env["raya.asset"].browse(asset_id)
        asset.check_access("read")
        calls = Domain("asset_id", "=", asset.id)
        return {
            "unit": {**self._prepare_unit(asset), "note": html2plaintext(asset.notes or "").strip()},
            "customer": self._prepare_customer(asset.partner_id),
            "coverage": self._prepare_coverage(asset),
            **self._prepare_calls(calls),
            "unpaid": self._prepare_unpaid(asset.partner_id),
        }

    @api.model
    def look_at_customer(self, partner_id):
        """The same of a customer whose unit is not known yet; with their units to choose from.

        :return: dict like :meth:`look_at_unit`, with ``units`` instead of ``unit`` and ``coverage``
        """
        self._check_desk()
        partner = self.env["res.partner"].browse(partner_id)
        partner.check_access("read")
        units = self.env["raya.asset"].search(
            [("partner_id", "child_of", partner.commercial_partner_id.id), ("state", "in", sync.LIVE)],
            limit=SHOWN_UNITS + 1,
        )
        return {
            "customer": self._prepare_customer(partner),
            "units": [self._prepare_unit(unit) for unit in units[:SHOWN_UNITS]],
            "has_more_units": len(units) > SHOWN_UNITS,
            **self._prepare_calls(Domain("partner_id", "child_of", partner.commercial_partner_id.id)),
            "unpaid": self._prepare_unpaid(partner),
        }

    @api.model
    def find_symptoms(self, text, product_id=False, limit=8):
        """Coded symptoms by code or words: of those equally near the ones made for the product first, then by use.

        :return: list of dicts ``id``, ``code``, ``name``, ``is_safety``
        """
        self._check_desk()
        Symptom = self.env["raya.symptom"]
        product = self.env["product.product"].browse(product_id or [])
        named = ["code", "name", "is_safety"]
        found = Symptom._search_best(text, Symptom._applicable_domain(product), product, named, limit)
        return [
            {"id": symptom.id, "code": symptom.code, "name": symptom.name, "is_safety": symptom.is_safety}
            for symptom in found
        ]

    @api.model
    def find_faults(self, symptom_ids, product_id=False):
        """Probable faults of these symptoms; see ``raya.knowledge.search.suggest``."""
        return self.env["raya.knowledge.search"].suggest(symptom_ids, product_id, limit=5)

    @api.model
    def find_products(self, text, limit=8):
        """Products by their words: those of which customers own units first, spare parts last.

        :return: list of dicts ``id``, ``name``
        """
        self._check_desk()
        Product = self.env["product.product"]
        named = Domain("display_name", "ilike", text or "")
        units = self.env["raya.call.history"]._units_domain()
        found = Product.search(named & units, limit=limit)
        if len(found) < limit:
            others = named & Domain("type", "=", "consu") & Domain("sale_ok", "=", True)
            found |= Product.search(others & ~units, limit=limit - len(found))
        return [{"id": product.id, "name": product.display_name} for product in found]

    def _prepare_unit(self, asset):
        sold = asset.date_invoice or asset.date_delivery
        return {
            "id": asset.id,
            "name": asset.display_name,
            "product_id": asset.product_id.id,
            "product": asset.product_id.display_name,
            "serial": asset.serial or "",
            "sold": self.env["res.lang"]._raya_format_day(sold) if sold else "",
            "state": asset.state,
        }

    def _prepare_customer(self, partner):
        return {
            "id": partner.id,
            "name": partner.display_name or "",
            "phone": partner.phone or "",
            "email": partner.email or "",
            "address": ", ".join(filter(None, (partner.city, partner.street, partner.street2))),
            "note": html2plaintext(partner.comment or "").strip(),
        }

    def _prepare_coverage(self, asset):
        day = asset.company_id._raya_get_day()
        status, sentences = asset._get_coverage_summaries(day)[asset]
        labels = dict(asset._fields["coverage_status"]._description_selection(self.env))
        first, _newline, rest = (sentences or "").partition("\n")
        return {
            "status": status,
            "colour": COLOURS.get(status, "secondary"),
            "label": labels.get(status, ""),
            "sentence": first,
            "lines": rest.split("\n") if rest else [],
        }

    def _prepare_calls(self, domain):
        Call = self.env["raya.call"]
        is_open = Domain("state", "in", OPEN_STATES)
        return {
            "open_calls": [self._prepare_call(call) for call in Call.search(domain & is_open, limit=SHOWN_CALLS)],
            "last_calls": [self._prepare_call(call) for call in Call.search(domain & ~is_open, limit=SHOWN_CALLS)],
        }

    def _prepare_call(self, call):
        return {
            "id": call.id,
            "name": call.name,
            "date": self.env["res.lang"]._raya_format_moment(call.date_reported),
            "stage": call.stage_id.name,
            "unit": call.asset_id.display_name or call.product_id.display_name or "",
            "what": ", ".join(call.symptom_ids.mapped("name")) or call.statement or "",
            "who": call.user_id.name or call.team_id.name or "",
        }

    def _prepare_unpaid(self, partner):
        """What the customer owes, for those who may read invoices; empty when nothing is due."""
        Move = self.env["account.move"]
        if not partner or not Move.has_access("read"):
            return []
        owed = Move._read_group(
            [
                ("commercial_partner_id", "=", partner.commercial_partner_id.id),
                ("move_type", "=", "out_invoice"),
                ("state", "=", "posted"),
                ("payment_state", "in", ("not_paid", "partial")),
                ("company_id", "in", self.env.companies.ids),
            ],
            ["currency_id"],
            ["__count", "amount_residual:sum"],
        )
        return [
            {"count": count, "amount": formatLang(self.env, amount, currency_obj=currency)}
            for currency, count, amount in owed
        ]
