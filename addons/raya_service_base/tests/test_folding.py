from odoo.tests import BaseCase, TransactionCase
from odoo.tools import SQL

from ..tools import folding, typed
from ..tools.folding import fold


class TestFolding(BaseCase):
    def test_arabic_and_persian_letters_are_the_same(self):
        for arabic, persian in (("يخچال", "یخچال"), ("كمپرسور", "کمپرسور"), ("دستگاة", "دستگاه"), ("أب", "اب")):
            self.assertEqual(fold(arabic), fold(persian))

    def test_half_space_marks_and_tatweel_do_not_matter(self):
        self.assertEqual(fold("نمی‌کند"), fold("نمیکند"))
        self.assertEqual(fold("پروندهٔ"), fold("پرونده"))
        self.assertEqual(fold("کـــد"), fold("کد"))
        self.assertEqual(fold("مُحَمَّد"), fold("محمد"))

    def test_digits_of_three_scripts_are_the_same(self):
        self.assertEqual(fold("F-۱۲۳"), "f-123")
        self.assertEqual(fold("F-١٢٣"), "f-123")

    def test_latin_accents_and_case_do_not_matter(self):
        self.assertEqual(fold("Défaut À la POMPE"), "defaut a la pompe")

    def test_dashes_are_alike_and_what_nobody_sees_does_not_matter(self):
        self.assertEqual(fold("RF‑22–7"), "rf-22-7")
        self.assertEqual(fold("\ufeffRF\u202a22\u202c\u2066"), "rf22")

    def test_forms_of_other_keyboards_do_not_matter(self):
        for text, same in (
            ("ﮐﻼﻫﮏ", "کلاهک"),
            ("ڪہ", "که"),
            ("１２ＡＢ", "12ab"),
            ("e\u0301x\u0301", "ex"),
            ("19″ 5′", "19\" 5'"),
            ("«“a”»", '«"a"»'),
        ):
            self.assertEqual(fold(text), fold(same), text)

    def test_words_are_unique_and_the_longest_first(self):
        self.assertEqual(folding.words(" no  relay no "), ["relay", "no"])
        self.assertEqual(folding.words("   "), [])


class TestFoldingInSql(TransactionCase):
    def test_database_folds_as_python_does(self):
        texts = ["يخچال كمپرسور", "نمی‌کند", "پروندهٔ ۱۲۳ ٤٥", "Défaut ÀÉÎÕÜ çñ", "AC/DC 100%", "مُحَمَّد", "plain TEXT"]
        texts += [
            "ends in A dash –",
            "\u200c",
            "",
            "می\u200c\u200dخواهد ۷",
            "ﮐﻼﻫﮏ ڪہ",
            "１２ＡＢ e\u0301x\u0301",
            "19″ 5′ “a” ‘b’",
            "\u0622 \u0627\u0653",
        ]
        for text in texts:
            [[found]] = self.env.execute_query(
                SQL(f"SELECT {folding.fold_sql('said')} FROM (SELECT %s::text AS said) AS typed", text)
            )
            self.assertEqual(found, fold(text))

    def test_database_knows_a_serial_by_the_key_of_python(self):
        texts = ["RF‑22–7", "\ufeffrf\u00a0۲۲\u200f / ٧", "ＲＦ２２", "\ufef3\ufea8\ufe81", "É-1\t2", "سریال‌ ۱"]
        for text in texts:
            [[found]] = self.env.execute_query(
                SQL(f"SELECT {typed.serial_key_sql('said')} FROM (SELECT %s::text AS said) AS typed", text)
            )
            self.assertEqual(found, typed.serial_key(text))
