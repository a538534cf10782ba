from odoo.tests import BaseCase

from ..tools import trees, typed


class TestTyped(BaseCase):
    """What people type, as it is compared and found."""

    def test_phone_number_is_the_same_in_every_usual_form(self):
        forms = (
            "09125550101",
            "0912 555 0101",
            "+98 912 555 0101",
            "0098 (912) 555-0101",
            "۰۹۱۲۵۵۵۰۱۰۱",
            "٠٩١٢-٥٥٥-٠١٠١",
            "912.555.0101",
            "0912–555–0101",
        )
        self.assertEqual({typed.phone_key(form) for form in forms}, {"9125550101"})

    def test_short_numbers_and_serials_are_no_phone_numbers(self):
        for text in ("12345", "RF-1234567", "a 0912 555 0101", "", None, "+-()"):
            self.assertIsNone(typed.phone_key(text), text)

    def test_number_of_a_town_without_its_code_is_kept_whole(self):
        self.assertEqual(typed.phone_key("885 5010"), "8855010")

    def test_serial_keeps_letters_and_marks(self):
        self.assertEqual(typed.clean_serial("\tRF-۲۲ / ٤\n"), "RF-22 / 4")
        self.assertEqual(typed.clean_serial("rf-22"), "rf-22")

    def test_one_key_for_every_way_of_typing_a_serial(self):
        """Text is cleaned at every door: eleven spellings of one number, and then some, are one unit."""
        spellings = (
            "RF-22-0007",
            "rf-22-0007",
            " RF-22-0007 ",
            "RF - 22 - 0007",
            "RF\u00a0-22-0007",
            "\u200fRF-22-0007\u200e",
            "RF-22\u200c-0007",
            "\ufeffRF-22-0007",
            "RF-\u00ad22-0007",
            "RF\u201122\u20110007",
            "RF\u201322\u22120007",
            "RF-۲۲-۰۰۰۷",
            "RF-٢٢-٠٠٠٧",
            "ＲＦ－２２－０００７",
            "R\u2060F-\u202a22\u202c-0007",
            "RF-22-0007\x00\t",
        )
        self.assertEqual({typed.serial_key(text) for text in spellings}, {"rf-22-0007"})
        self.assertEqual({typed.clean_serial(text).upper().replace(" ", "") for text in spellings}, {"RF-22-0007"})
        self.assertEqual(typed.serial_key("\ufef3\ufea8\ufe81"), typed.serial_key("یخا"))

    def test_leading_zeros_tell_units_apart(self):
        serials = ["12", "0012", "00012"]
        self.assertEqual([typed.serial_key(serial) for serial in serials], serials)

    def test_serial_of_marks_alone_is_empty(self):
        for text in ("", " ", None, False, "\u200f", "\ufeff\u200c \u00a0", "\u00ad\x00"):
            self.assertEqual((typed.serial_key(text), typed.clean_serial(text)), ("", ""), repr(text))

    def test_codes_that_a_spreadsheet_took_for_numbers(self):
        meant = {
            "12345.0": "12345",
            "12345": "12345",
            "356938035643809.0": "356938035643809",
            "'00123": "00123",
            "00123": "00123",
            "۱۲۳٫۰": "123٫0",
            "1E5": "1E5",
            "RF-1.0": "RF-1.0",
        }
        self.assertEqual({text: typed.code_cell(text) for text in meant}, meant)
        for text in ("1.23457E+11", "1,23457E+11", "1e+16", "3.5E-7"):
            with self.assertRaises(ValueError):
                typed.code_cell(text)

    def test_words_tell_the_most_first_and_once(self):
        self.assertEqual(typed.words("of karimi 12 karimi ab1"), ["ab1", "karimi", "12", "of"])

    def test_telephone_is_one_word_and_a_date_of_words_is_not(self):
        self.assertEqual(typed.words("+98 912 555 0101"), ["+989125550101"])
        self.assertEqual(typed.words("rf 22"), ["22", "rf"])

    def test_prefix_of_the_country_is_taken_off_only_where_it_was_dialled(self):
        self.assertEqual(typed.telephone("+98 21 8855", "98"), "218855")
        self.assertEqual(typed.telephone("0098218855", "98"), "218855")
        self.assertEqual(typed.telephone("982188", "98"), "982188")
        self.assertEqual(typed.telephone("021 8855", "98"), "218855")

    def test_digits_of_a_text(self):
        self.assertEqual(typed.digits("no digits"), "")
        self.assertEqual(typed.digits("a1-b2"), "12")


class TestTrees(BaseCase):
    def test_path_is_split_where_it_was_joined(self):
        for steps in (["Engine"], ["Engine", "AC/DC", "x"], ["موتور", "سوخت‌رسانی"]):
            self.assertEqual(trees.split(trees.join(*steps)), steps)

    def test_empty_steps_are_left_out(self):
        self.assertEqual(trees.join("", None, "Pump"), "Pump")
        self.assertEqual(trees.join(), "")
        self.assertEqual(trees.split("Engine /  / Pump / "), ["Engine", "Pump"])
