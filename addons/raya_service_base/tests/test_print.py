from markupsafe import Markup
from odoo.tests import tagged

from .fake_models import FakeModelsCommon, RayaFakePaper


@tagged("post_install", "-at_install")
class TestPrint(FakeModelsCommon):
    """Papers speak the language of whoever gets them, not of whoever prints them."""

    fake_models = (RayaFakePaper,)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        cls.reader = cls.env["res.partner"].create({"name": "سارا کریمی", "lang": "fa_IR"})
        cls.paper = cls.env["raya.fake.paper"].create({"name": "Report", "partner_id": cls.reader.id})

    def test_reader_decides(self):
        paper = self.paper.with_context(lang="en_US")
        self.assertEqual((paper._get_print_lang(), paper._get_print_direction()), ("fa_IR", "rtl"))
        self.reader.lang = "en_US"
        paper = self.paper.with_context(lang="fa_IR")
        self.assertEqual((paper._get_print_lang(), paper._get_print_direction()), ("en_US", "ltr"))

    def test_without_a_reader_it_is_the_one_who_prints(self):
        self.paper.partner_id = False
        self.assertEqual(self.paper.with_context(lang="fa_IR")._get_print_lang(), "fa_IR")
        self.assertEqual(self.paper.with_context(lang=None)._get_print_lang(), "en_US")

    def test_page_from_right_to_left_is_taken_apart_and_stays_markup(self):
        page = Markup("<p>رله ۲</p>")
        printed = self.paper._prepare_printed_page(page)
        self.assertIsInstance(printed, Markup)
        self.assertEqual(printed, "<p><span>رله </span><span>۲</span></p>")

    def test_page_from_left_to_right_is_the_same(self):
        self.reader.lang = "en_US"
        page = Markup("<p>رله ۲</p>")
        self.assertIs(self.paper._prepare_printed_page(page), page)
