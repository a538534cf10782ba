from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.raya_service_asset.tests.common import SOLD_ON

from .common import WarrantyCommon

REPORTS = ("certificate", "label", "label_sheet")


@tagged("post_install", "-at_install")
class TestPaper(WarrantyCommon):
    """Labels and certificates, as pages before they become PDF."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asset = cls._create_asset(serial="RF-77")
        cls.clerk = cls._create_user("test_clerk", "account.group_account_invoice")

    def _print(self, name, docs, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.operator)
        addon = "raya_service_asset" if name.startswith("label") else "raya_service_warranty"
        return report._render_qweb_html(f"{addon}.report_{name}", docs.ids)[0].decode()

    def test_certificate_says_what_is_covered_until_when(self):
        page = self._print("certificate", self.asset)
        for text in ("Refrigerator", "RF-77", "Sara Karimi", "24 months", "Everything", "03/09/2028"):
            self.assertIn(text, page)
        self.assertIn(self.asset._get_label_url(), page)
        self.assertIn("data:image/png;base64,", page)

    def test_coverage_that_waits_says_for_what(self):
        self.fridge.raya_policy_ids = self._create_policy(name="From installation", start_event="installation")
        self.assertIn("24 months from the installation.", self._print("certificate", self._create_asset(serial="2")))

    def test_voided_coverage_is_not_certified(self):
        self.asset.warranty_ids.sudo()._record_event("void", "Opened by others")
        page = self._print("certificate", self.asset)
        self.assertNotIn("24 months", page)
        self.assertIn("No warranty was promised", page)

    def test_conditions_of_the_policy_stand_on_the_certificate(self):
        policy = self._create_policy(
            name="Limited", usage_limit=3000, usage_meter="hours", excluded_product_ids=self.part.ids
        )
        commitment = self._create_policy(name="Parts", kind="commitment", line_ids=[Command.clear()])
        self.fridge.raya_policy_ids = policy | commitment
        page = self._print("certificate", self._create_asset(serial="2"))
        self.assertIn("Ends at 3,000 hours, if that comes first. Never covered: Start relay.", page)
        self.assertIn("against payment", page)

    def test_supplier_cover_is_none_of_the_customers_business(self):
        self.fridge.raya_policy_ids |= self._create_policy(name="Factory", kind="supplier")
        self.assertNotIn("Factory", self._print("certificate", self._create_asset(serial="2")))

    def test_papers_speak_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.fridge.with_context(lang="fa_IR").name = "یخچال"
        self.customer.lang = "fa_IR"
        for name in REPORTS:
            page = self._print(name, self.asset)
            self.assertIn("یخچال", page)
            self.assertIn('dir="rtl"', page)

    def test_papers_are_for_live_units(self):
        self.asset._transition("returned")
        for name in REPORTS:
            with self.assertRaisesRegex(UserError, "RF-77 is not in use"):
                self._print(name, self.asset)

    def test_every_service_user_prints_and_nobody_else(self):
        for name in REPORTS:
            self.assertIn("RF-77", self._print(name, self.asset, self.technician))
            with self.assertRaises(AccessError):
                self._print(name, self.asset, self.outsider)

    def test_sheet_has_twenty_four_labels_a_page(self):
        assets = self.env["raya.asset"].create(
            [{"product_id": self.fridge.id, "serial": f"N{n:02}"} for n in range(25)]
        )
        page = self._print("label_sheet", assets)
        self.assertEqual(page.count('class="raya_sheet"'), 2)
        self.assertEqual(page.count("data:image/png"), 25)
        self.assertEqual(page.count("page-break-after: always"), 1)

    def test_one_document_for_many_files(self):
        """Debian's wkhtmltopdf takes only one."""
        for name in REPORTS:
            page = self._print(name, self.asset | self._create_asset(serial=name))
            self.assertEqual(page.count('class="article'), 1, name)

    def test_page_becomes_a_pdf(self):
        report = self.env["ir.actions.report"].with_user(self.operator)
        if report.get_wkhtmltopdf_state() not in ("ok", "workers"):
            self.skipTest("no wkhtmltopdf")
        with self.allow_pdf_render():
            report = report.with_context(force_report_rendering=True)
            pdf, kind = report._render_qweb_pdf("raya_service_asset.report_label", self.asset.ids)
        self.assertEqual((kind, pdf[:5]), ("pdf", b"%PDF-"))

    # --- with the invoice -------------------------------------------------

    def _create_invoice(self):
        return self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": SOLD_ON,
                "invoice_line_ids": [Command.create({"product_id": self.fridge.id, "quantity": 2})],
            }
        )

    def test_invoice_prints_the_certificates_of_its_units(self):
        invoice = self._create_invoice()
        invoice.action_post()
        page = self._print("invoice_certificates", invoice, self.clerk)
        self.assertEqual(page.count('class="raya_certificate"'), 2)
        self.assertIn(invoice.name, page)

    def test_invoice_without_files_says_what_to_do(self):
        with self.assertRaisesRegex(UserError, "Post it first"):
            self._print("invoice_certificates", self._create_invoice(), self.clerk)

    def test_certificates_of_an_invoice_need_rights_on_the_invoice(self):
        invoice = self._create_invoice()
        invoice.action_post()
        with self.assertRaises(AccessError):
            self._print("invoice_certificates", invoice, self.outsider)

    def test_final_invoice_finds_the_units_of_its_order(self):
        order = self._create_order()
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        later = invoice.copy({"invoice_line_ids": []})
        later.invoice_line_ids = [
            Command.create({"product_id": self.fridge.id, "quantity": 0, "sale_line_ids": order.order_line.ids})
        ]
        self.assertEqual(later._raya_get_certified_assets(), invoice._raya_get_certified_assets())
