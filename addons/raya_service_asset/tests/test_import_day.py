from datetime import date
from io import BytesIO

import xlwt
from odoo.exceptions import UserError
from odoo.tests import freeze_time
from openpyxl import Workbook

from .test_asset_import import OPTIONS, XLSX, ImportCommon
from .test_customer_registration import RegistrationCommon

MEANT = date(2026, 3, 10)
HEADINGS = ("Product", "Serial Number", "Invoiced On")


class CellsCommon(ImportCommon):
    def _book(self, *rows, formats=()):
        """A spreadsheet: rows of cells, and the number format of some cells by their address."""
        book = Workbook()
        for row in rows:
            book.active.append(row)
        for address, number_format in dict(formats).items():
            book.active[address].number_format = number_format
        written = BytesIO()
        book.save(written)
        return written.getvalue()

    def _import(self, *rows, formats=(), headings=HEADINGS):
        _columns, result = self._upload(self._book(headings, *rows, formats=formats), XLSX)
        return result

    def _get_files(self, result):
        self.assertEqual(result["messages"], [])
        return self.env["raya.asset"].browse(result["ids"])


@freeze_time("2026-11-26 10:00:00")
class TestDaysInFiles(CellsCommon):
    """Dates are read alike at each door: in the cells of a file, as text, number or date."""

    forms = (
        "1404/12/19",
        "۱۴۰۴/۱۲/۱۹",
        "١٤٠٤/١٢/١٩",
        "۰۴/۱۲/۱۹",
        "14041219",
        14041219,
        "۱۴۰۴۱۲۱۹",
        "19/12/1404",
        "۱۹ اسفند ۱۴۰۴",
        "2026-03-10",
        "March 10, 2026",
        MEANT,
    )

    def test_every_form_by_the_program(self):
        for lang in ("en_US", "fa_IR"):
            self.env["res.lang"]._activate_lang(lang)
            self.operator.lang = lang
            rows = [("RF", f"{lang}-{at}", "", form) for at, form in enumerate(self.forms)]
            self.assertEqual(set(self._taken(*rows).mapped("date_invoice")), {MEANT})

    def test_every_form_by_the_screen(self):
        """One file for each: the screen guesses the format of a column from what stands in it."""
        for lang in ("en_US", "fa_IR"):
            self.env["res.lang"]._activate_lang(lang)
            self.operator.lang = lang
            headings = ("product_id", "serial", "date_invoice")
            for at, form in enumerate(self.forms):
                result = self._import(("RF", f"{lang}-{at}", form), headings=headings)
                self.assertEqual(self._get_files(result).date_invoice, MEANT, (lang, form))

    def test_persian_reader_of_two_digits_in_any_digits(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.operator.lang = "fa_IR"
        result = self._import(("RF", "A-1", "04/12/19"), headings=("product_id", "serial", "date_invoice"))
        self.assertEqual(self._get_files(result).date_invoice, MEANT)

    def test_order_is_that_which_the_import_says(self):
        content = self._book(("product_id", "serial", "date_invoice"), ("RF", "A-1", "03/10/26"))
        values = {"res_model": "raya.asset", "file": content, "file_name": "files", "file_type": XLSX}
        for date_format, day in (
            ("%d/%m/%y", date(2026, 10, 3)),
            ("%m/%d/%y", MEANT),
            ("%y/%m/%d", date(2003, 10, 26)),
        ):
            wizard = self.env["base_import.import"].with_user(self.operator).create(values)
            columns = ["product_id", "serial", "date_invoice"]
            options = {**OPTIONS, "date_format": date_format}
            result = wizard.execute_import(columns, columns, options)
            self.env.invalidate_all()
            asset = self._get_files(result)
            self.assertEqual(asset.date_invoice, day)
            asset.unlink()

    def test_refused_day_is_named_with_its_line(self):
        refused = self._refused(
            ("RF", "A-1", "", "1404/12/19"),
            ("RF", "A-2", "", "1400/12/30"),
            ("RF", "A-3", "", "soon"),
            ("RF", "A-4", "", "03/10/26"),
            ("RF", "A-5", "", "0625-01-01"),
        )
        self.assertEqual([row for row, _message in refused], [2, 3, 4, 5])
        for (_row, message), text in zip(refused, ("1400/12/30", "soon", "03/10/26", "0625-01-01"), strict=True):
            self.assertIn(text, message)
            self.assertIn("date", message)

    def test_leap_years_and_old_days(self):
        columns = ("product_id", "serial", "date_manufacture")
        told = {
            "1398/02/31": date(2019, 5, 21),
            "1399/12/30": date(2021, 3, 20),
            "1300/01/01": date(1921, 3, 21),
            "1210/12/30": date(1832, 3, 20),
        }
        assets = self._taken(*(("RF", f"A-{at}", text) for at, text in enumerate(told)), columns=columns)
        self.assertEqual(assets.mapped("date_manufacture"), list(told.values()))
        self.assertEqual(len(assets[-1]._get_timeline_entries()), len(assets[-1]._get_timeline_entries()))

    def test_proof_of_the_sale_is_the_same_in_either_calendar(self):
        asset = self._sell()
        self.assertEqual(self._taken(("RF", asset.serial, "", "۱۴۰۴/۱۲/۱۹")), asset)
        [(_row, message)] = self._refused(("RF", asset.serial, "", "1404/12/20"))
        self.assertIn("comes from the documents", message)

    def _sell(self):
        order = self._create_order()
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.invoice_date = MEANT
        invoice.action_post()
        order.order_line.raya_asset_ids.serial = "A-1"
        return order.order_line.raya_asset_ids


class TestNumbersInFiles(CellsCommon):
    """Numbers are read as people write them."""

    meant = {"+30": 30, "1,5": 1.5, "1٫5": 1.5, "۱٬۲۰۰": 1200, "۱٫۵": 1.5, "3": 3}

    def test_by_the_program(self):
        columns = ("product_id", "serial", "quantity")
        for at, (text, number) in enumerate(self.meant.items()):
            self.assertEqual(self._taken(("RF", f"A-{at}", text), columns=columns).quantity, number, text)

    def test_by_the_screen(self):
        for at, (text, number) in enumerate(self.meant.items()):
            result = self._import(("RF", f"A-{at}", text), headings=("product_id", "serial", "quantity"))
            self.assertEqual(self._get_files(result).quantity, number, text)

    def test_whole_numbers(self):
        Tag = self.env["raya.asset.tag"].with_user(self.manager)
        for at, (text, number) in enumerate({"+3": 3, "۷": 7, "4.0": 4, "۱٬۲۰۰": 1200}.items()):
            result = Tag.load(["name", "color"], [[f"T{at}", text]])
            self.assertEqual(Tag.browse(result["ids"]).color, number, text)
        for text in ("1,5", "many"):
            self.assertFalse(Tag.load(["name", "color"], [["T", text]])["ids"], text)

    def test_decimal_mark_is_that_which_the_import_says(self):
        content = self._book(("product_id", "serial", "quantity"), ("RF", "A-1", "1.200,50"), ("RF", "A-2", "1.200"))
        values = {"res_model": "raya.asset", "file": content, "file_name": "files", "file_type": XLSX}
        wizard = self.env["base_import.import"].with_user(self.operator).create(values)
        columns = ["product_id", "serial", "quantity"]
        options = {**OPTIONS, "float_decimal_separator": ",", "float_thousand_separator": "."}
        result = wizard.execute_import(columns, columns, options)
        self.assertEqual(self._get_files(result).mapped("quantity"), [1200.5, 1200])


class TestCodesInFiles(CellsCommon):
    """Spreadsheets turn codes into numbers: they come back whole, or are refused with their line."""

    def test_serials_that_a_spreadsheet_took_for_numbers(self):
        result = self._import(
            ("RF", 12345.0, None),
            ("RF", 356938035643809.0, None),
            ("RF", "'00123", None),
            ("RF", 124, None),
            ("RF", 125, None),
            ("RF", "12346.0", None),
            formats={"B5": "00000", "B6": "000\\-000"},
        )
        self.assertEqual(
            self._get_files(result).mapped("serial"),
            ["12345", "356938035643809", "00123", "00124", "000-125", "12346"],
        )

    def test_serials_in_a_workbook_of_the_old_kind(self):
        book = xlwt.Workbook()
        page, zeros = book.add_sheet("Units"), xlwt.easyxf(num_format_str="00000")
        for row, cells in enumerate([("product_id", "serial"), (), ("RF", 123), ("RF", 124.0), ("RF", "A-1")]):
            for column, value in enumerate(cells):
                page.write(row, column, value, *([zeros] if value == 123 else []))
        written = BytesIO()
        book.save(written)
        _columns, result = self._upload(written.getvalue(), "application/vnd.ms-excel")
        self.assertEqual(self._get_files(result).mapped("serial"), ["00123", "124", "A-1"])

    def test_digits_that_are_lost_are_refused_with_their_line(self):
        result = self._import(("RF", "A-1", None), ("RF", "1.23457E+11", None), ("RF", 1.2345678901234567e19, None))
        self.assertFalse(result["ids"])
        self.assertEqual([message["rows"]["from"] for message in result["messages"]], [2, 3])
        for message in result["messages"]:
            self.assertIn("E+1", message["message"])

    def test_empty_rows_move_no_code_to_another_line(self):
        result = self._import(
            ("RF", "A-1", None), (None, None, None), ("RF", 7, None), formats={"B4": "000", "B2": "000"}
        )
        self.assertEqual(self._get_files(result).mapped("serial"), ["A-1", "007"])

    def test_identifiers_as_well(self):
        kind = self.env.ref("raya_service_asset.raya_identifier_type_imei", raise_if_not_found=False)
        kind = kind or self.env["raya.identifier.type"].create({"name": "IMEI", "code": "IMEI", "rule": "imei"})
        columns = ("product_id", "serial", "identifier_ids/type_id", "identifier_ids/value")
        asset = self._taken(("RF", "A-1", kind.display_name, 490154203237518.0), columns=columns)
        self.assertEqual(asset.identifier_ids.value, "490154203237518")
        [(row, _message)] = self._refused(("RF", "A-2", kind.display_name, "4.90154E+14"), columns=columns)
        self.assertEqual(row, 1)


@freeze_time("2026-11-26 10:00:00")
class TestDaysOfCustomers(RegistrationCommon):
    """Dates are read alike at each door: what customers register."""

    def test_every_form(self):
        for at, form in enumerate((*TestDaysInFiles.forms[:5], "19/12/1404", "۱۹ اسفند ۱۴۰۴", "2026-03-10")):
            registration = self._register(serial=f"S-{at}", date_purchase=form)
            self.assertEqual(registration.date_purchase, MEANT, form)
            registration._refuse("No")

    def test_year_of_two_digits(self):
        self.assertEqual(self._register(date_purchase="۰۴/۰۹/۰۵").date_purchase, date(2025, 11, 26))

    def test_refusal_speaks_of_the_date(self):
        for text in ("1400/12/30", "soon", "0625-11-26"):
            with self.assertRaisesRegex(UserError, f"date.*“?{text}|“{text}” is no date"):
                self._register(date_purchase=text)
        with self.assertRaisesRegex(UserError, "Bought On: enter a value from 01/01/1900"):
            self._register(date_purchase="1270/01/01")
