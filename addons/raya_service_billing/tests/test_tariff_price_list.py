import base64
from io import BytesIO

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools import price_list
from .common_tariff import TariffCommon

PERSIAN = [
    ["شرکت خدمات پس از فروش", "", "", ""],
    ["نرخنامهٔ خدمات ۱۴۰۵", "", "", ""],
    ["ردیف", "کد", "شرح خدمات", "مبلغ (ریال)"],
    ["", "", "یخچال", ""],
    ["۱", "T-RELAY", "تعویض رله", "۱٬۵۰۰٬۰۰۰"],
    ["۲", "", "سرویس ناشناخته", "۲٬۰۰۰٬۰۰۰"],
    ["۳", "T-RELAY", "تعویض رله", "توافقی"],
]


@tagged("post_install", "-at_install")
class TestTariffPriceList(TariffCommon):
    """A published price list goes in as it is; what is exported goes in again."""

    def _import(self, tariff, rows, name="list.csv"):
        lines = "\n".join(";".join(row) for row in rows).encode()
        return self._import_file(tariff, lines, name)

    def _import_file(self, tariff, content, name):
        wizard = self.env["raya.tariff.price.list"].with_user(self.accountant).with_context(active_id=tariff.id)
        wizard = wizard.create({"file": base64.b64encode(content), "file_name": name})
        wizard.action_import()
        return wizard

    def test_a_persian_price_list_with_letterhead_and_groups(self):
        self.operation.code = "T-RELAY"
        tariff = self._draft()
        wizard = self._import(tariff, PERSIAN)
        self.assertRecordValues(
            tariff.line_ids, [{"operation_id": self.operation.id, "price": 1500000.0, "pricing": "fixed"}]
        )
        self.assertIn("Prices taken: 1.", wizard.summary)
        self.assertIn("سرویس ناشناخته", wizard.summary)
        self.assertIn("توافقی", wizard.summary)

    def test_a_workbook_by_names_and_by_the_hour(self):
        import openpyxl

        book = openpyxl.Workbook()
        for row in (["Prices 2026"], ["Service", "Unit", "Price"], [self.operation.name.upper(), "Hour", 42.5]):
            book.active.append(row)
        content = BytesIO()
        book.save(content)
        tariff = self._draft({"operation_id": self.operation.id, "price": 5.0}, {"price": 7.0})
        self._import_file(tariff, content.getvalue(), "prices.xlsx")
        self.assertRecordValues(
            tariff.line_ids, [{"price": 42.5, "pricing": "hour"}, {"price": 7.0, "pricing": "fixed"}]
        )

    def test_what_is_no_price_list_is_told(self):
        tariff = self._draft()
        with self.assertRaisesRegex(UserError, "list.csv is no price list"):
            self._import(tariff, [["a", "b"], ["c", "d"]])
        with self.assertRaisesRegex(UserError, "Not known as services, and left out: Unheard Of"):
            self._import(tariff, [["Service", "Price"], ["Unheard Of", "5"]])
        tariff.write({"line_ids": [(0, 0, {"price": 5.0})]})
        tariff.action_submit()
        with self.assertRaisesRegex(UserError, "waits for its approval"):
            self._import(tariff, [["Service", "Price"], [self.operation.name, "5"]])

    def test_others_import_none(self):
        tariff = self._draft()
        with self.assertRaises(AccessError):
            self.env["raya.tariff.price.list"].with_user(self.operator).create(
                {"tariff_id": tariff.id, "file": b"eA=="}
            )

    def test_an_export_goes_in_again(self):
        tariff = self._draft(
            {"operation_id": self.operation.id, "price": 12.5, "categ_id": self.family.id},
            {"pricing": "hour", "price": 40.0, "minimum_minutes": 30, "step_minutes": 15},
        )
        names = ["operation_id", "categ_id", "pricing", "price", "minimum_minutes", "step_minutes"]
        exported = tariff.line_ids.with_user(self.manager).with_context(import_compat=True)
        rows = exported.export_data(names)["datas"]
        other = self._draft(name="Others")
        lines = self.env["raya.tariff.line"].with_user(self.accountant).with_context(default_tariff_id=other.id)
        result = lines.load(names, [[str(cell) if cell is not False else "" for cell in row] for row in rows])
        self.assertFalse(result["messages"])
        for line, copied in zip(tariff.line_ids, other.line_ids, strict=True):
            self.assertEqual([line[name] for name in names], [copied[name] for name in names])

    def test_codes_that_a_spreadsheet_took_for_numbers_are_found(self):
        [entry] = price_list.read([["Code", "Price"], ["120.0", "5"]])
        self.assertEqual((entry.code, entry.price), ("120", 5.0))
