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
