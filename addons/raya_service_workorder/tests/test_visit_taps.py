from datetime import timedelta

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common_visit import VisitCommon


@tagged("post_install", "-at_install")
class TestVisitTaps(VisitCommon):
    """Three taps, pauses, and how a visit ends."""

    def _tap(self, visit, verb, *args, at=None):
        with freeze_time(at or visit.date_start):
            return getattr(visit.with_user(self.technician), verb)(*args)

    def _arrive(self, visit):
        self._tap(visit, "action_on_my_way", at=visit.date_start - timedelta(minutes=50))
        self._tap(visit, "action_arrive")

    def test_three_taps_leave_their_stamps(self):
        visit = self._create_visit()
        self._arrive(visit)
        self.assertEqual(visit.workorder_ids.state, "progress")
        self._tap(visit, "action_done", at=visit.date_start + timedelta(minutes=40))
        self.assertRecordValues(
            visit,
            [
                {
                    "state": "done",
                    "outcome": "done",
                    "date_on_my_way": visit.date_start - timedelta(minutes=50),
                    "date_arrived": visit.date_start,
                    "date_done": visit.date_start + timedelta(minutes=40),
                    "minutes_travel": 50,
                    "minutes_on_site": 40,
                }
            ],
        )
        self.assertEqual(visit.workorder_ids.outcome, "done")

    def test_taps_cannot_be_tapped_twice_or_out_of_order(self):
        visit = self._create_visit()
        with self._refused("only as long as"):
            self._tap(visit, "action_done")
        self._arrive(visit)
        stamp = visit.date_arrived
        for verb in ("action_on_my_way", "action_arrive"):
            with self._refused("only as long as"):
                self._tap(visit, verb, at=stamp + timedelta(hours=1))
        self.assertEqual(visit.date_arrived, stamp)

    def test_first_tap_may_be_taken_back_or_forgotten(self):
        visit = self._create_visit()
        self._tap(visit, "action_on_my_way")
        self._tap(visit, "action_turn_back")
        self.assertRecordValues(visit, [{"state": "planned", "date_on_my_way": False}])
        self._tap(visit, "action_arrive")
        self.assertRecordValues(visit, [{"state": "arrived", "minutes_travel": 0}])

    def test_pauses_need_a_reason_and_are_no_time_on_site(self):
        visit = self._create_visit()
        self._arrive(visit)
        with self._refused("Say why"):
            self._tap(visit, "action_pause", " ")
        start = visit.date_start
        self._tap(visit, "action_pause", "Fetching a part", at=start + timedelta(minutes=10))
        self._tap(visit, "action_resume", at=start + timedelta(minutes=25))
        self._tap(visit, "action_pause", "Lunch", at=start + timedelta(minutes=40))
        self._tap(visit, "action_done", at=start + timedelta(minutes=60))
        self.assertEqual(visit.pause_ids.mapped("reason"), ["Fetching a part", "Lunch"])
        self.assertTrue(all(visit.pause_ids.mapped("date_stop")))
        self.assertEqual(visit.minutes_on_site, 60 - 15 - 20)

    def test_visit_that_ends_early_frees_the_rest_of_its_slot(self):
        visit = self._create_visit(9, 12)
        self._arrive(visit)
        self._tap(visit, "action_done", at=self._at(10))
        self.assertEqual(visit.slot_ids.date_stop, self._at(10))
        self.assertTrue(self._create_visit(10, 11))

    def test_what_is_left_goes_back_to_the_queue(self):
        """The same job waits for another visit, with all that was written so far."""
        site = self.env["res.partner"].create({"name": "Hotel"})
        finished, left = self._create_job(site), self._create_job(site)
        visit = self._create_visit(jobs=finished | left)
        self.assertFalse(finished.needs_visit or left.needs_visit)
        self._arrive(visit)
        self._tap(visit, "action_done", "partly", left.ids, "The valve is in the wall.")
        self.assertRecordValues(
            finished | left,
            [
                {"state": "progress", "outcome": "done", "needs_visit": False, "waiting_for": False},
                {"state": "waiting", "outcome": False, "needs_visit": True, "waiting_for": "visit"},
            ],
        )
        self.assertEqual((visit.left_ids, visit.note), (left, "The valve is in the wall."))
        again = self._create_visit(14, 15, jobs=left)
        self.assertFalse(left.needs_visit)
        self._tap(again, "action_arrive")
        self.assertEqual(left.state, "progress")
        self._tap(again, "action_done")
        self.assertRecordValues(left, [{"outcome": "done", "needs_visit": False}])

    def test_partly_without_saying_what_leaves_all(self):
        visit = self._create_visit()
        self._arrive(visit)
        self._tap(visit, "action_done", "partly")
        self.assertEqual(visit.left_ids, visit.workorder_ids)

    def test_outcomes_end_the_job_without_a_service(self):
        for hour, outcome in enumerate(("absent", "refused", "not_repairable"), 8):
            visit = self._create_visit(hour, hour + 1)
            self._arrive(visit)
            self._tap(visit, "action_done", outcome)
            job = visit.workorder_ids
            with self.subTest(outcome=outcome):
                self.assertRecordValues(job, [{"outcome": outcome, "needs_visit": False, "work_line_ids": []}])
                job.diagnosis_ids.fault_id = self.fault
                job.with_user(self.technician).action_submit()
                self.assertEqual(job.state, "submitted")

    def test_customer_who_was_absent_may_be_visited_again(self):
        visit = self._create_visit()
        self._arrive(visit)
        self._tap(visit, "action_done", "absent", visit.workorder_ids.ids)
        job = visit.workorder_ids
        self.assertRecordValues(job, [{"outcome": False, "needs_visit": True}])
        ended = self._create_visit(14, 15)
        self._arrive(ended)
        self._tap(ended, "action_done", "absent")
        self._create_visit(15, 16, jobs=ended.workorder_ids)
        self.assertFalse(ended.workorder_ids.outcome, "somebody goes again")

    def test_what_is_done_leaves_nothing(self):
        visit = self._create_visit()
        self._arrive(visit)
        for outcome, left in (("done", visit.workorder_ids), ("partly", self._create_job()), ("lost", visit.left_ids)):
            with self.subTest(outcome=outcome), self._refused("are left for another one"):
                self._tap(visit, "action_done", outcome, left.ids)
        self.assertEqual(visit.state, "arrived")

    def test_visit_under_way_is_not_planned_otherwise(self):
        visit = self._create_visit()
        self._tap(visit, "action_on_my_way")
        with self._refused("only as long as it is Planned"):
            visit.write({"date_start": self._at(11), "date_stop": self._at(12)})

    def test_cancelled_visit_gives_its_jobs_back_and_may_be_planned_again(self):
        visit = self._create_visit()
        visit.action_cancel()
        self.assertTrue(visit.workorder_ids.needs_visit)
        visit.action_plan_again()
        self.assertFalse(visit.workorder_ids.needs_visit)
        visit.action_cancel()
        self._create_visit()
        with self.assertRaises(ValidationError):
            visit.action_plan_again()

    def test_travel_is_shared_to_the_last_minute(self):
        site = self.env["res.partner"].create({"name": "Hotel"})
        jobs = self._create_job(site) | self._create_job(site) | self._create_job(site)
        visit = self._create_visit(jobs=jobs)
        self._arrive(visit)
        self.assertEqual(visit._share_travel(), dict(zip(jobs.sorted("id"), (17, 17, 16), strict=True)))
        visit.with_user(self.technician).write({"minutes_travel": 0, "distance": 12.5})
        self.assertEqual(set(visit._share_travel().values()), {0})

    def test_travel_of_everybody_is_a_time_of_each_job(self):
        site = self.env["res.partner"].create({"name": "Hotel"})
        jobs = self._create_job(site) | self._create_job(site)
        visit = self._create_visit(jobs=jobs, helper_ids=self.mate.ids)
        self._arrive(visit)
        self._tap(visit, "action_done", "partly", jobs[0].ids)
        times = self.env["raya.time"].search([("visit_id", "=", visit.id)])
        self.assertEqual(
            {(time.workorder_id, time.user_id, time.kind, time.seconds) for time in times},
            {(job, user, "travel", 25 * 60) for job in jobs for user in self.technician | self.mate},
        )
        visit.with_user(self.technician).minutes_travel = 31
        times = self.env["raya.time"].search([("visit_id", "=", visit.id)])
        self.assertEqual(sum(times.mapped("seconds")), 2 * 31 * 60)
        with self.assertRaises(AccessError):
            times.with_user(self.technician).visit_id = False

    def test_cancelled_and_submitted_jobs_leave_their_visits(self):
        site = self.env["res.partner"].create({"name": "Hotel"})
        first, second = self._create_job(site), self._create_job(site)
        visit = self._create_visit(jobs=first | second)
        first.with_user(self.dispatcher).action_cancel()
        self.assertEqual((visit.workorder_ids, visit.state), (second, "planned"))
        second.with_user(self.dispatcher).action_cancel()
        self.assertEqual((visit.workorder_ids, visit.state), (second, "cancelled"))

    def test_begun_visit_is_not_deleted(self):
        visit = self._create_visit()
        self._arrive(visit)
        with self.assertRaises(UserError):
            visit.unlink()
        self._create_visit(14, 15).unlink()

    def test_wizards_ask_for_reason_and_outcome(self):
        visit = self._create_visit()
        self._arrive(visit)
        job = visit.with_user(self.technician)
        job.env["raya.visit.break"].create({"visit_ids": visit.ids, "reason": "Lunch"}).action_pause()
        self.assertEqual(visit.state, "paused")
        wizard = job.env["raya.visit.finish"].create({"visit_id": visit.id})
        self.assertEqual((wizard.left_ids, wizard.can_leave), (visit.workorder_ids, True))
        wizard.outcome = "refused"
        self.assertEqual((len(wizard.left_ids), wizard.can_leave), (0, False))
        wizard.distance = 12.5
        wizard.action_finish()
        self.assertEqual((visit.workorder_ids.outcome, visit.distance), ("refused", 12.5))

    def test_nobody_drives_further_than_makes_sense(self):
        visit = self._create_visit().with_user(self.technician)
        visit.distance = 5000
        for distance in (-1, 5001):
            with self.subTest(distance=distance), self.assertRaises(ValidationError):
                visit.distance = distance

    def test_only_work_at_the_site_needs_a_visit(self):
        self.assertEqual(
            [self._create_job(place=place).needs_visit for place in ("site", "workshop", "remote")],
            [True, False, False],
        )

    def test_customer_reads_of_visits_on_the_page_of_the_call(self):
        visit = self._create_visit()
        page, call = self.env["raya.call.page"].sudo(), visit.workorder_ids.call_id.sudo()
        self.assertEqual(page._get_timeline(call)[-1], (visit.date_start, "Visit planned"))
        self._arrive(visit)
        self._tap(visit, "action_done", "partly", at=self._at(10))
        words = [word for _moment, word in page._get_timeline(call)]
        told = [word for word in words if word in ("Visit planned", "Technician on the way", "Technician arrived")]
        self.assertEqual(told, ["Technician on the way", "Technician arrived"])
        self.assertIn("We will come again", words)
