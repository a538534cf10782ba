from datetime import date, datetime

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation, UniqueViolation

from ..tools import durations
from .common_time import TimeCommon

ZONES = ("Asia/Tehran", "Asia/Kathmandu", "America/New_York")
TYPED = {"0:30": 0.5, "0:05": 5 / 60, "8:00": 8.0, "24:00": 24.0, "0:00": 0.0}


@tagged("post_install", "-at_install")
class TestTime(TimeCommon):
    """What people write down of their time, and what it adds up to."""

    def test_twelve_times_five_minutes_are_one_hour(self):
        job = self._create_job()
        lines = [self._add_service(job, self._create_operation(code=f"T-{n}"), hours=5 / 60) for n in range(12)]
        self.assertEqual({line.time_ids.seconds for line in lines}, {300})
        self.assertEqual(job.hours, 1.0)

    def test_rows_of_one_service_add_up(self):
        line = self._add_service(self._create_job())
        for _row in range(12):
            self._add_time(line.workorder_id, 5 / 60, work_line_id=line.id)
        self.assertEqual((line.hours, line.time_count), (1.0, 12))

    def test_a_typed_time_is_what_was_typed_in_every_time_zone(self):
        """E1: a duration is no moment, and no zone shifts it."""
        days = iter(range(1, 29))
        for zone in ZONES:
            self.technician.tz = zone
            for text, hours in TYPED.items():
                with self.subTest(zone=zone, typed=text):
                    job = self._create_job(call_id=self._create_call(asset_id=False, partner_id=self.customer.id).id)
                    with Form(job) as form, form.work_line_ids.new() as line:
                        line.operation_id = self.operation
                        line.date = date(2026, 5, next(days))
                        line.hours = hours
                    self.assertEqual(durations.text(sum(job.time_ids.mapped("seconds"))), text)
                    self.assertAlmostEqual(job.work_line_ids.hours, hours, 12)
                    self._check_printed(job, text)
                    timesheets = self._get_timesheets(self._finish(job))
                    self.assertAlmostEqual(sum(timesheets.mapped("unit_amount")), hours, 12)

    def _check_printed(self, job, text):
        report = self.env["ir.actions.report"].with_user(self.technician)
        page = report._render_qweb_html("raya_service_workorder.report_workorder", job.ids)[0].decode()
        self.assertIn(f">{text.zfill(5)}<", page)

    def test_planned_time_is_no_time_spent(self):
        line = self._add_service(self._create_job())
        self.assertEqual((line.hours_planned, line.hours), (0.5, 0.0))
        line.workorder_id.action_take_planned()
        self.assertEqual((line.hours, line.time_ids.user_id), (0.5, self.technician))
        line.workorder_id.action_take_planned()
        self.assertEqual(line.time_count, 1, "what has a time keeps it")

    def test_planned_time_is_that_of_the_procedure_where_the_service_names_none(self):
        self.operation.duration = 0
        self._create_published(procedure_id=self._create_procedure(operation_ids=self.operation.ids).id, minutes=45)
        self.assertEqual(self._add_service(self._create_job()).hours_planned, 0.75)

    def test_a_sum_of_several_times_is_not_typed_over(self):
        line = self._add_service(self._create_job(), hours=1)
        self._add_time(line.workorder_id, 1, work_line_id=line.id, user_id=self.helper.id)
        with self._refused("Several times were written down"):
            line.hours = 3
        line.hours = 2

    def test_time_typed_on_a_service_changes_its_one_row(self):
        line = self._add_service(self._create_job(), hours=1)
        line.hours = 2
        self.assertRecordValues(line.time_ids, [{"seconds": 7200, "kind": "work", "user_id": self.technician.id}])

    def test_travel_and_waiting_are_apart_from_work(self):
        job = self._create_job()
        self._add_service(job, hours=1)
        self._add_time(job, 0.5, kind="travel")
        self._add_time(job, 0.25, kind="wait")
        self.assertEqual((job.hours, job.hours_travel, job.hours_wait), (1.0, 0.5, 0.25))

    @mute_logger("odoo.sql_db")
    def test_travel_is_of_no_service_and_no_time_is_negative(self):
        job = self._create_job()
        line = self._add_service(job)
        for values in ({"kind": "travel", "hours": 1, "work_line_id": line.id}, {"hours": -1}):
            with self.assertRaises(CheckViolation), self.cr.savepoint():
                self._add_time(job, **values)

    def test_a_service_of_another_job_is_refused(self):
        line = self._add_service(self._create_job())
        other = self._create_job(call_id=self._create_call(asset_id=False, partner_id=self.customer.id).id)
        row = self._add_time(other, 1)
        with self.assertRaisesRegex(ValidationError, "service of another job"):
            row.write({"workorder_id": other.id, "work_line_id": line.id})

    def test_nobody_works_more_than_a_day_a_day(self):
        job, day = self._create_job(), date(2026, 5, 4)
        self._add_time(job, 20, date=day)
        other = self._create_job(call_id=self._create_call(asset_id=False, partner_id=self.customer.id).id)
        with self.assertRaisesRegex(ValidationError, r"Test_tech|test_tech.*24:05.*a day has 24 hours"):
            self._add_time(other, 4 + 5 / 60, date=day)
        self._add_time(other, 4, date=day)
        self._add_time(other, 24, date=day, user_id=self.helper.id)
        with self.assertRaisesRegex(ValidationError, "a day has 24 hours"):
            self._add_time(other, 100, date=date(2026, 5, 5))

    def test_a_cancelled_job_takes_nothing_of_the_day(self):
        job, day = self._create_job(), date(2026, 5, 4)
        self._add_time(job, 24, date=day)
        job.with_user(self.dispatcher).action_cancel()
        other = self._create_job(call_id=self._create_call(asset_id=False, partner_id=self.customer.id).id)
        self.assertEqual(self._add_time(other, 24, date=day).seconds, durations.DAY)


