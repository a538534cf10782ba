from datetime import date, datetime

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, freeze_time

from odoo.addons.raya_web_persian.tools.typed_day import NotADay

DAY = date(2026, 3, 21)
MEANT = date(2026, 3, 10)  # 1404/12/19


class TestResLang(TransactionCase):
    """Days and numbers inside of sentences, as the reader writes them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        cls.english, cls.persian = (cls.env["res.lang"].with_context(lang=lang) for lang in ("en_US", "fa_IR"))

    def test_day_of_an_english_text_is_gregorian(self):
        self.assertEqual(self.english._raya_format_day(DAY), "03/21/2026")

    def test_day_of_a_persian_text_is_solar_hijri(self):
        self.assertEqual(self.persian._raya_format_day(DAY), "۱۴۰۵/۰۱/۰۱")
        self.assertEqual(self.persian._raya_format_day(date(2025, 3, 20)), "۱۴۰۳/۱۲/۳۰")

    def test_a_moment_has_the_day_and_the_time_of_its_reader(self):
        """22:30 in London is the next day in Tehran."""
        moment = datetime(2026, 3, 20, 22, 30)
        self.assertEqual(self.persian._raya_format_moment(moment, "Asia/Tehran"), "۱۴۰۵/۰۱/۰۱، ۰۲:۰۰")
        self.assertRegex(self.english._raya_format_moment(moment, "Asia/Tehran"), r"^3/21/26, 2:00\sAM$")
        self.assertEqual(self.persian._raya_format_moment(False), "")

    def test_language_of_the_reader_decides_not_that_of_the_user(self):
        self.env.user.lang = "fa_IR"
        self.assertEqual(self.english._raya_format_day(DAY), "03/21/2026")

    def test_day_as_it_comes_back_from_stored_values(self):
        self.assertEqual(self.english._raya_format_day("2026-03-21"), "03/21/2026")
        self.assertEqual(self.persian._raya_format_day("2026-03-21"), "۱۴۰۵/۰۱/۰۱")

    def test_no_day_is_no_text(self):
        for reader in (self.english, self.persian):
            self.assertFalse(reader._raya_format_day(False))
            self.assertFalse(reader._raya_format_day(None))

    def test_numbers_have_no_needless_decimals(self):
        for number, text in ((0, "0"), (None, "0"), (7.0, "7"), (7.5, "7.5"), (0.1 + 0.2, "0.3"), (-3.25, "-3.25")):
            self.assertEqual(self.english._raya_format_number(number), text, number)

    def test_large_numbers_are_grouped_as_the_language_has_it(self):
        self.assertEqual(self.english._raya_format_number(1234567.5), "1,234,567.5")
        lang = self.env["res.lang"]._lang_get("fa_IR")
        lang.write({"decimal_point": "/", "thousands_sep": "٬", "grouping": "[3,0]"})
        self.assertEqual(self.persian._raya_format_number(1234567.5), "۱٬۲۳۴٬۵۶۷/۵")

    def test_thousands_beside_persian_digits_have_the_persian_mark(self):
        self.env["res.lang"]._lang_get("fa_IR").write({"decimal_point": ".", "thousands_sep": ","})
        self.assertEqual(self.persian._raya_format_number(3000), "۳٬۰۰۰")
        rial = self.env.ref("base.IRR").with_env(self.persian.env)
        self.assertIn("۱٬۲۵۰٬۰۰۰", self.persian._raya_format_amount(1250000, rial))

    def test_comma_that_a_company_made_its_decimal_mark_stays_one(self):
        self.env["res.lang"]._lang_get("fa_IR").write({"decimal_point": ",", "thousands_sep": "."})
        self.assertEqual(self.persian._raya_format_number(1234.5), "۱.۲۳۴,۵")

    def test_percent_and_money_have_the_digits_of_the_text(self):
        dollar = self.env.ref("base.USD")
        for reader, percent, amount in ((self.english, "33.33%", "12.50"), (self.persian, "۳۳٫۳۳٪", "۱۲٫۵۰")):
            self.env["res.lang"]._lang_get("fa_IR").decimal_point = "."
            self.assertEqual(reader._raya_format_percent(33.33), percent)
            self.assertIn(amount, reader._raya_format_amount(12.5, dollar.with_env(reader.env)))

    def test_day_by_both_calendars(self):
        self.assertEqual(self.english._raya_format_day_twice(DAY), "03/21/2026 (1405/01/01)")
        self.assertEqual(self.persian._raya_format_day_twice("2026-03-20"), "۱۴۰۴/۱۲/۲۹ (2026/03/20)")
        self.assertFalse(self.english._raya_format_day_twice(False))


@freeze_time("2026-11-26 10:00:00")
class TestDaysOfReaders(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")

    def test_reader_of_persian_writes_their_calendar(self):
        Lang = self.env["res.lang"].with_context(lang="fa_IR")
        self.assertEqual(Lang._raya_read_day("04/12/19"), MEANT)
        self.assertEqual(Lang._raya_read_file_day("04/12/19"), MEANT)
        self.assertEqual(Lang._raya_read_file_day("19/12/04", "%d/%m/%y"), MEANT)

    def test_file_says_its_order_or_is_refused(self):
        Lang = self.env["res.lang"].with_context(lang="en_US")
        self.assertEqual(Lang._raya_read_day("3/10/2026"), MEANT)
        self.assertEqual(Lang._raya_read_file_day("10.3.2026", "%d.%m.%Y"), MEANT)
        with self.assertRaises(NotADay):
            Lang._raya_read_file_day("3/10/2026")

    def test_refusal_speaks_of_the_date(self):
        Lang = self.env["res.lang"].with_context(lang="en_US")
        for text in ("1400/12/30", "soon"):
            with self.assertRaisesRegex(UserError, f"{text}.*date|date.*{text}"):
                Lang._raya_read_day(text)
        try:
            Lang._raya_read_file_day("3/10/2026")
        except NotADay as error:
            self.assertIn("The date “3/10/2026”", Lang._raya_get_day_refusal(error))
