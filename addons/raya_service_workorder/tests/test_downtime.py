from datetime import date, datetime

from freezegun import freeze_time
from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import WorkorderCommon


@tagged("post_install", "-at_install")
class TestDowntime(WorkorderCommon):
    """Since when a customer cannot use their unit, and what it waited for."""

    def _create_down(self, job, down, up=False, reason="Does not start", **vals):
        values = {"workorder_id": job.id, "date_down": down, "date_up": up, "reason": reason, **vals}
        return self.env["raya.downtime"].with_user(self.technician).create(values)

    def test_out_of_use_for_52_hours_of_which_30_waited_for_parts(self):
        job = self._create_workorder(part_ids=[])
        with freeze_time("2026-11-01 08:00:00"):
            down = self._create_down(job, "2026-11-01 08:00:00")
        with freeze_time("2026-11-02 00:00:00"):
            job.with_user(self.technician).action_wait("parts")
        with freeze_time("2026-11-03 06:00:00"):
            job.with_user(self.technician).action_go_on()
        with freeze_time("2026-11-03 12:00:00"):
            down.action_up()
            self.assertRecordValues(down, [{"hours": 52.0, "hours_waiting": 30.0, "asset_id": job.asset_id.id}])

    def test_other_waiting_and_waiting_outside_of_it_do_not_count(self):
        job = self._create_workorder(part_ids=[])
        for start, end, kind in (
            ("2026-11-01 00:00:00", "2026-11-01 10:00:00", "parts"),
            ("2026-11-02 00:00:00", "2026-11-02 10:00:00", "customer"),
        ):
            with freeze_time(start):
                job.with_user(self.technician).action_wait(kind)
            with freeze_time(end):
                job.with_user(self.technician).action_go_on()
        down = self._create_down(job, "2026-11-01 08:00:00", "2026-11-03 12:00:00")
        self.assertEqual(down.hours_waiting, 2.0)

    def test_unit_still_down_counts_until_now(self):
        job = self._create_workorder(part_ids=[])
        down = self._create_down(job, "2026-11-01 08:00:00")
        with freeze_time("2026-11-02 08:00:00"):
            self.assertEqual(down.hours, 24.0)
            self.assertEqual(job.asset_id.days_out_of_use, 1.0)

    def test_days_out_of_use_of_a_unit_add_up_over_its_jobs(self):
        asset = self._create_asset()
        for month in (1, 2):
            job = self._create_workorder(call_id=self._create_call(asset_id=asset.id).id, part_ids=[])
            self._create_down(job, datetime(2026, month, 1, 8), datetime(2026, month, 16, 20))
        self.assertEqual(asset.days_out_of_use, 31.0)

    def test_same_time_is_not_counted_twice(self):
        job = self._create_workorder(part_ids=[])
        self._create_down(job, "2026-11-01 08:00:00", "2026-11-03 12:00:00")
        with self._refused("out of use at that time already"):
            self._create_down(job, "2026-11-02 08:00:00", "2026-11-05 12:00:00")
        self._create_down(job, "2026-11-03 12:00:00", "2026-11-04 12:00:00")
        self.assertEqual(job.asset_id.days_out_of_use, 3.2, "52 + 24 hours")

    @mute_logger("odoo.sql_db")
    def test_up_before_down_is_no_downtime(self):
        job = self._create_workorder(part_ids=[])
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._create_down(job, "2026-11-02 08:00:00", "2026-11-01 08:00:00")

    def test_it_stands_in_the_life_of_the_unit(self):
        job = self._create_workorder(part_ids=[])
        self._create_down(job, "2026-11-01 08:00:00", "2026-11-03 12:00:00", reason="Compressor dead")
        told = {entry["kind"]: entry for entry in job.asset_id.with_user(self.operator).get_timeline()}
        self.assertEqual(told["down"]["detail"], "Compressor dead")
        self.assertIn("52", told["up"]["detail"])
        self.assertEqual(told["up"]["date"], "2026-11-03")

    def test_people_note_it_and_only_a_leader_deletes_it(self):
        down = self._create_down(self._create_workorder(part_ids=[]), "2026-11-01 08:00:00")
        with self.assertRaises(AccessError):
            down.unlink()
        with self.assertRaises(AccessError):
            down.with_user(self.editor).reason = "?"
        down.with_user(self.dispatcher).unlink()
        self.assertFalse(down.exists())

    def test_technician_of_another_team_reads_it_and_changes_nothing(self):
        stranger = self._create_user("test_stranger", "raya_service_base.group_service_technician")
        job = self._create_workorder(part_ids=[])
        down = self._create_down(job, "2026-11-01 08:00:00").with_user(stranger)
        self.assertEqual(down.reason, "Does not start")
        for attempt in (
            lambda: down.write({"date_up": "2026-11-02 08:00:00"}),
            lambda: down.write({"workorder_id": False}),
            down.action_up,
            lambda: down.create(
                {
                    "workorder_id": job.id,
                    "reason": "?",
                    "date_down": "2026-10-01 08:00:00",
                    "date_up": "2026-10-02 08:00:00",
                }
            ),
        ):
            with self.assertRaises(AccessError):
                attempt()
        down.with_user(self.operator).action_up()
        self.assertTrue(down.date_up)

    def test_technician_notes_it_on_a_unit_without_a_job(self):
        asset = self._create_asset()
        down = self.env["raya.downtime"].with_user(self.technician).create({"asset_id": asset.id, "reason": "Flood"})
        down.action_up()
        stranger = self._create_user("test_stranger", "raya_service_base.group_service_technician")
        with self.assertRaises(AccessError):
            down.with_user(stranger).reason = "?"


