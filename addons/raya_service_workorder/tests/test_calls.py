from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import WorkorderCommon


@tagged("post_install", "-at_install")
class TestCallFollowsJobs(WorkorderCommon):
    def test_only_job_cancelled_gives_the_call_back_from_any_state(self):
        for state in ("draft", "progress", "waiting", "submitted"):
            with self.subTest(state=state):
                job = self._create_workorder(part_ids=[])
                if state == "draft":
                    job.with_user(self.dispatcher).action_cancel()
                    job.with_user(self.dispatcher).action_reset()
                    job.call_id._on_jobs_started()
                elif state == "waiting":
                    job.with_user(self.technician).action_wait("customer")
                elif state == "submitted":
                    job.with_user(self.technician).action_submit()
                job.with_user(self.dispatcher).action_cancel()
                self.assertEqual((job.state, job.call_id.state), ("cancelled", "referred"))
                self.assertFalse(job.activity_ids)

    def test_call_is_not_cancelled_under_its_jobs(self):
        job = self._create_workorder(part_ids=[])
        call = job.call_id.with_user(self.operator)
        call.action_wait()
        cancelled = call._get_stage("cancelled")
        for state in ("progress", "submitted", "approved"):
            if state == "submitted":
                job.with_user(self.technician).action_submit()
            elif state == "approved":
                call._get_stage("done").sudo().requires_outcome = True
                job.with_user(self.dispatcher).action_approve()
            with self.subTest(state=state), self._refused(job.name):
                call.action_cancel()
            with self.subTest(state=state), self._refused(job.name):
                call.stage_id = cancelled
        self.assertEqual(call.state, "waiting")

    def test_approval_leaves_a_complaint_that_nobody_answered_open(self):
        """Otherwise the report could not be approved before somebody wrote to the customer."""
        job = self._create_workorder(part_ids=[], call_id=self._create_call(kind="complaint").id)
        job.with_user(self.technician).action_submit()
        job.with_user(self.dispatcher).action_approve()
        self.assertEqual((job.state, job.call_id.state), ("approved", "progress"))
        self.assertIn("close the call with its outcome", str(job.call_id.activity_ids.mapped("summary")))

    def test_call_is_cancelled_once_its_job_is(self):
        job = self._create_workorder(part_ids=[])
        job.with_user(self.dispatcher).action_cancel()
        job.call_id.with_user(self.operator).action_cancel()
        self.assertEqual(job.call_id.state, "cancelled")

    def test_job_that_the_operator_does_not_see_keeps_the_call_too(self):
        stranger = self._create_user("test_stranger", "raya_service_base.group_service_operator")
        job = self._create_workorder(part_ids=[])
        job.call_id.action_wait()
        self.env["ir.rule"].search([("model_id.model", "=", "raya.workorder")]).domain_force = "[(0, '=', 1)]"
        with self._refused(job.name):
            job.call_id.with_user(stranger).action_cancel()


@tagged("post_install", "-at_install")
class TestCancel(WorkorderCommon):
    """Cancelled is only what used nothing."""

    def test_requested_is_cancelled_with_the_job_and_stays_on_it(self):
        job = self._create_workorder()
        job.with_user(self.technician).action_request_parts()
        job.with_user(self.dispatcher).action_cancel()
        self.assertEqual((job.state, set(job.picking_ids.mapped("state"))), ("cancelled", {"cancel"}))
        with self._refused("stays"):
            job.with_user(self.dispatcher).unlink()
        self.assertEqual(self._get_on_hand(self.stock), 10)

    def test_issued_goes_back_before_the_job_is_cancelled(self):
        job = self._create_issued(used=0)
        with self._refused(self.part.name):
            job.with_user(self.dispatcher).action_cancel()
        job.with_user(self.technician).action_return_parts()
        self._issue(job)
        job.with_user(self.dispatcher).action_cancel()
        self.assertEqual(job.state, "cancelled")
        self.assertEqual(self._get_on_hand(self.stock), 10)

    def test_used_ends_with_an_outcome_and_is_approved(self):
        job = self._create_issued()
        with self._refused("Say how the job ended"):
            job.with_user(self.dispatcher).action_cancel()
        job.with_user(self.technician).outcome = "not_repairable"
        job.with_user(self.technician).action_submit()
        with self._refused("Say how the job ended"):
            job.with_user(self.dispatcher).action_cancel()
        job.with_user(self.dispatcher).action_approve()
        self.assertRecordValues(job, [{"state": "approved", "outcome": "not_repairable"}])
        self.assertEqual(self._get_on_hand(self.stock), 9)

    def test_cancelled_job_begins_anew_as_a_draft(self):
        job = self._create_workorder(part_ids=[])
        job.with_user(self.dispatcher).action_cancel()
        with self.assertRaises(UserError):
            job.with_user(self.technician).action_reset()
        job.with_user(self.dispatcher).action_reset()
        self.assertEqual(job.state, "draft")
        job.with_user(self.technician).action_start()
        self.assertEqual(job.state, "progress")

    def test_untouched_job_is_deleted(self):
        job = self.env["raya.workorder"].create({"call_id": self._create_call().id})
        job.with_user(self.dispatcher).unlink()
        self.assertFalse(job.exists())


@tagged("post_install", "-at_install")
class TestWaiting(WorkorderCommon):
    def test_job_waits_for_something_and_goes_on(self):
        job = self._create_workorder(part_ids=[])
        own = job.with_user(self.technician)
        own.action_wait("parts")
        self.assertRecordValues(job, [{"state": "waiting", "waiting_for": "parts"}])
        own.finding = "Compressor ordered."
        own.action_go_on()
        self.assertRecordValues(job, [{"state": "progress", "waiting_for": False}])
        self.assertTrue(job.wait_ids.date_end)

    def test_waiting_job_is_submitted_when_nothing_comes(self):
        job = self._create_workorder(part_ids=[], outcome="refused")
        job.with_user(self.technician).action_wait("customer")
        job.with_user(self.technician).action_submit()
        self.assertRecordValues(job, [{"state": "submitted", "waiting_for": False}])

    def test_only_a_job_in_progress_waits(self):
        job = self._create_workorder(part_ids=[])
        job.with_user(self.technician).action_submit()
        with self._refused("only as long as it is In Progress"):
            job.with_user(self.technician).action_wait("parts")
        self.assertFalse(job.wait_ids)
