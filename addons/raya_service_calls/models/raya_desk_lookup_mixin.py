import re

from odoo import api, models
from odoo.tools import SQL
from odoo.tools.sql import escape_psql

from odoo.addons.raya_service_asset.models.product_template import NAME_WORDS
from odoo.addons.raya_service_asset.models.res_partner import SEARCH_WORDS
from odoo.addons.raya_service_base.tools import folding, typed

from ..tools import desk_text
from ..tools.desk_text import BEGINS, ENDS, EXACT, INSIDE, LOOSE
from .raya_call_stage import OPEN_STATES

# What a call is about, by the column that names it.
CALLED_BY = {"raya_asset": "asset_id", "res_partner": "partner_id"}
# Open calls, the newest of them, that are looked through where many have what is looked for.
MOST_CALLS = 2000
# So many of the newest records are read before an index of trigrams is asked.
WINDOW = 2000
# Of what an index names so many are read, and the best of them taken.
MOST_NAMED = 500
# Fewer characters tell no contact.
SHORTEST_NATIONAL_ID = 5
# With fewer digits the numbers of very many end.
SHORTEST_END = 4
# Units of one owner, and products of one name, that a search looks at.
MOST_OF_OWNER = 200
MOST_PRODUCTS = 300


class RayaDeskLookupMixin(models.AbstractModel):
    """Where the desk looks: each kind of record by its own index, the best matches first, and no further than needed.

    What is common stands among the newest records, so that reading a few of them finds
    enough. What does not stand there is rare, so that an index of trigrams names few.
    Neither counts hits, and neither takes longer because there are many.
    """

    _name = "raya.desk.lookup.mixin"
    _description = "Call Desk: Lookups"

    @api.model
    def _find(self, model, tiers, limit, *, filter_by=None, lookups=None):
        """Records that the reader may see: those with open calls first, then those of the best tier.

        :param model: an empty recordset, of a table of :data:`CALLED_BY`
        :param dict tiers: SQL conditions by quality, the best first; the last holds wherever another one does
        :param SQL filter_by: cheap condition that holds wherever a tier does
        :param dict lookups: the first and the last of the tiers as an index knows them, where it knows others
        :return: dict of quality by id
        """
        best, widest = next(iter(tiers)), next(reversed(tiers))
        named = tiers | (lookups or {})
        table, rules = SQL.identifier(model._table), model._search([])
        newest = SQL("%s.id = ANY(ARRAY(SELECT id FROM %s ORDER BY id DESC LIMIT %s))", table, table, WINDOW)
        # "IS TRUE" keeps the planner from the index of trigrams, which would name a thousand others first.
        condition = SQL("%s AND (%s AND %s) IS TRUE", newest, filter_by or SQL("TRUE"), tiers[widest])
        found = self._find_where(rules, condition, tiers, limit)
        if len(found) >= limit:
            # So many have it that who called already is looked for by itself.
            found |= self._find_called(rules, tiers, limit)
        else:
            found = self._find_where(rules, named[widest], tiers, limit)
        if len(found) >= limit and best not in found.values():
            found |= self._find_where(rules, named[best], tiers, limit)
        return found

    @api.model
    def _find_where(self, rules, condition, tiers, limit):
        """Quality by id of so many records, out of those that an index names first.

        :param rules: query of all records of a model that the reader may see; it is not changed
        """
        # Planned as if all were wanted, so that an index is asked; read only as far as needed.
        query = SQL(
            """
            WITH named AS MATERIALIZED (%(named)s)
            SELECT id, quality
              FROM (SELECT id, quality FROM named LIMIT %(most)s) AS read
             ORDER BY NOT EXISTS (SELECT FROM raya_call call WHERE call.%(column)s = read.id AND call.state IN %(open)s),
                   quality, id DESC
             LIMIT %(limit)s
            """,
            named=_select(rules, condition, _rank(tiers)),
            most=MOST_NAMED,
            column=SQL.identifier(CALLED_BY[rules.table]),
            open=OPEN_STATES,
            limit=limit,
        )
        return dict(self.env.execute_query(query))

    @api.model
    def _find_called(self, rules, tiers, limit):
        """Quality by id of the first of these records about which there is an open call."""
        table, widest = SQL.identifier(rules.table), list(tiers.values())[-1]
        column = SQL.identifier("raya_call", CALLED_BY[rules.table])
        calls = self.env["raya.call"]._search([("state", "in", OPEN_STATES)], order="id desc", limit=MOST_CALLS)
        # One record after the other, until there are enough.
        query = SQL(
            "SELECT own.id, own.quality FROM (%s) AS call (id) CROSS JOIN LATERAL (%s LIMIT 1) AS own LIMIT %s",
            calls.select(column),
            _select(rules, SQL("%s.id = call.id AND %s", table, widest), _rank(tiers)),
            limit,
        )
        return dict(self.env.execute_query(query))

    # --- customers --------------------------------------------------------------------

    @api.model
    def _find_customers(self, sought, limit):
        """Contacts by name, telephone number, e-mail address or national ID: quality by id."""
        Partner = self.env["res.partner"]
        if sought.is_email:
            column = SQL("res_partner.email_normalized")
            tiers = {EXACT: SQL("%s = %s", column, sought.text), BEGINS: SQL("%s LIKE %s", column, begin(sought.text))}
            return self._find_by_beginning(Partner, tiers, limit)
        if not sought.number and not sought.words:
            return {}
        tiers, lookups = self._get_customer_tiers(sought), self._get_customer_lookups(sought)
        found = self._find(Partner, tiers, limit, filter_by=self._hint(sought), lookups=lookups)
        return {**found, **self._find_by_national_id(sought, limit)}

    @api.model
    def _find_named(self, words, limit):
        """Contacts that have every word, in any order."""
        sought = desk_text.Sought(" ".join(words), tuple(words))
        return self._find(
            self.env["res.partner"], self._get_customer_tiers(sought), limit, filter_by=self._hint(sought)
        )

    @api.model
    def _get_customer_tiers(self, sought):
        """Conditions on contacts, see :meth:`_find`."""
        number, words = sought.number, sought.words
        if len(number) >= typed.NATIONAL:
            return {
                EXACT: SQL("res_partner.raya_search_text LIKE %s", f"%{number}"),
                # An extension stands behind it.
                INSIDE: SQL("res_partner.raya_search_text LIKE %s", f"%{number}%"),
            }
        if not number:
            return {EXACT: has_words(SEARCH_WORDS, words, whole=True), BEGINS: has_words(SEARCH_WORDS, words)}
        # An index knows words, see below; each row is read faster so.
        text = SQL("(' ' || res_partner.raya_search_text || ' ')")
        forms = _get_forms(sought)
        tiers = {
            EXACT: SQL("%s LIKE ANY(%s)", text, [f"% {form} %" for form in forms]),
            BEGINS: SQL("%s LIKE ANY(%s)", text, [f"% {form}%" for form in forms]),
        }
        if len(number) >= desk_text.SHORTEST_INSIDE:
            patterns = {ENDS: f"%{sought.digits}", INSIDE: f"%{sought.digits}%", LOOSE: f"%{number}%"}
            tiers |= {key: SQL("res_partner.raya_search_text LIKE %s", text) for key, text in patterns.items()}
        return tiers

    @api.model
    def _get_customer_lookups(self, sought):
        """The first and the last of the tiers of part of a number by the index of words, see :meth:`_find`."""
        if not sought.number or len(sought.number) >= typed.NATIONAL:
            return {}
        forms = _get_forms(sought)
        lookups = {EXACT: has_words(SEARCH_WORDS, forms, whole=True, any_of=True)}
        if len(sought.number) < desk_text.SHORTEST_INSIDE:
            lookups[BEGINS] = has_words(SEARCH_WORDS, forms, any_of=True)
        return lookups

    @api.model
    def _hint(self, sought):
        """Cheaper than the tiers of contacts, and true wherever one of them is."""
        parts = [sought.number] if sought.number else sought.words
        return SQL(" AND ").join(SQL("res_partner.raya_search_text LIKE %s", like(part)) for part in parts)

    @api.model
    def _find_by_national_id(self, sought, limit):
        if not sought.is_document or len(sought.text) < SHORTEST_NATIONAL_ID:
            return {}
        names = list({sought.text, sought.text.upper(), sought.key, sought.key.upper()})
        domain = ["|", "|", ("vat", "in", names), ("ref", "in", names), ("company_registry", "in", names)]
        return dict.fromkeys(self.env["res.partner"].search(domain, limit=limit).ids, EXACT)

    @api.model
    def _find_by_beginning(self, model, tiers, limit):
        """By a sorted index alone, one query for each tier."""
        found = {}
        for quality, condition in tiers.items():
            query = model._search([])
            query.add_where(condition)
            query.limit = limit
            for (id_,) in self.env.execute_query(query.select()):
                found.setdefault(id_, quality)
        return found

    @api.model
    def _find_phoned(self, sought, limit):
        """Open calls of whoever left this telephone number, or one that ends so, contact or not.

        :return: list of the id, the ids of unit and customer, and the quality of each
        """
        if len(sought.digits) < SHORTEST_END:
            return []
        is_whole = len(sought.number) >= typed.SHORTEST_PHONE
        patterns = {EXACT: f"% {sought.number} %", ENDS: f"%{sought.number if is_whole else sought.digits} %"}
        keys = SQL("(' ' || raya_call.phone_keys || ' ')")
        tiers = {quality: SQL("%s LIKE %s", keys, pattern) for quality, pattern in patterns.items()}
        query = self.env["raya.call"]._search([("state", "in", OPEN_STATES)], order="id desc", limit=limit)
        query.add_where(tiers[ENDS])
        columns = map(SQL, ("raya_call.id", "raya_call.asset_id", "raya_call.partner_id"))
        return self.env.execute_query(query.select(*columns, _rank(tiers)))

    @api.model
    def _get_country_code(self):
        """The telephone prefix of the country of the company at hand, without marks."""
        # Asked for with each text: one query, where the company itself reads three records.
        rows = self.env.execute_query(
            SQL(
                """
                SELECT res_country.phone_code FROM res_company
                  JOIN res_partner ON res_partner.id = res_company.partner_id
                  JOIN res_country ON res_country.id = res_partner.country_id
                 WHERE res_company.id = %s
                """,
                self.env.company.id,
            )
        )
        return str(rows[0][0] or "") if rows else ""

    # --- units ------------------------------------------------------------------------

    @api.model
    def _find_units(self, sought, limit):
        """Units by any part of their serial number or identifiers, in any order."""
        Asset = self.env["raya.asset"]
        if len(sought.key) < desk_text.SHORTEST:
            return {}
        if not sought.key.isascii():
            # An index of trigrams may know no other script.
            serial = "".join(sought.text.split())
            tiers = {
                EXACT: SQL("raya_asset.serial_key = %s", serial),
                BEGINS: SQL("raya_asset.serial_key LIKE %s", begin(serial)),
            }
            return self._find_by_beginning(Asset, tiers, limit)
        # Among very many a short number is looked for as it was typed.
        lookups = {EXACT: SQL("raya_asset.serial_key IN (%s, %s)", sought.key, "".join(sought.text.split()))}
        tiers, hint = self._get_unit_tiers(sought), self._has_keys(sought.pieces)
        if INSIDE not in tiers:
            lookups[BEGINS] = SQL("raya_asset.search_text ~ %s", f"(^| ){re.escape(sought.key)}")
        return self._find(Asset, tiers, limit, filter_by=hint, lookups=lookups)

    @api.model
    def _get_unit_tiers(self, sought):
        """Conditions on units, see :meth:`_find`. An index knows patterns better; each row is read faster so."""
        key = f"%{escape_psql(f' {sought.key} ')}%"
        text = SQL("(' ' || raya_asset.search_text || ' ')")
        tiers = {EXACT: SQL("%s LIKE %s", text, key), BEGINS: SQL("%s LIKE %s", text, f"{key[:-2]}%")}
        if max(map(len, sought.pieces), default=0) < desk_text.SHORTEST_INSIDE:
            return tiers
        return {**tiers, ENDS: SQL("%s LIKE %s", text, f"%{key[2:]}"), INSIDE: self._has_keys(sought.pieces)}

    @api.model
    def _find_units_of_products(self, words, products, limit):
        """Units of these products that have every word in a number of theirs."""
        condition = SQL("%s AND %s", self._is_of(products), self._has_keys(words))
        return self._find(self.env["raya.asset"], {INSIDE: condition}, limit)

    @api.model
    def _find_units_of(self, customers, limit, more=None):
        """Units of these contacts, or of the companies that they stand for: the newest of each.

        :param customers: ids
        :param SQL more: condition on the units
        :return: dict of the id of the contact and the place among their units, by id of the unit
        """
        if not customers:
            return {}
        rules = self.env["raya.asset"]._search([])
        rules.add_where("raya_asset.partner_id IN (owner.id, owner.commercial_partner_id)")
        rules.add_where(more or SQL("TRUE"))
        rules.limit = MOST_OF_OWNER
        rows = self.env.execute_query(
            SQL(
                """
                SELECT unit.id, owner.id, unit.place FROM res_partner owner
                 CROSS JOIN LATERAL (
                    SELECT id, row_number() OVER (ORDER BY id DESC) AS place FROM (%s) AS own ORDER BY id DESC LIMIT %s
                 ) AS unit
                 WHERE owner.id = ANY(%s)
                 ORDER BY unit.place, unit.id DESC
                 LIMIT %s
                """,
                rules.select(), limit, list(customers), 4 * limit,
            )
        )  # fmt: skip
        found = {}
        for unit, owner, place in rows:
            found.setdefault(unit, (owner, place))
        return found

    @api.model
    def _find_products(self, words):
        """Ids of products whose name has every word, in any language."""
        name = SQL("product_tmpl_id IN (SELECT id FROM product_template WHERE %s)", has_words(NAME_WORDS, words))
        rows = self.env.execute_query(SQL("SELECT id FROM product_product WHERE %s LIMIT %s", name, MOST_PRODUCTS))
        return [row[0] for row in rows]

    @api.model
    def _has_keys(self, words):
        """Condition that a number of a unit has every word, without what separates its groups."""
        keys = filter(None, map(self.env["raya.identifier.type"]._get_key, words))
        patterns = [SQL("raya_asset.search_text LIKE %s", like(key)) for key in keys]
        return SQL(" AND ").join(patterns or [SQL("TRUE")])

    @api.model
    def _is_of(self, products):
        return SQL("raya_asset.product_id = ANY(%s)", products)


def like(text):
    """The pattern that finds a text anywhere; its own signs stand for themselves."""
    return f"%{escape_psql(text)}%"


def begin(text):
    return f"{escape_psql(text)}%"


def has_words(expression, words, *, whole=False, any_of=False):
    """Condition that an indexed text has every word, or one of them, or words that begin so."""
    return SQL("%s @@ %s::tsquery", SQL(expression), folding.words_query(words, whole=whole, any_of=any_of))


def _get_forms(sought):
    """How the beginning of a telephone number may stand in a contact."""
    number, code = sought.number, sought.country_code
    return list(dict.fromkeys([number, f"0{number}", f"{code}{number}", f"00{code}{number}"]))


def _select(rules, condition, quality):
    """Id and quality of the records of a query for which a condition holds."""
    return SQL(
        "SELECT %s, %s FROM %s WHERE %s AND %s",
        SQL.identifier(rules.table, "id"),
        quality,
        rules.from_clause,
        rules.where_clause or SQL("TRUE"),
        condition,
    )


def _rank(tiers):
    """The quality of a record as a column, by the first of the conditions that holds."""
    return SQL(
        "CASE %s END AS quality", SQL(" ").join(SQL("WHEN %s THEN %s", each, key) for key, each in tiers.items())
    )
