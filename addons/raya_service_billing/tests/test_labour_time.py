from datetime import date

from odoo import Command
from odoo.tests import tagged

from .common import HOURLY_COST, BillingCommon

TYPED = {"0:30": 0.5, "0:05": 5 / 60, "8:00": 8.0, "24:00": 24.0, "0:00": 0.0}


@tagged("post_install", "-at_install")
class TestLabourTime(BillingCommon):
    """The time that was written down is the time that is charged, and its cost."""

    def _approve_times(self, *hours, month=5):
        call = self._create_call(asset_id=self._create_covered_asset(100).id)
        job = self._create_workorder(call_id=call.id, part_ids=[], work_line_ids=[]).with_user(self.technician)
        line = (
            self.env["raya.work.line"]
            .with_user(self.technician)
            .create({"workorder_id": job.id, "operation_id": self.operation.id})
        )
        line.time_ids = [
            Command.create({"workorder_id": job.id, "hours": spent, "date": date(2026, month, 1 + number)})
            for number, spent in enumerate(hours)
        ]
        job.action_submit()
        job.with_user(self.dispatcher).action_approve()
        return job.sudo().with_user(self.env.user)

    def test_a_typed_time_is_charged_as_it_was_typed_in_every_time_zone(self):
        """E1: the charge has the quantity that stands on the timesheet."""
        for month, zone in enumerate(("Asia/Tehran", "Asia/Kathmandu", "America/New_York"), start=5):
            self.technician.tz = zone
            job = self._approve_times(*TYPED.values(), month=month)
            with self.subTest(zone=zone):
                total = sum(TYPED.values())
                self.assertAlmostEqual(job.work_line_ids.hours, total, 12)
                self.assertAlmostEqual(sum(job.work_line_ids.timesheet_ids.mapped("unit_amount")), total, 12)
                self.assertAlmostEqual(job.charge_ids.quantity, total, 12)

    def test_five_minutes_twelve_times_are_charged_as_one_hour(self):
        job = self._approve_times(*[5 / 60] * 12)
        self.assertRecordValues(job.charge_ids, [{"quantity": 1.0}])

    def test_travel_is_no_labour_of_a_service(self):
        call = self._create_call(asset_id=self._create_covered_asset(100).id)
        job = self._create_workorder(call_id=call.id, part_ids=[]).with_user(self.technician)
        self.env["raya.time"].with_user(self.technician).create(
            {"workorder_id": job.id, "kind": "travel", "hours": 3, "date": date(2026, 5, 1)}
        )
        job.action_submit()
        job.with_user(self.dispatcher).action_approve()
        charge = job.sudo().charge_ids
        self.assertEqual((charge.quantity, charge.cost), (1.5, 1.5 * HOURLY_COST))

    def test_covered_cost_stands_in_the_project_of_the_team(self):
        project = self.env["project.project"].create({"name": "Cooling", "allow_timesheets": True})
        self.team.project_id = project
        job = self._approve_times(1)
        self.assertEqual(job._get_cost_distribution(), project._get_analytic_distribution())
        self.assertEqual(job.work_line_ids.timesheet_ids.project_id, project)
