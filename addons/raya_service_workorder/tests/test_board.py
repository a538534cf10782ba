from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_visit import MONDAY, VisitCommon

DAY = MONDAY.isoformat()


@tagged("post_install", "-at_install")
class TestBoard(VisitCommon):
    """What the board shows."""

    def _get(self, day=DAY, days=7, user=None):
        # As the web client asks.
        board = self.board.with_user(user or self.dispatcher)
        board = board.with_context(lang="en_US", allowed_company_ids=self.company.ids)
        return board.get_board(day, days, self.team.id)

    def _get_person(self, board, user):
        return next(person for person in board["people"] if person["id"] == user.id)

    def test_week_begins_as_the_language_says(self):
        lang = self.env["res.lang"]._lang_get("en_US")
        for start, first in (("1", MONDAY), ("6", MONDAY - timedelta(days=2)), ("7", MONDAY - timedelta(days=1))):
            lang.week_start = start
            with self.subTest(start=start):
                board = self._get((MONDAY + timedelta(days=3)).isoformat())
                self.assertEqual(board["first"], first.isoformat())
                self.assertEqual((len(board["days"]), board["next"]), (7, (first + timedelta(days=7)).isoformat()))
        self.assertEqual([day["day"] for day in self._get(days=1)["days"]], [DAY])

    def test_days_are_told_in_the_readers_calendar(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.dispatcher.lang = "fa_IR"
        board = self.board.with_context(lang="fa_IR").get_board(DAY, 1)
        self.assertEqual((board["days"][0]["label"], board["days"][0]["weekday"]), ("۱۴۰۶/۰۲/۱۳", "دوشنبه"))

    def test_hours_and_leaves_are_minutes_of_the_day(self):
        self._take_leave(self.technician, 10, 34)
        board = self._get()
        person = self._get_person(board, self.technician)
        tuesday = (MONDAY + timedelta(days=1)).isoformat()
        self.assertEqual(person["work"][DAY], [[480, 720], [780, 1020]])
        self.assertEqual(person["away"], {DAY: [[600, 1440]], tuesday: [[0, 600]]})
        self.assertNotIn((MONDAY + timedelta(days=6)).isoformat(), person["work"])
        self.assertFalse(self._get_person(board, self.mate)["away"])

    def test_visit_is_a_card_of_its_day(self):
        visit = self._create_visit(9, 10.5, helper_ids=self.mate.ids)
        visit.workorder_ids.write({"priority": "2", "date_promised": MONDAY - timedelta(days=1)})
        [card] = self._get()["visits"]
        expected = {
            "id": visit.id,
            "user_id": self.technician.id,
            "helper_ids": self.mate.ids,
            "day": DAY,
            "start": 540,
            "stop": 630,
            "state": "planned",
            "customer": "Site",
            "zone": "Tehran",
            "product": "Refrigerator",
            "priority": "2",
            "is_late": True,
            "jobs": visit.workorder_ids.name,
        }
        self.assertEqual({key: card[key] for key in expected}, expected)
        self.assertFalse(self._get((MONDAY + timedelta(days=7)).isoformat())["visits"])
        visit.action_cancel()
        self.assertFalse(self._get()["visits"])

    def test_jobs_of_one_site_wait_as_one_card(self):
        site = self.env["res.partner"].create({"name": "Hotel", "city": "Karaj"})
        jobs = self._create_job(site, date_promised=MONDAY) | self._create_job(site)
        other = self._create_job(date_promised=MONDAY - timedelta(days=3))
        cards = self._get()["queue"]
        self.assertEqual([card["job_ids"] for card in cards], [other.ids, jobs.ids])
        self.assertEqual((cards[1]["minutes"], cards[1]["zone"], cards[1]["customer"]), (120, "Karaj", "Hotel"))
        self._create_visit(jobs=jobs)
        self.assertEqual([card["job_ids"] for card in self._get()["queue"]], [other.ids])

    def test_length_is_the_standard_time_of_the_services(self):
        job = self._create_job(work_line_ids=[(0, 0, {"operation_id": self.operation.id})])
        self.operation.duration = 1.6
        self.assertEqual(self._get()["queue"][0]["minutes"], 105)
        answer = self.board.plan(job.ids, self.technician.id, DAY)
        visit = self.env["raya.visit"].browse(answer["visit_id"])
        self.assertEqual(visit.date_stop - visit.date_start, timedelta(minutes=105))

    def test_people_of_the_chosen_team_are_shown_with_their_visits_for_others(self):
        stranger = self._create_user("test_stranger", "raya_service_base.group_service_technician")
        other = self.team.copy({"name": "Washing", "user_ids": (stranger | self.technician).ids})
        visit = self._create_visit()
        job = self._create_job()
        board = self.board.get_board(DAY, 7, other.id)
        self.assertEqual({person["id"] for person in board["people"]}, {stranger.id, self.technician.id})
        self.assertEqual([card["id"] for card in board["visits"]], visit.ids)
        self.assertFalse(board["queue"])
        job.team_id = other
        self.assertEqual([card["job_ids"] for card in self.board.get_board(DAY, 7, other.id)["queue"]], [job.ids])

    def test_whoever_does_not_plan_only_looks(self):
        self.assertTrue(self._get()["can_plan"])
        self.assertFalse(self._get(user=self.operator)["can_plan"])
        for user in (self.technician, self.outsider, self.clerk):
            with self.assertRaises(AccessError):
                self._get(user=user)
        job = self._create_job()
        for user in (self.operator, self.technician):
            with self.assertRaises(AccessError):
                self.board.with_user(user).plan(job.ids, self.technician.id, DAY)

    def test_board_takes_few_queries_however_much_it_shows(self):
        people = self.env["res.users"]
        for number in range(30):
            people |= self._create_user(f"test_board_{number}", "raya_service_base.group_service_technician")
            self._create_employee(people[-1])
        self.team.user_ids |= people
        people.employee_ids.resource_calendar_id = self.calendar
        jobs = self.env["raya.workorder"].create(
            [{"call_id": self._create_job().call_id.id, "team_id": self.team.id} for _number in range(20)]
        )
        self.env["raya.visit"].create(
            [
                {
                    "workorder_ids": jobs[number % 10].ids,
                    "user_id": user.id,
                    "date_start": self._at(8 + number % 4, MONDAY + timedelta(days=number // 4)),
                    "date_stop": self._at(9 + number % 4, MONDAY + timedelta(days=number // 4)),
                }
                for user in people
                for number in range(10)
            ]
        )
        self.env.flush_all()
        self._get()
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            board = self._get()
        self.assertEqual((len(board["visits"]), len(board["people"])), (300, 33))
        self.assertEqual(len(board["queue"]), 20)


@tagged("post_install", "-at_install")
class TestBoardPlanning(VisitCommon):
    """What dispatchers do on the board; a reason is an answer, no error."""

    def _plan(self, job=None, user=None, **options):
        return self.board.plan((job or self._create_job()).ids, (user or self.technician).id, DAY, **options)

    def _get_visit(self, answer):
        self.assertNotIn("refused", answer)
        return self.env["raya.visit"].browse(answer["visit_id"])

    def test_visit_is_planned_where_it_first_fits(self):
        self._create_visit(8, 9.5)
        visit = self._get_visit(self._plan(minutes=90))
        self.assertEqual((visit.date_start, visit.date_stop), (self._at(9.5), self._at(11)))
        visit = self._get_visit(self._plan(minutes=90))
        self.assertEqual(visit.date_start, self._at(13), "not over the break")

    @freeze_time("2027-05-03 10:07:30")
    def test_today_nothing_is_planned_for_hours_that_are_past(self):
        self.assertEqual(self._get_visit(self._plan()).date_start, self._at(13.75))

    def test_answer_says_who_goes_when(self):
        answer = self._plan(minute=600, minutes=45)
        self.assertIn(f"{self.technician.name}, 05/03/2027, 10:00 to 10:45.", answer["said"])

    def test_reason_is_the_answer(self):
        first = self._create_visit()
        answer = self._plan(minute=570)
        self.assertEqual(
            answer, {"refused": f"{self.technician.name} is on the visit {first.name} from 09:00 to 10:00."}
        )
        self._take_leave(self.mate, 0, 24)
        self.assertIn("is on leave", self._plan(user=self.mate)["refused"])
        sunday = (MONDAY - timedelta(days=1)).isoformat()
        self.assertIn("does not work", self.board.plan(self._create_job().ids, self.mate.id, sunday)["refused"])

    def test_visit_that_nobody_could_see_is_an_answer_too(self):
        self._create_visit()
        unseen = patch.object(type(self.env["raya.visit"]), "_get_clashes", lambda visit, people: [])
        with unseen, mute_logger("odoo.sql_db"):
            answer = self._plan(minute=570)
        self.assertIn("has just planned another visit", answer["refused"])

    def test_refused_plan_leaves_nothing_behind(self):
        self._create_visit()
        job = self._create_job()
        self._plan(job, minute=540)
        self.assertFalse(job.visit_ids)
        self.assertTrue(job.needs_visit)

    def test_full_day_is_refused(self):
        self._create_visit(8, 17)
        self.assertIn("is on the visit", self._plan()["refused"])

    def test_emergency_is_planned_all_the_same(self):
        self._create_visit(8, 17)
        visit = self._get_visit(self._plan(is_emergency=True))
        self.assertTrue(visit.is_emergency)
        self.assertEqual(visit.date_start, self._at(8))

    def test_moved_to_another_day_it_keeps_its_time_if_it_can(self):
        visit = self._create_visit(10, 11)
        tuesday = MONDAY + timedelta(days=1)
        self.board.move(visit.id, self.mate.id, tuesday.isoformat())
        self.assertEqual((visit.user_id, visit.date_start), (self.mate, self._at(10, tuesday)))
        self._create_visit(10, 10.5)
        self.board.move(visit.id, self.technician.id, DAY)
        self.assertEqual((visit.user_id, visit.date_start), (self.technician, self._at(8)))

    def test_moved_to_a_minute_and_made_longer(self):
        visit = self._create_visit()
        self.board.move(visit.id, self.technician.id, DAY, 600, 105)
        self.assertEqual((visit.date_start, visit.date_stop), (self._at(10), self._at(11.75)))

    def test_helper_who_becomes_the_technician_is_no_helper_any_more(self):
        visit = self._create_visit(helper_ids=self.mate.ids)
        self.board.move(visit.id, self.mate.id, DAY)
        self.assertEqual((visit.user_id, visit.helper_ids), (self.mate, self.env["res.users"]))

    def test_helpers_are_chosen_with_who_goes(self):
        answer = self.board.plan(self._create_job().ids, self.technician.id, DAY, 540, 60, False, self.mate.ids)
        visit = self.env["raya.visit"].browse(answer["visit_id"])
        self.assertEqual((visit.helper_ids, visit.slot_ids.user_id), (self.mate, self.technician | self.mate))
        self.board.move(visit.id, self.technician.id, DAY, 600)
        self.assertEqual(visit.helper_ids, self.mate, "nobody said otherwise")
        self.board.move(visit.id, self.mate.id, DAY, 600, 60, False, [self.technician.id, self.mate.id])
        self.assertEqual((visit.user_id, visit.helper_ids), (self.mate, self.technician))
        self.board.move(visit.id, self.mate.id, DAY, 600, 60, False, [])
        self.assertEqual((visit.helper_ids, visit.slot_ids.user_id), (self.env["res.users"], self.mate))

    def test_refused_move_leaves_the_visit_where_it_was(self):
        visit, other = self._create_visit(9, 10), self._create_visit(10, 11)
        answer = self.board.move(visit.id, self.technician.id, DAY, 600)
        self.assertIn(other.name, answer["refused"])
        self.assertEqual((visit.date_start, visit.slot_ids.date_start), (self._at(9), self._at(9)))

    def test_deleted_visit_is_told(self):
        visit = self._create_visit()
        visit.unlink()
        self.assertIn("deleted", self.board.move(visit.id, self.technician.id, DAY)["refused"])

    def test_taken_off_the_board_it_waits_again(self):
        visit = self._create_visit()
        self.assertIn("waits", self.board.unplan(visit.id)["said"])
        self.assertEqual((visit.state, visit.workorder_ids.needs_visit), ("cancelled", True))

    def test_day_is_suggested_by_promise_and_area_and_taken(self):
        north, south = (self.env["res.partner"].create({"name": zone, "city": zone}) for zone in ("North", "South"))
        planned = self._create_visit(8, 9, jobs=self._create_job(south))
        near = self._create_job(self.env["res.partner"].create({"name": "Near", "city": "North"}))
        urgent = self._create_job(north, date_promised=MONDAY)
        unfit = self._create_job(self.env["res.partner"].create({"name": "Far", "zip": "99"}))
        member = self.team.member_ids.filtered(lambda member: member.user_id == self.technician)
        member.zip_ranges = "1"
        suggestion = self.board.suggest(self.technician.id, DAY)
        self.assertEqual(
            [(stop["start"], stop["customer"], stop["is_new"]) for stop in suggestion["stops"]],
            [(480, "North", True), (540, "Near", True), (600, "South", False)],
        )
        self.assertEqual(planned.date_start, self._at(8), "nothing is changed yet")
        answer = self.board.arrange(self.technician.id, DAY, suggestion["stops"])
        self.assertIn("said", answer)
        self.assertEqual(planned.date_start, self._at(10))
        self.assertEqual((urgent.visit_ids.date_start, near.visit_ids.date_start), (self._at(8), self._at(9)))
        self.assertFalse(unfit.visit_ids)

    def test_suggesting_asks_no_more_of_a_long_queue(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.board.suggest(self.technician.id, DAY)
            return self.cr.sql_log_count - before

        def queue(number):
            for each in range(number):
                self._create_job(self.env["res.partner"].create({"name": f"Site {each}", "city": f"City {each}"}))

        queue(15)
        count()
        few = count()
        queue(15)
        with self.assertQueryCount(few):
            self.env.flush_all()
            self.env.invalidate_all()
            self.board.suggest(self.technician.id, DAY)

    def test_visits_that_change_places_are_arranged(self):
        first, second = self._create_visit(8, 9), self._create_visit(9, 10)
        stops = [
            {"visit_id": first.id, "job_ids": [], "start": 540, "minutes": 60},
            {"visit_id": second.id, "job_ids": [], "start": 480, "minutes": 60},
        ]
        self.assertIn("said", self.board.arrange(self.technician.id, DAY, stops))
        self.assertEqual((first.date_start, second.date_start), (self._at(9), self._at(8)))
        self.assertEqual(len((first | second).slot_ids), 2)

    def test_suggestion_that_came_too_late_changes_nothing(self):
        first, job = self._create_visit(8, 9), self._create_job()
        stops = self.board.suggest(self.technician.id, DAY)["stops"]
        self._create_visit(9, 12)
        stops[1]["start"] = 540
        self.assertIn("is on the visit", self.board.arrange(self.technician.id, DAY, stops)["refused"])
        self.assertEqual((first.date_start, len(first.slot_ids), len(job.visit_ids)), (self._at(8), 1, 0))
