from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .common import WorkorderCommon


@tagged("post_install", "-at_install")
class TestParts(WorkorderCommon):
    def test_request_is_one_slip_to_the_location_of_the_technician(self):
        other = self._create_product("Thermostat", 5)
        workorder = self._create_workorder(
            part_ids=[
                Command.create({"product_id": self.part.id}),
                Command.create({"product_id": other.id}),
            ]
        )
        workorder.with_user(self.technician).action_request_parts()
        self.assertRecordValues(
            workorder.picking_ids,
            [
                {
                    "picking_type_id": self.warehouse.raya_issue_type_id.id,
                    "picking_type_code": "internal",
                    "location_id": self.stock.id,
                    "location_dest_id": self._get_location().id,
                    "origin": workorder.name,
                    "state": "assigned",
                }
            ],
        )

    def test_second_request_asks_only_for_what_is_new(self):
        workorder = self._create_workorder()
        job = workorder.with_user(self.technician)
        job.action_request_parts()
        with self._refused("requested already"):
            job.action_request_parts()
        job.part_ids.quantity = 3
        job.action_request_parts()
        self.assertEqual(len(workorder.picking_ids), 1)
        self.assertEqual(workorder.part_ids.qty_requested, 3)

    def test_two_lines_of_one_product_stay_on_separate_moves(self):
        workorder = self._create_workorder(
            part_ids=[
                Command.create({"product_id": self.part.id, "quantity": 1}),
                Command.create({"product_id": self.part.id, "quantity": 2}),
            ]
        )
        workorder.with_user(self.technician).action_request_parts()
        self._issue(workorder)
        self.assertEqual(len(workorder.picking_ids.move_ids), 2)
        self.assertEqual(workorder.part_ids.mapped("qty_issued"), [1, 2])

    def test_jobs_of_one_technician_do_not_share_a_slip(self):
        jobs = self._create_workorder() | self._create_workorder(
            call_id=self._create_call(asset_id=self._create_asset(serial="RF-2").id).id
        )
        jobs.with_user(self.technician).action_request_parts()
        self.assertEqual(len(jobs.picking_ids), 2)
        self.assertEqual(len(self._get_location()), 1)

    def test_other_contact_on_the_slip_leaves_the_parts_with_the_technician(self):
        workorder = self._create_workorder()
        workorder.with_user(self.technician).action_request_parts()
        with Form(workorder.picking_ids.with_user(self.clerk)) as form:
            form.partner_id = self.customer
        self.assertEqual(workorder.picking_ids.location_dest_id, self._get_location())
        self.assertEqual(workorder.picking_ids.move_ids.location_dest_id, self._get_location())

    def test_partial_issue_leaves_a_backorder_of_the_same_job(self):
        workorder = self._create_workorder(part_ids=[Command.create({"product_id": self.part.id, "quantity": 12})])
        part = workorder.part_ids
        workorder.with_user(self.technician).action_request_parts()
        slip = workorder.picking_ids.with_user(self.clerk)
        question = slip.button_validate()
        Form.from_action(slip.env, question).save().process()
        self.assertRecordValues(part, [{"qty_requested": 12, "qty_issued": 10}])
        self.assertEqual(len(workorder.picking_ids), 2)
        self._stock_up(self.part, 5)
        workorder.picking_ids.filtered(lambda p: p.state == "confirmed").action_assign()
        self._issue(workorder)
        self.assertRecordValues(part, [{"qty_requested": 12, "qty_issued": 12}])
        part.with_user(self.technician).qty_reported = 12
        workorder.with_user(self.technician).action_submit()
        workorder.with_user(self.dispatcher).action_approve()
        self.assertEqual(self._get_on_hand(self._get_location()), 0)

    def test_what_was_not_issued_is_cancelled_with_a_reason_before_the_report_is_submitted(self):
        workorder = self._create_workorder(part_ids=[Command.create({"product_id": self.part.id, "quantity": 12})])
        workorder.with_user(self.technician).action_request_parts()
        workorder.picking_ids.with_user(self.clerk).with_context(skip_backorder=True).button_validate()
        workorder.part_ids.with_user(self.technician).qty_reported = 10
        job = workorder.with_user(self.technician)
        with self._refused("requested and not issued yet"):
            job.action_submit()
        job.action_cancel_requests("The customer sells it")
        job.action_submit()
        self.assertEqual(set(workorder.picking_ids.mapped("state")), {"done", "cancel"})
        self.assertEqual(workorder.part_ids.qty_requested, 10)

    def test_part_that_the_clerk_added_joins_the_work_order(self):
        substitute = self._create_product("Relay of another maker", 5)
        workorder = self._create_workorder()
        workorder.with_user(self.technician).action_request_parts()
        with Form(workorder.picking_ids.with_user(self.clerk)) as form:
            with form.move_ids.new() as line:
                line.product_id = substitute
                line.product_uom_qty = 2
        self._issue(workorder)
        added = workorder.part_ids.filtered(lambda part: part.product_id == substitute)
        self.assertRecordValues(added, [{"quantity": 2, "qty_issued": 2, "qty_held": 2}])

    def test_used_quantity_can_be_corrected_until_the_report_is_submitted(self):
        workorder = self._create_issued(part_ids=[Command.create({"product_id": self.part.id, "quantity": 3})], used=3)
        part = workorder.part_ids.with_user(self.technician)
        part.qty_reported = 1
        self.assertRecordValues(part, [{"qty_reported": 1, "qty_held": 2}])
        part.qty_reported = 0
        self.assertRecordValues(part, [{"qty_reported": 0, "qty_held": 3}])
        part.action_use_all()
        self.assertRecordValues(part, [{"qty_reported": 3, "qty_held": 0, "qty_used": 0}])

    def test_more_than_was_issued_cannot_be_used(self):
        workorder = self._create_issued()
        part = workorder.part_ids.with_user(self.technician)
        with self._refused("You cannot use 2"):
            part.qty_reported = 2
        with self._refused("cannot be negative"):
            part.qty_reported = -1
        self.assertEqual(part.qty_reported, 1)

    def test_part_used_beyond_what_the_technician_has_stops_the_approval(self):
        workorder = self._create_submitted()
        self.env["stock.quant"]._update_available_quantity(self.part, self._get_location(), -1)
        with self._refused("1.0 of"):
            workorder.with_user(self.dispatcher).action_approve()
        self.assertEqual(workorder.state, "submitted")
        self.assertFalse(workorder.work_line_ids.timesheet_ids)

    def test_serial_number_that_was_not_returned_is_the_one_used(self):
        board = self._create_product("Control board", tracking="serial")
        lots = self.env["stock.lot"].create([{"name": name, "product_id": board.id} for name in ("B-1", "B-2", "B-3")])
        for lot in lots:
            self._stock_up(board, 1, lot)
        other = self._create_issued(
            part_ids=[Command.create({"product_id": board.id})],
            call_id=self._create_call(asset_id=self._create_asset(serial="RF-2").id).id,
        )
        workorder = self._create_issued(part_ids=[Command.create({"product_id": board.id, "quantity": 2})])
        issued = workorder.picking_ids.move_line_ids.lot_id
        self.assertEqual(len(issued), 2)
        with self._refused("choose which of Control board was fitted"):
            workorder.with_user(self.technician).action_return_parts()
        workorder.part_ids.with_user(self.technician).lot_ids = issued[1]
        workorder.with_user(self.technician).action_return_parts()
        slip = workorder.picking_ids.filtered(lambda p: p.state == "assigned")
        self.assertEqual(slip.move_ids.lot_ids, issued[0])
        slip.with_user(self.clerk).button_validate()
        workorder.with_user(self.technician).action_submit()
        workorder.with_user(self.dispatcher).action_approve()
        self.assertEqual(workorder.part_ids._get_used_moves().lot_ids, issued[1])
        self.assertEqual(workorder.part_ids._get_used_serials(), issued[1].name)
        other.with_user(self.technician).action_submit()
        other.with_user(self.dispatcher).action_approve()
        self.assertEqual(other.part_ids._get_used_moves().lot_ids, lots - issued)

    def test_nothing_unused_means_nothing_to_return(self):
        workorder = self._create_issued()
        with self._refused("no part to return"):
            workorder.with_user(self.technician).action_return_parts()

    def test_return_is_not_asked_for_twice(self):
        workorder = self._create_issued(used=0)
        workorder = workorder.with_user(self.technician)
        self.assertTrue(workorder.can_return)
        workorder.action_return_parts()
        workorder.invalidate_recordset()
        self.assertFalse(workorder.can_return, "what is on its way back is not offered again")
        with self._refused("no part to return"):
            workorder.action_return_parts()

    def test_requested_part_keeps_its_product_and_stays(self):
        workorder = self._create_workorder()
        workorder.with_user(self.technician).action_request_parts()
        part = workorder.part_ids.with_user(self.technician)
        with self._refused("requested already", ValidationError):
            part.product_id = self._create_product("Another")
        with self._refused("stays on the work order"):
            part.unlink()

    def test_job_with_requested_parts_keeps_its_technician(self):
        workorder = self._create_workorder()
        workorder.with_user(self.technician).action_request_parts()
        with self._refused("Hand the job over"):
            workorder.with_user(self.dispatcher).user_id = self.dispatcher

    def test_old_part_in_the_defective_location_is_counted_as_defective(self):
        workorder = self._create_issued()
        move = self.env["stock.move"].create(
            {
                "product_id": self.part.id,
                "product_uom_qty": 1,
                "location_id": self.customer.property_stock_customer.id,
                "location_dest_id": self.company._raya_get_place("defective").id,
                "raya_part_id": workorder.part_ids.id,
            }
        )
        move._action_confirm()
        move.picked = True
        move._action_done()
        self.assertRecordValues(workorder.part_ids, [{"qty_defective": 1, "qty_reported": 1, "qty_held": 0}])

    # The clerk, who may read no work order

    def test_the_clerk_reads_and_copies_what_they_move(self):
        workorder = self._create_workorder()
        workorder.with_user(self.technician).action_request_parts()
        slip = workorder.picking_ids.with_user(self.clerk)
        slip.invalidate_recordset()
        self.assertNotIn("raya_workorder_id", slip.read()[0])
        for move in slip.move_ids:
            self.assertNotIn("raya_part_id", move.read()[0])
        copy = slip.copy()
        self.assertEqual(copy.sudo().raya_workorder_id, workorder)
        self.assertEqual(copy.sudo().move_ids.raya_part_id, workorder.part_ids)

    def test_the_clerk_cannot_link_other_goods_to_a_job(self):
        workorder = self._create_workorder()
        workorder.with_user(self.technician).action_request_parts()
        slip = workorder.picking_ids.with_user(self.clerk)
        for record, name in ((slip, "raya_workorder_id"), (slip.move_ids, "raya_part_id")):
            with self.subTest(field=name):
                with self.assertRaises(AccessError):
                    record.write({name: False})
                with self.assertRaises(AccessError):
                    record.search([(name, "!=", False)])

    def test_the_clerk_is_led_to_the_slip_and_others_to_the_job(self):
        workorder = self._create_workorder()
        workorder.with_user(self.technician).action_request_parts()
        move = workorder.part_ids.sudo().move_ids
        self.assertNotEqual(move.with_user(self.clerk)._get_source_document(), workorder)
        self.dispatcher.group_ids += self.env.ref("stock.group_stock_user")
        self.assertEqual(move.with_user(self.dispatcher)._get_source_document(), workorder)
