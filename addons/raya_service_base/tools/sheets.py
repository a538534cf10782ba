"""The spreadsheets behind the import buttons: the first sheet is ready to be imported, the second explains it."""

from openpyxl import Workbook
from openpyxl.styles import Font


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
