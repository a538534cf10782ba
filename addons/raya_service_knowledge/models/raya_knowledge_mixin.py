from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import folding


def _searched_sql(prefix=""):
    """What is searched of a record: its code, its names and keywords in every language."""
    texts = [f"COALESCE(jsonb_path_query_array({prefix}{name}, '$.*')::text, '')" for name in ("name", "keywords")]
    return folding.fold_sql(" || ' ' || ".join([f"{prefix}code", *texts]))


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

    _words_index = models.Index(
        lambda registry: f"USING gin (({_searched_sql()}) gin_trgm_ops)" if registry.has_trigram else ""
    )
    _code_index = models.Index("(code)")

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
        pattern = "%" + word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"

        def to_sql(model, alias, query):
            return SQL("%s LIKE %s", SQL(_searched_sql(f'"{alias}".')), pattern)

        return Domain.custom(to_sql=to_sql, predicate=lambda record: word in record._get_folded_text())

    def _get_folded_text(self):
        """The folded text of one record, as the index has it."""
        self.ensure_one()
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        texts = [self.code or ""]
        for language in languages:
            record = self.with_context(lang=language)
            texts += [record.name or "", record.keywords or ""]
        return folding.fold(" ".join(texts))
