from collections import defaultdict, deque

from odoo import Command, api, models
from odoo.exceptions import AccessError, UserError
from odoo.models import fix_import_export_id_paths

from ..tools import import_sheet, importing

# As PostgreSQL names it.
NOT_NULL_VIOLATION = "23502"
# Odoo tries the records of a refused portion one by one to learn which is wrong.
_PORTION = 500


class PortionRefusedError(Exception):
    """Some of the records of a portion are wrong; which, Odoo learns record by record."""


class RayaImportMixin(models.AbstractModel):
    """Odoo's import for coded knowledge: codes and paths instead of ids, a file is taken
    whole or not at all, and taking it again changes nothing."""

    _name = "raya.import.mixin"
    _description = "Import by Code"
    _inherit = ["raya.import.reference.mixin"]

    # What tells a line of a record from the others: a field of it for each list of lines.
    _import_line_keys = {}

    @api.model
    def get_import_templates(self):
        file = f"{self._name.replace('.', '_')}.xlsx"
        return [
            {
                "label": self.env._("Template for %(model)s", model=self.env["ir.model"]._get(self._name).name),
                "template": f"/{self._original_module}/static/xls/{file}",
            }
        ]

    @api.model
    def load(self, fields, data):
        """The whole file in one transaction, parents first, whatever the order of its lines
        and the size of batch chosen: a line may need one of another batch."""
        lists = {name for name, field in self._fields.items() if field.type == "one2many"}
        sheet = import_sheet.Sheet(map(fix_import_export_id_paths, fields), data, lists)
        savepoint = self.env.cr.savepoint()
        try:
            ids, messages = self.with_context(_import_limit=None)._load_sheet(sheet)
        except AccessError as error:
            ids, messages = [], [{"type": "error", "message": str(error)}]
        if any(message["type"] == "error" for message in messages):
            savepoint.rollback()
            self.pool.reset_changes()
            ids = False
        savepoint.close(rollback=False)
        return {"ids": ids, "messages": messages, "nextrow": 0}

    def _load_sheet(self, sheet):
        rows = self._place_rows(sheet)
        self._check_import_access(rows)
        messages = [self._prepare_refusal(sheet, row) for row in rows if row.refusal]
        messages += self._resolve_references(sheet, rows)
        self._match_records(sheet, rows)
        messages += self._refuse_other_languages(sheet, rows)
        self._match_lines(sheet, rows)
        ids = self._load_levels(sheet, rows, messages)
        messages = [message for message in messages if message]
        return ids, sorted(messages, key=lambda message: message.get("rows", {}).get("from", -1))

    def _check_import_access(self, rows):
        """A file of thousands of lines is refused once, not line by line."""
        if any(row.term and row.term.id for row in rows):
            self.check_access("write")
        if any(row.term and not row.term.id for row in rows):
            self.check_access("create")

    # Records and lines that exist

    def _match_records(self, sheet, rows):
        """Lines of known records update them, by their database id."""
        known = [row for row in rows if row.term and row.term.id]
        if not known:
            return
        column = sheet.column(".id")
        column = sheet.add_column(".id") if column is None else column
        for row in known:
            sheet.put(row.record, column, importing.Found((row.term.id,)))
        # The record rules look at the companies of each.
        names = {"company_ids", *(path[0] for path in sheet.paths)} & self._fields.keys()
        records = self.browse(row.term.id for row in known)
        for name in names:  # what they hold, read at once to be compared
            records.mapped(name)

    def _match_lines(self, sheet, rows):
        for name, key in self._import_line_keys.items():
            columns = (sheet.column(name, key), sheet.column(name, key, ".id"))
            told = sheet.column(name, "id") is not None or sheet.column(name, ".id") is not None
            if sheet.has_lines(name) and not told:
                column = next((column for column in columns if column is not None), None)
                self._match_lines_of(sheet, rows, name, key, column)

    def _match_lines_of(self, sheet, rows, name, key, column):
        """The lines in the file are the lines of the record: those that are there already
        are updated, the others are made, and what is not in the file goes."""
        known = [row for row in rows if row.term and row.term.id and not row.is_refused]
        there = self._get_lines_by_key(name, key, [row.term.id for row in known])
        target = sheet.add_column(name, ".id")
        for row in known if column is not None else ():
            for number in range(*sheet.spans[row.record]):
                same = there[row.term.id, str(sheet.rows[number][column]).strip()]
                if same:
                    sheet.rows[number][target] = str(same.popleft())
        gone = [line for lines in there.values() for line in lines]
        self.env[self._fields[name].comodel_name].browse(gone).unlink()

    def _get_lines_by_key(self, name, key, ids):
        field = self._fields[name]
        there = defaultdict(deque)
        for line in self.env[field.comodel_name].search([(field.inverse_name, "in", ids)]):
            value = line[key].id if line._fields[key].relational else line[key]
            there[line[field.inverse_name].id, str(value).strip()].append(line.id)
        return there

    # Loading

    def _load_levels(self, sheet, rows, messages):
        """Load the records level by level of the tree. When some of a level are refused, the
        others are tried without them, so that the levels below are checked as well."""
        levels = defaultdict(list)
        for row in rows:
            if row.term and not row.is_refused:
                levels[row.level()].append(row)
        ids = {}
        for level in sorted(levels):
            ready = [row for row in levels[level] if not row.is_refused]
            self._fill_parents(sheet, ready)
            for at in range(0, len(ready), _PORTION):
                portion = ready[at : at + _PORTION]
                found, errors = self._load_rows(sheet, portion)
                messages += errors
                left = [row for row in portion if not row.refusal]
                if not found and level + 1 in levels and len(left) < len(portion):
                    found, _errors = self._load_rows(sheet, left)
                ids.update(found)
        return [ids[record] for record in sorted(ids)]

    def _fill_parents(self, sheet, rows):
        """By now those above have ids."""
        column = sheet.column("parent_id")
        for row in rows if column is not None else ():
            above = row.term.parent
            sheet.put(row.record, column, importing.Found((above.id,)) if above and not above.is_kind else "")

    def _load_rows(self, sheet, rows):
        """Ids by record, and messages with the line numbers of the file."""
        lines, numbers = sheet.pick([row.record for row in rows])
        # PostgreSQL plans the checks of references once in a session: made while a table was
        # small, a plan reads the whole table for each row when it has grown.
        self.env.cr.execute("DISCARD PLANS")
        # The public load() of this mixin comes here for each level of the tree.
        result = super().load(["/".join(path) for path in sheet.paths], lines)  # pylint: disable=super-method-mismatch
        for message in result["messages"]:
            self._renumber(message, rows, numbers)
        ids = result["ids"] or []
        if ids and len(ids) != len(rows):
            rows = self._drop_skipped(rows)
        for row, new in zip(rows, ids, strict=bool(ids)):
            row.term.id = row.term.id or new
        return {row.record: new for row, new in zip(rows, ids, strict=False)}, result["messages"]

    def _renumber(self, message, rows, numbers):
        if "record" in message:
            row = rows[message["record"]]
            message["record"] = row.record
            if message["type"] == "error":
                row.refusal = row.refusal or importing.Refusal("reported")
        if "rows" in message:
            message["rows"] = {side: numbers[number] for side, number in message["rows"].items()}

    def _drop_skipped(self, rows):
        """The user may have chosen to leave out lines with unknown values: those made no record."""
        made = self._get_import_catalogue()
        for row in rows:
            if not row.term.id and not made.has_place(row.term):
                row.refusal = importing.Refusal("skipped")
        return [row for row in rows if not row.refusal]

    @api.model
    def _convert_records(self, records, *, log=lambda message: None, savepoint):
        """Cells that have been looked up go around the conversion of texts."""
        aside = deque()
        converted = super()._convert_records(self._set_aside(records, aside), log=log, savepoint=savepoint)
        for id_, xid, values, info in converted:
            found = aside.popleft()
            known = found.pop(".id", (id_,))
            yield known[0], xid, {**values, **self._prepare_found_values(found)}, info

    def _set_aside(self, records, aside):
        for record, extras in records:
            found = {}
            self._drop_blanks(record)
            for name, value in list(record.items()):
                cell = value[0].get(None) if isinstance(value, list) and value else value
                if isinstance(cell, importing.Found):
                    found[name] = cell
                    del record[name]
            aside.append(found)
            yield record, extras

    def _drop_blanks(self, record):
        """An empty cell is no value for a field that has one by itself: a new record gets it, a known one keeps its."""
        for name in [name for name, value in record.items() if value == ""]:
            field = self._fields.get(name)
            if field and (field.required or field.default):
                del record[name]

    def _prepare_found_values(self, found):
        def convert(name, ids):
            if self._fields[name].type == "many2one":
                return ids[0]
            adding = self.env.context.get("update_many2many")
            return [Command.link(id_) for id_ in ids] if adding else [Command.set(ids)]

        return {name: convert(name, ids) for name, ids in found.items()}

    @api.model
    def _load_records(self, data_list, update=False):
        """Of a refused portion Odoo asks record by record which is wrong: only that one has the sentence."""
        try:
            return super()._load_records(data_list, update)
        except UserError as error:
            if len(data_list) > 1 and "_import_limit" in self.env.context:
                raise PortionRefusedError from error
            raise

    def _load_records_write(self, values):
        """Only what differs is written: taking a file again leaves no trace."""
        values = {name: self._drop_same_lines(name, value) for name, value in values.items()}
        values = {name: value for name, value in values.items() if not self._has_value(self, name, value)}
        if not values:
            return None
        return super()._load_records_write(values)

    def _drop_same_lines(self, name, value):
        field = self._fields.get(name)
        if not value or not field or field.type != "one2many":
            return value
        lines = self.env[field.comodel_name]

        def is_idle(command):
            if command[0] == Command.LINK:
                return command[1] in self[name]._ids
            line = lines.browse(command[1])
            return command[0] == Command.UPDATE and all(self._has_value(line, *item) for item in command[2].items())

        return [command for command in value if not is_idle(command)]

    @api.model
    def _has_value(self, record, name, value):
        field = record._fields.get(name)
        if not field or field.type == "properties":
            return False
        if field.type == "one2many":
            return value == [] if value is not False else not record[name]
        if field.type == "many2many":
            ids = value[0][2] if value and value[0][0] == Command.SET else []
            return set(ids) == set(record[name]._ids) if not value or len(value) == 1 else False
        return field.convert_to_record(field.convert_to_cache(value, record), record) == record[name]

    @api.model
    def _sql_error_to_message(self, exc):
        """What the database refuses in a line of a record, in the words of that line."""
        if exc.pgcode == NOT_NULL_VIOLATION:
            return self._get_missing_text(exc.diag.table_name, exc.diag.column_name)
        for name in self._import_line_keys:
            lines = self.env[self._fields[name].comodel_name]
            if lines._table == exc.diag.table_name:
                return lines._sql_error_to_message(exc)
        return super()._sql_error_to_message(exc)

    def _get_missing_text(self, table, column):
        """What is asked for where a record, or a line of one, lacks a value."""
        lines = [self.env[self._fields[name].comodel_name] for name in self._import_line_keys]
        model = next((model for model in (self, *lines) if model._table == table), self)
        field = model._fields.get(column)
        name = field._description_string(self.env) if field else column
        return self.env._("%s is missing. Enter it.", name)

    # Export

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        """A file to be imported back names terms so that they are found again."""
        compatible = self.env.context.get("import_compat", True)
        exported = super(RayaImportMixin, self.with_context(import_compat=compatible))
        return exported._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
