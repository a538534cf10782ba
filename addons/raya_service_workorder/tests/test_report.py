from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import WorkorderCommon


@tagged("post_install", "-at_install")
class TestReport(WorkorderCommon):
    def _render(self, workorders, user):
        report = self.env["ir.actions.report"].with_user(user)
        return report._render_qweb_html("raya_service_workorder.report_workorder", workorders.ids)[0].decode()

    def test_report_answers_every_statement_of_the_customer(self):
        workorder = self._create_submitted(finding="Keep the door closed.")
        workorder.with_user(self.dispatcher).action_approve()
        page = self._render(workorder, self.technician)
        for text in (
            workorder.name,
            self.customer.name,
            "It does not get cold.",
            self.symptom.name,
            self.fault.name,
            self.operation.name,
            "01:30",
            self.part.name,
            "Keep the door closed.",
            "Customer's Signature",
        ):
            self.assertIn(text, page.replace("&#39;", "'"))

    def test_report_of_many_jobs_is_one_page_for_each(self):
        jobs = self._create_workorder() | self._create_workorder(
            call_id=self._create_call(asset_id=self._create_asset(serial="RF-2").id).id
        )
        page = self._render(jobs, self.technician)
        self.assertEqual(page.count('name="signatures"'), 2)
        self.assertEqual(page.count('class="article'), 1, "Debian's wkhtmltopdf takes one document only")

    def test_report_of_a_persian_customer_is_in_persian(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.env["ir.module.module"].search([("name", "=", "raya_service_workorder")])._update_translations(["fa_IR"])
        self.customer.lang = "fa_IR"
        self.part.with_context(lang="fa_IR").name = "رلهٔ X2 استارت"
        page = self._render(self._create_issued(), self.technician)
        self.assertIn("گزارش کار", page)
        self.assertIn("<span>X2 </span>", page, "two directions are kept apart")
        self.assertNotRegex(page, r"\d\d/\d\d/2026", "days are those of the Persian calendar")

    @mute_logger("odoo.addons.base.models.ir_actions_report")
    def test_report_prints_as_pdf(self):
        workorder = self._create_workorder()
        with self.allow_pdf_render():
            content, kind = (
                self.env["ir.actions.report"]
                .with_context(force_report_rendering=True)
                ._render_qweb_pdf("raya_service_workorder.report_workorder", workorder.ids)
            )
        self.assertEqual(kind, "pdf")
        self.assertTrue(content.startswith(b"%PDF"))
