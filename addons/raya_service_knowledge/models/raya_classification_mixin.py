from itertools import compress

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_list

from odoo.addons.raya_service_base.models.raya_applicability_mixin import APPLICABILITY
from odoo.addons.raya_service_base.tools import folding, trees


class RayaClassificationMixin(models.AbstractModel):
    """A tree of codes. The model that inherits it declares ``parent_id`` and
    ``child_ids`` on itself."""

    _name = "raya.classification.mixin"
    _description = "Tree of Coded Terms"
    _inherit = ["raya.knowledge.mixin", "raya.applicability.mixin"]
    _parent_store = True
    _import_scope = APPLICABILITY

    complete_name = fields.Char("Path", compute="_compute_complete_name", recursive=True, compute_sudo=True)
    parent_path = fields.Char(index=True)
    scope_key = fields.Char(
        "What It Is For", compute="_compute_scope_key", store=True, precompute=True, exportable=False, copy=False
    )

    _code_key_index = models.Index(f"({folding.fold_sql('code')})")
    # By its folded code a file finds a term: f-relay and F-RELAY are one.
    _code_unique = models.UniqueIndex(
        f"(COALESCE(parent_id, 0), {folding.fold_sql('code')}, COALESCE(scope_key, ''))",
        "This code exists already below the same parent, for the same products. Choose another code or other products.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """The index is asked while lines are inserted: what they are for is told by then.

        Odoo's own way to compute before, from a new record for each line, takes a fifth of an import's time.
        """
        self.flush_model(["scope_key"])
        defaults = self.default_get([*APPLICABILITY])
        vals_list = [{**defaults, **vals} for vals in vals_list]
        terms = super().create([{**vals, "scope_key": self._read_scope_key(vals)} for vals in vals_list])
        # Products made together with their code come later.
        limited = [any(vals.get(name) for name in APPLICABILITY) for vals in vals_list]
        terms.browse(compress(terms.ids, limited))._compute_scope_key()
        return terms

    def write(self, vals):
        """What a term is for follows from its products, whatever is sent."""
        return super().write({name: value for name, value in vals.items() if name != "scope_key"})

    @api.model
    def _read_scope_key(self, vals):
        listed = {name: self._fields[name].convert_to_cache(vals.get(name), self.browse()) for name in APPLICABILITY}
        return self._join_scope_key({name: filter(None, ids) for name, ids in listed.items()})

    @api.model
    def _join_scope_key(self, ids_by_name):
        return " ".join(f"{name}={told}" for name, ids in ids_by_name.items() if (told := sorted(ids)))

    @api.depends(*APPLICABILITY)
    def _compute_scope_key(self):
        """What tells two terms of one code below one parent: their products."""
        for term in self:
            key = self._join_scope_key({name: term[name].ids for name in APPLICABILITY})
            if term.scope_key != key:
                term.scope_key = key

    @api.constrains("code", "parent_id", *APPLICABILITY)
    def _check_code_of_products(self):
        """No product finds two terms of one code below one parent that are equally near to it.

        A product may find one that is made for it and one for its family or for all: the most specific counts.
        """
        limited = self.filtered(lambda term: term.categ_ids or term.product_tmpl_ids).sudo()
        every = limited.with_context(active_test=False)
        there = every.search(_has_code({folding.fold(term.code) for term in limited})) if limited else limited
        beside = there.grouped(lambda term: (term._get_branch(), folding.fold(term.code)))
        for term in limited:
            others = beside[term._get_branch(), folding.fold(term.code)] - term
            shared = others.product_tmpl_ids & term.product_tmpl_ids or others.categ_ids & term.categ_ids
            if shared:
                # The other one may belong to a company that the user does not know.
                raise ValidationError(
                    self.env._(
                        "%(code)s exists already below the same parent, for %(shared)s. Choose another code or other "
                        "products.",
                        code=term.code,
                        shared=format_list(self.env, shared.mapped("display_name"), "unit"),
                    )
                )

    def _get_branch(self):
        """Where a term stands: a code tells it there, for its products; extended where more than the parent counts."""
        return (self.parent_id,)

    def _get_import_steps(self):
        """Where one code stands several times below a parent, each for other products, its name is told as well."""
        several = (
            self.sudo()
            .with_context(active_test=False)
            ._read_group(
                [("code", "in", self.mapped("code"))], ["parent_id", "code"], ["id:recordset"], [("__count", ">", 1)]
            )
        )
        told = self.browse().union(*(terms for _parent, _code, terms in several))
        named = {term: f"[{term.code}] {term.name}" for term in self & told}
        return super()._get_import_steps() | named

    @api.depends("name", "parent_id.complete_name")
    @api.depends_context("lang")
    def _compute_complete_name(self):
        for term in self:
            term.complete_name = trees.join(term.parent_id.complete_name, term.name)

    @api.model
    def _exact_domain(self, names):
        """A path such as ``Engine / Fuel system``, of names or codes, is exact too."""
        domain = super()._exact_domain(names)
        for name in names:
            steps = trees.split(name)
            if len(steps) > 1:
                domain |= self._path_domain(steps)
        return domain

    @api.model
    def _path_domain(self, steps):
        domain = Domain.TRUE
        for level, step in enumerate(reversed(steps)):
            field = "parent_id." * level
            domain &= Domain(f"{field}name", "=", step) | Domain(f"{field}code", "=", step)
        return domain & Domain("parent_id." * (len(steps) - 1) + "parent_id", "=", False)

    @api.model
    def _search_words(self, text):
        """Words of the terms above count as well, as long as one is the term's own."""
        wanted = folding.words(text)
        if len(wanted) < 2:
            return super()._search_words(text)

        def to_sql(model, alias, query):
            table = SQL.identifier(model._table)
            own = [
                SQL("SELECT id, %s, TRUE FROM %s WHERE %s", number, table, model._has_word(table, word))
                for number, word in enumerate(wanted)
            ]
            # Asked once for all records: most have no such word, and each would ask those above.
            return SQL(
                "%(id)s IN (WITH RECURSIVE found(id, word, is_own) AS (SELECT * FROM (%(own)s) own"
                " UNION SELECT below.id, found.word, FALSE FROM %(table)s below JOIN found ON below.parent_id = found.id)"
                " SELECT id FROM found GROUP BY id HAVING count(DISTINCT word) = %(number)s AND bool_or(is_own))",
                id=SQL.identifier(alias, "id", to_flush=model._fields["parent_id"]),
                own=SQL(" UNION ALL ").join(own),
                table=table,
                number=len(wanted),
            )

        def has_words(term):
            above = self.browse(trees.branch(term.parent_path)[:-1]).sudo()
            texts = [term._get_folded_text(), *(each._get_folded_text() for each in above)]
            is_own = any(word in texts[0] for word in wanted)
            return is_own and all(any(word in text for text in texts) for word in wanted)

        return Domain.custom(to_sql=to_sql, predicate=has_words)

    def action_archive(self):
        """A branch is archived as a whole."""
        branch = self.search([("id", "child_of", self.ids)])
        return super(RayaClassificationMixin, branch).action_archive()

    def _load_records_write(self, values):
        """A file archives a branch as the form does; what stands below an archived term stays archived."""
        if values.get("active") and not self.active and self.parent_id and not self.parent_id.active:
            values = {name: value for name, value in values.items() if name != "active"}
        if not values.get("active", True) and self.active:
            self.action_archive()
        return super()._load_records_write(values)

    def action_unarchive(self):
        """A term comes back together with those above it, without which it has no place."""
        above = self.with_context(active_test=False).search([("id", "parent_of", self.ids)])
        return super(RayaClassificationMixin, above).action_unarchive()


def _has_code(folded):
    """Domain of the terms that have one of these codes, however it is written."""

    def to_sql(model, alias, query):
        code = model._field_to_sql(alias, "code", query)
        return SQL("%s(%s) IN %s", SQL.identifier(folding.FUNCTION.name), code, tuple(folded))

    return Domain.custom(to_sql=to_sql)
