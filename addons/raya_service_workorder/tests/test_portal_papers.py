from odoo.tests import tagged

from odoo.addons.raya_service_calls.tests.common_portal import CallPagesCommon

from .common import WorkorderCommon


@tagged("post_install", "-at_install")
class TestPortalPapers(CallPagesCommon, WorkorderCommon):
    """Customers take the approved reports of their own calls, and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job = cls._create_workorder(call_id=cls.call.id, part_ids=[])
        cls.theirs = cls._create_workorder(call_id=cls.other.id, part_ids=[])

    def _approve(self, job):
        job.with_user(self.technician).action_submit()
        job.with_user(self.dispatcher).action_approve()

    def _get_paper(self, call, job, **more):
        parts = "&".join(f"{name}={value}" for name, value in more.items())
        return self.url_open(f"/my/calls/{call.id}/paper/job-{job.id}?{parts}")

    def test_a_report_is_theirs_once_it_is_approved(self):
        link = f"/my/calls/{self.call.id}/paper/job-{self.job.id}"
        self.assertNotIn(link, self.url_open(f"/my/calls/{self.call.id}").text)
        self.assertNotIn("attachment", self._get_paper(self.call, self.job).headers.get("Content-Disposition", ""))
        self._approve(self.job)
        page = self.url_open(f"/my/calls/{self.call.id}").text
        self.assertIn(link, page)
        self.assertIn(self.job.name, page)
        paper = self._get_paper(self.call, self.job)
        self.assertIn("attachment", paper.headers["Content-Disposition"])
        self.assertIn(self.job.name, paper.text)

    def test_another_customer_takes_none(self):
        self._approve(self.job)
        self._approve(self.theirs)
        # Their own page with the paper of somebody else, and the page of somebody else.
        for call, job in ((self.call, self.theirs), (self.other, self.theirs), (self.other, self.job)):
            answer = self._get_paper(call, job)
            self.assertNotIn("Content-Disposition", answer.headers)
            self.assertNotIn(self.theirs.name, answer.text)

    def test_the_link_of_the_call_opens_its_papers_and_a_wrong_one_none(self):
        self._approve(self.job)
        token = self.call._portal_ensure_token()
        self.authenticate(None, None)
        self.assertNotIn("Content-Disposition", self._get_paper(self.call, self.job).headers)
        self.assertNotIn("Content-Disposition", self._get_paper(self.call, self.job, access_token="wrong").headers)
        self.assertIn(self.job.name, self._get_paper(self.call, self.job, access_token=token).text)
