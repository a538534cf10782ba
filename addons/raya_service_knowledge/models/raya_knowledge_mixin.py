from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.sql import create_index, escape_psql

from odoo.addons.raya_service_base.tools import folding

# A column that PostgreSQL itself keeps: whoever writes a name, also the import of a
# translation catalogue past the ORM, the search knows it at once.
FOLDED_COLUMN = "folded_words"
_SEARCHED = " || ' ' || ".join(
    [
        "COALESCE(code, '')",
        *(f"COALESCE(jsonb_path_query_array({name}, '$.*')::text, '')" for name in ("name", "keywords")),
    ]
)


class RayaKnowledgeMixin(models.AbstractModel):
    """A piece of technical knowledge: coded, named, found by its words, shared by
    all companies unless it is limited to some."""

    _name = "raya.knowledge.mixin"
    _description = "Technical Knowledge"
    _inherit = ["raya.import.mixin"]
    _order = "sequence, code, id"

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    keywords = fields.Char(translate=True, help="Other words by which people look for it.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_ids = fields.Many2many("res.company", string="Companies", help="Who sees it. Empty: all companies.")

    _code_index = models.Index("(code)")

    def init(self):
        """Add the folded column and its index, or renew them when the folding changed."""
        if not self._abstract:
            self._keep_folded_column(folding.fold_sql(_SEARCHED))
            self._keep_folded_index()
        return super().init()

    def _keep_folded_column(self, expression):
        if self._get_folded_comment() == expression:
            return
        table, column = SQL.identifier(self._table), SQL.identifier(FOLDED_COLUMN)
        self.env.cr.execute(SQL("ALTER TABLE %s DROP COLUMN IF EXISTS %s", table, column))
        self.env.cr.execute(
            SQL("ALTER TABLE %s ADD COLUMN %s text GENERATED ALWAYS AS (%s) STORED", table, column, SQL(expression))
        )
        self.env.cr.execute(SQL("COMMENT ON COLUMN %s.%s IS %s", table, column, expression))

    def _keep_folded_index(self):
        """Trigrams may come to a database later than this add-on."""
        if self.pool.has_trigram:
            index = f"{self._table}_{FOLDED_COLUMN}_index"
            create_index(self.env.cr, index, self._table, [f"{FOLDED_COLUMN} gin_trgm_ops"], method="gin")

    def _get_folded_comment(self):
        """The folding with which the column was made, or ``None`` without it."""
        self.env.cr.execute(
            """
            SELECT col_description(attrelid, attnum) FROM pg_attribute
             WHERE attrelid = %s::regclass AND attname = %s AND NOT attisdropped
            """,
            [self._table, FOLDED_COLUMN],
        )
        row = self.env.cr.fetchone()
        return row and row[0]

    @api.depends("code", "name")
    @api.depends_context("lang", "import_compat")
    def _compute_display_name(self):
        if self.env.context.get("import_compat"):
            self._compute_import_name()
            return
        for record in self:
            record.display_name = f"[{record.code}] {record.name}" if record.code else record.name

    def _search_display_name(self, operator, value):
        """What people type finds by words in any order; a whole name or code is exact."""
        if operator in ("ilike", "like") and isinstance(value, str):
            return self._search_words(value)
        if operator in ("=", "in"):
            values = [value] if isinstance(value, str) else value
            return self._exact_domain([name for name in values if name])
        return super()._search_display_name(operator, value)

    @api.model
    def _exact_domain(self, names):
        """Domain of the records with one of these codes, names or display names."""
        codes = [name[1:].partition("] ")[0] for name in names if name.startswith("[")]
        return Domain("code", "in", [*names, *codes]) | Domain("name", "in", names)

    @api.model
    def _search_words(self, text):
        """Domain of the records that hold every word of ``text``, in any order and
        as people type it (see ``tools.folding``). No word finds everything.

        One index answers each word of three letters and more.
        """
        wanted = folding.words(text)
        return Domain.AND([self._search_word(word) for word in wanted]) if wanted else Domain.TRUE

    @api.model
    def _search_word(self, word):
        pattern = f"%{escape_psql(word)}%"

        def to_sql(model, alias, query):
            written = [model._fields[name] for name in ("code", "name", "keywords")]
            return SQL("%s LIKE %s", SQL.identifier(alias, FOLDED_COLUMN), pattern, to_flush=written)

        return Domain.custom(to_sql=to_sql, predicate=lambda record: word in record._get_folded_text())

    def _get_folded_text(self):
        """The folded text of one record, as its column has it."""
        self.ensure_one()
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        texts = [self.code or ""]
        for language in languages:
            record = self.with_context(lang=language)
            texts += [record.name or "", record.keywords or ""]
        return folding.fold(" ".join(texts))
