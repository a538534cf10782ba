from datetime import datetime

from lxml import etree
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import WorkorderCommon
from .common_phone import PhoneCommon


@tagged("post_install", "-at_install")
class TestScreens(WorkorderCommon):
    """What people saw on the pages of the job that was wrong or said nothing."""

    def test_texts_that_say_nothing_are_empty(self):
        job = self._create_issued()
        self.assertIs(job.parts_alert, False, "nothing came back after the approval")
        receipt = self.env["stock.picking"].create({"picking_type_id": self.warehouse.in_type_id.id})
        for name in ("raya_job", "raya_unit", "raya_customer", "raya_urgency"):
            self.assertFalse(receipt[name], name)

    def test_list_of_open_jobs_has_those_that_wait(self):
        job = self._create_workorder()
        job.with_user(self.technician).action_wait_customer()
        self.assertEqual(job.state, "waiting")
        arch = etree.fromstring(self.env["raya.workorder"].get_view(view_type="search")["arch"])
        (domain,) = arch.xpath('//filter[@name="open"]/@domain')
        for state in ("draft", "progress", "waiting", "submitted"):
            self.assertIn(f"'{state}'", domain)

    def test_every_field_beside_a_list_has_its_label(self):
        """A group labels its fields; on a page alone a field stands without a word."""
        Job = self.env["raya.workorder"].with_user(self.technician)
        arch = etree.fromstring(Job.get_view(view_type="form")["arch"])
        alone = [
            field.get("name")
            for field in arch.xpath("//page/field")
            if Job._fields[field.get("name")].type not in ("one2many", "many2many", "html")
            and field.get("invisible") not in ("1", "True")
        ]
        self.assertEqual(alone, [])

    def _get_shown(self, record, **more):
        """Names of the buttons that the technician has on the form of a record, apart from those of its lines."""
        Model = self.env[record._name].with_user(self.technician)
        arch = etree.fromstring(Model.get_view(view_type="form")["arch"])
        buttons = arch.xpath("//button[@name][not(ancestor::field)]")
        facts = {"state": record.state, **more}
        return {
            button.get("name")
            for button in buttons
            if set(compile(hidden := button.get("invisible") or "False", "", "eval").co_names) <= facts.keys()
            and not safe_eval(hidden, facts)
        }

    def test_job_that_waits_has_what_may_be_done_with_it(self):
        job = self._create_workorder().with_user(self.technician)
        verbs = {"action_open_submission", "action_request_parts", "action_return_parts"}
        for verb in (None, job.action_wait_customer):
            if verb:
                verb()
            with self.subTest(state=job.state):
                self.assertTrue(job.can_request)
                self.assertLessEqual(verbs, self._get_shown(job, can_request=True, can_return=True))
        self.assertIn("action_go_on", self._get_shown(job))
        job.action_open_submission()

    def test_whoever_forgot_the_first_tap_arrives_on_the_form_of_the_visit(self):
        visit = self.env["raya.visit"].new({"state": "planned"})
        self.assertLessEqual({"action_on_my_way", "action_arrive"}, self._get_shown(visit))

    def test_times_that_decide_have_the_digits_of_their_reader(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        job = self._create_submitted()
        self.assertIn("01:30", job.summary)
        self.assertIn("۰۱:۳۰", job.with_context(lang="fa_IR").summary)
        self.assertNotIn("01:30", job.with_context(lang="fa_IR").summary)


@tagged("post_install", "-at_install")
class TestPhoneScreens(PhoneCommon):
    def test_visit_has_the_time_of_the_board_whatever_the_zone_of_the_phone(self):
        self.company.resource_calendar_id.tz = "Asia/Tehran"
        self.technician.tz = "UTC"
        self.job.action_start()
        start = datetime(2026, 5, 4, 6, 0)
        self._plan_visit(date_start=start)
        visit = self.jobs._prepare_visits_of_jobs(self.job)[self.job]["visit"]
        self.assertIn("9:30", visit["when"], "06:00 of UTC is 09:30 where the company works")
