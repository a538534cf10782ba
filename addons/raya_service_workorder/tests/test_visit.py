from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation, ExclusionViolation

from .common_visit import MONDAY, VisitCommon


@tagged("post_install", "-at_install")
class TestVisitPlanning(VisitCommon):
    """Who goes when, and what speaks against it."""

    def test_database_keeps_people_from_being_in_two_places(self):
        self.env.cr.execute("SELECT contype FROM pg_constraint WHERE conname = 'raya_visit_slot_once_at_a_time'")
        self.assertEqual(self.env.cr.fetchall(), [("x",)])

    def test_database_refuses_what_no_search_would_see(self):
        """As when two dispatchers plan at the same moment: each sees the world without the other."""
        slot = self._create_visit().slot_ids.sudo()
        with self.assertRaises(ExclusionViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            slot.copy({"date_start": slot.date_start + timedelta(minutes=30)})
        touching = slot.copy({"date_start": slot.date_stop, "date_stop": slot.date_stop + timedelta(hours=1)})
        self.assertTrue(touching)

    def test_visit_has_a_slot_for_each_person(self):
        visit = self._create_visit(helper_ids=self.mate.ids)
        self.assertEqual(visit.slot_ids.user_id, self.technician | self.mate)
        self.assertEqual(set(visit.slot_ids.mapped("date_start")), {visit.date_start})
        visit.helper_ids = False
        self.assertEqual(visit.slot_ids.user_id, self.technician)

    def test_technician_on_another_visit_is_refused_with_the_reason(self):
        first = self._create_visit()
        with self._refused(f"{self.technician.name} is on the visit {first.name} from 09:00 to 10:00"):
            self._create_visit(9.5, 11)
        self.assertTrue(self._create_visit(10, 11), "they only touch")
        first.action_cancel()
        self.assertTrue(self._create_visit(9, 10))

    def test_helper_on_another_visit_is_refused(self):
        self._create_visit(helper_ids=self.mate.ids)
        with self._refused(f"{self.mate.name} is on the visit"):
            self._create_visit(user_id=self.mate.id)

    def test_visits_that_the_dispatcher_may_not_read_count_as_well(self):
        other = self.team.copy({"name": "Washing", "leader_id": self.manager.id, "user_ids": self.technician.ids})
        foreign = self._create_visit(10, 11)
        foreign.workorder_ids.sudo().team_id = other
        foreign.sudo().write({"team_id": other.id, "date_start": self._at(9)})
        with self.assertRaises(AccessError):
            foreign.with_user(self.dispatcher).action_cancel()
        with self._refused("is on the visit"):
            self._create_visit()

    def test_leave_is_refused(self):
        self._take_leave(self.technician, 9, 11)
        with self._refused(f"{self.technician.name} is on leave"):
            self._create_visit(10, 11.5)
        self.assertTrue(self._create_visit(11, 12))

    def test_leave_of_a_helper_is_refused(self):
        self._take_leave(self.mate, 8, 17)
        with self._refused(f"{self.mate.name} is on leave"):
            self._create_visit(helper_ids=self.mate.ids)

    def test_time_outside_the_working_hours_is_refused(self):
        sunday = MONDAY - timedelta(days=1)
        for start, stop, day in (
            (17, 18, MONDAY),
            (12, 13, MONDAY),
            (12.5, 14, MONDAY),
            (7, 9, MONDAY),
            (9, 10, sunday),
        ):
            with self.subTest(start=start, day=day), self._refused("does not work"):
                self._create_visit(start, stop, day)
        self.assertTrue(self._create_visit(11, 14), "the break is in it")

    def test_working_hours_of_the_member_go_before_all_others(self):
        late = self.calendar.copy({"name": "Late", "attendance_ids": False})
        late.attendance_ids = [
            (0, 0, {"name": "Late", "dayofweek": "0", "hour_from": 18, "hour_to": 22, "day_period": "afternoon"})
        ]
        member = self.team.member_ids.filtered(lambda member: member.user_id == self.technician)
        member.resource_calendar_id = late
        with self._refused("does not work"):
            self._create_visit(9, 10)
        self.assertTrue(self._create_visit(18, 20))

    def test_working_hours_of_the_employee_go_before_those_of_the_company(self):
        early = self.calendar.copy({"name": "Early", "attendance_ids": False})
        early.attendance_ids = [
            (0, 0, {"name": "Early", "dayofweek": "0", "hour_from": 5, "hour_to": 8, "day_period": "morning"})
        ]
        self.employee.resource_calendar_id = early
        self.assertTrue(self._create_visit(5, 7))
        self.team.resource_calendar_id = self.calendar
        with self._refused("does not work"):
            self._create_visit(7, 8)

    def test_holiday_of_everybody_is_refused(self):
        self.env["resource.calendar.leaves"].create(
            {"name": "New Year", "date_from": self._at(0), "date_to": self._at(24), "calendar_id": self.calendar.id}
        )
        with self._refused("does not work"):
            self._create_visit()

    def test_missing_skill_is_refused(self):
        skill = self.env["raya.skill"].create({"name": "Gas Licence", "categ_ids": self.family.ids})
        with self._refused(f"{self.technician.name} lacks Gas Licence, which"):
            self._create_visit()
        member = self.team.member_ids.filtered(lambda member: member.user_id == self.technician)
        member.skill_ids = skill
        self.assertTrue(self._create_visit())

    def test_skill_for_a_symptom_is_asked_as_well(self):
        job = self._create_job()
        self.env["raya.skill"].create({"name": "Ladder", "symptom_ids": self.symptom.ids})
        with self._refused("lacks Ladder"):
            self._create_visit(jobs=job)

    def test_other_area_and_other_products_are_refused(self):
        site = self.env["res.partner"].create({"name": "Far", "zip": "55123"})
        member = self.team.member_ids.filtered(lambda member: member.user_id == self.technician)
        member.zip_ranges = "11"
        with self._refused("is outside the area of"):
            self._create_visit(jobs=self._create_job(site))
        member.write({"zip_ranges": False, "categ_ids": self.env["product.category"].create({"name": "Ovens"}).ids})
        with self._refused("does not work on the product of"):
            self._create_visit(jobs=self._create_job(site))

    def test_emergency_goes_in_spite_of_all_and_says_so(self):
        first = self._create_visit()
        self._take_leave(self.technician, 8, 12)
        emergency = self._create_visit(is_emergency=True)
        self.assertIn(first.name, emergency.conflict)
        self.assertIn("on leave", emergency.conflict)
        self.assertFalse(first.conflict)
        emergency.write({"date_start": self._at(14), "date_stop": self._at(15)})
        self.assertFalse(emergency.conflict)
        with self._refused("is on the visit"):
            self._create_visit(14, 15)

    def test_nobody_of_another_team_goes_not_even_in_an_emergency(self):
        stranger = self._create_user("test_stranger", "raya_service_base.group_service_technician")
        job = self._create_job()
        job.action_start()
        for values in ({"user_id": stranger.id}, {"helper_ids": stranger.ids}):
            with self._refused(f"{stranger.name} is not in the team"):
                self._create_visit(jobs=job, is_emergency=True, **values)

    def test_jobs_that_have_not_begun_follow_their_visit(self):
        job = self._create_job()
        visit = self._create_visit(jobs=job, user_id=self.mate.id)
        self.assertEqual(job.user_id, self.mate)
        stranger = self._create_user("test_stranger", "raya_service_base.group_service_technician")
        other = self.team.copy({"name": "Washing", "leader_id": self.dispatcher.id, "user_ids": stranger.ids})
        visit.user_id = stranger
        self.assertEqual((job.user_id, job.team_id, visit.team_id), (stranger, other, other))

    def test_jobs_that_have_begun_keep_their_technician(self):
        job = self._create_job()
        job.action_start()
        self._create_visit(jobs=job, user_id=self.mate.id)
        self.assertEqual(job.user_id, self.technician)

    def test_job_that_changes_hands_waits_on_the_board_again(self):
        job, other = self._create_job(), self._create_job()
        visit, kept = self._create_visit(jobs=job), self._create_visit(11, 12, jobs=other)
        job.with_user(self.dispatcher).action_hand_over(self.mate)
        self.assertRecordValues(job, [{"needs_visit": True, "user_id": self.mate.id}])
        self.assertEqual((visit.state, kept.state), ("cancelled", "planned"))
        self.assertTrue(visit.slot_ids.sudo().is_free, "the first technician is free at that time")
        day = MONDAY.isoformat()
        board = self.board.with_context(lang="en_US", allowed_company_ids=self.company.ids)
        queued = [card["job_ids"] for card in board.get_board(day, 1, self.team.id)["queue"]]
        self.assertEqual(queued, [job.ids])
        theirs = self._create_visit(14, 15, jobs=job, user_id=self.mate.id)
        job.with_user(self.dispatcher).action_hand_over(self.mate)
        self.assertEqual(theirs.state, "planned")

    def test_job_that_changes_hands_leaves_a_visit_to_others(self):
        site = self.env["res.partner"].create({"name": "Site", "city": "Tehran"})
        jobs = self._create_job(site) | self._create_job(site)
        visit = self._create_visit(jobs=jobs)
        jobs[0].with_user(self.dispatcher).action_hand_over(self.mate)
        self.assertRecordValues(visit, [{"state": "planned", "workorder_ids": jobs[1].ids}])

    def test_visit_serves_several_jobs_of_one_site_only(self):
        site = self.env["res.partner"].create({"name": "Hotel", "city": "Karaj", "zip": "31"})
        jobs = self._create_job(site) | self._create_job(site)
        visit = self._create_visit(jobs=jobs)
        self.assertRecordValues(visit, [{"site_id": site.id, "zone": "Karaj 31", "team_id": self.team.id}])
        with self._refused("is at another address than"):
            visit.workorder_ids |= self._create_job()
        with self._refused("Choose one"):
            visit.workorder_ids = False

    def test_visit_ends_after_it_begins(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self._create_visit(10, 10)