@tagged("post_install", "-at_install")
class TestTimer(TimeCommon):
    """Timers of people: one each, wherever they began."""

    def test_timer_counts_to_the_second(self):
        line = self._add_service(self._create_job())
        with freeze_time("2026-05-04 08:00:00"):
            line.action_start_timer()
        self.assertTrue(line.is_running)
        with freeze_time("2026-05-04 08:05:30"):
            line.action_stop_timer()
        self.assertRecordValues(
            line.time_ids, [{"seconds": 330, "user_id": self.technician.id, "date": date(2026, 5, 4)}]
        )
        self.assertFalse(line.is_running)

    def test_a_second_timer_of_a_person_ends_the_first(self):
        first = self._add_service(self._create_job())
        second = self._create_job(call_id=self._create_call(asset_id=False, partner_id=self.customer.id).id)
        with freeze_time("2026-05-04 08:00:00"):
            first.action_start_timer()
        first.with_user(self.helper).action_start_timer()
        with freeze_time("2026-05-04 09:00:00"):
            second.action_start_travel()
        mine = first.time_ids.filtered(lambda row: row.user_id == self.technician)
        self.assertEqual((mine.stop, mine.hours), (datetime(2026, 5, 4, 9), 1.0))
        self.assertTrue(first.with_user(self.helper).is_running, "that of a colleague goes on")
        self.assertEqual(second.time_ids.kind, "travel")
        self.assertTrue(second.is_timer_running)
        with freeze_time("2026-05-04 09:30:00"):
            second.action_start_waiting()
        self.assertEqual((second.hours_travel, second.time_ids.filtered("is_running").kind), (0.5, "wait"))

    @mute_logger("odoo.sql_db")
    def test_two_timers_of_one_person_never_run_at_once(self):
        job = self._create_job()
        values = {"workorder_id": job.id, "start": datetime(2026, 5, 4, 8)}
        Time = self.env["raya.time"].with_user(self.technician)
        Time.create(values)
        with self.assertRaises(UniqueViolation), self.cr.savepoint():
            Time.create(values)

    def test_a_night_belongs_to_the_day_on_which_it_began(self):
        self.company.partner_id.tz = "Asia/Tehran"
        row = self._add_time(
            self._create_job(), 0, date=False, start=datetime(2026, 5, 4, 19, 0), stop=datetime(2026, 5, 4, 23, 30)
        )
        self.assertEqual((row.date, row.hours), (date(2026, 5, 4), 4.5))

    def test_whoever_submits_ends_the_timers_of_the_job(self):
        job = self._create_job()
        line = self._add_service(job)
        with freeze_time("2026-05-04 08:00:00"):
            line.with_user(self.helper).action_start_timer()
        with freeze_time("2026-05-04 08:45:00"):
            job.action_submit()
        self.assertRecordValues(job.time_ids, [{"seconds": 2700, "user_id": self.helper.id}])

    def test_cancelling_ends_the_timers_of_the_job(self):
        job = self._create_job()
        job.action_start_travel()
        job.with_user(self.dispatcher).action_cancel()
        self.assertFalse(job.time_ids.filtered("is_running"))

    def test_a_forgotten_timer_is_ended_by_typing_its_time(self):
        line = self._add_service(self._create_job())
        with freeze_time("2026-05-01 08:00:00"):
            line.action_start_timer()
        with freeze_time("2026-05-04 08:00:00"):
            with self.assertRaisesRegex(ValidationError, "ended by typing its time"), self.cr.savepoint():
                line.action_stop_timer()
            line.time_ids.hours = 1.5
            self.assertFalse(line.is_running)
            self.assertEqual(line.time_ids.stop, datetime(2026, 5, 1, 9, 30))


@tagged("post_install", "-at_install")
class TestTimeRights(TimeCommon):
    """Who writes down time, and until when."""

    def test_technician_of_another_team_writes_down_nothing(self):
        stranger = self._create_user("test_stranger", "raya_service_base.group_service_technician")
        job = self._create_job()
        line = self._add_service(job, hours=1)
        for attempt in (
            lambda: line.with_user(stranger).action_start_timer(),
            lambda: line.time_ids.with_user(stranger).write({"hours": 2}),
            lambda: self.env["raya.time"].with_user(stranger).create({"workorder_id": job.id, "hours": 1}),
            lambda: job.with_user(self.operator).action_start_travel(),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_closed_report_takes_no_time_by_any_door(self):
        job = self._create_job()
        line = self._add_service(job, hours=1)
        row = line.time_ids
        job.action_submit()
        for attempt in (
            lambda: row.write({"hours": 2}),
            lambda: row.write({"user_id": self.helper.id}),
            lambda: line.write({"hours": 2}),
            lambda: self._add_time(job, 1),
            lambda: job.write({"time_ids": [Command.delete(row.id)]}),
            line.action_start_timer,
            row.unlink,
        ):
            with self.assertRaisesRegex(UserError, "is closed"), self.cr.savepoint():
                attempt()
        self._finish_approval(job)
        with self.assertRaisesRegex(UserError, "is closed"):
            row.with_user(self.manager).hours = 2

    def _finish_approval(self, job):
        job.with_user(self.dispatcher).action_approve()

    def test_whose_timesheets_it_went_to_is_not_written(self):
        row = self._add_time(self._create_job(), 1)
        manager = self.manager
        manager.group_ids += self.env.ref("hr_timesheet.group_timesheet_manager")
        with self.assertRaises(AccessError):
            row.with_user(manager).employee_id = self.employee
