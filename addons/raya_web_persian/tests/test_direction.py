from odoo.tests import BaseCase

from ..tools.direction import separate, split


class TestDirection(BaseCase):
    def test_text_of_one_direction_stays_whole(self):
        for text in ("", "Call 12/5", "رلهٔ استارت", "2026/11/23"):
            self.assertEqual(split(text), [text])

    def test_words_of_two_directions_and_half_spaces_are_taken_apart(self):
        self.assertEqual(split("[P-1] رله"), ["[P-1] ", "رله"])
        self.assertEqual(split("می\u200cکند"), ["می", "\u200c", "کند"])

    def test_page_keeps_its_text_and_its_elements(self):
        page = "<p>الف ۲ ب<b>x رله</b> tail رله</p><br/>"
        printed = separate(page)
        self.assertIn("<span>۲ </span>", printed)
        self.assertIn("<b><span>x </span><span>رله</span></b><span> tail </span><span>رله</span>", printed)

    def test_page_without_mixture_is_the_same(self):
        page = '<p class="a">Text &amp; more<br>again</p>'
        self.assertEqual(separate(page), page)

    def test_marks_behind_right_to_left_words_stand_alone(self):
        self.assertEqual(split("بله: خیر."), ["بله", ": ", "خیر", "."])
        self.assertEqual(split("۲/۵ بار"), ["۲/۵ ", "بار"])
        self.assertEqual(split("Call 12/5."), ["Call 12/5."])

    def test_line_break_before_the_first_piece_stands_apart(self):
        page = "<p>ابزار<br>\nمیگر ۵۰۰ ولت</p>"
        printed = separate(page)
        self.assertIn("<br><span>\n</span><span>میگر </span><span>۵۰۰ </span><span>ولت</span>", printed)

    def test_a_right_to_left_line_stands_apart_from_the_breaks_around_it(self):
        printed = separate("<h2><span>\n  فاکتور\n </span><span>INV/1</span></h2>")
        self.assertIn("<span>\n  </span><span>فاکتور</span><span>\n </span>", printed)
        for text in ("فاکتور", " فاکتور ", "\n Invoice\n "):
            self.assertEqual(separate(f"<p>{text}</p>"), f"<p>{text}</p>")

    def test_a_long_right_to_left_text_may_break_between_any_two_words(self):
        text = "رله / اورلود / رله و سیم\u200cپیچ کمپرسور را عوض کنید."
        pieces = split(text)
        self.assertEqual("".join(pieces), text)
        self.assertFalse([piece for piece in pieces if " " in piece.strip()])
        self.assertEqual(split("Replace the start relay (رله)")[0], "Replace the start relay (")
        printed = separate("<p>\n   اهم سیم\u200cپیچ اصلی را اندازه بگیرید.\n</p>")
        self.assertEqual(printed.count("<span>"), len(split("اهم سیم\u200cپیچ اصلی را اندازه بگیرید.")) + 1)

    def test_a_grouped_number_reads_from_left_to_right(self):
        """A line from right to left would show the last group of a telephone number first."""
        for number in ("+98 912 555 0101", "0912 555 0101", "۰۲۱ ۸۸۷۷ ۶۶۵۵", "(021) 8877-6655"):
            self.assertEqual(separate(f"<p>{number}</p>"), f'<p><span dir="ltr">{number}</span></p>')
            self.assertIn(f'<span dir="ltr">{number}</span>', separate(f"<p>تلفن {number}</p>"))
        for others in ("12 13 14", "2026/11/23 12:30", "1405/09/01", "RF 22 100 200 300"):
            self.assertEqual(separate(f"<p>{others}</p>"), f"<p>{others}</p>")
