from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common_time import TimeCommon

AMEND = "To change it, have the report amended"


@tagged("post_install", "-at_install")
class TestTimesheet(TimeCommon):
    """An approved report books the time of its people, and keeps it."""

    def _approve_hour(self, hours=1.0, **vals):
        job = self._create_job(**vals)
        self._add_service(job, hours=hours)
        return self._finish(job)

    def test_each_time_is_a_timesheet_of_its_own_person(self):
        """E4: two services by two people are two timesheets, each with its service and cost."""
        job = self._create_job()
        other = self._create_operation(code="T-FAN", name="Replace the fan")
        first, second = self._add_service(job, hours=1), self._add_service(job, other)
        self._add_time(job, 2, work_line_id=second.id, user_id=self.helper.id)
        self._add_time(job, 0.5, kind="travel")
        self._add_time(job, 0)
        timesheets = self._get_timesheets(self._finish(job))
        name = job.name
        self.assertRecordValues(
            timesheets.sorted("unit_amount"),
            [
                {
                    "name": f"{name}: Travel",
                    "employee_id": self.employee.id,
                    "unit_amount": 0.5,
                    "amount": -10.0,
                    "raya_work_line_id": False,
                },
                {
                    "name": f"{name}: {self.operation.name}",
                    "employee_id": self.employee.id,
                    "unit_amount": 1.0,
                    "amount": -20.0,
                    "raya_work_line_id": first.id,
                },
                {
                    "name": f"{name}: Replace the fan",
                    "employee_id": self.helper_employee.id,
                    "unit_amount": 2.0,
                    "amount": -60.0,
                    "raya_work_line_id": second.id,
                },
            ],
        )
        self.assertEqual(timesheets.raya_time_id.employee_id, self.employee | self.helper_employee)
        self.assertEqual(timesheets.project_id, self.company.raya_service_project_id)

    def test_time_goes_to_the_project_of_the_team(self):
        project = self.env["project.project"].create({"name": "Cooling", "allow_timesheets": True})
        self.team.with_user(self.manager).project_id = project
        self.assertEqual(self._get_timesheets(self._approve_hour()).project_id, project)

    def test_a_project_without_timesheets_is_no_project_of_a_team(self):
        project = self.env["project.project"].create({"name": "Closed", "allow_timesheets": False})
        with self.assertRaisesRegex(ValidationError, "takes no timesheets"):
            self.team.with_user(self.manager).project_id = project

    def test_approved_time_is_changed_moved_and_deleted_by_nobody(self):
        """A9, for whoever has every right on timesheets, and for administrators."""
        timesheet = self._get_timesheets(self._approve_hour())
        people = (
            self._create_user("test_timesheets", "hr_timesheet.group_timesheet_manager"),
            self._create_user("test_admin", "base.group_system", "hr_timesheet.group_timesheet_manager"),
            self.env.ref("base.user_admin"),
        )
        other = self.env["project.project"].create({"name": "Other", "allow_timesheets": True})
        task = self.env["project.task"].create({"name": "Task", "project_id": timesheet.project_id.id})
        for user in people:
            line = timesheet.with_user(user)
            for values in (
                {"unit_amount": 9},
                {"amount": 0},
                {"date": "2026-01-01"},
                {"project_id": other.id},
                {"task_id": task.id},
                {"employee_id": self.helper_employee.id},
                {"name": "Nothing"},
                {"account_id": other.account_id.id},
            ):
                with self.assertRaisesRegex(UserError, AMEND), self.cr.savepoint():
                    line.write(values)
            with self.assertRaisesRegex(UserError, AMEND), self.cr.savepoint():
                line.unlink()
            self.assertTrue(line.readonly_timesheet)

    def test_timesheet_without_a_job_is_nobodys_business(self):
        user = self._create_user("test_timesheets", "hr_timesheet.group_timesheet_manager")
        project = self.company._raya_get_service_project()
        line = (
            self.env["account.analytic.line"]
            .with_user(user)
            .create({"name": "Tidying up", "project_id": project.id, "employee_id": self.employee.id, "unit_amount": 1})
        )
        line.unit_amount = 2
        self.assertFalse(line.readonly_timesheet)
        line.unlink()

    def test_nobody_adds_time_to_a_job_from_the_timesheets(self):
        job = self._approve_hour()
        user = self._create_user(
            "test_timesheets", "hr_timesheet.group_timesheet_manager", "raya_service_base.group_service_manager"
        )
        Line = self.env["account.analytic.line"].with_user(user)
        free = {
            "name": "More",
            "project_id": job._get_time_project().id,
            "employee_id": self.employee.id,
            "unit_amount": 1,
        }
        for link in (
            {"raya_work_line_id": job.work_line_ids.id},
            {"raya_workorder_id": job.id},
            {"raya_time_id": job.time_ids.id},
        ):
            with self.assertRaisesRegex(UserError, "by approving its report"), self.cr.savepoint():
                Line.create({**free, **link})
            with self.assertRaisesRegex(UserError, "by approving its report"), self.cr.savepoint():
                Line.create(free).write(link)

    def test_time_is_taken_back_to_the_same_person_day_and_amount(self):
        job = self._approve_hour(1.5)
        booked = self._get_timesheets(job)
        # Somebody who earns more by now, and has left.
        self.employee.hourly_cost = 99.0
        self.employee.active = False
        job.with_user(self.dispatcher)._counter_timesheets()
        counter = self._get_timesheets(job) - booked
        self.assertRecordValues(
            counter,
            [
                {
                    "unit_amount": -1.5,
                    "amount": 30.0,
                    "date": booked.date,
                    "employee_id": self.employee.id,
                    "project_id": booked.project_id.id,
                    "raya_countered_id": booked.id,
                    "raya_work_line_id": booked.raya_work_line_id.id,
                }
            ],
        )
        job._counter_timesheets()
        self.assertEqual(self._get_timesheets(job), booked | counter, "nothing is taken back twice")
        with self.assertRaisesRegex(UserError, AMEND):
            counter.with_user(self.env.ref("base.user_admin")).unlink()

    def test_whoever_has_no_employee_in_the_company_is_named(self):
        """E13: archived between submission and approval; employed by another company only."""
        other = self.env["res.company"].create({"name": "Other"})
        job = self._create_job()
        self._add_service(job, hours=1)
        job.action_submit()
        for change in ({"active": False}, {"company_id": other.id}, {"user_id": False}):
            with self.subTest(**change), self.cr.savepoint() as savepoint:
                self.employee.write(change)
                with self._refused(f"The time of {self.technician.name} cannot be booked"), self.cr.savepoint():
                    job.with_user(self.dispatcher).action_approve()
                savepoint.rollback()
                self.env.invalidate_all()
        job.with_user(self.dispatcher).action_approve()
        self.assertEqual(len(self._get_timesheets(job)), 1)

    def test_only_whose_time_it_is_needs_an_employee(self):
        self.employee.unlink()
        job = self._create_job()
        line = self._add_service(job)
        self._add_time(job, 1, work_line_id=line.id, user_id=self.helper.id)
        self.assertEqual(self._get_timesheets(self._finish(job)).employee_id, self.helper_employee)
