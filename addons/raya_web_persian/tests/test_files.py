import io
import json
from datetime import date, datetime

import openpyxl
from odoo import http
from odoo.tests import HttpCase, freeze_time, new_test_user, tagged

from .common import PersianCase

OPTIONS = {"has_headers": True, "quoting": '"', "separator": ",", "date_format": "%Y/%m/%d"}


@tagged("post_install", "-at_install")
class TestImport(PersianCase):
    """Odoo's own import, of Odoo's own models."""

    def _execute(self, user, rows, fields, options=None):
        self.env["ir.model.access"].search([("model_id.model", "=", "res.currency.rate")]).write({"perm_create": True})
        text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in [fields, *rows])
        wizard = self._as(user, "base_import.import").create(
            {"res_model": "res.currency.rate", "file": text.encode(), "file_type": "text/csv"}
        )
        return wizard.execute_import(fields, fields, {**OPTIONS, **(options or {})})

    def _import(self, user, rows, fields, options=None):
        result = self._execute(user, rows, fields, options)
        self.assertFalse(result["messages"], result["messages"])
        return self.env["res.currency.rate"].browse(result["ids"])

    def setUp(self):
        super().setUp()
        self.persian.group_ids |= self.env.ref("base.group_system")
        self.english.group_ids |= self.env.ref("base.group_system")
        self.currency = self.env["res.currency"].create({"name": "RYX", "symbol": "x"})

    def test_days_and_numbers_are_read_as_persian_users_write_them(self):
        rows = [["RYX", "1404/05/14", "۱٫۵"], ["RYX", "۱۴۰۴/۰۲/۳۱", "۲"], ["RYX", "2026/03/21", "3.5"]]
        rates = self._import(self.persian, rows, ["currency_id", "name", "rate"])
        self.assertEqual([str(rate.name) for rate in rates], ["2025-08-05", "2025-05-21", "2026-03-21"])
        self.assertEqual(rates.mapped("rate"), [1.5, 2, 3.5])

    def test_an_order_that_the_file_says_is_kept(self):
        rates = self._import(
            self.persian, [["RYX", "1404-05-14", "1"]], ["currency_id", "name", "rate"], {"date_format": "%d.%m.%Y"}
        )
        self.assertEqual(str(rates.name), "2025-08-05")

    @freeze_time("2026-11-26")
    def test_days_are_read_in_every_order_and_with_short_years(self):
        """1404/05/14 by whoever reads the calendar, also in a file of Odoo's models."""
        fields = ["currency_id", "name", "rate"]
        for text, date_format in (
            ("04/05/14", ""),
            ("040514", ""),
            ("14/05/1404", ""),
            ("۱۴ مرداد ۱۴۰۴", ""),
            ("05/14/04", "%m/%d/%y"),
            ("14.05.04", "%d.%m.%y"),
            ("05/14/1404", "%Y/%m/%d"),
        ):
            with self.subTest(text=text):
                rates = self._import(self.persian, [["RYX", text, "1"]], fields, {"date_format": date_format})
                self.assertEqual(str(rates.name), "2025-08-05")
                rates.unlink()

    def test_a_file_is_tried_in_the_order_of_its_reader_first(self):
        Wizard = self._as(self.persian, "base_import.import")
        for text, found in (("04/05/14", "%y/%m/%d"), ("14/05/1404", "%d/%m/%Y"), ("1404-05-14", "%Y-%m-%d")):
            options = {}
            wizard = Wizard.create({"res_model": "res.currency.rate"})
            self.assertEqual(wizard._try_match_date_time([text], options), ["date", "datetime"])
            self.assertEqual(options["date_format"], found)

    def test_days_of_no_calendar_are_refused_with_their_line(self):
        for text, said in (("1404/07/31", "in no calendar"), ("31/07/1404", "in no calendar"), ("soon", "is no date")):
            rows = [["RYX", "1404/05/14", "1"], ["RYX", text, "1"]]
            self.persian.lang = "en_US"
            self.persian.raya_calendar = "solar"
            result = self._execute(self.persian, rows, ["currency_id", "name", "rate"])
            self.assertRegex(result["messages"][0]["message"], f"^Line 3: .*{text}.*{said}")

    def test_a_spreadsheets_day_of_the_middle_ages_is_meant_otherwise(self):
        wizard = self._as(self.persian, "base_import.import").create({"res_model": "res.partner"})
        data = [[date(1404, 5, 14)], [datetime(1404, 5, 14, 13)], [date(2025, 8, 5)]]
        wizard._parse_date_from_data(data, 0, "date", "datetime", {})
        self.assertEqual(data, [["2025-08-05 00:00:00"], [datetime(2025, 8, 5, 13)], [date(2025, 8, 5)]])

    def test_others_import_as_ever(self):
        rates = self._import(self.english, [["RYX", "2025/08/05", "1.5"]], ["currency_id", "name", "rate"])
        self.assertEqual((str(rates.name), rates.rate), ("2025-08-05", 1.5))

    def test_moments_keep_their_time(self):
        wizard = self._as(self.persian, "base_import.import").create({"res_model": "res.partner"})
        data = [["۱۴۰۵/۰۱/۰۱ 13:30:00"], ["1405/01/01"], [""]]
        wizard._parse_date_from_data(data, 0, "date", "datetime", {"datetime_format": "%Y-%m-%d %H:%M:%S"})
        self.assertEqual(data, [["2026-03-21 13:30:00"], ["2026-03-21 00:00:00"], [""]])
        data = [["۲۱/۱/۱۳۰۰ ۱:۳۰ PM"]]
        wizard._parse_date_from_data(data, 0, "date", "datetime", {"datetime_format": "%d/%m/%y %I:%M %p"})
        self.assertEqual(data, [["1921-04-10 13:30:00"]])


@tagged("post_install", "-at_install")
class TestExport(HttpCase):
    """The spreadsheet of a list, as the user of a language gets it."""

    def _export(self, lang):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.env["res.lang"]._raya_tell_babel()
        login = f"raya_export_{lang}"
        user = new_test_user(self.env, login, "base.group_system,base.group_allow_export", lang=lang, password=login)
        user.partner_id.name = "R"
        self.env.cr.execute("UPDATE res_partner SET create_date = '2026-03-21' WHERE id = %s", (user.partner_id.id,))
        self.env.invalidate_all()
        self.authenticate(login, login)
        params = {
            "model": "res.partner",
            "fields": [{"name": "create_date", "label": "Made", "type": "datetime"}],
            "ids": user.partner_id.ids,
            "domain": [],
            "groupby": [],
            "import_compat": False,
            "context": {"lang": lang, "tz": "UTC"},
        }
        answer = self.url_open(
            "/web/export/xlsx", data={"data": json.dumps(params), "csrf_token": http.Request.csrf_token(self)}
        )
        return openpyxl.load_workbook(io.BytesIO(answer.content)).active["A2"]

    def test_cells_are_true_dates_shown_in_the_calendar(self):
        cell = self._export("fa_IR")
        self.assertEqual(cell.value, datetime(2026, 3, 21))
        self.assertTrue(cell.is_date)
        self.assertEqual(cell.number_format, "[$-3160429]yyyy/mm/dd hh:mm:ss;@")

    def test_others_have_odoos_format(self):
        self.assertEqual(self._export("en_US").number_format, "yyyy-mm-dd hh:mm:ss")
