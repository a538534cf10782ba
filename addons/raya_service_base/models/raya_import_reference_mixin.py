import functools
from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ..tools import import_text, importing, typed

# Candidates of an ambiguous reference that its refusal names.
_MOST_NAMED = 3


class RayaImportReferenceMixin(models.AbstractModel):
    """What the texts in a file mean: the records its lines speak of and refer to."""

    _name = "raya.import.reference.mixin"
    _description = "References in a File"
    _inherit = ["raya.import.refusal.mixin"]

    # Fields that hold codes, of which a spreadsheet makes numbers and dates.
    _import_codes = ("code",)
    # The field whose record stands above the roots.
    _import_kind = None
    # Lists of what a code is for: below one parent it may stand once more for something else.
    _import_scope = ()

    # The terms that are there

    @api.model
    def _get_import_catalogue(self):
        """Every record that the user may see, archived ones too, by code, names and path."""
        read_scopes = functools.cache(self._read_import_scopes)
        catalogue = importing.Catalogue(lambda id_: read_scopes()[id_])
        catalogue.kinds = self._get_import_kinds()
        records = {id_: (code, names, parent, kind) for id_, code, names, parent, kind in self._read_import_terms()}
        terms = {id_: importing.Term(record[0], id=id_) for id_, record in records.items()}
        for id_, (_code, names, parent, kind) in records.items():
            terms[id_].parent = terms.get(parent) if parent else catalogue.kinds.get(kind)
            catalogue.add(terms[id_], names)
        return catalogue

    @api.model
    def _read_import_scopes(self):
        """What each record is for: ids by field, by the record's id."""
        scopes = defaultdict(lambda: dict.fromkeys(self._import_scope, frozenset()))
        for name in self._import_scope:
            field = self._fields[name]
            table, record, other = map(SQL.identifier, (field.relation, field.column1, field.column2))
            listed = SQL("SELECT %s, array_agg(%s) FROM %s GROUP BY 1", record, other, table)
            for id_, ids in self.env.execute_query(listed):
                scopes[id_][name] = frozenset(ids)
        return scopes

    def _get_import_kinds(self):
        if not self._import_kind:
            return {}
        kinds = self.env[self._fields[self._import_kind].comodel_name]._read_import_terms()
        return {
            id_: importing.Term(code, id=id_, is_kind=True, keys={import_text.key(name) for name in names})
            for id_, code, names, _parent, _kind in kinds
        }

    @api.model
    def _read_import_terms(self):
        """Id, code, names in every language, parent and kind of each record, in one query."""
        self.flush_model()
        query = self.with_context(active_test=False)._search([])
        columns = [
            SQL.identifier(query.table, name) if name in self._fields else SQL("NULL")
            for name in ("id", self._import_key, "name", "parent_id", self._import_kind)
        ]
        for id_, code, names, parent, kind in self.env.execute_query(query.select(*columns)):
            if isinstance(code, dict):
                code = code.get(self.env.lang) or code.get("en_US")
            yield id_, code, list((names or {}).values()), parent, kind

    # The records that the lines speak of

    def _place_rows(self, sheet):
        catalogue = self._get_import_catalogue()
        rows = self._read_rows(sheet, catalogue)
        catalogue.place([row for row in rows if not row.refusal], lambda row: self._read_row_scope(sheet, row))
        column = sheet.column(self._import_key)
        for row in rows:
            # A known code stays as it is written.
            if column is not None and row.term and row.term.id and not row.known:
                sheet.put(row.record, column, row.term.code)
        return rows

    def _read_rows(self, sheet, catalogue):
        code, name, parent = (sheet.column(column) for column in (self._import_key, "name", "parent_id"))
        spoilt, rows = self._find_spoilt_codes(sheet), []
        for record in range(len(sheet.spans)):
            row = importing.Row(record, self._clean_key(sheet.text(record, code)), sheet.text(record, name))
            row.parent = sheet.text(record, parent) if parent is not None else None
            if code is not None:
                sheet.put(record, code, row.code)
            rows.append(row)
        self._read_ids(sheet, rows, catalogue)
        self._read_kinds(sheet, rows, catalogue)
        for row in rows:
            row.refusal = spoilt.get(row.record, row.refusal)
        for row in rows:
            if code is not None and not row.code and not row.known and not row.own_id:
                row.refusal = importing.Refusal("no_code")
        return rows

    def _find_spoilt_codes(self, sheet):
        """Refusals, by record, of codes of which a spreadsheet left a date or a part."""
        spoilt = {}
        for name in self._import_codes:
            column = sheet.column(name)
            for record, (first, _after) in enumerate(sheet.spans) if column is not None else ():
                cell = sheet.rows[first][column]
                kind = self._get_spoilt_kind(cell)
                if kind:
                    spoilt[record] = importing.Refusal(kind, value=str(cell), field=name)
        return spoilt

    def _get_spoilt_kind(self, cell):
        return "spoilt" if typed.is_spoilt(cell) else "digits_lost" if typed.is_shortened(cell) else None

    @api.model
    def _clean_key(self, text):
        """What tells a record, as it is kept: in the digits of its writer, without marks that nobody sees."""
        return " ".join(typed.plain(text).split())

    def _read_row_scope(self, sheet, row):
        """What a row says that its record is for; ``None`` without such a column."""
        told = [name for name in self._import_scope if sheet.column(name) is not None]
        return {name: self._read_scope_cell(sheet, row, name) for name in told} or None

    def _read_scope_cell(self, sheet, row, name):
        text = sheet.text(row.record, sheet.column(name))
        find = self._or_none(self._find_in_column(sheet, self._fields[name]))
        try:
            return frozenset(importing.gather(text, find))
        except importing.Refusal:
            # Nothing is for that. When references are looked up, the cell is refused.
            return frozenset({text})

    def _read_ids(self, sheet, rows, catalogue):
        """Records and parents told by ids instead of codes."""
        known = self._read_xmlids(sheet, rows, sheet.column("id"))
        above = self._read_xmlids(sheet, rows, sheet.column("parent_id", "id"))
        by_xmlid = {xmlid: row for row in rows if (xmlid := self._get_xmlid(sheet, row, sheet.column("id")))}
        for row in rows:
            xmlid = self._get_xmlid(sheet, row, sheet.column("id"))
            row.own_id = bool(xmlid)
            row.known = catalogue.by_id.get(known.get(xmlid) or self._get_id(sheet, row, sheet.column(".id")))
            row.code = row.code or (row.known.code if row.known else "")
            xmlid = self._get_xmlid(sheet, row, sheet.column("parent_id", "id"))
            id_ = above.get(xmlid) or self._get_id(sheet, row, sheet.column("parent_id", ".id"))
            row.above = by_xmlid.get(xmlid) or catalogue.by_id.get(id_)
            row.parent = "" if row.above else row.parent

    def _get_id(self, sheet, row, column):
        text = sheet.text(row.record, column)
        return int(text) if text.isdecimal() else None

    def _get_xmlid(self, sheet, row, column):
        text = sheet.text(row.record, column)
        module = self.env.context.get("module", "__import__")
        return text if not text or "." in text else f"{module}.{text}"

    def _read_xmlids(self, sheet, rows, column):
        """Ids by the external ids of a column."""
        xmlids = {self._get_xmlid(sheet, row, column) for row in rows} - {""}
        # As Odoo's import does: whether one may write the records is asked later.
        found = self.env["ir.model.data"].sudo()._lookup_xmlids(xmlids, self) if xmlids else []
        return {f"{module}.{name}": id_ for _d_id, module, name, _model, _res, _noupdate, id_ in found if id_}

    def _read_kinds(self, sheet, rows, catalogue):
        if not self._import_kind:
            return
        column = sheet.column(self._import_kind)
        default = self.env.context.get(f"default_{self._import_kind}")
        find = self._get_import_finder(self._fields[self._import_kind].comodel_name)
        for row in rows:
            text = sheet.text(row.record, column)
            try:
                row.root = catalogue.kinds.get(find(text) if text else default)
            except importing.Refusal as refusal:
                row.refusal = refusal
                refusal.facts["field"] = self._import_kind

    def _clean_codes(self, sheet, row, column, field):
        """Codes that a spreadsheet took for numbers, as they were meant, in all lines of a record."""
        for number in range(*sheet.spans[row.record]) if column is not None else ():
            cell = sheet.rows[number][column]
            try:
                sheet.rows[number][column] = typed.code_cell(cell or "")
            except ValueError:
                kind = self._get_spoilt_kind(cell) or "digits_lost"
                row.refusal = row.refusal or importing.Refusal(kind, value=str(cell), field=field)

    # The records that the lines refer to

    def _resolve_references(self, sheet, rows):
        """Look up every text that names other records; messages for those that name none."""
        messages = []
        for column, path in enumerate(list(sheet.paths)):
            field = self._fields.get(path[0])
            if path == ["parent_id"] or path == [self._import_kind] or not field or not field.relational:
                continue
            if len(path) == 1 and field.type != "one2many":
                messages += self._resolve_column(sheet, rows, column, field)
            elif len(path) == 2 and field.type == "one2many":
                inner = self.env[field.comodel_name]._fields.get(path[1])
                if inner and inner.type == "many2one":
                    messages += self._resolve_lines(sheet, rows, column, inner)
        return messages

    def _resolve_column(self, sheet, rows, column, field):
        find, check = self._find_in_column(sheet, field), self._get_domain_check(field)
        for row in rows:
            text = sheet.text(row.record, column)
            if not text or row.refusal:
                continue
            try:
                means = importing.gather(text, self._or_none(find)) if field.type == "many2many" else [find(text)]
                check(means, text)
                sheet.put(row.record, column, importing.Found(means))
            except importing.Refusal as refusal:
                if refusal.kind in ("ambiguous", "unfit") or self._must_be_known(field):
                    yield self._refuse(sheet, row, column, refusal)

    def _find_in_column(self, sheet, field):
        """The column's finder, which remembers what it has found."""
        if field not in sheet.finders:
            sheet.finders[field] = self._get_column_finder(sheet, field)
        return sheet.finders[field]

    def _get_column_finder(self, sheet, field):
        """A function from the text in a cell to the id that it means; extended where a model is told in its own way."""
        return self._get_import_finder(field.comodel_name)

    def _get_domain_check(self, field):
        """A function that refuses records which the form would not offer for a field."""
        # What depends on other fields is checked where it is written.
        domain = field.domain if isinstance(field.domain, list) else []
        fitting = {}

        def check(ids, text):
            unknown = self.env[field.comodel_name].browse(id_ for id_ in ids if domain and id_ not in fitting)
            if unknown:
                allowed = unknown.filtered_domain(domain)
                fitting.update((record.id, record in allowed) for record in unknown)
            if not all(fitting.get(id_, True) for id_ in ids):
                raise importing.Refusal("unfit", value=text)

        return check

    def _must_be_known(self, field):
        """Whether a text that means nothing refuses its line; else Odoo's import says so for the whole column."""
        return self._is_coded(field.comodel_name)

    def _resolve_lines(self, sheet, rows, column, field):
        """References inside of lines. What Odoo's own models do not know is left to
        Odoo's import to say, for the whole column."""
        find, check = self._get_import_finder(field.comodel_name), self._get_domain_check(field)
        ids, complete = {}, True
        for row in rows:
            for number in range(*sheet.spans[row.record]):
                text = str(sheet.rows[number][column] or "").strip()
                try:
                    ids[number] = str(find(text)) if text else ""
                    check([int(ids[number])] if text else [], text)
                except importing.Refusal as refusal:
                    complete = False
                    if refusal.kind in ("ambiguous", "unfit") or self._is_coded(field.comodel_name):
                        yield self._refuse(sheet, row, column, refusal, number)
        if complete:
            sheet.paths[column].append(".id")
            for number, id_ in ids.items():
                sheet.rows[number][column] = id_

    def _refuse_other_languages(self, sheet, rows):
        """A name that a known record has in another language would take the place of its name in this one."""
        column = sheet.column("name")
        if column is None or not self._fields["name"].translate:
            return
        known = [row for row in rows if row.name and row.term and row.term.id and not row.is_refused]
        for row, record in zip(known, self.browse(row.term.id for row in known), strict=True):
            meant = import_text.key(row.name)
            for code, language in self.env["res.lang"].get_installed() if meant != import_text.key(record.name) else ():
                if meant == import_text.key(record.with_context(lang=code).name):
                    facts = {"value": row.name, "language": language}
                    yield self._refuse(sheet, row, column, importing.Refusal("language", **facts))
                    break

    def _is_coded(self, model_name):
        return hasattr(self.env[model_name], "_get_import_catalogue")

    def _get_import_finder(self, model_name):
        """A function from a text to the id of the one record that it means."""
        model = self.env[model_name]
        if self._is_coded(model_name):
            catalogue = model._get_import_catalogue()
            return lambda text: catalogue.find(text).id
        memory = {}

        def find(text):
            if text not in memory:
                spellings = dict.fromkeys((text, " / ".join(import_text.split_loosely(text))))
                found = (model.name_search(name, operator="=", limit=_MOST_NAMED + 1) for name in spellings)
                memory[text] = next(filter(None, found), [])
            found = memory[text]
            if len(found) > 1:
                named = [f"{name} (ID {id_})" for id_, name in found[:_MOST_NAMED]]
                raise importing.Refusal("ambiguous", value=text, ids="; ".join(named))
            if not found:
                raise importing.Refusal("unknown", value=text)
            return found[0][0]

        return find

    def _or_none(self, find):
        def find_or_none(text):
            try:
                return find(text)
            except importing.Refusal as refusal:
                if refusal.kind != "unknown":
                    raise
                return None

        return find_or_none

    # Names in an exported file

    def _compute_import_name(self):
        """Codes from the top of the tree, which are found again in any language."""
        branches = [record._get_import_branch() for record in self]
        steps = self.sudo().union(*branches)._get_import_steps()
        for record, branch in zip(self, branches, strict=True):
            path = [import_text.quote(steps[step]) for step in branch]
            if self._import_kind and branch[0][self._import_kind]:
                path.insert(0, import_text.quote(branch[0][self._import_kind].name))
            record.display_name = " / ".join(path)

    def _get_import_branch(self):
        """This record and those above it, the top first; another company may keep one above to itself."""
        branch = above = self.sudo()
        while "parent_id" in self._fields and above.parent_id:
            above = above.parent_id
            branch = above + branch
        return branch

    def _get_import_steps(self):
        """By what each record is told from those beside it, by record; extended where a code is not enough."""
        return {record: record[self._import_key] or "" for record in self}

    # Refusals

    def _refuse(self, sheet, row, column, refusal, number=None):
        """Refuse a line for what stands in a column, or do what the user chose for unknown values."""
        path = sheet.paths[column]
        if "/".join(path) in self.env.context.get("import_set_empty_fields", ()):
            sheet.rows[sheet.spans[row.record][0] if number is None else number][column] = ""
            return None
        row.refusal = refusal
        if "/".join(path) in self.env.context.get("import_skip_records", ()):
            return None
        refusal.facts["field"] = path[0]
        refusal.facts["path"] = path
        return self._prepare_refusal(sheet, row, number)
