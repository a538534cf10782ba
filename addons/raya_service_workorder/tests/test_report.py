from base64 import b64decode

from lxml import html
from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import WorkorderCommon
from .common_phone import PIXEL


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

    def test_report_has_the_colour_of_the_company(self):
        self.company.primary_color = "#123456"
        self.assertIn("solid #123456", self._render(self._create_workorder(), self.technician))
        self.company.primary_color = False
        self.assertIn("solid #212529", self._render(self._create_workorder(), self.technician))

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

    def _read_paper(self, job, user=None, bilingual=False):
        """The whole text of the paper of a job, in the order in which it stands there, and its root."""
        name = "raya_service_workorder.report_workorder" + ("_bilingual" if bilingual else "")
        report = self.env["ir.actions.report"].with_user(user or self.technician)
        root = html.document_fromstring(report._render_qweb_html(name, job.ids)[0].decode())
        for style in root.xpath("//style"):
            style.drop_tree()
        return root, " ".join(root.text_content().split())

    def _find(self, root, name):
        return root.xpath(f'//*[@name="{name}"]')

    def _assert_order(self, text, *parts):
        at = -1
        for part in parts:
            found = text.find(part, at + 1)
            self.assertGreater(found, at, f"{part} does not follow in: {text}")
            at = found

    def test_services_and_parts_stand_under_the_answer_they_belong_to(self):
        noise = self.env["raya.symptom"].create({"name": "It hums", "code": "HUM"})
        reason = self.env.ref("raya_service_workorder.raya_diagnosis_reason_not_found")
        job = self._create_issued()
        job.part_ids.write({"fault_id": self.fault.id, "removed_serial": "OLD-77"})
        job.work_line_ids.fault_id = self.fault
        job.write({"diagnosis_ids": [Command.create({"symptom_id": noise.id, "reason_id": reason.id})]})
        other = self._create_operation(name="Clean the condenser", code="T-CLEAN")
        job.write({"work_line_ids": [Command.create({"operation_id": other.id, "hours": 0.25})]})
        root, text = self._read_paper(job)
        first, second, last = (" ".join(each.text_content().split()) for each in self._find(root, "answer"))
        self._assert_order(
            first, self.symptom.name, self.fault.name, self.operation.name, "01:30", self.part.name, "OLD-77", "1 Units"
        )
        self._assert_order(second, "It hums", reason.name)
        self._assert_order(last, "Also Done", "Clean the condenser", "00:15")
        for once in (self.operation.name, "OLD-77"):
            self.assertEqual(text.count(once), 1, f"{once} is told once")

    def test_what_was_used_is_told_before_the_approval_and_after_it(self):
        job = self._create_issued()
        before = " ".join(self._find(self._read_paper(job)[0], "part")[0].text_content().split())
        job.with_user(self.technician).action_submit()
        job.with_user(self.dispatcher).action_approve()
        after = " ".join(self._find(self._read_paper(job)[0], "part")[0].text_content().split())
        self.assertEqual((before, after), (f"Part {self.part.display_name} 1 Units",) * 2)

    def test_chapters_stand_in_the_order_of_the_work(self):
        job = self._create_issued(finding="Relay burnt.")
        job.write({"recommendation": "Use a protector.", "customer_remark": "Quick.", "signature": PIXEL})
        _root, text = self._read_paper(job)
        self._assert_order(
            text,
            "Work Report",
            job.name,
            self.customer.name,
            "In the Customer's Words",
            "What Was Found and Done",
            "Time",
            "Relay burnt.",
            "Use a protector.",
            "Quick.",
            "Technician's Signature",
            self.technician.name,
            "Customer's Signature",
            self.customer.name,
        )

    def test_time_is_told_by_person_and_kind_and_added_up(self):
        helper = self._create_user("test_helper", "raya_service_base.group_service_technician")
        self.team.user_ids |= helper
        job = self._create_issued()
        Time = self.env["raya.time"]
        Time.create({"workorder_id": job.id, "user_id": self.technician.id, "kind": "travel", "hours": 5 / 60})
        Time.create({"workorder_id": job.id, "user_id": helper.id, "kind": "work", "hours": 0.5})
        rows = [
            [" ".join(cell.text_content().split()) for cell in row]
            for row in self._find(self._read_paper(job)[0], "times")[0].iter("tr")
        ][1:]
        self.assertEqual(
            rows,
            [
                [self.technician.name, "01:30", "00:05", "—"],
                [helper.name, "00:30", "—", "—"],
                ["Together", "02:00", "00:05", "—"],
            ],
        )

    def test_photos_of_the_job_are_printed_and_those_of_messages_are_not(self):
        job = self._create_issued()
        Attachment = self.env["ir.attachment"]
        values = {"datas": PIXEL, "res_model": job._name, "res_id": job.id, "mimetype": "image/png"}
        Attachment.create([{**values, "name": f"{number}.png"} for number in range(4)])
        job.message_post(body="Internal", attachment_ids=Attachment.create({**values, "name": "internal.png"}).ids)
        Attachment.create({**values, "name": "slip.pdf", "mimetype": "application/pdf"})
        self.assertEqual(len(self._find(self._read_paper(job)[0], "photos")[0].xpath(".//img")), 4)

    def test_photos_of_who_asked_are_printed_with_their_words_and_those_of_the_staff_are_not(self):
        """D20: what was sent with the request stays on the call, and stands on the report."""
        job = self._create_issued()
        call, pixel = job.call_id, b64decode(PIXEL)
        self.env["raya.call.request"].sudo()._keep_photos(call, "Reza", [("leak.png", pixel), ("door.png", pixel)])
        call.message_post(
            body="Look at its age", attachments=[("own.png", pixel)], author_id=self.operator.partner_id.id
        )
        root, text = self._read_paper(job)
        [photos] = self._find(root, "photos_of_caller")
        self.assertEqual(len(photos.xpath(".//img")), 2)
        self._assert_order(text, "In the Customer's Words", "It does not get cold.", "Photos from the Customer")
        self.assertFalse(self._find(root, "photos"))
        self.assertFalse(self._find(self._read_paper(self._create_issued())[0], "photos_of_caller"))

    def test_who_asked_is_named_with_their_number_where_they_are_not_the_customer(self):
        """D20: also by a label, without an account; the number reads from left to right."""
        job = self._create_issued()
        self.assertFalse(self._find(self._read_paper(job)[0], "caller"))
        call = job.call_id.sudo()
        call.caller_id = self.customer
        self.assertFalse(self._find(self._read_paper(job)[0], "caller"))
        call.write({"caller_id": False, "caller_name": "Reza Azari", "caller_phone": "0912 000 0000"})
        root, text = self._read_paper(job)
        self._assert_order(text, self.customer.name, "Asked for by", "Reza Azari", "0912 000 0000", "Reported On")
        number = self._find(root, "caller")[0].xpath(".//span[@dir='ltr']")[0]
        self.assertEqual(number.text_content(), "0912 000 0000")
        neighbour = self.env["res.partner"].create({"name": "Omid", "phone": "021 555 0177"})
        call.write({"caller_id": neighbour.id, "caller_name": False, "caller_phone": False})
        self._assert_order(self._read_paper(job)[1], "Asked for by", "Omid", "021 555 0177")

    def test_paper_phone_and_summary_have_the_same_photos(self):
        job = self._create_issued()
        Attachment = self.env["ir.attachment"]
        values = {"datas": PIXEL, "res_model": job._name, "res_id": job.id}
        kept = Attachment.create({**values, "name": "a.png", "mimetype": "image/png"})
        Attachment.create({**values, "name": "a.svg", "mimetype": "image/svg+xml"})
        sent = Attachment.create({**values, "name": "internal.png", "mimetype": "image/png"})
        job.message_post(body="Internal", attachment_ids=sent.ids)
        own = job.with_user(self.technician)
        [shown] = (each for each in own.env["raya.my.jobs"].get_jobs()["jobs"] if each["id"] == job.id)
        self.assertEqual(own._get_photos(), kept)
        self.assertEqual(own.env["raya.workorder.summary"]._get_photos(own), kept)
        self.assertEqual(shown["photos"], 1)

    def test_picture_opens_how_far_the_call_is_else_the_page_of_the_unit(self):
        job = self._create_issued()
        url = job.sudo()._get_paper_url()
        self.assertEqual(url.rpartition("/")[2], job.call_id.sudo().tracking_token)
        self.assertEqual(len(self._find(self._read_paper(job)[0], "qr")), 1)
        asset = self._create_asset(serial="RF-9")
        direct = self._create_workorder(call_id=False, asset_id=asset.id, user_id=self.technician.id)
        self.assertEqual(direct.sudo()._get_paper_url().rpartition("/")[2], asset.sudo().label_token)
        without = self._create_workorder(
            call_id=False, asset_id=False, user_id=self.technician.id, partner_id=self.customer.id, part_ids=[]
        )
        self.assertIsNone(without.sudo()._get_paper_url())
        self.assertFalse(self._find(self._read_paper(without)[0], "qr"))

    def test_amended_report_tells_its_version_and_what_changed(self):
        job = self._create_submitted(finding="One")
        job.with_user(self.dispatcher).action_approve()
        self.assertFalse(self._find(self._read_paper(job)[0], "changes"))
        job.with_user(self.dispatcher).action_amend("Wrong day")
        job.with_user(self.technician).write({"finding": "Two"})
        job.work_line_ids.with_user(self.technician).write({"hours": 2, "hours_planned": 3})
        root, text = self._read_paper(job)
        self.assertEqual(" ".join(self._find(root, "version")[0].text_content().split()), "Version 2")
        told = " ".join(self._find(root, "changes")[0].text_content().split())
        self._assert_order(told, "Wrong day", "One → Two", "1:30 → 2:00")
        self.assertNotIn("Seconds", text)
        self.assertNotIn("Planned", told, "what the paper does not print is no change of it")

    def test_changes_tell_days_in_the_readers_calendar(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        job = self._create_submitted(date_next_service="2027-05-06")
        job.with_user(self.dispatcher).action_approve()
        job.with_user(self.dispatcher).action_amend("Wrong day")
        job.with_user(self.technician).date_next_service = "2027-05-07"
        self.assertIn("۱۴۰۶/۰۲/۱۶ ← ۱۴۰۶/۰۲/۱۷", job.version_ids.with_context(lang="fa_IR").changes)

    def test_paper_tells_no_price(self):
        self.part.list_price = self.operation.product_id.list_price = 7654.32
        job = self._create_submitted()
        job.with_user(self.dispatcher).action_approve()
        _root, text = self._read_paper(job)
        self.assertNotIn("7654", text.replace(",", ""))
        self.assertNotIn(self.env.company.currency_id.symbol, text)

    def test_customer_decides_language_and_direction_whoever_prints(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        job = self._create_issued()
        for customer, reader, direction in (("fa_IR", "en_US", "rtl"), ("en_US", "fa_IR", "ltr")):
            self.customer.lang, self.technician.lang = customer, reader
            root, text = self._read_paper(job)
            self.assertEqual(root.xpath('//div[@class="raya_report"]/@dir'), [direction])
            self.assertEqual("۱۴۰" in text, direction == "rtl", "days are those of the customer's calendar")

    def test_bilingual_paper_says_each_word_twice_and_each_fact_once(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.symptom.with_context(lang="fa_IR").name = "سرد نمی‌کند"
        self.customer.lang = "fa_IR"
        job = self._create_issued()
        root, text = self._read_paper(job, bilingual=True)
        self._assert_order(text, "سرد نمی‌کند", self.symptom.name)
        self.assertEqual(root.xpath('//div[@class="raya_report"]/@dir'), ["rtl"])
        self.assertEqual(len(self._find(root, "signatures")), 1)
        self.assertEqual(text.count(self.customer.name), self._read_paper(job)[1].count(self.customer.name))
        self.assertFalse(self._read_paper(job)[0].xpath('//*[@class="raya_second"]'))

    def test_long_persian_words_of_the_customer_break_on_an_english_paper(self):
        call = self._create_call()
        job = self._create_workorder(call_id=call.id, statement="یخچال سرد نمی‌کند و صدای بلندی می‌دهد")
        statement = self._find(self._read_paper(job)[0], "statement")[0]
        self.assertFalse([span.text for span in statement.iter("span") if " " in (span.text or "").strip()])

    def test_who_may_not_read_the_job_prints_it_neither(self):
        job = self._create_issued()
        stranger = self._create_user("test_stranger", "raya_service_base.group_service_technician")
        with self.assertRaises(AccessError):
            self._read_paper(job, stranger)
