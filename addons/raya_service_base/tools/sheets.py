"""Spreadsheets: those behind the import buttons, and codes that a spreadsheet took for numbers.

A template's first sheet is ready to be imported, the second explains it.
"""

import csv
import re
import zipfile
from io import BytesIO, StringIO

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from . import typed

# A number has so many digits in a spreadsheet; those behind them are lost.
KEPT_DIGITS = 15
_ZEROS = re.compile(
    rb'formatCode="[0\\\\\- /&quot;]*00|<v>[0-9.]+[eE]\+|<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?(?: t="n")?><v>0</v>'
)
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_CODE_FORMAT = re.compile(r"[0\- /]*0[0\- /]*0[0\- /]*")


def write(file, columns, examples):
    """Write one template.

    :param file: path of the .xlsx, or a file open for writing bytes
    :param columns: tuples of heading, field, what to write, the same in Persian
    :param examples: rows of cells

    >>> from io import BytesIO
    >>> from openpyxl import load_workbook
    >>> written = BytesIO()
    >>> write(written, [("Code", "code", "Tells the record.", "شناسهٔ رکورد است.")], [("COOL",)])
    >>> [[cell.value for cell in row] for row in load_workbook(written)["Import"]]
    [['Code'], ['COOL']]
    """
    book = Workbook()
    sheet, notes = book.active, book.create_sheet("Notes")
    sheet.title = "Import"
    sheet.append([heading for heading, _field, _note, _persian in columns])
    notes.append(["Column", "What to write", "توضیح"])
    for row in examples:
        sheet.append([cell or None for cell in row])
    for heading, _field, note, persian in columns:
        notes.append([heading, note, persian])
    for page, widths in ((sheet, [24] * len(columns)), (notes, [28, 90, 80])):
        page.freeze_panes = "A2"
        for cell, width in zip(page[1], widths, strict=True):
            cell.font = Font(bold=True)
            page.column_dimensions[cell.column_letter].width = width
    book.save(file)


def may_hold_codes(content):
    """Whether a workbook, as bytes, shows numbers with leading zeros or holds very long ones or nought; quickly told.

    >>> may_hold_codes(b"no workbook")
    False
    """
    if content.startswith(_OLD_WORKBOOK):
        return True
    if not zipfile.is_zipfile(BytesIO(content)):
        return False
    with zipfile.ZipFile(BytesIO(content)) as book:
        parts = [name for name in book.namelist() if re.match(r"xl/(styles|worksheets/.*)\.xml$", name)]
        return any(_ZEROS.search(book.read(part)) for part in parts)


def read_codes(content, sheet):
    """Texts of the number cells that are codes: as they are shown; those that lost digits in scientific notation;
    nought, of which nobody knows what it was, as :class:`~.typed.CutCode`.

    :param bytes content: the workbook, .xlsx or .xls
    :param str sheet: name of its sheet
    :return: dict of texts by row and column, counted from 0, without empty rows
    """
    codes = {}
    read_cells = _read_old_cells if content.startswith(_OLD_WORKBOOK) else _read_cells
    filled = [row for row in read_cells(content, sheet) if any(str(value).strip() for value, _format in row)]
    for number, row in enumerate(filled):
        for at, (value, number_format) in enumerate(row):
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                codes[number, at] = shown_code(value, number_format)
    return {place: code for place, code in codes.items() if code}


def find_filled_rows(content, sheet=None, encoding=None, quoting='"', separator=","):
    """Which rows of a file are not empty, as a spreadsheet counts them: from 1 on; ``None`` for other workbooks.

    :param bytes content: a workbook, .xlsx or .xls, or a text with separators
    :param str sheet: name of the workbook's sheet

    >>> find_filled_rows(b"Code\\n\\nA\\n , \\nB", encoding="utf-8")
    [1, 3, 5]
    """
    if content.startswith(_OLD_WORKBOOK):
        rows = ([value for value, _format in row] for row in _read_old_cells(content, sheet))
    elif not zipfile.is_zipfile(BytesIO(content)):
        rows = csv.reader(StringIO(content.decode(encoding)), quotechar=quoting, delimiter=separator)
    elif "xl/workbook.xml" in zipfile.ZipFile(BytesIO(content)).namelist():
        rows = ([value for value, _format in row] for row in _read_cells(content, sheet))
    else:
        return None
    return [number for number, row in enumerate(rows, 1) if any(str(value).strip() for value in row)]


def _read_cells(content, sheet):
    """Rows of values, empty ones as texts, with their number formats."""
    for row in load_workbook(BytesIO(content), data_only=True)[sheet].rows:
        yield [("" if cell.value is None else cell.value, cell.number_format) for cell in row]


def _read_old_cells(content, sheet):
    # Odoo's import does without where it is missing, and then takes no such files.
    import xlrd

    book = xlrd.open_workbook(file_contents=content, formatting_info=True)
    formats = [book.format_map[style.format_key].format_str for style in book.xf_list]
    for row in book.sheet_by_name(sheet).get_rows():
        # Days, errors and truths are numbers with a meaning of their own.
        yield [
            (cell.value if cell.ctype != xlrd.XL_CELL_DATE else str(cell.value), formats[cell.xf_index]) for cell in row
        ]


def shown_code(value, number_format):
    """A number as its cell shows it, where it shows a code; ``None`` for plain numbers.

    >>> shown_code(123, "00000"), shown_code(1234567, "000-0000"), shown_code(123, "0.00")
    ('00123', '123-4567', None)
    >>> shown_code(12345678901234567890.0, "General")
    '1.23456789012346E+19'
    >>> shown_code(0, "000"), shown_code(0, "General"), type(shown_code(0, "General")).__name__
    ('000', '0', 'CutCode')
    """
    if value != int(value):
        return None
    if abs(value) >= 10**KEPT_DIGITS:
        return f"{value:.{KEPT_DIGITS - 1}E}"
    pattern = number_format.replace("\\", "").replace('"', "")
    if value < 0 or not _CODE_FORMAT.fullmatch(pattern):
        return None if value else typed.CutCode("0")
    figures = str(int(value)).zfill(pattern.count("0"))
    lead = len(figures) - pattern.count("0")
    rest = iter(figures[lead:])
    return figures[:lead] + "".join(next(rest) if sign == "0" else sign for sign in pattern)
