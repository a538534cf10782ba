import io
from unittest.mock import patch

from lxml import html
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from ..tools import contents
from .common import KnowledgeCommon

REPORT = "raya_service_knowledge.report_handbook"


@tagged("post_install", "-at_install")
class TestHandbook(KnowledgeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_family = cls.env["product.category"].create({"name": "Boilers"})
        cls.small_family = cls.env["product.category"].create({"name": "Small", "parent_id": cls.family.id})
        cls.fault.categ_ids = cls.family
        cls.fault.symptom_ids = cls.symptom
        cls.operation.categ_ids = cls.small_family
        cls.version = cls._create_published(tools="Pliers", video_url="https://videos.example.com/relay")
        cls.procedure = cls.version.procedure_id
        cls.procedure.write({"categ_ids": cls.family.ids, "operation_ids": cls.operation.ids})
        cls.fault_misuse.categ_ids = cls.other_family

    def _create_handbook(self, **vals):
        return self.env["raya.handbook"].with_user(self.technician).create({"categ_ids": self.family.ids, **vals})

    def _render(self, handbook):
        report = self.env["ir.actions.report"].with_user(self.technician).with_context(**handbook.env.context)
        return report._render_qweb_html(REPORT, handbook.ids)[0].decode()

    def test_book_of_a_family_leads_from_symptom_to_procedure(self):
        page = self._render(self._create_handbook())
        for text in ("Contents", self.symptom.name, self.fault.name, self.operation.name, self.part.name, "Pliers"):
            self.assertIn(text, page)
        for record in (self.symptom, self.fault, self.operation, self.procedure):
            anchor = f"{record._name.replace('.', '_')}_{record.id}"
            self.assertIn(f'href="#{anchor}"', page)
            self.assertIn(f'id="{anchor}"', page)
        self.assertIn("Wait 5 minutes.", page)
        self.assertIn("Unplug the appliance", page)
        self.assertNotIn(self.fault_misuse.name, page, "it is for another family")

    def test_families_below_and_what_is_for_all_may_be_left_out(self):
        page = self._render(self._create_handbook(has_children=False, has_general=False))
        self.assertNotIn(f'id="raya_operation_{self.operation.id}"', page)
        self.assertNotIn(f'id="raya_symptom_{self.symptom.id}"', page)
        self.assertIn(f'id="raya_fault_{self.fault.id}"', page)

    def test_what_is_for_a_family_above_belongs_to_the_book(self):
        page = self._render(self._create_handbook(categ_ids=self.small_family.ids))
        self.assertIn(f'id="raya_fault_{self.fault.id}"', page)

    def test_shared_symptom_leads_to_the_faults_of_this_family_only(self):
        self.fault_misuse.symptom_ids = self.symptom
        page = self._render(self._create_handbook())
        self.assertIn(f'id="raya_symptom_{self.symptom.id}"', page)
        self.assertNotIn(self.fault_misuse.name, page)

    def test_no_heading_is_parted_from_what_it_is_of(self):
        book = html.fromstring(self._render(self._create_handbook()))
        headings = book.xpath("//h3[@id]")
        self.assertEqual(len(headings), len(book.xpath("//div[contains(@class, 'raya_entry')]/h3[@id]")))
        for heading in headings:
            self.assertIsNotNone(heading.getnext(), heading.text_content())
        self.assertRegex(book.xpath("string(//style)"), r"raya_entry \{ page-break-inside: avoid")

    def test_a_link_stands_once(self):
        book = html.fromstring(self._render(self._create_handbook()))
        [entry] = book.xpath(f"//div[h3[@id='raya_symptom_{self.symptom.id}']]")
        self.assertEqual(entry.text_content().count(self.fault.display_name), 1)

    def test_numbers_have_the_digits_of_the_language(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.technician.lang = "fa_IR"
        book = html.fromstring(self._render(self._create_handbook().with_context(lang="fa_IR")))
        self.assertFalse(book.xpath("//ol"))
        for numbered in (
            "//div[contains(@class, 'raya_step')]/div[1]",
            "//div[contains(@class, 'raya_entry')]/div[contains(@class, 'ms-3')]",
        ):
            texts = [" ".join(element.text_content().split()) for element in book.xpath(numbered)]
            self.assertTrue(texts)
            self.assertFalse([text for text in texts if not text.startswith("۱")])

    def test_chapters_may_be_left_out(self):
        page = self._render(self._create_handbook(has_procedures=False, has_symptoms=False))
        self.assertNotIn('id="procedures"', page)
        self.assertNotIn('id="symptoms"', page)
        self.assertIn('id="faults"', page)

    def test_unpublished_procedure_is_not_printed(self):
        self.version.with_user(self.editor).action_retire()
        self.assertNotIn(self.procedure.name, self._render(self._create_handbook(has_operations=False)))

    def test_family_from_which_it_is_opened_is_chosen(self):
        context = {"active_model": "product.category", "active_ids": self.family.ids}
        handbook = self.env["raya.handbook"].with_user(self.technician).with_context(**context).create({})
        self.assertEqual(handbook.categ_ids, self.family)

    def test_empty_book_is_refused(self):
        empty = dict.fromkeys(("has_symptoms", "has_faults", "has_operations", "has_parts", "has_procedures"), False)
        with self.assertRaisesRegex(UserError, "nothing to print"):
            self._create_handbook(**empty).action_print_pdf()

    def test_buttons_print_and_open(self):
        handbook = self._create_handbook()
        self.assertEqual(handbook.action_print_pdf()["report_type"], "qweb-pdf")
        self.assertEqual(handbook.action_open_html()["report_type"], "qweb-html")

    @mute_logger("odoo.addons.base.models.ir_actions_report")
    def test_persian_book_is_right_to_left_and_prints_as_pdf(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.technician.lang = "fa_IR"
        self.fault.with_context(lang="fa_IR").name = "رلهٔ X2 سوخته"
        handbook = self._create_handbook().with_context(lang="fa_IR")
        page = self._render(handbook)
        self.assertIn('dir="rtl"', page)
        self.assertIn("<span>X2 </span>", page, "two directions are kept apart")
        with self.allow_pdf_render():
            report = self.env["ir.actions.report"].with_user(self.technician)
            content, kind = report.with_context(force_report_rendering=True, lang="fa_IR")._render_qweb_pdf(
                REPORT, handbook.ids
            )
        self.assertEqual(kind, "pdf")
        self.assertTrue(content.startswith(b"%PDF"))

    @mute_logger("odoo.addons.base.models.ir_actions_report")
    def test_contents_tell_the_pages_and_links_lead_there(self):
        report = self.env["ir.actions.report"].with_user(self.technician).with_context(force_report_rendering=True)
        if report.get_wkhtmltopdf_state() not in ("ok", "workers"):
            self.skipTest("no wkhtmltopdf")
        self.technician.lang = "en_US"
        written = {}

        def fill(body, get_number, fill=contents.fill):
            def note(anchor):
                written[anchor] = get_number(anchor)
                return written[anchor]

            return fill(body, note)

        with self.allow_pdf_render(), patch.object(contents, "fill", fill):
            paper, _kind = report._render_qweb_pdf(REPORT, self._create_handbook().ids)
        anchor = f"raya_fault_{self.fault.id}"
        reader = PdfFileReader(io.BytesIO(paper))
        links = [each.get_object() for each in reader.pages[0]["/Annots"]]
        targets = {link["/Dest"][0].idnum for link in links if "/Dest" in link}
        page = reader.pages[int(written[anchor]) - 1]
        self.assertIn(page.indirect_reference.idnum, targets)
        text = "".join(page.extract_text().split())
        self.assertIn("".join(self.fault.display_name.split()), text)
        self.assertFalse([link for link in links if "raya_fault" in str(link.get("/A", ""))], "no address of the web")
        # Each page but the title tells its number.
        for number, page in enumerate(reader.pages, start=1):
            last = page.extract_text().split()[-1]
            self.assertEqual(last == str(number), number > 1, last)

    def _print(self):
        report = self.env["ir.actions.report"].with_user(self.technician).with_context(force_report_rendering=True)
        if report.get_wkhtmltopdf_state() not in ("ok", "workers"):
            self.skipTest("no wkhtmltopdf")
        with self.allow_pdf_render():
            paper, _kind = report._render_qweb_pdf(REPORT, self._create_handbook().ids)
        return PdfFileReader(io.BytesIO(paper)).pages

    @mute_logger("odoo.addons.base.models.ir_actions_report")
    def test_what_editors_write_is_laid_out_as_they_wrote_it(self):
        """Their headings begin no page, and no word leaves its page."""
        address = "https://videos.example.com/" + "relay" * 60
        row = f"<tr><th>Where</th><td><a href='{address}'>{address}</a></td><td>Far</td></tr>"
        body = f"<p>Beforehand</p><h2>Afterwards</h2><table><tbody>{row}</tbody></table>"
        procedure = self._create_procedure(code="T-OTHER", categ_ids=self.family.ids)
        self._create_published(procedure_id=procedure.id, body=body, video_url=address)
        pages = self._print()
        self.assertRegex(self._render(self._create_handbook()), r"\.raya_handbook > h2")
        [text] = [text for page in pages if "Beforehand" in (text := page.extract_text())]
        self.assertIn("Afterwards", text)
        links = [link.get_object() for page in pages for link in page.get("/Annots", [])]
        ends = [max(link["/Rect"][0], link["/Rect"][2]) for link in links if "relayrelay" in str(link.get("/A", ""))]
        self.assertGreater(len(ends), 1)
        self.assertLess(max(ends), pages[0].mediabox.width)
