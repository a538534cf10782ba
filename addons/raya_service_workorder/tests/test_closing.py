from datetime import date, datetime

from lxml import html
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common_time import TimeCommon
from .test_checks import PIXEL


@tagged("post_install", "-at_install")
class TestClosing(TimeCommon):
    """The end of a job: meter, advice, the customer's word and signature, and the report by mail."""

    def _start(self, **vals):
        job = self._create_job(**vals)
        self._add_service(job, hours=1)
        return job

    def _read_meter(self, job):
        return job.asset_id.sudo().reading_ids.filtered("is_counted")

    def test_meter_goes_to_the_file_with_the_approval(self):
        job = self._start()
        job.write({"meter": "hours", "meter_value": 1240, "meter_date": "2026-05-06"})
        job.action_submit()
        self.assertFalse(self._read_meter(job))
        job.with_user(self.dispatcher).action_approve()
        self.assertRecordValues(
            self._read_meter(job),
            [
                {
                    "meter": "hours",
                    "value": 1240,
                    "date": date(2026, 5, 6),
                    "note": job.name,
                    "user_id": self.technician.id,
                    "workorder_id": job.id,
                }
            ],
        )

    def test_a_report_that_is_opened_again_strikes_its_reading(self):
        job = self._start()
        job.write({"meter": "hours", "meter_value": 1240})
        self._finish(job)
        self.env["raya.meter.reading"].with_user(self.dispatcher)._strike_jobs(job, "Amended")
        reading = job.asset_id.sudo().reading_ids
        self.assertRecordValues(reading, [{"is_counted": False, "note": f"{job.name} – Amended"}])
        self.assertFalse(job.meter_reading_id)
        job.asset_id.sudo()._record_reading("hours", 900, date(2026, 11, 1))
        self.assertEqual(self._read_meter(job).total, 900)

    def test_amending_strikes_the_meter_counters_the_time_and_asks_for_another_signature(self):
        # Nothing of it is charged: what floors above made would have to be taken back first.
        job = self._create_job(outcome="absent")
        travel = self._add_time(job, 1, kind="travel")
        job.write({"meter": "hours", "meter_value": 1240, "signature": PIXEL})
        self._finish(job)
        job.with_user(self.dispatcher).action_amend("Wrong way")
        self.assertFalse(self._read_meter(job))
        self.assertRecordValues(
            job, [{"signature": False, "signed_by": False, "meter_value": 1240, "state": "progress"}]
        )
        self.assertEqual(self._get_timesheets(job).mapped("unit_amount"), [1.0, -1.0])
        travel.hours = 2
        self._finish(job)
        self.assertEqual(self._read_meter(job).value, 1240)
        self.assertEqual(sum(self._get_timesheets(job).mapped("amount")), -40.0)

    def test_a_meter_that_runs_backwards_is_told_to_the_technician(self):
        job = self._start()
        job.asset_id.sudo()._record_reading("hours", 5000, date(2026, 5, 1))
        job.write({"meter": "hours", "meter_value": 1240, "meter_date": "2026-05-06"})
        with self._refused("the meter read"):
            job.action_submit()
        job.meter_date = "2026-04-06"
        job.action_submit()

    def test_a_meter_needs_its_unit(self):
        job = self._start(call_id=self._create_call(asset_id=False, partner_id=self.customer.id).id)
        job.meter_value = 5
        with self._refused("choose what the meter counts"):
            job.action_submit()

    def test_reading_is_of_the_day_on_which_it_was_typed(self):
        job = self._start()
        with freeze_time("2026-05-06 22:00:00"):
            self.company.partner_id.tz = "Asia/Tehran"
            job.meter_value = 7
            self.env.flush_all()
        self.assertEqual(job.meter_date, self.company._raya_get_day(datetime(2026, 5, 6, 22)))

    def test_signature_stands_under_what_was_signed_only(self):
        job = self._start()
        job.write({"finding": "Dry", "signature": PIXEL})
        self.env.flush_all()
        self._add_time(job, 1, kind="travel")
        Version = self.env["raya.workorder.version"].with_user(self.technician)
        self.assertFalse(Version._get_changes_since_signed(job), "the time is told after the customer has signed")
        job.finding = "Wet"
        self.assertEqual(Version._get_changes_since_signed(job), ["Findings: Dry → Wet"])
        self.assertIn("Changed since it was signed", job.summary)
        job.with_user(self.technician).action_submit()
        self.assertRecordValues(job, [{"signature": False, "signed_by": False}])
        self.assertIn("signature is taken off", " ".join(job.message_ids.mapped("body")))

    def test_signature_of_what_did_not_change_stays_when_it_is_sent_back(self):
        job = self._start()
        job.write({"finding": "Dry", "signature": PIXEL})
        job.with_user(self.technician).action_submit()
        job.with_user(self.dispatcher).action_send_back("The photo is missing")
        job.with_user(self.technician).action_submit()
        self.assertTrue(job.signature)
        job.with_user(self.dispatcher).action_send_back("It was wet")
        job.with_user(self.technician).finding = "Wet"
        job.with_user(self.technician).action_submit()
        self.assertFalse(job.signature)

    def test_signature_has_its_name_and_moment(self):
        job = self._start()
        with freeze_time("2026-05-06 10:00:00"):
            job.signature = PIXEL
            self.env.flush_all()
        self.assertRecordValues(job, [{"signed_by": self.customer.name, "signed_date": datetime(2026, 5, 6, 10)}])
        job.signed_by = "The neighbour"
        with self.assertRaises(AccessError):
            job.signed_date = datetime(2026, 1, 1)
        job.signature = False
        self.assertRecordValues(job, [{"signed_by": False, "signed_date": False}])

    def test_end_of_the_job_is_closed_with_the_report(self):
        job = self._start()
        job.signature = PIXEL
        job.action_submit()
        for values in (
            {"signature": False},
            {"signed_by": "Somebody"},
            {"recommendation": "Buy another"},
            {"customer_remark": "Fine"},
            {"date_next_service": "2027-01-01"},
            {"meter_value": 3},
        ):
            with self.assertRaisesRegex(UserError, "is closed"), self.cr.savepoint():
                job.write(values)

    def test_report_prints_what_was_told_at_the_end(self):
        job = self._start(finding="Keep it level.")
        job.write(
            {
                "recommendation": "Clean the condenser.",
                "customer_remark": "Friendly people.",
                "date_next_service": "2027-05-06",
                "meter": "hours",
                "meter_value": 1240,
                "signature": PIXEL,
            }
        )
        self._add_time(job, 0.5, kind="travel")
        report = self.env["ir.actions.report"].with_user(self.technician)
        page = report._render_qweb_html("raya_service_workorder.report_workorder", job.ids)[0].decode()
        self.assertIn('name="signed"', page)
        words = " ".join(html.fromstring(page).text_content().split())
        for text in ("Clean the condenser.", "Friendly people.", "1,240 hours", "00:30", "2027"):
            self.assertIn(text, words)

    @mute_logger("odoo.addons.base.models.ir_actions_report")
    def test_report_is_mailed_by_one_button_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        template = self.env.ref("raya_service_workorder.mail_template_workorder_report")
        template.with_context(lang="fa_IR").subject = "گزارش کار {{ object.name }}"
        self.customer.write({"email": "sara@example.com", "lang": "fa_IR"})
        job = self._start()
        self._finish(job)
        job.with_user(self.technician).action_send_report()
        mails = self.env["mail.mail"].sudo().search([("model", "=", "raya.workorder"), ("res_id", "=", job.id)])
        mail = mails.filtered("attachment_ids")
        self.assertEqual(mail.recipient_ids, self.customer)
        self.assertEqual(mail.subject, f"گزارش کار {job.name}")
        self.assertEqual(len(mail.attachment_ids), 1)

    def test_a_customer_without_an_address_is_named(self):
        self.customer.email = False
        job = self._start()
        self._finish(job)
        with self._refused(f"{self.customer.display_name} has no mail address"):
            job.with_user(self.technician).action_send_report()
