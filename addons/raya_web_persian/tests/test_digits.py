import doctest
from decimal import Decimal

from odoo.tests import BaseCase

from ..tools import digits

# Each text with the number that it means.
NUMBERS = {
    "0": "0",
    "007": "7",
    "+30": "30",
    "-3": "-3",
    "−۳": "-3",
    "\u200e-۳\u200f": "-3",
    "\u202a12\u202c\u00ad": "12",
    "－３": "-3",
    " 12 ": "12",
    "12.": "12",
    ".5": "0.5",
    "٫۵": "0.5",
    "1,5": "1.5",
    "1٫5": "1.5",
    "۱،۵": "1.5",
    "۰,۱۲۵": "0.125",
    "1234,567": "1234.567",
    "۱٬۲۰۰": "1200",
    "1,200": "1200",
    "۱،۲۰۰": "1200",
    "۱٬۲۳۴٬۵۶۷٫۲۵": "1234567.25",
    "1,234,567.25": "1234567.25",
    "-۱٬۲۰۰": "-1200",
}
NO_NUMBERS = [
    *("", " ", "-", ".", "abc", "1e5", "nan", "inf", "1_000", "0x1", "12%", "۱/۵", "1 200", "3-", "--3"),
    *("1.2.3", "1,2,3", "1,,200", "1.200,50", "1.200.300", "1,20,000", "1,200٬300", "1٬5", "1٬20", "1,2٫5"),
    *("0٬125", "१२"),
]


class TestDigits(BaseCase):
    def test_examples_hold(self):
        result = doctest.testmod(digits)
        self.assertTrue(result.attempted)
        self.assertFalse(result.failed)

    def test_digits_of_three_scripts_become_latin(self):
        for written in ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９", "0123456789"):
            self.assertEqual(digits.to_latin(written), "0123456789")
            self.assertEqual(digits.to_persian(written), "۰۱۲۳۴۵۶۷۸۹")

    def test_nothing_but_digits_is_changed(self):
        text = "یخچال RF-/٫٬،.\u200c½²Ⅷ①"
        self.assertEqual(digits.to_latin(text), text)
        self.assertEqual(digits.to_persian(text), text)

    def test_a_number_is_read_as_it_was_meant(self):
        for text, number in NUMBERS.items():
            with self.subTest(text=text):
                plain = digits.plain_number(text)
                self.assertEqual(Decimal(plain), Decimal(number))
                self.assertEqual(float(plain), float(number))

    def test_what_has_no_single_meaning_is_refused(self):
        for text in NO_NUMBERS:
            with self.subTest(text=text), self.assertRaisesRegex(ValueError, "Not a number"):
                digits.plain_number(text)
