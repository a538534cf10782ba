from odoo.tests import HttpCase, tagged

from .common_phone import PhoneCommon


@tagged("post_install", "-at_install")
class TestMyJobsTour(PhoneCommon, HttpCase):
    """A technician's job on their phone, from the way there to the report."""

    browser_size = "390x844"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._fill_van()
        cls.visit = cls._plan_visit()

    def test_at_most_six_taps_from_arrived_to_signed(self):
        """E12: one statement, the first fault, one part from the van."""
        self.start_tour("/odoo/my-jobs", "raya_my_jobs", login=self.technician.login, timeout=120)
        self.assertRecordValues(self.job, [{"state": "submitted", "outcome": "done", "signed_by": self.customer.name}])
        self.assertRecordValues(self.job.part_ids, [{"source": "van", "qty_reported": 1}])
        self.assertEqual((self.line.fault_id, self.job.finding), (self.fault, "The relay was burnt."))
        self.assertEqual((self.visit.state, self.visit.outcome), ("done", "done"))
        self.assertTrue(self.job.signature)

    def test_the_same_in_persian(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.technician.lang = "fa_IR"
        self.start_tour("/odoo/my-jobs", "raya_my_jobs_persian", login=self.technician.login, timeout=120)
        self.assertEqual(self.job.state, "progress")
        self.assertTrue(self.job.signature)
