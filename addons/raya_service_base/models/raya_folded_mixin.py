from functools import partial

from odoo import api, fields, models
from odoo.fields import NO_ACCESS, Domain
from odoo.orm.domains import OptimizationLevel, operator_optimization
from odoo.tools import SQL

from ..tools import folding

FOLDED_OPERATORS = ("ilike", "not ilike")
# To Odoo these stand for other characters.
PATTERN_SIGNS = set("%_\\")
# Records whose keys are renewed together.
CHUNK = 2000


class RayaFoldedMixin(models.AbstractModel):
    """A record of Odoo that is found whichever letters, digits and half-spaces it was typed with.

    Where Odoo asks whether one of these fields contains a text, by whichever view, filter or program, their key is
    asked. All other questions, such as for the very text, are Odoo's.
    """

    _name = "raya.folded.mixin"
    _description = "Record of Odoo Found However It Is Typed"

    # In this order they are the lines of the key.
    _folded_fields = ()

    raya_folded_key = fields.Char(
        "Folded Key",
        compute="_compute_raya_folded_key",
        store=True,
        index="trigram",
        # Needed by searches only, never by who reads a record.
        prefetch=False,
        groups=NO_ACCESS,
        export_string_translation=False,
    )

    @api.depends(lambda self: self._folded_fields)
    def _compute_raya_folded_key(self):
        for record in self:
            record.raya_folded_key = record._raya_fold()

    def init(self):
        """What stands on the folding of the database comes after this add-on."""
        folding.FUNCTION.make(self.env.cr)
        return super().init()

    def _register_hook(self):
        """Installations write translations past the ORM."""
        result = super()._register_hook()
        if self.pool.updated_modules and not self._abstract:
            self._raya_renew_stale()
        return result

    @api.model
    def _raya_renew_keys(self):
        """Renew the keys of all models after names were written past the ORM, as the import of translations does."""
        for name in sorted(self.pool.descendants([self._name], "_inherit") - {self._name}):
            if not self.env[name]._abstract:
                self.env[name]._raya_renew_stale()

    @api.model
    def _raya_renew_stale(self):
        """Renew the keys of this model that are not those of its translated names any more."""
        if not any(self._fields[name].translate for name in self._folded_fields):
            return
        key = self._fields["raya_folded_key"]
        # Keys are everybody's, of archived records and of other companies too.
        model, last = self.sudo().with_context(active_test=False), 0
        while ids := model.search(Domain("id", ">", last), order="id", limit=CHUNK)._ids:
            last = ids[-1]
            rows = SQL("SELECT id, raya_folded_key FROM %s WHERE id IN %s", SQL.identifier(self._table), ids)
            stored = dict(self.env.execute_query(rows))
            stale = model.browse(ids).filtered(lambda record, stored=stored: record._raya_fold() != stored[record.id])
            self.env.add_to_compute(key, stale)
            model.browse(ids).flush_recordset(["raya_folded_key"])

    def _raya_fold(self):
        """The key of one record."""
        return "\n".join(map(self._raya_get_folded_text, self._folded_fields))

    def _raya_get_folded_text(self, name):
        if not self._fields[name].translate:
            return folding.key(self[name])
        languages = dict.fromkeys([None, *(code for code, _name in self.env["res.lang"].get_installed())])
        return "\t".join(dict.fromkeys(folding.key(self.with_context(lang=code)[name]) for code in languages))


@operator_optimization(FOLDED_OPERATORS, OptimizationLevel.FULL)
def _ask_key(condition, model):
    """The condition by which the key is asked instead of one of its fields, any other one as it is.

    Registered with the ORM, because conditions on inherited fields never pass a method of the model they are about.
    """
    name, operator, value = condition.field_expr, condition.operator, condition.value
    if name not in getattr(model, "_folded_fields", ()) or not isinstance(value, str):
        return condition
    sought = folding.sought_key(value)
    if not sought.strip():
        return condition
    found = Domain.custom(to_sql=partial(_prepare_key_condition, name, value, sought))
    return found if operator == "ilike" else ~found


def _prepare_key_condition(name, value, sought, model, alias, query):
    """SQL for records whose line of the key has what is sought; by the whole key the index finds them."""
    field = model._fields[name]
    model._check_field_access(field, "read")
    # As Odoo makes an index of trigrams, and asks it.
    unaccent = model.env.registry.unaccent
    # Nobody may read the key; whoever may read the field may ask this line of it.
    key = unaccent(model.sudo()._field_to_sql(alias, "raya_folded_key", query))
    pattern = unaccent(SQL("%s", f"%{sought}%"))
    line = model._folded_fields.index(name) + 1
    condition = SQL("(%s LIKE %s AND split_part(%s, %s, %s) LIKE %s)", key, pattern, key, "\n", line, pattern)
    if PATTERN_SIGNS.isdisjoint(value):
        return condition
    return SQL("(%s OR %s)", condition, field.condition_to_sql(name, "ilike", value, model, alias, query))
