from odoo.tests import tagged

from odoo.addons.raya_service_asset.tests.test_portal import PortalCommon

from .common import WarrantyCommon


@tagged("post_install", "-at_install")
class TestPortalWithCoverage(PortalCommon, WarrantyCommon):
    OFFERED_ALONE = False

    def test_file_shows_coverage_and_no_notes(self):
        page = self.url_open(f"/my/products/{self.own.id}").text
        for text in ("OWN-1", "Covered until", "24 months"):
            self.assertIn(text, page)
        self.assertNotIn("Complains", page)

    def test_certificate_is_his_to_take(self):
        if self.env["ir.actions.report"].get_wkhtmltopdf_state() not in ("ok", "workers"):
            self.skipTest("no wkhtmltopdf")
        with self.allow_pdf_render():
            answer = self.url_open(f"/my/products/{self.own.id}?report_type=pdf&download=true")
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
