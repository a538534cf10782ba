from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.raya_service_knowledge.tools import folding

from ..tools import finding

SERIAL = folding.fold_sql("COALESCE(raya_asset.serial, '')")
PRODUCT_WORDS = folding.fold_sql(
    "COALESCE(product_product.default_code, '') || ' ' || jsonb_path_query_array(product_template.name, '$.*')::text"
)


class RayaAsset(models.Model):
    """How people find a unit: by any of its numbers, its product, its owner or his phone."""

    _inherit = "raya.asset"

    _folded_serial_index = models.Index(
        lambda registry: f"USING gin (({SERIAL}) gin_trgm_ops)" if registry.has_trigram else ""
    )

    @api.model
    def _search_display_name(self, operator, value):
        """Every word is in a number of the unit, its product, or its owner's name or phone."""
        if operator not in ("ilike", "like") or not isinstance(value, str):
            return super()._search_display_name(operator, value)
        words = finding.words(folding.fold(value))
        return Domain.AND([self._search_word(word) for word in words]) if words else Domain.TRUE

    @api.model
    def _search_word(self, word):
        """Domain of the files that one folded word finds.

        Each kind of key is looked up in its own index, and the files found are put
        together: one condition over several tables would read all files instead.
        """
        lookups = self._get_lookups(word)

        def to_sql(model, alias, query):
            return SQL("%s IN (%s)", SQL.identifier(alias, "id"), SQL(" UNION ").join(lookups))

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _get_lookups(self, word):
        """Queries for ids of files, one for each kind of key. Which of these files
        somebody may see is decided by the search around them."""
        owners = self.env["res.partner"]._get_raya_lookups(word)
        return [self._lookup_serial(word), self._lookup_identifier(word), self._lookup_product(word), *owners]

    def _lookup_serial(self, word):
        return SQL(
            "SELECT raya_asset.id FROM raya_asset WHERE %s LIKE %s",
            SQL(SERIAL),
            finding.like(word),
            to_flush=self._fields["serial"],
        )

    def _lookup_identifier(self, word):
        Identifier = self.env["raya.asset.identifier"]
        return SQL(
            "SELECT asset_id FROM raya_asset_identifier WHERE value_key LIKE %s",
            finding.like(self.env["raya.identifier.type"]._get_key(word)),
            to_flush=[Identifier._fields[name] for name in ("asset_id", "value_key")],
        )

    def _lookup_product(self, word):
        Product, Template = self.env["product.product"], self.env["product.template"]
        return SQL(
            """
            SELECT raya_asset.id FROM raya_asset
              JOIN product_product ON product_product.id = raya_asset.product_id
              JOIN product_template ON product_template.id = product_product.product_tmpl_id
             WHERE %s LIKE %s
            """,
            SQL(PRODUCT_WORDS),
            finding.like(word),
            to_flush=[Product._fields["default_code"], Template._fields["name"], self._fields["product_id"]],
        )
