from lxml import etree
from odoo.tests import tagged

from .common import WorkorderCommon


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
