from odoo import Command
from odoo.tests import Form, tagged

from .common import WorkorderCommon


@tagged("post_install", "-at_install")
class TestFlow(WorkorderCommon):
    def test_job_from_the_call_to_the_approval(self):
        call = self._create_call()
        call.with_user(self.operator).action_refer()
        action = call.with_user(self.technician).action_create_workorder()
        workorder = self.env["raya.workorder"].browse(action["res_id"])
        self.assertRecordValues(
            workorder,
            [
                {
                    "call_id": call.id,
                    "partner_id": self.customer.id,
                    "asset_id": call.asset_id.id,
                    "product_id": self.fridge.id,
                    "team_id": self.team.id,
                    "user_id": self.technician.id,
                    "state": "draft",
                }
            ],
        )
        self.assertEqual(workorder.diagnosis_ids.symptom_id, self.symptom)
        self._report(workorder.with_user(self.technician))
        self._move_parts(workorder.with_user(self.technician))
        workorder.with_user(self.technician).action_submit()
        self.assertEqual(workorder.activity_ids.mapped("user_id"), self.dispatcher, "the leader is asked")
        workorder.with_user(self.dispatcher).action_approve()
        self.assertRecordValues(workorder, [{"state": "approved", "approved_by_id": self.dispatcher.id}])
        self.assertFalse(workorder.activity_ids)
        self.assertEqual(call.state, "done")
        self._check_moves(workorder)
        self._check_timesheet(workorder)

    def _report(self, workorder):
        workorder.action_start()
        self.assertEqual(workorder.call_id.state, "progress")
        with Form(workorder) as form:
            with form.diagnosis_ids.edit(0) as line:
                line.fault_id = self.fault
                line.note = "Relay replaced."
            with form.work_line_ids.new() as line:
                line.operation_id = self.operation
                self.assertEqual(line.hours_planned, 0.5, "the standard time is planned")
                line.hours = 1.5
            with form.part_ids.new() as line:
                line.product_id = self.part
                line.quantity = 3

    def _move_parts(self, workorder):
        part = workorder.part_ids
        workorder.action_request_parts()
        self.assertRecordValues(part, [{"qty_requested": 3, "qty_issued": 0}])
        self._issue(workorder.sudo())
        self.assertRecordValues(part, [{"qty_requested": 3, "qty_issued": 3, "qty_held": 3}])
        part.qty_reported = 2
        workorder.action_return_parts()
        slip = workorder.sudo().picking_ids.filtered(lambda p: p.state == "assigned")
        self.assertEqual(slip.picking_type_id, self.warehouse.raya_return_type_id)
        slip.with_user(self.clerk).button_validate()
        self.assertRecordValues(
            part,
            [
                {
                    "qty_requested": 3,
                    "qty_issued": 3,
                    "qty_reported": 2,
                    "qty_returned": 1,
                    "qty_defective": 0,
                    "qty_held": 0,
                }
            ],
        )

    def _check_moves(self, workorder):
        van = self._get_location()
        self.assertEqual(van.location_id, self.company._raya_get_place("field"))
        used_at = workorder.part_ids.sudo()._get_consumption_locations()[workorder.part_ids]
        self.assertRecordValues(
            workorder.part_ids.move_ids.sorted("id"),
            [
                {"location_id": self.stock.id, "location_dest_id": van.id, "quantity": 3, "state": "done"},
                {"location_id": van.id, "location_dest_id": self.stock.id, "quantity": 1, "state": "done"},
                {"location_id": van.id, "location_dest_id": used_at.id, "quantity": 2, "state": "done"},
            ],
        )
        used = workorder.part_ids._get_used_moves()
        self.assertRecordValues(
            used.picking_id,
            [
                {
                    "picking_type_id": self.warehouse.raya_use_type_id.id,
                    "origin": workorder.name,
                    "raya_workorder_id": workorder.id,
                    "state": "done",
                }
            ],
        )
        self.assertEqual(self._get_on_hand(van), 0)
        self.assertEqual(self._get_on_hand(self.stock), 8)

    def _check_timesheet(self, workorder):
        self.assertRecordValues(
            workorder.work_line_ids.timesheet_ids,
            [
                {
                    "employee_id": self.employee.id,
                    "unit_amount": 1.5,
                    "amount": -30.0,
                    "project_id": self.company.raya_service_project_id.id,
                }
            ],
        )

    def test_sent_back_report_opens_again_and_is_submitted_again(self):
        workorder = self._create_submitted()
        wizard = (
            self.env["raya.send.back"]
            .with_user(self.dispatcher)
            .with_context(active_model=workorder._name, active_ids=workorder.ids)
            .create({"reason": "Which relay?"})
        )
        wizard.action_send_back()
        self.assertEqual(workorder.state, "progress")
        self.assertIn("Which relay?", workorder.message_ids[0].body)
        self.assertIn(self.technician.partner_id, workorder.message_ids[0].partner_ids)
        self.assertFalse(workorder.activity_ids)
        workorder.diagnosis_ids.with_user(self.technician).note = "The start relay."
        workorder.with_user(self.technician).action_submit()
        workorder.with_user(self.dispatcher).action_approve()
        self.assertEqual(self._get_on_hand(self._get_location()), 0)

    def test_call_is_done_with_the_last_of_its_work_orders(self):
        first = self._create_submitted()
        second = self._create_submitted(call_id=first.call_id.id)
        first.with_user(self.dispatcher).action_approve()
        self.assertEqual(first.call_id.state, "progress")
        second.with_user(self.dispatcher).action_approve()
        self.assertEqual(first.call_id.state, "done")

    def test_cancelled_job_takes_its_request_back(self):
        workorder = self._create_workorder()
        workorder.with_user(self.technician).action_request_parts()
        workorder.with_user(self.dispatcher).action_cancel()
        self.assertEqual(workorder.picking_ids.state, "cancel")
        self.assertEqual(workorder.part_ids.qty_requested, 0)

    def test_known_parts_of_faults_and_services_are_proposed_once(self):
        workorder = self._create_workorder(part_ids=[])
        self.operation.part_need_ids = [Command.create({"product_id": self.part.id, "quantity": 2})]
        for _time in range(2):
            workorder.with_user(self.technician).action_propose_parts()
            self.assertRecordValues(workorder.part_ids, [{"product_id": self.part.id, "quantity": 2}])

    def test_work_orders_of_a_call_are_counted_and_opened(self):
        workorder = self._create_workorder()
        call = workorder.call_id.with_user(self.operator)
        self.assertEqual(call.workorder_count, 1)
        self.assertEqual(call.action_view_workorders()["res_id"], workorder.id)

    def test_call_with_an_open_job_is_not_dragged_to_done(self):
        workorder = self._create_workorder(part_ids=[])
        call = workorder.call_id
        done = call._get_stage("done")
        with self._refused(workorder.name):
            call.with_user(self.operator).stage_id = done
        self.assertEqual(call.state, "progress")
        workorder.with_user(self.dispatcher).action_cancel()
        call.outcome_id = self.env["raya.call.outcome"].create({"name": "Declined"})
        call.with_user(self.operator).stage_id = done
        self.assertEqual(call.state, "done")

    def test_call_goes_back_to_its_team_when_its_only_job_is_cancelled(self):
        workorder = self._create_workorder(part_ids=[])
        other = self._create_workorder(part_ids=[], call_id=workorder.call_id.id)
        workorder.with_user(self.dispatcher).action_cancel()
        self.assertEqual(workorder.call_id.state, "progress", "another job goes on")
        other.with_user(self.dispatcher).action_cancel()
        self.assertEqual(workorder.call_id.state, "referred")

    def test_call_ends_when_its_last_open_job_is_cancelled_after_one_was_done(self):
        done = self._create_submitted()
        rest = self._create_workorder(part_ids=[], call_id=done.call_id.id)
        done.with_user(self.dispatcher).action_approve()
        self.assertEqual(done.call_id.state, "progress")
        rest.with_user(self.dispatcher).action_cancel()
        self.assertEqual(done.call_id.state, "done")

    def test_last_job_asks_for_the_outcome_where_the_stage_wants_one(self):
        workorder = self._create_submitted()
        call = workorder.call_id
        call._get_stage("done").requires_outcome = True
        workorder.with_user(self.dispatcher).action_approve()
        self.assertEqual(call.state, "progress")
        self.assertIn(self.dispatcher, call.activity_ids.user_id)

    def test_jobs_move_with_a_merged_call_to_one_that_fits(self):
        workorder = self._create_workorder(part_ids=[])
        dead = workorder.call_id
        living = self._create_call(asset_id=dead.asset_id.id)
        closed = self._create_call(asset_id=dead.asset_id.id)
        closed.with_user(self.operator).action_done()
        foreign = self._create_call(
            asset_id=False, partner_id=self.env["res.partner"].create({"name": "Ali Hosseini"}).id
        )
        for other in (closed, foreign):
            with self._refused(f"{workorder.name}, which does not fit {other.name}"):
                dead.with_user(self.operator)._merge_into(other, confirmed=True)
        dead.with_user(self.operator)._merge_into(living)
        self.assertRecordValues(workorder, [{"call_id": living.id, "asset_id": living.asset_id.id}])

    def test_each_statement_waits_for_an_answer(self):
        noise = self._create_symptom(code="T-NOISE", name="Makes noise")
        call = self._create_call(
            statement_ids=[
                Command.create({"symptom_id": noise.id, "words": "It hums."}),
                Command.create({"words": "The door is loose."}),
            ]
        )
        job = self.env["raya.workorder"].create({"call_id": call.id})
        self.assertRecordValues(
            job.diagnosis_ids,
            [
                {"symptom_id": noise.id, "words": "It hums.", "statement_id": call.statement_ids[0].id},
                {"symptom_id": False, "words": "The door is loose.", "statement_id": call.statement_ids[1].id},
            ],
        )
