import doctest
import random
import time

from odoo.tests import BaseCase

from odoo.addons.raya_web_persian.tools import direction

from ..tools import comparing, searching


class TestComparing(BaseCase):
    def test_examples_hold(self):
        for module in (comparing, direction, searching):
            results = doctest.testmod(module)
            self.assertTrue(results.attempted)
            self.assertFalse(results.failed)

    def test_text_is_never_taken_for_html(self):
        changes = comparing.compare([("<i>", ["<b>old"])], [("<i>", ["<b>new"])])
        self.assertIn("&lt;i&gt;", changes)
        self.assertNotIn("<b>", changes)

    def test_lines_far_from_a_change_are_left_out(self):
        old = [f"line {number}" for number in range(20)]
        changes = comparing.compare_lines(old, [*old[:5], "new", *old[6:15], "newer", *old[16:]])
        self.assertNotIn("line 10", changes)
        self.assertIn("<p>…</p>", changes)

    def test_long_text_in_one_line_is_compared_at_once(self):
        """8,000 words, one in forty changed: marked word by word, in less than a second."""
        chance = random.Random(14)
        # As in every language, a few words make up most of a text.
        usual = [f"word{number}" for number in range(2000)]
        old = chance.choices(usual, [1 / (number + 3) for number in range(2000)], k=8000)
        new = [f"{word}x" if number % 40 == 0 else word for number, word in enumerate(old)]
        start = time.process_time()
        changes = comparing.compare_words(" ".join(old), " ".join(new))
        self.assertLess(time.process_time() - start, 1)
        self.assertEqual(changes.count("<ins"), 200)
        self.assertNotIn(" </", changes)

    def test_section_that_is_new_is_added_whole(self):
        self.assertIn("<h4>Tools</h4>", comparing.compare([], [("Tools", ["Pliers"])]))

    def test_section_that_is_gone_is_removed_whole(self):
        self.assertIn("<del", comparing.compare([("Tools", ["Pliers"])], [("Tools", [])]))
