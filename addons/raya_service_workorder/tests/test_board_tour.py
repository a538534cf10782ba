from datetime import timedelta

from odoo import Command
from odoo.tests import HttpCase, tagged

from .common_visit import VisitCommon


@tagged("post_install", "-at_install")
class TestBoardTour(VisitCommon, HttpCase):
    """The board as dispatchers use it, and the visit as technicians do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Whatever the day and hour of the test: all days are alike.
        cls.calendar.write({"tz": "UTC", "attendance_ids": [Command.clear()]})
        hours = {"name": "Hours", "hour_from": 8, "hour_to": 18, "day_period": "morning"}
        cls.calendar.attendance_ids = [Command.create({**hours, "dayofweek": str(day)}) for day in range(7)]
        cls.company.resource_calendar_id = cls.calendar
        cls.technician.name, cls.mate.name = "Tour Tech", "Tour Mate"
        cls.team.member_ids.filtered(lambda member: member.user_id == cls.dispatcher).unlink()
        (cls.env["raya.team"].search([]) - cls.team).active = False
        cls.env["raya.workorder"].search([("needs_visit", "=", True)]).place = "remote"
        cls.job = cls._create_job(cls.env["res.partner"].create({"name": "Tour Customer"}))
        cls.today = cls.company._raya_get_day()
        cls._take_leave(cls.mate, 0, 24 * 60, cls.today - timedelta(days=10))

    def _start(self, tour, user=None):
        self.start_tour("/odoo/service-board", tour, login=(user or self.dispatcher).login)

    def test_dispatcher_plans_by_mouse(self):
        self._start("raya_board_by_mouse")
        visit = self.job.visit_ids.filtered(lambda visit: visit.state == "planned")
        self.assertEqual(visit.user_id, self.technician)
        self.assertEqual(visit.date_stop - visit.date_start, timedelta(hours=2.5))
        self.assertEqual(self.job.visit_ids.mapped("state").count("cancelled"), 1)

    def test_dispatcher_plans_by_keyboard(self):
        self._start("raya_board_by_keyboard")
        self.assertEqual((self.job.visit_ids.user_id, self.job.needs_visit), (self.technician, False))
        self.assertEqual(f"{self.job.visit_ids.date_start:%H:%M}", "09:30")

    def test_dispatcher_plans_from_right_to_left(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.dispatcher.lang = "fa_IR"
        self._start("raya_board_in_persian")
        self.assertEqual(f"{self.job.visit_ids.date_start:%H:%M}", "09:30")


@tagged("post_install", "-at_install")
class TestBoardPhoneTour(TestBoardTour):
    browser_size = "390x844"
    touch_enabled = True

    test_dispatcher_plans_by_mouse = test_dispatcher_plans_by_keyboard = test_dispatcher_plans_from_right_to_left = None

    def test_dispatcher_plans_on_the_phone(self):
        self._start("raya_board_on_the_phone")
        self.assertEqual(self.job.visit_ids.user_id, self.technician)

    def test_technician_taps_three_times(self):
        visit = self._create_visit(9, 10, self.today, self.job, is_emergency=True)
        self.start_tour("/odoo/service-visits", "raya_visit_three_taps", login=self.technician.login)
        self.assertEqual((visit.state, visit.outcome, self.job.outcome), ("done", "done", "done"))
        self.assertTrue(visit.date_on_my_way <= visit.date_arrived <= visit.date_done)
