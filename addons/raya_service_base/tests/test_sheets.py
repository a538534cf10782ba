from io import BytesIO

from odoo.tests import BaseCase
from openpyxl import load_workbook

from ..tools import sheets

COLUMNS = (
    ("Code", "code", "Tells the record.", "شناسهٔ رکورد است."),
    ("Parts/Part", "part_ids/product_id", "One line each.", "هر کدام در یک سطر."),
)


class TestSheets(BaseCase):
    """The spreadsheet behind an import button."""

    def setUp(self):
        super().setUp()
        file = BytesIO()
        sheets.write(file, COLUMNS, [("COOL", "Relay"), ("", "Valve")])
        self.book = load_workbook(file)

    def _cells(self, name):
        return [[cell.value for cell in row] for row in self.book[name]]

    def test_first_sheet_is_ready_to_be_imported(self):
        self.assertEqual(self.book.sheetnames[0], "Import")
        self.assertEqual(self._cells("Import"), [["Code", "Parts/Part"], ["COOL", "Relay"], [None, "Valve"]])

    def test_second_sheet_explains_each_column_in_both_languages(self):
        self.assertEqual(
            self._cells("Notes"),
            [
                ["Column", "What to write", "توضیح"],
                ["Code", "Tells the record.", "شناسهٔ رکورد است."],
                ["Parts/Part", "One line each.", "هر کدام در یک سطر."],
            ],
        )

    def test_headings_stay_in_sight(self):
        for sheet in self.book:
            self.assertEqual(sheet.freeze_panes, "A2", sheet.title)
            self.assertTrue(all(cell.font.bold for cell in sheet[1]), sheet.title)
