from datetime import datetime

from lxml import etree
from odoo.tests import tagged

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
