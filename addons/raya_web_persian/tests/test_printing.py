from datetime import date, datetime

from odoo.exceptions import ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import format_amount, format_date, format_datetime, format_time, formatLang

from .common import PersianCase

DAY = date(2026, 3, 21)


@tagged("post_install", "-at_install")
class TestPrinting(PersianCase):
    """Dates and numbers that the server writes, for the reader of the text."""

    def _write(self, lang):
        return self.env(context={"lang": lang, "tz": "Asia/Tehran"})

    def test_dates_are_written_in_the_calendar_of_the_text(self):
        env = self._write("fa_IR")
        self.assertEqual(format_date(env, DAY), "۱۴۰۵/۰۱/۰۱")
        self.assertEqual(format_date(env, DAY, date_format="d MMMM yyyy"), "۱ فروردین ۱۴۰۵")
        self.assertEqual(format_date(env, DAY, date_format="EEEE d MMM yy"), "شنبه ۱ فروردین ۰۵")
        self.assertEqual(format_date(env, date(2025, 3, 20)), "۱۴۰۳/۱۲/۳۰")
        self.assertEqual(format_date(env, date(2025, 3, 20), date_format="D QQQ Q"), "۳۶۶ سه‌ماههٔ چهارم ۴")
        moment = datetime(2026, 3, 20, 22, 30)
        self.assertEqual(format_datetime(env, moment, tz="Asia/Tehran"), "۱۴۰۵/۰۱/۰۱ ۰۲:۰۰:۰۰")
        self.assertEqual(format_datetime(env, moment, tz="UTC"), "۱۴۰۴/۱۲/۲۹ ۲۲:۳۰:۰۰")
        self.assertEqual(format_time(env, moment.time(), time_format="HH:mm"), "۲۲:۳۰")

    def test_texts_in_other_languages_are_written_as_ever(self):
        env = self._write("en_US")
        self.assertEqual(format_date(env, DAY), "03/21/2026")
        self.assertEqual(formatLang(env, 1234.5), "1,234.50")
        # Arabic is no Persian, though it has the same letters.
        self.env["res.lang"]._activate_lang("ar_001")
        self.assertIn("2026", format_date(self._write("ar_001"), DAY, date_format="yyyy"))

    def test_language_of_the_text_decides_not_that_of_who_prints(self):
        printer = self.persian
        self.assertEqual(format_date(self.env(user=printer, context={"lang": "en_US"}), DAY), "03/21/2026")
        self.assertEqual(format_date(self.env(user=printer), DAY, lang_code="fa_IR"), "۱۴۰۵/۰۱/۰۱")

    def test_what_people_chose_for_the_web_client_is_not_on_papers(self):
        self.persian.raya_calendar = "gregorian"
        env = self.env(user=self.persian, context={"lang": "fa_IR"})
        self.assertEqual(format_date(env, DAY), "۱۴۰۵/۰۱/۰۱")

    def test_fields_of_a_template_and_subjects_are_written_alike(self):
        partner = self.env["res.partner"].create({"name": "R", "lang": "fa_IR"})
        self.env.cr.execute("UPDATE res_partner SET create_date = '2026-03-21 05:00:00' WHERE id = %s", (partner.id,))
        partner.invalidate_recordset()
        view = self.env["ir.ui.view"].create(
            {
                "name": "raya",
                "type": "qweb",
                "key": "raya_web_persian.test",
                "arch": """<t t-name="raya_web_persian.test"><p><span t-field="o.create_date"/>;<span t-field="o.create_date"
                    t-options="{'widget': 'date'}"/>;<span t-out="12.5" t-options="{'widget': 'float', 'precision': 2}"/></p></t>""",
            }
        )
        for lang, parts in (
            ("fa_IR", ("۱۴۰۵/۰۱/۰۱ ۰۸:۳۰:۰۰", ">۱۴۰۵/۰۱/۰۱<", "۱۲٫۵۰")),
            ("en_US", ("03/21/2026 08:30:00", ">03/21/2026<", "12.50")),
        ):
            qweb = self._write(lang)["ir.qweb"]
            text = str(qweb._render(view.id, {"o": partner.with_env(qweb.env)}))
            for part in parts:
                self.assertIn(part, text)

    def test_numbers_and_money_have_the_digits_of_the_text(self):
        env = self._write("fa_IR")
        self.assertEqual(formatLang(env, 1234567.5), "۱٬۲۳۴٬۵۶۷٫۵۰")
        self.assertEqual(formatLang(env, -3), "\u200e-۳٫۰۰")
        dollar = self.env.ref("base.USD")
        self.assertIn("۱٬۲۰۰٫۰۰", format_amount(env, 1200, dollar))
        self._set_language(decimal_point=",", thousands_sep=".")
        self.assertEqual(formatLang(env, 1234.5), "۱.۲۳۴,۵۰")

    def test_papers_are_turned_for_whoever_gets_them(self):
        page = '<html><body dir="ltr"><div class="article" data-oe-lang="%s"><p>[RF-22/7] تابلو (اشنایدر)</p></div></body></html>'
        report = self.env(user=self.english)["ir.actions.report"].browse()
        printed = []

        def run(_self, bodies, report_ref=False, header=None, footer=None, *args, **kwargs):
            printed.extend([*bodies, header, footer])
            return b""

        base = next(c for c in type(report).__mro__ if "_run_wkhtmltopdf" in vars(c) and "base" in c.__module__)
        self.patch(base, "_run_wkhtmltopdf", run)
        report._run_wkhtmltopdf([page % "fa_IR"], header=page % "en_US")
        persian, header, footer = printed
        self.assertIn('<body dir="rtl">', persian)
        self.assertIn("<span>[RF-22/7] </span><span>تابلو </span><span>(</span><span>اشنایدر</span>", persian)
        self.assertIn('<body dir="rtl">', header)
        self.assertIsNone(footer)
        printed.clear()
        report._run_wkhtmltopdf([page % "en_US", page % "fa_IR"], header=page % "en_US")
        self.assertEqual([page % "en_US" == part for part in printed], [True, False, True, False])

    def test_the_setting_of_the_language_decides(self):
        self._set_language(raya_calendar="gregorian", raya_digits="latn")
        env = self._write("fa_IR")
        self.assertEqual(format_date(env, DAY), "2026/03/21")
        self.assertEqual(formatLang(env, 1234.5), "1,234.50")
        self._set_language(raya_digits="arabext")
        self.assertEqual(format_date(env, DAY), "۲۰۲۶/۰۳/۲۱")

    def test_only_persian_begins_with_the_calendar(self):
        for lang in self.env["res.lang"].with_context(active_test=False).search([]):
            expected = ("solar", "arabext") if lang.code == "fa_IR" else ("gregorian", "latn")
            self.assertEqual((lang.raya_calendar, lang.raya_digits), expected, lang.code)

    def test_a_format_that_means_the_other_calendar_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "another date format"):
            self.lang.date_format = "%Y-%m-%d"

    def test_people_choose_for_themselves_and_nobody_else(self):
        self.persian.with_user(self.persian).write({"raya_calendar": "gregorian"})
        self.assertEqual(self.persian.raya_calendar, "gregorian")
        as_user = self._as(self.persian, "res.lang")
        self.assertEqual(as_user._raya_get_web_convention(), ("gregorian", "arabext"))
        portal = new_test_user(self.env, "raya_portal", "base.group_portal", lang="fa_IR")
        self.assertEqual(self._as(portal, "res.lang")._raya_get_web_convention(), ("solar", "arabext"))
