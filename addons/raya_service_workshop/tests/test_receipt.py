from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import WorkshopCommon
from .test_reception import PIXEL


@tagged("post_install", "-at_install")
class TestReceipt(WorkshopCommon):
    """The papers of the customer."""

    def _render(self, receptions, name="report_reception", user=None):
        report = self.env["ir.actions.report"].with_user(user or self.operator)
        return report._render_qweb_html(f"raya_service_workshop.{name}", receptions.ids)[0].decode()

    def _receive_told(self, **vals):
        return self._receive(
            appearance="One scratch",
            brought_by="Neighbour",
            symptom_ids=self.symptom.ids,
            statement="It hums.",
            date_promised="2026-12-20",
            cost_told=120,
            accessory_ids=[(0, 0, {"name": "Cable"})],
            photo_ids=[(0, 0, {"image": PIXEL})],
            signature=PIXEL,
            **vals,
        )

    def test_receipt_says_what_was_received(self):
        reception = self._receive_told()
        page = self._render(reception)
        for text in (
            "Reception Receipt",
            reception.name,
            reception.workorder_id.name,
            self.customer.name,
            reception.serial,
            self.symptom.name,
            "It hums.",
            "One scratch",
            "Neighbour",
            "Cable",
            "2026",
            "120",
            'name="photos"',
        ):
            self.assertIn(text, page)
        self.assertEqual(reception.signed_by, "Neighbour")

    def test_receipt_of_a_call_leads_to_how_far_it_is(self):
        page = self._render(self._receive(call_id=self._create_call().id))
        self.assertIn('name="tracking"', page)
        self.assertNotIn('name="tracking"', self._render(self._receive()), "nothing to follow without a call")

    def test_receipt_speaks_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.customer.lang = "fa_IR"
        reception = self._receive_told()
        page = self._render(reception)
        self.assertIn('dir="rtl"', page)
        self.assertEqual(page.count('name="promise"'), 1)
        self.assertIn("۱۴۰۵", page.replace("</span><span>", ""))

    def test_receipt_in_two_languages_is_two_pages(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.customer.lang = "fa_IR"
        page = self._render(self._receive_told(), "report_reception_bilingual")
        self.assertEqual(page.count('name="promise"'), 2)
        self.assertIn('dir="rtl"', page)
        self.assertIn('dir="ltr"', page)
        self.assertIn("Reception Receipt", page)

    def test_many_receipts_are_one_document(self):
        page = self._render(self._receive() | self._receive())
        self.assertEqual((page.count('name="promise"'), page.count('class="article')), (2, 1))

    def test_hand_over_receipt_says_who_took_it(self):
        reception = self._receive_told()
        reception._hand_over("Ali", PIXEL, "Too dear")
        page = self._render(reception, "report_hand_over")
        for text in ("Hand-Over Receipt", "Ali", "Too dear", "Cable"):
            self.assertIn(text, page)
        self.assertNotIn("It hums.", page)

    def test_technician_of_the_job_prints_it(self):
        reception = self._receive_told(team_id=self.team.id)
        self.assertIn(reception.name, self._render(reception, user=self.technician))

    @mute_logger("odoo.addons.base.models.ir_actions_report")
    def test_receipt_prints_as_pdf(self):
        reception = self._receive_told()
        with self.allow_pdf_render():
            content, kind = (
                self.env["ir.actions.report"]
                .with_context(force_report_rendering=True)
                ._render_qweb_pdf("raya_service_workshop.report_reception", reception.ids)
            )
        self.assertEqual(kind, "pdf")
        self.assertTrue(content.startswith(b"%PDF"))
