import re
from collections.abc import Sequence
from functools import cached_property

from odoo import models

from odoo.addons.raya_web_persian.tools import digits, typed_day

from ..models.ir_fields_converter import is_ours
from ..tools import sheets, typed


class FileRows(Sequence):
    """Rows of a file, as a spreadsheet counts them, of the records that are loaded; only looked for when asked."""

    def __init__(self, find):
        self._find = find

    @cached_property
    def _numbers(self):
        return self._find()

    def __getitem__(self, at):
        return self._numbers[at]

    def __len__(self):
        return len(self._numbers)


class BaseImportImport(models.TransientModel):
    """Files of our models: days, numbers and codes are taken as they are meant.

    What cannot be read here stays as it is; the import of the model refuses it with its line.
    """

    _inherit = "base_import.import"

    def execute_import(self, fields, columns, options, dryrun=False):
        """What is refused names the rows of the file itself: its headings, empty rows and skipped ones are counted."""
        if not is_ours(self.res_model):
            return super().execute_import(fields, columns, options, dryrun)
        rows = FileRows(lambda: self._find_rows(fields, options))
        counting = super(BaseImportImport, self.with_context(raya_file_rows=rows))
        result = counting.execute_import(fields, columns, options, dryrun)
        refused = [message for message in result["messages"] if "rows" in message]
        for message in refused:
            # Odoo's screen adds one to these, and shows the record as it is.
            message["rows"] = {side: rows[number] - 1 for side, number in message["rows"].items()}
            message["record"] = message["rows"]["from"] + 1
        if refused:
            names = dict(zip(rows, result["name"][options.get("skip", 0) :], strict=False))
            result["name"] = [names.get(row, "") for row in range(1, max(names, default=0) + 1)]
        return result

    def _find_rows(self, fields, options):
        """Rows of the file, counted from 1, that Odoo's import takes, in their order."""
        told = {**options}
        _length, lines = self._read_file(told)
        numbers = sheets.find_filled_rows(
            self.file, *(told.get(name) for name in ("sheet", "encoding", "quoting", "separator"))
        )
        chosen = [at for at, field in enumerate(fields) if field]
        filled = zip(numbers or range(1, len(lines) + 1), lines, strict=True)
        taken = [number for number, line in filled if any(line[at] for at in chosen)]
        return taken[int(bool(options.get("has_headers"))) + options.get("skip", 0) :]

    def _raya_get_file_convention(self):
        """Files of our models are read in the reader's language, whatever they chose for their screen."""
        if not is_ours(self.res_model):
            return super()._raya_get_file_convention()
        return self.env["res.lang"]._raya_get_convention()

    def _parse_date_from_data(self, data, index, name, field_type, options):
        if not is_ours(self.res_model) or field_type != "date":
            return super()._parse_date_from_data(data, index, name, field_type, options)
        for line in data:
            line[index] = self._read_day(line[index], options)
        return None

    def _read_day(self, value, options):
        """A day as Odoo imports it; what is none stays, and its line refuses it."""
        try:
            day = self.env["res.lang"]._raya_read_file_day(value, options.get("date_format"))
        except typed_day.NotADay:
            return value
        return day.isoformat() if day else ""

    def _parse_float_from_data(self, data, index, name, options):
        if not is_ours(self.res_model):
            return super()._parse_float_from_data(data, index, name, options)
        for line in data:
            line[index] = _read_number(str(line[index]).strip(), options)
        return None

    def _handle_multi_mapping(self, import_fields, input_file_data):
        """What is left of a code stays told from a text, where a column stands for itself."""
        names, merged = super()._handle_multi_mapping(import_fields, input_file_data)
        told = [name for name in import_fields if name] if is_ours(self.res_model) else []
        for at, name in enumerate(told) if len(told) == len(names) else ():
            column = names.index(name)
            for line, own in zip(input_file_data, merged, strict=True):
                if isinstance(line[at], typed.CutCode):
                    own[column] = line[at]
        return names, merged

    def _read_file(self, options):
        length, rows = super()._read_file(options)
        return length, self._keep_codes(rows, options)

    def _keep_codes(self, rows, options):
        """Numbers shown with leading zeros are codes, and of very long ones the last digits are lost."""
        content = self.file or b""
        if not is_ours(self.res_model) or not sheets.may_hold_codes(content):
            return rows
        codes = sheets.read_codes(content, options["sheet"])
        return [[codes.get((number, at), value) for at, value in enumerate(row)] for number, row in enumerate(rows)]


def _read_number(text, options):
    """A number as Python reads it; the import may say that a comma is the decimal mark."""
    if options.get("float_decimal_separator") == "," and re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+(,\d*)?", text):
        text = text.replace(".", "").replace(",", ".")
    try:
        return digits.plain_number(text) if text else text
    except ValueError:
        return text
