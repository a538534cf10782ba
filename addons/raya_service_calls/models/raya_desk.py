import re
from dataclasses import dataclass

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..tools import desk_text
from ..tools.desk_text import EXACT, INSIDE
from .raya_call_stage import OPEN_STATES
from .raya_desk_card_mixin import CALL_FIELDS, UNIT_FIELDS
from .raya_desk_lookup_mixin import like

MOST_CARDS = 40
# Records that are looked up for one card, so that those with open calls come first among them.
CANDIDATES = 3
# Owners of a name whose units are looked through for what else was said.
MOST_OWNERS = 300
# Open calls that are told at once.
MOST_CALLS = 200
# What is not there stands behind what customers have.
LIVE = ("pending", "active")


@dataclass(frozen=True)
class Hit:
    """A record that was found.

    :param str kind: ``unit``, ``customer`` or ``call``
    :param int quality: how, see :mod:`..tools.desk_text`
    :param int place: among the records that the same customer brings
    """

    kind: str
    id: int
    quality: int
    place: int = 1


class RayaDesk(models.AbstractModel):
    """The call desk: one box for whatever a caller says or shows, and the way from there to a call."""

    _name = "raya.desk"
    _description = "Call Desk"
    _inherit = [
        "raya.desk.lookup.mixin",
        "raya.desk.document.mixin",
        "raya.desk.card.mixin",
        "raya.desk.sight.mixin",
        "raya.desk.intake.mixin",
        "raya.desk.ringing.mixin",
    ]

    @api.model
    def search_cards(self, text, limit=8):
        """Units, customers and calls by anything that tells them, those with open calls first.

        A telephone number in any form, a name, any part of a serial number or identifier,
        words of a product, the address of a label, the number of a call, order, delivery or
        invoice, an e-mail address, a national ID; also several of these together. Two
        characters find beginnings of words, three and more find any part.

        :param str text: as it was typed or scanned
        :param int limit: number of cards, at most :data:`MOST_CARDS`
        :return: list of dicts for the web client, see ``raya.desk.card.mixin``; empty for
            a number that the caller withheld
        :raises AccessError: for people who take no calls
        """
        self._check_desk()
        self.env.flush_all()
        limit = max(1, min(int(limit), MOST_CARDS))
        sought = self._read(text)
        if sought.token:
            return self._get_label_cards(sought.token)
        if max(map(len, sought.words), default=0) < desk_text.SHORTEST or desk_text.is_withheld(sought.text):
            return []
        hits = self._look_up(sought, CANDIDATES * limit)
        calls = self._get_open_calls(hits)
        return self._get_cards(self._choose(hits, calls, limit), calls)

    @api.model
    def find_callers(self, phone):
        """Who calls from a telephone number.

        :param str phone: in any form, as a telephone system or a person writes it
        :return: dict of ``kind`` (``known``, ``shared`` by several contacts, ``unknown`` or
            ``withheld``; ``asked`` where it is that of no contact, but was left with open calls),
            ``number`` as it was understood, ``contacts`` and ``calls``, cards as from
            :meth:`search_cards`, and the ``sentence`` that says who it is
        :raises AccessError: for people who take no calls
        """
        self._check_desk()
        self.env.flush_all()
        sought = self._read(phone)
        if desk_text.is_withheld(phone if isinstance(phone, str) else ""):
            sentence = self._describe_caller(phone, [])
            return {"kind": "withheld", "number": "", "contacts": [], "calls": [], "sentence": sentence}
        found = self._find_customers(sought, MOST_CARDS) if len(sought.number) >= desk_text.SHORTEST else {}
        code = sought.country_code
        partners = self.env["res.partner"].browse(found)
        partners = partners.filtered(lambda partner: desk_text.has_number(partner.phone, sought.number, code))
        hits = [Hit("customer", id_, EXACT) for id_ in partners.ids]
        contacts = self._get_cards(hits, self._get_open_calls(hits))
        calls = [] if contacts else self._get_caller_cards(sought)
        kind = "asked" if calls else ("unknown", "known", "shared")[min(len(partners), 2)]
        sentence = self._describe_caller(phone, contacts, calls)
        return {"kind": kind, "number": sought.number, "contacts": contacts, "calls": calls, "sentence": sentence}

    @api.model
    def _get_caller_cards(self, sought):
        """Cards of the open calls with which somebody left this number who is no contact."""
        found = self.env["raya.call"].browse(row[0] for row in self._find_phoned(sought, MOST_CARDS))
        calls = found.filtered(
            lambda call: any(
                desk_text.has_number(phone, sought.number, sought.country_code)
                for phone in (call.caller_phone, call.contact_phone)
            )
        )
        return self._get_cards([Hit("call", id_, EXACT) for id_ in calls.ids], calls)

    @api.model
    def _check_desk(self):
        if not self.env.su and not self.env.user.has_group("raya_service_base.group_service_operator"):
            raise AccessError(self.env._("Only call operators search for callers here. Ask one to do it."))

    @api.model
    def _read(self, text):
        return desk_text.read(text, self._get_country_code() if re.search(r"\d", str(text)) else "")

    # --- looking up -------------------------------------------------------------------

    @api.model
    def _look_up(self, sought, limit):
        """Everything that this may be: list of :class:`Hit`, each record once and as its best."""
        customers = self._find_customers(sought, limit)
        units = self._find_units(sought, limit)
        documents = self._find_documents(sought, limit, len(customers) + len(units) >= limit)
        found = [
            *(Hit("call", id_, quality) for id_, quality in documents["raya.call"].items()),
            *(Hit("unit", id_, quality) for id_, quality in units.items()),
            *(Hit("unit", id_, quality) for id_, quality in self._find_sold(documents, limit).items()),
            *(Hit("unit", id_, INSIDE) for id_ in self._find_mixed(sought.words, limit)),
        ]
        found += self._get_customer_hits(customers, limit)
        # Of a unit or a customer that is found itself, the open call stands on its card.
        found += [
            Hit("call", id_, quality)
            for id_, unit, customer, quality in self._find_phoned(sought, limit)
            if unit not in units and customer not in customers
        ]
        best = {}
        for hit in sorted(found, key=lambda hit: (hit.quality, hit.place)):
            best.setdefault((hit.kind, hit.id), hit)
        return list(best.values())

    @api.model
    def _get_customer_hits(self, customers, limit):
        """Customers with their units; without them where they are many and have units."""
        units = self._find_units_of(customers, limit)
        having = {owner for owner, _place in units.values()}
        is_few = len(customers) <= limit // CANDIDATES // 2
        return [
            *(Hit("unit", id_, customers[owner], place) for id_, (owner, place) in units.items()),
            *(Hit("customer", id_, quality) for id_, quality in customers.items() if is_few or id_ not in having),
        ]

    @api.model
    def _find_mixed(self, words, limit):
        """Units by words of which each is in their product, their owner's name or a number of theirs: ids."""
        named = [word for word in words if not any(map(str.isdigit, word)) and self._find_products([word])]
        products = self._find_products(named) if named else []
        rest = [word for word in words if word not in named or not products]
        numbers = [word for word in rest if any(map(str.isdigit, word))]
        names = [word for word in rest if word not in numbers]
        if not products and not (numbers and names):
            return []
        if not names:
            return self._find_units_of_products(numbers, products, limit)
        is_wanted = self._has_keys(numbers)
        if products:
            is_wanted = SQL("%s AND %s", self._is_of(products), is_wanted)
        owners = self._find_named(names, MOST_OWNERS)
        found = self._find_units_of(owners, limit, is_wanted)
        is_telling = products or max(map(len, numbers)) >= desk_text.SHORTEST_INSIDE
        if len(found) >= limit or len(owners) < MOST_OWNERS or not is_telling:
            return list(found)
        # The name is that of many, so that the other words tell more.
        owner = SQL("(SELECT raya_search_text FROM res_partner WHERE id = raya_asset.partner_id)")
        is_owned = SQL(" AND ").join(SQL("%s LIKE %s", owner, like(name)) for name in names)
        return list(self._find(self.env["raya.asset"], {INSIDE: SQL("%s AND %s", is_wanted, is_owned)}, limit))

    # --- choosing ---------------------------------------------------------------------

    @api.model
    def _get_open_calls(self, hits):
        """Open calls about these records."""
        ids = {kind: [hit.id for hit in hits if hit.kind == kind] for kind in ("unit", "customer", "call")}
        return self.env["raya.call"].search_fetch(
            [
                ("state", "in", OPEN_STATES),
                "|",
                ("id", "in", ids["call"]),
                "|",
                ("asset_id", "in", ids["unit"]),
                ("partner_id", "in", ids["customer"]),
            ],
            CALL_FIELDS,
            limit=MOST_CALLS,
        )

    @api.model
    def _choose(self, hits, calls, limit):
        """The hits that are shown: what is open first, then the better match, then one of each customer."""
        is_open = {("call", id_) for id_ in calls.ids}
        is_open |= {("unit", id_) for id_ in calls.asset_id.ids}
        is_open |= {("customer", id_) for id_ in calls.partner_id.ids}
        units = self.env["raya.asset"].browse(hit.id for hit in hits if hit.kind == "unit")
        # They were found by the rules of the reader already.
        units.sudo().fetch(UNIT_FIELDS)
        gone = {("unit", unit.id) for unit in units.sudo() if unit.state not in LIVE}
        kinds = ("call", "unit", "customer")

        def rank(hit):
            name = hit.kind, hit.id
            return name not in is_open, hit.quality, name in gone

        chosen = sorted(hits, key=lambda hit: (*rank(hit), hit.place, kinds.index(hit.kind), -hit.id))[:limit]
        return sorted(chosen, key=lambda hit: (*rank(hit), kinds.index(hit.kind), hit.place, -hit.id))

    @api.model
    def _get_cards(self, hits, calls):
        """The cards of these hits, in their order."""
        ids = {kind: [hit.id for hit in hits if hit.kind == kind] for kind in ("unit", "customer", "call")}
        units, customers = self.env["raya.asset"].browse(ids["unit"]), self.env["res.partner"].browse(ids["customer"])
        cards = self._prepare_cards(units, customers, self.env["raya.call"].browse(ids["call"]), calls)
        return [{**cards[hit.kind, hit.id], "match": desk_text.QUALITIES[hit.quality]} for hit in hits]

    @api.model
    def _get_label_cards(self, token):
        asset = self.env["raya.asset"]._find_by_label(token).sudo(False)
        asset = asset.with_user(self.env.user)._filtered_access("read")
        hits = [Hit("unit", id_, EXACT) for id_ in asset.ids]
        return self._get_cards(hits, self._get_open_calls(hits))
