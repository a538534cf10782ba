from datetime import date, datetime
from unittest.mock import patch

from odoo.tests import TransactionCase

from ..tools import solar_hijri


class TestSolarHijri(TransactionCase):
    def _format(self, day, lang):
        return self.env["res.lang"].with_context(lang=lang)._format_day(day)

    def test_persian_readers_see_days_of_their_calendar(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        cases = {
            date(2026, 3, 20): "۱۴۰۴/۱۲/۲۹",
            date(2026, 3, 21): "۱۴۰۵/۰۱/۰۱",
            date(2025, 3, 20): "۱۴۰۳/۱۲/۳۰",
            datetime(2026, 11, 23, 23, 59): "۱۴۰۵/۰۹/۰۲",
            "2026-11-23": "۱۴۰۵/۰۹/۰۲",
            False: "",
        }
        for day, written in cases.items():
            self.assertEqual(self._format(day, "fa_IR"), written)

    def test_other_readers_see_the_calendar_of_their_language(self):
        self.assertEqual(self._format(date(2026, 3, 21), "en_US"), "03/21/2026")

    def test_without_the_library_dates_are_gregorian(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        with patch.object(solar_hijri, "IS_AVAILABLE", False):
            self.assertNotIn("۱۴۰۵", self._format(date(2026, 3, 21), "fa_IR"))
            with self.assertRaisesRegex(RuntimeError, "jdatetime"):
                solar_hijri.written(date(2026, 3, 21))
