import unittest
from unittest.mock import patch

from odoo.tests import BaseCase

from . import properties


class TestProperties(BaseCase):
    """How many examples the property tests of all floors tell, and what happens without hypothesis."""

    @unittest.skipUnless(properties.IS_INSTALLED, "Only with the Python package hypothesis.")
    def test_usual_run_tells_the_same_few(self):
        with patch.object(properties, "IS_FULL", False):
            settings = properties._get_settings(25)
        self.assertEqual((settings.max_examples, settings.derandomize), (25, True))

    @unittest.skipUnless(properties.IS_INSTALLED, "Only with the Python package hypothesis.")
    def test_full_run_tells_new_ones_as_many_as_its_profile_says(self):
        settings = properties.hypothesis.settings
        self.addCleanup(settings.load_profile, settings.get_current_profile_name())
        settings.register_profile("raya_test", max_examples=5000)
        settings.load_profile("raya_test")
        with patch.object(properties, "IS_FULL", True):
            full, more = properties._get_settings(25), properties._get_settings(9000)
            slow = properties._get_settings(25, 300)
        self.assertEqual((full.max_examples, full.derandomize, more.max_examples), (5000, False, 9000))
        self.assertEqual(slow.max_examples, 300)

    def test_property_is_skipped_without_hypothesis(self):
        with patch.object(properties, "IS_INSTALLED", False):
            test = properties.given("anything")(lambda case: case.fail("It ran."))
        with self.assertRaises(unittest.SkipTest):
            test(self)
