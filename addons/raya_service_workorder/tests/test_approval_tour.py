from odoo.tests import HttpCase, tagged

from .common import WorkorderCommon


@tagged("post_install", "-at_install")
class TestApprovalTour(WorkorderCommon, HttpCase):
    """Submitting and deciding, as technicians and approvers see it."""

    def _create_jobs(self, count):
        partners = self.env["res.partner"].create([{"name": f"AP-TOUR-{number + 1}"} for number in range(count)])
        assets = [self._create_asset(serial=partner.name, partner_id=partner.id) for partner in partners]
        calls = [self._create_call(asset_id=asset.id) for asset in assets]
        return self.env["raya.workorder"].union(
            *(self._create_workorder(call_id=call.id, part_ids=[]) for call in calls)
        )

    def _decide_from_cards(self):
        jobs = self._create_jobs(2)
        jobs.with_user(self.technician).action_submit()
        page = "/odoo/service-reports-to-approve"
        self.start_tour(page, "raya_approver_decides_from_cards", login=self.dispatcher.login)
        self.assertEqual(jobs.mapped("state"), ["approved", "progress"])
        self.assertEqual(jobs[1].sent_back_reason, "Which relay was it?")

    def test_approver_decides_from_cards(self):
        self._decide_from_cards()

    def test_approver_decides_from_cards_on_the_phone(self):
        self.browser_size = "390x844"
        self.touch_enabled = True
        self._decide_from_cards()

    def test_technician_submits_from_the_summary(self):
        job = self._create_jobs(1)
        page = f"/odoo/service-workorders/{job.id}"
        self.start_tour(page, "raya_technician_submits_from_the_summary", login=self.technician.login)
        self.assertEqual(job.state, "submitted")
