from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .fake_models import FakeModelsCommon, RayaFakeJob


@tagged("post_install", "-at_install")
class TestApproval(FakeModelsCommon):
    """Work that is submitted, and decided on by somebody else."""

    fake_models = (RayaFakeJob,)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._allow_all("raya.fake.job", "service_user")
        cls.Job = cls.env["raya.fake.job"].with_user(cls.technician)
        cls.job = cls._create_job()

    @classmethod
    def _create_job(cls, **vals):
        return cls.Job.create({"name": "Job", "leader_id": cls.dispatcher.id, **vals})

    def _get_activities(self, job=None):
        return (job or self.job).sudo().activity_ids

    def test_submitted_work_asks_its_approver(self):
        self.job.action_submit()
        self.assertEqual(self.job.state, "submitted")
        self.assertEqual(self._get_activities().user_id, self.dispatcher)

    def test_work_that_nobody_leads_asks_the_next_in_line(self):
        job = self._create_job(leader_id=False)
        job.action_submit()
        self.assertEqual(job.state, "submitted")
        asked = self._get_activities(job).user_id
        self.assertIn(self.manager, asked)
        self.assertFalse(asked & (self.dispatcher | self.technician))

    def test_approval_says_who_and_when_and_has_its_effect(self):
        self.job.action_submit()
        self.job.with_user(self.dispatcher).action_approve()
        self.assertRecordValues(
            self.job, [{"state": "approved", "approved_by_id": self.dispatcher.id, "effect": "1 approved"}]
        )
        self.assertTrue(self.job.approved_date)
        self.assertFalse(self._get_activities())

    def test_batch_is_approved_at_once_or_not_at_all(self):
        jobs = self.job | self._create_job()
        jobs.action_submit()
        jobs.with_user(self.dispatcher).action_approve()
        self.assertEqual(jobs.mapped("effect"), ["2 approved", "2 approved"])
        ready, draft = self._create_job(), self._create_job()
        ready.action_submit()
        with self.assertRaises(UserError):
            (ready | draft).with_user(self.dispatcher).action_approve()
        self.assertRecordValues(ready, [{"state": "submitted", "approved_by_id": False, "effect": False}])

    def test_what_is_not_complete_is_neither_submitted_nor_approved(self):
        self.job.is_complete = False
        with self.assertRaisesRegex(UserError, "Complete the job first"):
            self.job.action_submit()
        self.job.is_complete = True
        self.job.action_submit()
        self.job.is_complete = False
        with self.assertRaisesRegex(UserError, "Complete the job first"):
            self.job.with_user(self.dispatcher).action_approve()
        self.assertEqual(self.job.state, "submitted")

    def test_who_lacks_the_role_is_told_which_it_is(self):
        self.job.action_submit()
        for user in (self.technician, self.operator, self.editor):
            with self.assertRaisesRegex(AccessError, "Deciding on Job needs the role .*Dispatcher"):
                self.job.with_user(user).action_approve()
            with self.assertRaisesRegex(AccessError, "needs the role"):
                self.job.with_user(user).action_send_back("No")

    def test_nobody_decides_on_their_own_work_a_manager_neither(self):
        for author in (self.dispatcher, self.manager):
            own = self._create_job(user_id=author.id, leader_id=author.id)
            own.action_submit()
            mine = own.with_user(author)
            self.assertNotIn(author, self._get_activities(own).user_id)
            self.assertFalse(mine.can_decide or mine.waits_for_me)
            for decide in (mine.action_approve, lambda mine=mine: mine.action_send_back("No")):
                with self.assertRaisesRegex(UserError, "Job is your own work"):
                    decide()
            self.assertEqual(own.state, "submitted")
        other = self._create_user("test_boss2", "raya_service_base.group_service_manager")
        own.with_user(other).action_approve()
        self.assertRecordValues(own, [{"state": "approved", "approved_by_id": other.id}])

    def test_work_sent_back_is_open_again_and_its_author_reads_why(self):
        self.job.action_submit()
        self.job.with_user(self.dispatcher).action_send_back("The serial is missing")
        self.assertRecordValues(self.job, [{"state": "draft", "approved_by_id": False}])
        self.assertFalse(self._get_activities())
        message = self.job.message_ids[0]
        self.assertIn("Sent back for correction: The serial is missing", message.body)
        self.assertEqual(message.notified_partner_ids, self.technician.partner_id)

    def test_approved_work_is_not_sent_back(self):
        self.job.action_submit()
        self.job.with_user(self.dispatcher).action_approve()
        with self.assertRaisesRegex(UserError, "Job is Approved. This can be done only as long as it is To Approve"):
            self.job.with_user(self.dispatcher).action_send_back("Too late")
        self.assertEqual(self.job.state, "approved")

    def test_draft_is_not_approved_past_its_submission(self):
        with self.assertRaises(UserError):
            self.job.with_user(self.dispatcher).action_approve()
        self.assertEqual(self.job.state, "draft")

    def test_work_is_submitted_once(self):
        self.job.action_submit()
        with self.assertRaises(UserError):
            self.job.action_submit()
        self.assertEqual(len(self._get_activities()), 1)

    def test_nobody_writes_what_an_approval_writes(self):
        for values in (
            {"state": "approved"},
            {"approved_by_id": self.manager.id},
            {"approved_date": "2026-01-01 00:00:00"},
            {"effect": "Forged"},
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                self.job.with_user(self.manager).write(values)

    def test_copy_is_not_approved(self):
        self.job.action_submit()
        self.job.with_user(self.dispatcher).action_approve()
        copy = self.job.sudo().copy({"state": "draft"})
        self.assertFalse(copy.approved_by_id or copy.approved_date)
