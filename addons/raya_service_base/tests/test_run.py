from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from psycopg2 import OperationalError

from ..models import raya_run_mixin
from .fake_models import FakeModelsCommon, RayaFakeRun


@tagged("post_install", "-at_install")
class TestRun(FakeModelsCommon):
    """Work on many records, a few at a time, that can be paused and goes on where it was."""

    fake_models = (RayaFakeRun,)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._allow_all("raya.fake.run", "service_manager")
        cls.cron = cls.env["ir.cron"].create(
            {
                "name": "Fake runs",
                "model_id": cls.env["ir.model"]._get_id("raya.fake.run"),
                "state": "code",
                "code": "model._cron_run()",
                "interval_number": 1,
                "interval_type": "days",
            }
        )
        module, name = RayaFakeRun._run_cron.split(".")
        cls.env["ir.model.data"].create(
            {"module": module, "name": name, "model": "ir.cron", "res_id": cls.cron.id, "noupdate": True}
        )
        cls.partners = cls.env["res.partner"].create([{"name": f"R{number}", "ref": "RUN"} for number in range(5)])
        cls.run_ = cls.env["raya.fake.run"].with_user(cls.manager).create({"reference": "RUN"})

    def _go_on(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def _get_worked_on(self):
        return [str(partner.comment or "").count("x") for partner in self.partners]

    def test_run_works_on_each_record_once(self):
        self.run_._start()
        self.assertRecordValues(self.run_, [{"state": "running", "total": 5, "done": 0, "progress": 0}])
        self._go_on()
        self.assertEqual(self._get_worked_on(), [1] * 5)
        self.assertRecordValues(self.run_, [{"state": "done", "done": 5, "progress": 100}])
        self.assertTrue(self.run_.date_done)
        self._go_on()
        self.assertEqual(self._get_worked_on(), [1] * 5)

    def test_start_wakes_the_job(self):
        self.run_._start()
        self.assertTrue(self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)]))

    def test_paused_run_goes_on_where_it_was(self):
        self.run_._start()
        self.assertEqual(self.run_._run_next(2), 2)
        self.run_.action_pause()
        self.assertEqual(self.run_._run_next(2), 0)
        self._go_on()
        self.assertEqual(self._get_worked_on(), [1, 1, 0, 0, 0])
        self.assertRecordValues(self.run_, [{"state": "paused", "done": 2, "progress": 40}])
        self.run_.action_resume()
        self._go_on()
        self.assertEqual(self._get_worked_on(), [1] * 5)

    def test_job_that_runs_out_of_time_leaves_the_rest_for_the_next(self):
        self.run_._start()
        times = iter([1, 0])
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda cron, *args, **more: next(times)):
            self.env["raya.fake.run"]._cron_run()
        self.assertEqual(self._get_worked_on(), [1, 1, 0, 0, 0])
        self.assertEqual(self.run_.state, "running")

    def test_record_made_meanwhile_is_worked_on_too(self):
        self.run_._start()
        self.run_._run_next(4)
        late = self.env["res.partner"].create({"name": "Late", "ref": "RUN"})
        self.assertEqual(self.run_._run_next(2), 2)
        self.assertTrue(late.comment)

    def test_cancelled_run_stays_so_and_keeps_what_it_did(self):
        self.run_._start()
        self.run_._run_next(2)
        self.run_.action_cancel()
        self._go_on()
        self.assertEqual(self._get_worked_on(), [1, 1, 0, 0, 0])
        with self.assertRaises(UserError):
            self.run_.action_resume()

    def test_run_without_records_is_done_at_once(self):
        self.run_.reference = "NOBODY"
        self.run_._start()
        self._go_on()
        self.assertRecordValues(self.run_, [{"state": "done", "total": 0, "done": 0, "progress": 0}])

    def test_several_runs_are_done_one_after_the_other(self):
        second = self.run_.create({"reference": "RUN"})
        (self.run_ | second)._start()
        self._go_on()
        self.assertEqual((self.run_ | second).mapped("state"), ["done", "done"])
        self.assertEqual(self._get_worked_on(), [2] * 5)

    def test_records_are_tried_again_when_another_transaction_was_in_the_way(self):
        self.run_._start()
        Run = type(self.env["raya.fake.run"])
        work, failing = Run._run_next, iter([OperationalError("busy")])

        def sometimes(run, size):
            for error in failing:
                raise error
            return work(run, size)

        # Where it was rolled back, the job of a test has nothing to lose.
        with patch.object(Run, "_run_next", sometimes), patch.object(type(self.env.cr), "rollback", lambda cr: None):
            self.rollback_patcher.stop()
            self.addCleanup(self.rollback_patcher.start)
            self.assertEqual(self.env["raya.fake.run"]._run_next_again(self.run_.id), 2)
        self.assertEqual(self._get_worked_on(), [1, 1, 0, 0, 0])

    def test_other_mistakes_are_not_repeated(self):
        self.run_._start()
        Run, tries = type(self.env["raya.fake.run"]), []

        def fail(run, size):
            tries.append(size)
            raise MemoryError

        with patch.object(Run, "_run_next", fail), self.assertRaises(MemoryError):
            self.env["raya.fake.run"]._run_next_again(self.run_.id)
        self.assertEqual(len(tries), 1)
        self.assertGreater(raya_run_mixin.ATTEMPTS, 1)

    def test_draft_and_running_runs_are_told_apart_by_their_verbs(self):
        for action in (self.run_.action_pause, self.run_.action_resume, self.run_.action_cancel):
            with self.assertRaises(UserError):
                action()
        self.run_._start()
        for action in (self.run_._start, self.run_.action_resume):
            with self.assertRaises(UserError):
                action()
        self.assertEqual(self.run_.state, "running")

    def test_nobody_sets_the_progress_by_hand(self):
        for values in (
            {"state": "done"},
            {"position": 9},
            {"total": 1},
            {"done": 9},
            {"date_done": "2026-01-01 00:00:00"},
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                self.run_.write(values)

    def test_nobody_without_rights_starts_it(self):
        with self.assertRaises(AccessError):
            self.run_.with_user(self.dispatcher)._start()
