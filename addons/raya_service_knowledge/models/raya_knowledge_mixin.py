from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.sql import create_index, escape_psql

from odoo.addons.raya_service_base.tools import folding

from ..tools import searching

# Columns that PostgreSQL itself keeps: whoever writes a name, also the import of a
# translation catalogue past the ORM, the search knows it at once.
FOLDED_COLUMN = "folded_words"
# The same by its sound, in Latin letters, which an index of trigrams knows in every database.
SOUND_COLUMN = "sound_words"


class RayaKnowledgeMixin(models.AbstractModel):
    """A piece of technical knowledge: coded, named, found by its words, shared by
    all companies unless it is limited to some."""

    _name = "raya.knowledge.mixin"
    _description = "Technical Knowledge"
    _inherit = ["raya.import.mixin"]
    _order = "sequence, code, id"
    # By these it is known: a model that has another code beside its own names it here.
    _code_fields = ("code",)

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    keywords = fields.Char(translate=True, help="Other words by which people look for it.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_ids = fields.Many2many("res.company", string="Companies", help="Who sees it. Empty: all companies.")

    _code_index = models.Index("(code)")

    def init(self):
        """Add the searched columns and their index, or renew them when the folding changed."""
        if not self._abstract:
            searching.FUNCTION.make(self.env.cr)
            searched = searching.searched_sql(self._code_fields)
            self._keep_generated_column(FOLDED_COLUMN, searched)
            self._keep_generated_column(SOUND_COLUMN, searching.sound_sql(searched))
            # Trigrams may come to a database later than this add-on.
            if self.pool.has_trigram:
                index = f"{self._table}_{SOUND_COLUMN}_index"
                create_index(self.env.cr, index, self._table, [f"{SOUND_COLUMN} gin_trgm_ops"], method="gin")
        return super().init()

    def _keep_generated_column(self, name, expression):
        if self._get_column_comment(name) == expression:
            return
        table, column = SQL.identifier(self._table), SQL.identifier(name)
        self.env.cr.execute(SQL("ALTER TABLE %s DROP COLUMN IF EXISTS %s", table, column))
        self.env.cr.execute(
            SQL("ALTER TABLE %s ADD COLUMN %s text GENERATED ALWAYS AS (%s) STORED", table, column, SQL(expression))
        )
        self.env.cr.execute(SQL("COMMENT ON COLUMN %s.%s IS %s", table, column, expression))

    def _get_column_comment(self, name):
        """The expression by which a column was made, or ``None`` without it."""
        self.env.cr.execute(
            """
            SELECT col_description(attrelid, attnum) FROM pg_attribute
             WHERE attrelid = %s::regclass AND attname = %s AND NOT attisdropped
            """,
            [self._table, name],
        )
        row = self.env.cr.fetchone()
        return row and row[0]

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._clean_code(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._clean_code(vals))

    @api.model
    def _clean_code(self, vals):
        """Values with the code as an import keeps it.

        :raises ValidationError: where something was typed of which nothing is seen
        """
        if not vals.get("code"):
            return vals
        code = self._clean_key(vals["code"])
        if not folding.fold(code):
            raise ValidationError(self.env._("This code is blank. Enter its letters and digits."))
        return {**vals, "code": code}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used_by_procedure(self):
        for record in self:
            procedures = record._get_published_procedures()
            if procedures:
                raise UserError(
                    self.env._(
                        "%(record)s stands in %(procedure)s, which is published. Archive it instead.",
                        record=record.display_name,
                        procedure=procedures[0].display_name,
                    )
                )

    def _get_published_procedures(self):
        """Procedures in use that speak of this record; extended where procedures refer to a kind of records.

        In superuser mode, archived ones and those of other companies too.
        """
        self.ensure_one()
        return self.env["raya.procedure"].sudo()

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
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """What is asked for by its code comes first, see :meth:`_search_best`."""
        if operator not in ("ilike", "like") or not folding.words(name):
            return super().name_search(name, domain, operator, limit)
        product = self.env["product.product"].browse(self.env.context.get("applicable_to") or [])
        found = self._search_best(name, domain or Domain.TRUE, product, ["display_name"], limit)
        return [(record.id, record.display_name) for record in found]

    @api.model
    def _search_best(self, text, domain, product, names, limit=None):
        """Records of ``domain`` that hold every word of ``text``, the best first: the code
        itself, codes that begin so, words of the name, words elsewhere; among those that are
        equally near, the most specific for the product.

        :param product: ``product.product``, perhaps empty
        :param names: fields to fetch in the same query
        """

        def get_ranks(alias):
            ranks = [self._nearness(alias, text)] if folding.words(text) else []
            if hasattr(self, "_applicability_order"):
                ranks += self._applicability_order(alias, product)
            return ranks

        return self._raya_search_ranked(Domain(self._search_words(text)) & Domain(domain), get_ranks, names, limit)

    @api.model
    def _search_alike(self, text, domain, names, limit=None, any_word=False):
        """Records of ``domain`` whose words sound like the words of ``text``, the likest first: a guess.

        Short words are not guessed, but what has them goes first; without trigrams in the
        database there is no guess.

        :param bool any_word: whether one of the words is enough; what sounds like more of them goes first
        """
        wanted = folding.words(text)
        asked = [searching.sound(word) for word in wanted if len(word) >= searching.SHORTEST_LIKE]
        if not asked or not self.pool.has_trigram:
            return self.browse()
        self.env.execute_query(
            SQL("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", str(searching.LIKENESS))
        )

        def sounds(alias):
            return SQL.identifier(alias, SOUND_COLUMN)

        def to_sql(model, alias, query):
            written = model._get_searched_fields()
            if not any_word:
                alike = [SQL("%s <%% %s", word, sounds(alias)) for word in asked]
                return SQL("(%s)", SQL(" AND ").join(alike), to_flush=written)
            # Of a word that thousands have, some are enough to guess from.
            table = SQL.identifier(model._table)
            heard = [
                SQL(
                    "(SELECT id FROM %s heard WHERE active AND %s <%% %s LIMIT %s)",
                    table,
                    word,
                    sounds("heard"),
                    searching.MOST_HEARD,
                )
                for word in asked
            ]
            return SQL("%s IN (%s)", SQL.identifier(alias, "id"), SQL(" UNION ALL ").join(heard), to_flush=written)

        def get_ranks(alias):
            searched = SQL.identifier(alias, FOLDED_COLUMN)
            likeness = [SQL("word_similarity(%s, %s)", word, sounds(alias)) for word in asked]
            short = wanted[len(asked) :]
            likeness += [SQL("(%s LIKE %s)::int", searched, f"%{escape_psql(word)}%") for word in short]
            return [SQL("%s DESC", SQL(" + ").join(likeness))]

        return self._raya_search_ranked(Domain.custom(to_sql=to_sql) & Domain(domain), get_ranks, names, limit)

    @api.model
    def _nearness(self, alias, text):
        """How near the records come to a text, as SQL, the nearest with the least number."""
        wanted, whole = folding.words(text), " ".join(folding.fold(text).split())
        searched = SQL.identifier(alias, FOLDED_COLUMN)
        codes = SQL("chr(10) || split_part(%s, %s, %s)", searched, searching.SECTION, searching.CODES)
        names = SQL("split_part(%s, %s, %s)", searched, searching.SECTION, searching.NAMES)

        def like(column, texts, pattern):
            return [SQL("%s LIKE %s", column, pattern % escape_psql(text)) for text in texts]

        either, every = SQL(" OR "), SQL(" AND ")
        steps = [
            either.join(like(codes, [whole], "%%\n%s\n%%")),
            either.join(like(codes, wanted, "%%\n%s\n%%")),
            either.join(like(codes, [whole, *wanted], "%%\n%s%%")),
            every.join(SQL("%s ~ %s", names, searching.beginning(word)) for word in wanted),
        ]
        cases = SQL(" ").join(SQL("WHEN %s THEN %s", step, number) for number, step in enumerate(steps))
        return SQL("CASE %s ELSE %s END", cases, len(steps))

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
        def to_sql(model, alias, query):
            return model._has_word(SQL.identifier(alias), word)

        return Domain.custom(to_sql=to_sql, predicate=lambda record: word in record._get_folded_text())

    @api.model
    def _has_word(self, alias, word):
        """The condition, as SQL, of the records of a table that hold a folded word; the index finds what sounds so."""
        asked = {FOLDED_COLUMN: word, **({SOUND_COLUMN: searching.sound(word)} if len(word) > 2 else {})}
        conditions = [
            SQL("%s.%s LIKE %s", alias, SQL.identifier(column), f"%{escape_psql(part)}%")
            for column, part in asked.items()
        ]
        return SQL("(%s)", SQL(" AND ").join(conditions), to_flush=self._get_searched_fields())

    @api.model
    def _get_searched_fields(self):
        return [self._fields[name] for name in (*self._code_fields, "name", "keywords")]

    def _get_folded_text(self):
        """The folded text of one record, as its column has it."""
        self.ensure_one()
        codes = [self[name] or "" for name in self._code_fields]
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        translations = [self.with_context(lang=language) for language in languages]
        texts = [[record[name] or "" for record in translations] for name in ("name", "keywords")]
        return searching.searched(codes, *texts)
