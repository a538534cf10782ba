from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.sql import escape_psql

from odoo.addons.raya_service_base.tools import folding, typed

from ..tools import identifiers

PRODUCT_TEXT = folding.fold_sql(
    "COALESCE(product_product.default_code, '') || ' ' || jsonb_path_query_array(product_template.name, '$.*')::text"
)


class RayaAssetSearchMixin(models.AbstractModel):
    """How people find a unit: by any of its numbers, its product, its owner or their phone."""

    _name = "raya.asset.search.mixin"
    _description = "Product File: Search"

    search_text = fields.Char(
        compute="_compute_search_text",
        store=True,
        precompute=True,
        readonly=False,
        copy=False,
        index="trigram",
        export_string_translation=False,
        help="Serial number and identifiers, folded: by these people find the unit.",
    )

    @api.depends("serial", "identifier_ids.value_key")
    def _compute_search_text(self):
        for asset in self:
            asset.search_text = self._join_search_text(asset.serial, *asset.identifier_ids.mapped("value_key"))

    @api.model
    def _join_search_text(self, serial, *keys):
        # Nobody says the spaces and dashes of a number: each is one word without them.
        return " ".join(filter(None, dict.fromkeys([identifiers.key(typed.serial_key(serial)), *keys])))

    @api.model
    def _search_display_name(self, operator, value):
        """Every word is in a number of the unit, its product, or its owner's name or phone.

        Files tell a unit by its whole serial number, however it is spelt.
        """
        if operator == "in":
            keys = {typed.serial_key(text) for text in value if isinstance(text, str)} - {""}
            return Domain("serial_key", "in", list(keys))
        if operator not in ("ilike", "like") or not isinstance(value, str):
            return super()._search_display_name(operator, value)
        words = typed.words(folding.fold(typed.plain(value)))
        # A dash between spaces is no word.
        words = list(filter(identifiers.key, words)) or words
        if not words:
            return Domain.TRUE
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL("%s IN (%s)", SQL.identifier(alias, "id"), self._find_words(*words))
        )

    @api.model
    def _find_words(self, word, *others):
        """Query for the ids of files that have every word.

        The first word is looked up in the index of each kind of key; the other words
        only pick from what it found. One condition over several tables would read all
        files instead. Who may see which files, the search around it decides.
        """
        conditions = [self._prepare_word_condition(other) for other in others]
        return SQL(
            """
            SELECT raya_asset.id
              FROM (%(lookups)s) AS found
              JOIN raya_asset ON raya_asset.id = found.id
         LEFT JOIN res_partner ON res_partner.id = raya_asset.partner_id
             WHERE %(conditions)s
            """,
            lookups=SQL(" UNION ").join(self._get_lookups(word)),
            conditions=SQL(" AND ").join([SQL("TRUE"), *conditions]),
        )

    @api.model
    def _get_lookups(self, word):
        """Queries for ids of files, one for each kind of key that a word may be."""
        return [
            SQL(
                "SELECT id FROM raya_asset WHERE %s",
                self._prepare_text_condition(word),
                to_flush=self._fields["search_text"],
            ),
            SQL(
                "SELECT id FROM raya_asset WHERE product_id IN (%s)",
                self._find_products(word),
                to_flush=self._fields["product_id"],
            ),
            SQL(
                "SELECT raya_asset.id FROM raya_asset JOIN res_partner ON res_partner.id = partner_id WHERE %s",
                self._prepare_owner_condition(word),
                to_flush=[self._fields["partner_id"], self.env["res.partner"]._fields["raya_search_text"]],
            ),
        ]

    def _prepare_word_condition(self, word):
        return SQL(
            "(%s OR %s OR raya_asset.product_id IN (%s))",
            self._prepare_text_condition(word),
            self._prepare_owner_condition(word),
            self._find_products(word),
        )

    def _prepare_text_condition(self, word):
        # Numbers are known without what separates their groups.
        keys = {word, self.env["raya.identifier.type"]._get_key(word)} - {""}
        patterns = [SQL("raya_asset.search_text LIKE %s", _like(key)) for key in sorted(keys)]
        return SQL("(%s)", SQL(" OR ").join(patterns))

    def _prepare_owner_condition(self, word):
        number = typed.telephone(word, str(self.env.company.country_id.phone_code or ""))
        patterns = [SQL("res_partner.raya_search_text LIKE %s", _like(part)) for part in {word, number} - {""}]
        return SQL("(%s)", SQL(" OR ").join(patterns))

    def _find_products(self, word):
        product, template = (self.env[name]._fields for name in ("product.product", "product.template"))
        return SQL(
            """
            SELECT product_product.id FROM product_product
              JOIN product_template ON product_template.id = product_product.product_tmpl_id
             WHERE %s LIKE %s
            """,
            SQL(PRODUCT_TEXT),
            _like(word),
            to_flush=[product["default_code"], template["name"]],
        )


def _like(word):
    """The pattern that finds a word anywhere; its own signs stand for themselves."""
    return f"%{escape_psql(word)}%"
