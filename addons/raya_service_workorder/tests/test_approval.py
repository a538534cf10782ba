from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import WorkorderCommon


@tagged("post_install", "-at_install")
class TestApproval(WorkorderCommon):
    def _create_many_submitted(self, count):
        jobs = self.env["raya.workorder"]
        for number in range(count):
            asset = self._create_asset(serial=f"RF-{count}-{number}")
            jobs |= self._create_submitted(call_id=self._create_call(asset_id=asset.id).id)
        return jobs

    def test_deputy_is_asked_while_the_leader_is_away(self):
        deputy = self._create_user("test_deputy", "raya_service_base.group_service_dispatcher")
        self.team.write({"deputy_id": deputy.id, "is_leader_away": True})
        workorder = self._create_workorder(part_ids=[])
        workorder.with_user(self.technician).action_submit()
        self.assertEqual(workorder.activity_ids.user_id, deputy)

    def test_approved_twice_is_refused_and_nothing_is_done_twice(self):
        workorder = self._create_submitted()
        job = workorder.with_user(self.dispatcher)
        job.action_approve()
        moves, times = workorder.part_ids.move_ids, workorder.work_line_ids.timesheet_ids
        with self._refused("is Approved and stays so"):
            job.action_approve()
        self.assertEqual(workorder.part_ids.move_ids, moves)
        self.assertEqual(workorder.work_line_ids.timesheet_ids, times)

    def test_one_refused_report_refuses_the_batch(self):
        good, bad = self._create_many_submitted(2)
        bad.action_send_back("no")
        with self.assertRaises(UserError):
            (good | bad).with_user(self.dispatcher).action_approve()
        self.assertEqual(good.state, "submitted")
        self.assertFalse(good.work_line_ids.timesheet_ids)

    def test_submitting_needs_an_answer_to_each_symptom(self):
        noise = self._create_symptom(code="T-NOISE", name="Makes noise")
        workorder = self._create_issued()
        workorder.call_id.symptom_ids |= noise
        with self._refused("what you found about: Makes noise"):
            workorder.with_user(self.technician).action_submit()
        workorder.with_user(self.technician).diagnosis_ids = [
            Command.create({"symptom_id": noise.id, "fault_id": self.fault.id})
        ]
        workorder.with_user(self.technician).action_submit()
        self.assertEqual(workorder.state, "submitted")

    def test_submitting_needs_a_service(self):
        workorder = self._create_issued(work_line_ids=[])
        with self._refused("add the service"):
            workorder.with_user(self.technician).action_submit()

    def test_submitting_needs_every_issued_part_used_or_returned(self):
        workorder = self._create_issued(used=0)
        job = workorder.with_user(self.technician)
        with self._refused("1 was issued, 0 is used"):
            job.action_submit()
        job.action_return_parts()
        job.action_submit()
        self.assertEqual(workorder.state, "submitted", "what is on its way back is gone")
        self._issue(workorder)
        self.assertRecordValues(workorder.part_ids, [{"qty_returned": 1, "qty_held": 0}])

    def test_parts_that_became_unbalanced_stop_the_approval(self):
        workorder = self._create_submitted()
        self.env.flush_all()
        self.env.cr.execute("UPDATE raya_part SET qty_reported = 0.5 WHERE id = %s", workorder.part_ids.ids)
        workorder.part_ids.invalidate_recordset()
        with self._refused("0.5 is used"):
            workorder.with_user(self.dispatcher).action_approve()

    def test_team_leader_does_not_approve_his_own_work(self):
        self._create_employee(self.dispatcher)
        workorder = self._create_workorder(user_id=self.dispatcher.id, part_ids=[])
        workorder.with_user(self.dispatcher).action_submit()
        with self._refused("your own work"):
            workorder.with_user(self.dispatcher).action_approve()
        workorder.with_user(self.manager).action_approve()
        self.assertEqual(workorder.approved_by_id, self.manager)

    def test_service_manager_does_not_approve_their_own_work_either(self):
        self._create_employee(self.manager)
        self.team.user_ids |= self.manager
        workorder = self._create_workorder(user_id=self.manager.id, part_ids=[])
        workorder.action_submit()
        with self._refused("your own work"):
            workorder.with_user(self.manager).action_approve()
        workorder.with_user(self.dispatcher).action_approve()
        self.assertEqual(workorder.state, "approved")

    def test_only_a_submitted_report_is_sent_back_and_nobody_starts_it_again(self):
        workorder = self._create_issued()
        with self._refused("only as long as it is Submitted"):
            workorder.with_user(self.dispatcher).action_send_back("no")
        workorder.with_user(self.technician).action_submit()
        with self._refused("only as long as it is Draft"):
            workorder.with_user(self.technician).action_start()

    def test_technician_and_operator_do_not_decide(self):
        workorder = self._create_submitted()
        for user in (self.technician, self.operator):
            with self.assertRaises(AccessError):
                workorder.with_user(user).action_approve()
            with self.assertRaises(AccessError):
                workorder.with_user(user).action_send_back("no")
        self.assertEqual(workorder.state, "submitted")

    def test_state_is_not_written_by_hand(self):
        workorder = self._create_submitted()
        for user in (self.technician, self.dispatcher, self.manager):
            with self._refused("set by the buttons", AccessError):
                workorder.with_user(user).state = "approved"
            with self._refused("set by the buttons", AccessError):
                self.env["raya.workorder"].with_user(user).create(
                    {"call_id": workorder.call_id.id, "state": "approved"}
                )

    def test_work_order_made_in_a_column_of_the_kanban_is_a_draft(self):
        Job = self.env["raya.workorder"].with_user(self.technician)
        job = Job.with_context(default_state="approved").create({"call_id": self._create_call().id})
        self.assertEqual(job.state, "draft")

    def test_findings_and_answers_are_closed_with_the_report(self):
        workorder = self._create_submitted()
        job = workorder.with_user(self.technician)
        for values in (
            {"finding": "Other"},
            {"diagnosis_ids": [Command.update(job.diagnosis_ids.id, {"note": "Other"})]},
        ):
            with self._refused("is closed"):
                job.write(values)
        workorder.with_user(self.dispatcher).action_approve()
        with self._refused("is closed"):
            workorder.with_user(self.manager).finding = "Other"

    def test_submitted_report_cannot_be_changed(self):
        workorder = self._create_submitted()
        job = workorder.with_user(self.technician)
        for change in (
            lambda: job.work_line_ids.write({"hours": 9}),
            lambda: job.diagnosis_ids.write({"note": "Later"}),
            lambda: job.part_ids.write({"quantity": 9}),
            lambda: job.part_ids.write({"qty_reported": 0}),
            job.work_line_ids.unlink,
            lambda: job.write({"user_id": self.dispatcher.id}),
        ):
            with self.assertRaises(UserError):
                change()

    def test_technician_without_employee_is_named_before_anything_is_booked(self):
        workorder = self._create_submitted()
        self.employee.user_id = False
        with self._refused("no employee"):
            workorder.with_user(self.dispatcher).action_approve()
        self.assertEqual(workorder.state, "submitted")
        self.assertEqual(self._get_on_hand(self._get_location()), 1)

    def test_cancelling_is_refused_while_the_technician_has_parts(self):
        workorder = self._create_issued(used=0)
        with self._refused("still has"):
            workorder.with_user(self.dispatcher).action_cancel()
        workorder.part_ids.qty_reported = 1
        with self._refused("Say how the job ended"):
            workorder.with_user(self.dispatcher).action_cancel()

    def test_started_work_order_is_not_deleted(self):
        workorder = self._create_workorder()
        with self._refused("Cancel it instead"):
            workorder.with_user(self.manager).unlink()

    def test_work_order_needs_a_technician_to_start(self):
        call = self._create_call(user_id=False)
        workorder = self.env["raya.workorder"].create({"call_id": call.id})
        with self._refused("Choose the technician"):
            workorder.with_user(self.dispatcher).action_start()

    def test_part_goes_where_the_floor_above_decides(self):
        shelf = self.env["stock.location"].create(
            {"name": "Warranty", "usage": "inventory", "company_id": self.company.id}
        )
        self.patch(
            self.registry["raya.part"],
            "_get_consumption_locations",
            lambda parts: {part: shelf.with_env(part.env) for part in parts},
        )
        workorder = self._create_submitted()
        workorder.with_user(self.dispatcher).action_approve()
        self.assertEqual(workorder.part_ids._get_used_moves().location_dest_id, shelf)
        self.assertEqual(workorder.part_ids.qty_used, 1)

    def _count_queries(self, jobs):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        jobs.with_user(self.dispatcher).action_approve()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_many_reports_are_approved_in_one_batch(self):
        """A further report costs few queries: the rest is done once for all. The
        bounds leave room for what the floors above add."""
        self._stock_up(self.part, 10)
        few = self._count_queries(self._create_many_submitted(2))
        jobs = self._create_many_submitted(12)
        with self.assertQueryCount(600):
            many = self._count_queries(jobs)
        self.assertEqual(set(jobs.mapped("state")), {"approved"})
        self.assertLess((many - few) / 10, 30)