@tagged("post_install", "-at_install")
class TestInstallation(WorkorderCommon):
    """An approved installation tells the file, and the coverage begins."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        policy = cls._create_policy(name="From the installation", start_event="installation")
        cls.fridge.raya_policy_ids = policy
        cls.place = cls.env["res.partner"].create({"name": "Second home", "parent_id": cls.customer.id})
        cls.asset = cls._create_asset(serial="RF-INST")

    def _install(self, **vals):
        call = self._create_call(asset_id=self.asset.id, kind="installation", site_id=self.place.id)
        lines = [Command.create({"operation_id": self.operation.id, "hours": 1, "date": "2026-05-06"})]
        job = self._create_workorder(call_id=call.id, part_ids=[], work_line_ids=lines, **vals)
        job.with_user(self.technician).action_submit()
        return job

    def _covered_since(self):
        return set(self.asset.warranty_ids.line_ids.mapped("date_start"))

    def test_approval_records_day_and_site_and_starts_the_coverage(self):
        job = self._install()
        self.assertFalse(self.asset.date_installation)
        job.with_user(self.dispatcher).action_approve()
        self.assertRecordValues(
            self.asset, [{"date_installation": date(2026, 5, 6), "site_id": self.place.id, "state": "active"}]
        )
        self.assertEqual(self._covered_since(), {date(2026, 5, 6)})

    def test_day_that_was_told_counts(self):
        job = self._install(date_installed="2026-05-05")
        job.with_user(self.dispatcher).action_approve()
        self.assertEqual(self.asset.date_installation, date(2026, 5, 5))

    def test_amending_takes_it_back_and_approving_again_tells_it_anew(self):
        job = self._install()
        boss = job.with_user(self.dispatcher)
        boss.action_approve()
        boss.action_amend("It was the seventh")
        self.assertRecordValues(self.asset, [{"date_installation": False, "site_id": False}])
        self.assertNotIn(date(2026, 5, 6), self._covered_since())
        job.with_user(self.technician).date_installed = "2026-05-07"
        job.with_user(self.technician).action_submit()
        boss.action_approve()
        self.assertEqual(self.asset.date_installation, date(2026, 5, 7))
        self.assertEqual(self._covered_since(), {date(2026, 5, 7)})

    def test_what_people_corrected_since_is_not_taken_back(self):
        job = self._install()
        job.with_user(self.dispatcher).action_approve()
        self.asset.date_installation = "2026-05-01"
        job.with_user(self.dispatcher).action_amend("Wrong part")
        self.assertRecordValues(self.asset, [{"date_installation": date(2026, 5, 1), "site_id": False}])

    def test_nothing_is_installed_where_nobody_was_there_or_by_a_repair(self):
        self._install(outcome="absent").with_user(self.dispatcher).action_approve()
        repair = self._create_workorder(call_id=self._create_call(asset_id=self.asset.id).id, part_ids=[])
        repair.with_user(self.technician).action_submit()
        repair.with_user(self.dispatcher).action_approve()
        self.assertFalse(self.asset.date_installation)
