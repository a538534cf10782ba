import io
import itertools
import re
import unicodedata

from odoo.tests import tagged
from odoo.tools import formatLang
from odoo.tools.pdf import PdfFileReader

from .common import PersianCase

# As wkhtmltopdf writes: the font of the glyphs that follow, where their line begins, a glyph and its way there.
DRAWN = re.compile(rb"/(\w+) [\d.]+ Tf|([-\d. ]+) Tm|(-?[\d.]+) -?[\d.]+ Td <([0-9a-fA-F]+)> Tj")
BLOCK = re.compile(r"beginbfrange(.*?)endbfrange", re.DOTALL)
RANGE = re.compile(r"<(\w+)>\s*<\w+>\s*(?:<(\w+)>|\[(.*?)\])")
MIRRORED = str.maketrans("()[]", ")(][")
# Less than the narrowest letter of the paper is wide.
NARROW = 2


@tagged("post_install", "-at_install")
class TestDrawnPaper(PersianCase):
    """Where the printer of PDFs puts each letter: the usual one draws words of two directions over each other."""

    def setUp(self):
        super().setUp()
        if self.env["ir.actions.report"].get_wkhtmltopdf_state() not in ("ok", "workers"):
            self.skipTest("no wkhtmltopdf")

    def _draw(self, markup):
        """Letters of a line on a Persian paper as they are drawn, from left to right, each with its place."""
        page = (
            '<!DOCTYPE html><html><head><meta charset="utf-8"/>'
            '<style>body { font-family: "DejaVu Sans", sans-serif; }</style></head>'
            f'<body dir="ltr"><div class="article" data-oe-lang="fa_IR"><p>{markup}</p></div></body></html>'
        )
        paper = self.env["ir.actions.report"]._run_wkhtmltopdf([page])
        [sheet] = PdfFileReader(io.BytesIO(paper)).pages
        fonts = {name[1:]: self._read_letters(font) for name, font in sheet["/Resources"]["/Font"].items()}
        glyphs = self._read_glyphs(sheet.get_contents().get_data(), fonts)
        return sorted((place, letter) for place, letter in glyphs if letter.isprintable() and letter != " ")

    @staticmethod
    def _read_letters(font):
        """What each glyph of a font stands for."""
        table = font.get_object()["/ToUnicode"].get_object().get_data().decode("latin-1")
        found = {}
        for first, single, several in RANGE.findall("".join(BLOCK.findall(table))):
            letters = re.findall(r"<(\w+)>", several) if several else [single]
            found |= {int(first, 16) + at: chr(int(letter, 16)) for at, letter in enumerate(letters)}
        return found

    @staticmethod
    def _read_glyphs(content, fonts):
        for font, line, way, glyph in DRAWN.findall(content):
            if font:
                known = fonts[font.decode()]
            elif line:
                place = float(line.split()[4])
            else:
                place += float(way)
                yield place, known[int(glyph, 16)]

    def _read_line(self, markup):
        """The line without spaces as it stands from left to right, letters in their plain form."""
        drawn = self._draw(markup)
        for (former, _letter), (latter, _next) in itertools.pairwise(drawn):
            self.assertGreater(latter - former, NARROW, drawn)
        # Lam and alef are drawn as one, and stand for two in the order of reading.
        return "".join(unicodedata.normalize("NFKC", letter)[::-1] for _place, letter in drawn)

    @staticmethod
    def _from_right(*words):
        """Words of a line that is read from right to left, as they stand from left to right."""
        return "".join(
            word[::-1].translate(MIRRORED) if unicodedata.bidirectional(word.strip("()")[0]) in ("R", "AL") else word
            for word in reversed(words)
        ).replace(" ", "")

    def test_brackets_hug_their_word(self):
        """H1"""
        line = self._read_line("تابلو برق ۱۰۰ آمپر (اشنایدر)")
        self.assertEqual(line, self._from_right("تابلو", "برق", "۱۰۰", "آمپر", "(اشنایدر)"))

    def test_names_of_two_directions_stand_in_their_order_and_not_on_each_other(self):
        """H2"""
        for words in (
            ("دفتر", "سلکی", "A4", "-", "شد", "50", "ورقة"),
            # A number behind Latin letters reads with them.
            ("لاستیک", "درب", "RF22 ۵۰", "سانتی", "A4"),
        ):
            with self.subTest(name=" ".join(words)):
                self.assertEqual(self._read_line(" ".join(words)), self._from_right(*words))

    def test_numbers_read_from_left_to_right(self):
        """H4"""
        minus = formatLang(self.env(context={"lang": "fa_IR"}), -3)
        for number, expected in (
            ("+98 912 555 0101", "+989125550101"),
            ("123 456 789", "123456789"),
            ("RF-22/7", "RF-22/7"),
            ("192.168.1.20", "192.168.1.20"),
            ("۱۴۰۵/۰۹/۰۶", "۱۴۰۵/۰۹/۰۶"),
            (minus, "-۳٫۰۰"),
        ):
            with self.subTest(number=number):
                self.assertEqual(self._read_line(f"شماره {number}"), self._from_right("شماره", expected))
                self.assertEqual(self._read_line(number), expected)
        days = ("از", "۱۴۰۵/۰۹/۰۱", "تا", "۱۴۰۵/۰۹/۰۶")
        self.assertEqual(self._read_line(" ".join(days)), self._from_right(*days))

    def test_letters_are_joined(self):
        """H5: the same letter at the beginning of a word, in its middle and at its end."""
        self.assertEqual("".join(letter for _place, letter in self._draw("ببب")), "ﺐﺒﺑ")
