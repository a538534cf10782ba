from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common_parts import PartMovesCommon


@tagged("post_install", "-at_install")
class TestPartMoves(PartMovesCommon):
    def test_approval_leaves_exactly_what_was_used(self):
        """Also with none used."""
        before = self._sum_moves(self.relay)
        job = self._create_job_with((self.relay, 5))
        job.part_ids.qty_reported = 2
        job.with_user(self.technician).action_return_parts()
        self._issue(job)
        self._approve(job)
        self._assert_moved(before, self.relay, {self.stock: -2, self.sold: 2})
        unused = self._create_job_with((self.relay, 3))
        unused.with_user(self.technician).action_return_parts()
        self._issue(unused)
        self._approve(unused)
        self._assert_moved(before, self.relay, {self.stock: -2, self.sold: 2})
        self.assertEqual(self._get_quantity(self._get_location(), self.relay), 0)

    def test_part_of_what_was_issued_comes_back_and_the_rest_is_used(self):
        before = self._sum_moves(self.relay)
        job = self._create_job_with((self.relay, 4))
        job.part_ids.qty_reported = 3
        job.with_user(self.technician).action_return_parts()
        slip = job.picking_ids.filtered(lambda slip: slip.state == "assigned")
        self.assertRecordValues(slip, [{"picking_type_id": self.warehouse.raya_return_type_id.id}])
        self.assertEqual(slip.move_ids.mapped("quantity"), [1])
        self._issue(job)
        self._approve(job)
        self._assert_moved(before, self.relay, {self.stock: -3, self.sold: 3})
        self.assertRecordValues(job.part_ids, [{"qty_issued": 4, "qty_used": 3, "qty_returned": 1, "qty_held": 0}])

    def test_two_requests_are_one_line_of_use(self):
        before = self._sum_moves(self.relay)
        job = self._create_job_with((self.relay, 1))
        job.part_ids.quantity = 3
        job.with_user(self.technician).action_request_parts()
        self._issue(job)
        job.part_ids.action_use_all()
        self._approve(job)
        self._assert_moved(before, self.relay, {self.stock: -3, self.sold: 3})
        self.assertEqual(len(job.part_ids._get_used_moves()), 1)

    def test_the_serial_number_fitted_is_the_one_chosen(self):
        """The warehouse gave one, the technician fits another one of their own."""
        job = self._create_job_with((self.board, 1))
        issued = job.picking_ids.move_line_ids.lot_id
        chosen = (self.boards - issued)[0]
        van = self._get_location()
        self.env["stock.quant"]._update_available_quantity(self.board, self.stock, -1, lot_id=chosen)
        self.env["stock.quant"]._update_available_quantity(self.board, van, 1, lot_id=chosen)
        part = job.part_ids.with_user(self.technician)
        part.write({"qty_reported": 1, "lot_ids": [Command.set(chosen.ids)]})
        self._approve(job)
        self.assertEqual(job.part_ids._get_used_moves().lot_ids, chosen)
        self.assertEqual(self.env["stock.quant"]._get_available_quantity(self.board, van, lot_id=issued), 1)
        self.assertEqual(self.env["stock.quant"]._get_available_quantity(self.board, van, lot_id=chosen), 0)

    def test_of_two_serial_numbers_the_technician_says_which_one_was_fitted(self):
        before = self._sum_moves(self.board)
        job = self._create_job_with((self.board, 2))
        part = job.part_ids.with_user(self.technician)
        part.qty_reported = 1
        with self._refused("choose which of Board was fitted"):
            job.with_user(self.technician).action_return_parts()
        fitted = job.picking_ids.move_line_ids.lot_id[1]
        part.lot_ids = fitted
        job.with_user(self.technician).action_return_parts()
        self._issue(job)
        self._approve(job)
        self.assertEqual(job.part_ids._get_used_serials(), fitted.name)
        self._assert_moved(before, self.board, {self.stock: -1, self.sold: 1})
        self.assertEqual(self._get_on_hand(self.stock, self.board), 2)

    def test_of_what_is_kept_nobody_has_to_say_which_one_goes_back(self):
        """Nothing was fitted: whoever receives the other one sees its number."""
        job = self._create_job_with((self.board, 2))
        job.part_ids.write({"qty_kept": 1, "kept_reason": "For tomorrow"})
        job.with_user(self.technician).action_return_parts()
        self._issue(job)
        self.assertRecordValues(job.part_ids, [{"qty_returned": 1, "qty_kept": 1, "qty_held": 0}])

    def test_lot_that_was_fitted_is_not_sent_back(self):
        gas = self._create_product("Gas", tracking="lot")
        first, second = self.env["stock.lot"].create([{"name": name, "product_id": gas.id} for name in ("G1", "G2")])
        self._stock_up(gas, 2, first)
        self._stock_up(gas, 1, second)
        job = self._create_job_with((gas, 3))
        job.part_ids.write({"qty_reported": 2, "lot_ids": first.ids})
        job.with_user(self.technician).action_return_parts()
        slip = job.picking_ids.filtered(lambda slip: slip.state == "assigned")
        self.assertEqual(slip.move_ids.move_line_ids.lot_id, second)
        self._issue(job)
        self._approve(job)
        self.assertEqual(job.part_ids._get_used_moves().lot_ids, first)

    def test_what_another_job_was_given_is_not_used_here(self):
        first = self._create_job_with((self.relay, 2))
        second = self._create_job()
        self._take(second, 1)
        with self._refused("has only 0.0 of it that no other job was given"):
            second.with_user(self.technician).action_submit()
        first.part_ids.write({"qty_reported": 1, "qty_kept": 1, "kept_reason": "The next job needs it"})
        self._approve(first)
        self._approve(second)
        self.assertEqual(self._get_quantity(self._get_location(), self.relay), 0)

    def test_nothing_is_lost_or_handed_over_that_is_not_there(self):
        """Counted away by the warehouse, while the job still says that the technician has it."""
        job = self._create_job_with((self.relay, 2))
        self.env["stock.quant"]._update_available_quantity(self.relay, self._get_location(), -1)
        with self._refused("2.0 of Relay should leave"):
            job.with_user(self.dispatcher).action_hand_over(self.other)
        with self._refused("2.0 of Relay should leave"):
            job.with_user(self.technician).action_return_parts()
        job.part_ids.write({"qty_lost": 2, "lost_reason": "Fell down"})
        with self._refused("2.0 of Relay should leave"):
            job.with_user(self.technician).action_submit()

    def test_what_another_job_was_given_is_not_fitted_here(self):
        first = self._create_job_with((self.board, 1))
        second = self._create_job_with((self.board, 1))
        foreign = first.picking_ids.move_line_ids.lot_id
        second.part_ids.write({"qty_reported": 1, "lot_ids": [Command.set(foreign.ids)]})
        with self._refused("only 0.0 of it"):
            second.with_user(self.technician).action_submit()

    def test_serial_numbers_of_another_part_or_too_many_are_refused(self):
        job = self._create_job_with((self.board, 1))
        with self._refused("one of another part", ValidationError):
            job.part_ids.lot_ids = self.env["stock.lot"].create({"name": "X", "product_id": self.relay.id})
        with self._refused("3 serial numbers are chosen", ValidationError):
            job.part_ids.lot_ids = self.boards

    def test_use_from_own_stock_needs_no_request(self):
        first = self._create_job_with((self.relay, 3))
        first.part_ids.write({"qty_reported": 1, "qty_kept": 2, "kept_reason": "For tomorrow"})
        self._approve(first)
        before = self._sum_moves(self.relay)
        job = self._create_job()
        part = self._take(job, 2)
        self._approve(job)
        self._assert_moved(before, self.relay, {self._get_location(): -2, self.sold: 2})
        self.assertRecordValues(part, [{"qty_own": 2, "qty_issued": 0, "qty_used": 2, "qty_held": 0}])

    def test_use_from_the_workshop(self):
        workshop = self.company._raya_get_place("workshop")
        self.env["stock.quant"]._update_available_quantity(self.relay, workshop, 2)
        job = self._create_job()
        self._take(job, 1, "workshop")
        before = self._sum_moves(self.relay)
        self._approve(job)
        self._assert_moved(before, self.relay, {workshop: -1, self.sold: 1})

    def test_nothing_is_used_that_is_not_there(self):
        job = self._create_job()
        self._take(job, 1)
        with self._refused("has only 0.0 of it"):
            job.with_user(self.technician).action_submit()
        self.assertEqual(job.state, "progress")

    def test_what_went_between_submission_and_approval_is_not_used(self):
        job = self._create_job()
        van = job._get_technician_location()
        self.env["stock.quant"]._update_available_quantity(self.relay, van, 1)
        self._take(job, 1)
        job.with_user(self.technician).action_submit()
        self.env["stock.quant"]._update_available_quantity(self.relay, van, -1)
        with self._refused("has only 0.0 of it"):
            job.with_user(self.dispatcher).action_approve()
        self.assertEqual(job.state, "submitted")

    def test_use_and_loss_of_one_part_together_are_there(self):
        job = self._create_job()
        self.env["stock.quant"]._update_available_quantity(self.relay, job._get_technician_location(), 1)
        self._take(job, 1).write({"qty_lost": 1, "lost_reason": "Fell down"})
        with self._refused("has only 0.0 of it"):
            job.with_user(self.technician).action_submit()

    def test_lost_part_leaves_the_stock_as_a_loss(self):
        before = self._sum_moves(self.relay)
        job = self._create_job_with((self.relay, 2))
        with self._refused("say why it is kept, or how it was lost", ValidationError):
            job.part_ids.write({"qty_reported": 1, "qty_lost": 1})
        job.part_ids.write({"qty_reported": 1, "qty_lost": 1, "lost_reason": "Fell down"})
        self.assertEqual(self.env["raya.workorder.appraisal"]._get_exceptions(job)["lost_part"], "Lost: Relay.")
        self._approve(job)
        lost = self.company._raya_get_place("lost")
        self._assert_moved(before, self.relay, {self.stock: -2, self.sold: 1, lost: 1})
        self.assertRecordValues(job.part_ids, [{"qty_used": 1, "qty_held": 0}])

    def test_kept_part_stays_and_is_no_longer_of_the_job(self):
        before = self._sum_moves(self.relay)
        job = self._create_job_with((self.relay, 2))
        job.part_ids.write({"qty_reported": 1, "qty_kept": 1, "kept_reason": "Next job"})
        self._approve(job)
        self._assert_moved(before, self.relay, {self.stock: -2, self.sold: 1, self._get_location(): 1})

    def test_lost_kept_and_used_are_not_more_than_what_was_issued(self):
        job = self._create_job_with((self.relay, 2))
        with self._refused("You cannot use 1"):
            job.part_ids.write({"qty_reported": 1, "qty_kept": 2, "kept_reason": "No"})

    # One after the other, not twice

    def test_open_return_counts_as_gone(self):
        job = self._create_job_with((self.relay, 2))
        job.with_user(self.technician).action_return_parts()
        with self._refused("You cannot use 1"):
            job.part_ids.with_user(self.technician).action_use_all()
            job.part_ids.with_user(self.technician).qty_reported = 1
        job.part_ids.invalidate_recordset()
        self.assertRecordValues(job.part_ids, [{"qty_returning": 2, "qty_held": 0, "supply": "returning"}])

    def test_cancelled_return_is_with_the_technician_again(self):
        job = self._create_job_with((self.relay, 1))
        job.with_user(self.technician).action_return_parts()
        job.picking_ids.filtered(lambda slip: slip.state == "assigned").action_cancel()
        self.assertEqual(job.part_ids.qty_held, 1)

    # Hand-over

    def test_job_goes_to_another_technician_with_its_parts(self):
        before = self._sum_moves(self.relay)
        job = self._create_job_with((self.relay, 3), (self.board, 1))
        job.part_ids[0].quantity = 4
        job.with_user(self.technician).action_request_parts()
        wizard = self.env["raya.workorder.hand.over"].with_user(self.dispatcher)
        wizard.create({"workorder_ids": job.ids, "user_id": self.other.id}).action_hand_over()
        self.assertEqual(job.user_id, self.other)
        self._issue(job)
        theirs = self._get_location(self.other)
        self._assert_moved(before, self.relay, {self.stock: -4, theirs: 4})
        self.assertEqual(self._get_quantity(theirs, self.board), 1)
        slip = job.picking_ids.filtered(lambda slip: slip.picking_type_id == self.warehouse.raya_handover_type_id)
        self.assertRecordValues(slip, [{"state": "done", "location_id": self._get_location().id}])
        job.part_ids.action_use_all()
        job.part_ids[0].qty_reported = 3
        job.with_user(self.other).action_return_parts()
        self._issue(job)
        self._approve(job)
        self._assert_moved(before, self.relay, {self.stock: -3, self.sold: 3})

    def test_job_cannot_change_hands_behind_the_back_of_its_parts(self):
        job = self._create_job_with((self.relay, 1))
        with self._refused("Hand the job over"):
            job.user_id = self.other

    # Several warehouses and companies

    def test_each_warehouse_issues_to_its_technicians_and_gets_its_own_back(self):
        south = self.env["stock.warehouse"].create({"name": "South", "code": "SOU"})
        self.env["stock.quant"]._update_available_quantity(self.relay, south.lot_stock_id, 5)
        self.other.property_warehouse_id = south
        before = self._sum_moves(self.relay)
        here = self._create_job_with((self.relay, 2))
        there = self._create_job_with((self.relay, 2), user_id=self.other.id)
        self.assertEqual(there.picking_ids.picking_type_id, south.raya_issue_type_id)
        for job in here | there:
            job.part_ids.qty_reported = 1
            job.with_user(job.user_id).action_return_parts()
            self._issue(job)
            self._approve(job)
        self._assert_moved(before, self.relay, {self.stock: -1, south.lot_stock_id: -1, self.sold: 2})

    def test_two_warehouses_issue_to_one_technician_and_each_gets_its_own_back(self):
        south = self.env["stock.warehouse"].create({"name": "South", "code": "SOU"})
        self.env["stock.quant"]._update_available_quantity(self.relay, south.lot_stock_id, 5)
        before = self._sum_moves(self.relay)
        north_job = self._create_job_with((self.relay, 1))
        self.technician.property_warehouse_id = south
        south_job = self._create_job_with((self.relay, 1))
        van = self._get_location()
        self._assert_moved(before, self.relay, {self.stock: -1, south.lot_stock_id: -1, van: 2})
        for job in north_job | south_job:
            job.with_user(self.technician).action_return_parts()
            self._issue(job)
        self._assert_moved(before, self.relay, {})

    def test_company_is_served_by_its_own_warehouse_only(self):
        """A technician of two companies, a warehouse of the other one as default."""
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        self.technician.property_warehouse_id = self.warehouse
        Location = self.env["stock.location"]
        warehouse = Location._raya_get_warehouse_of(self.technician, branch)
        self.assertEqual(warehouse.company_id, branch)
        location = Location._raya_get_of_technician(self.technician, branch)
        self.assertEqual(location.location_id, branch._raya_get_place("field"))
        warehouse.active = False
        with self._refused("Branch has no warehouse"):
            Location._raya_get_warehouse_of(self.technician, branch)

    # What lies in the field is not free

    def test_defective_part_is_not_free_stock_of_any_warehouse(self):
        job = self._create_job_with((self.relay, 1))
        job.part_ids.write({"qty_reported": 1, "is_old_owed": True})
        self._approve(job)
        product = self.relay.with_context(warehouse_id=self.warehouse.id)
        free, everywhere = product.free_qty, self.relay.free_qty
        self._find_old(job).with_user(self.clerk).action_receive()
        self.relay.invalidate_recordset()
        product.invalidate_recordset()
        self.assertEqual((product.free_qty, self.relay.free_qty), (free, everywhere))
        order = self._create_order(order_line=[Command.create({"product_id": self.relay.id, "product_uom_qty": 9})])
        order.action_confirm()
        self.assertEqual(order.picking_ids.move_ids.quantity, 9, "nine are left in the warehouse")
        more = self._create_order(order_line=[Command.create({"product_id": self.relay.id, "product_uom_qty": 1})])
        more.action_confirm()
        self.assertEqual(more.picking_ids.move_ids.quantity, 0)

    # Goods of others

    def test_goods_of_others_are_neither_issued_nor_used(self):
        product = self._create_product("Pump")
        supplier = self.env["res.partner"].create({"name": "Supplier"})
        Quant = self.env["stock.quant"]
        Quant._update_available_quantity(product, self.stock, 2, owner_id=supplier)
        job = self._create_job((product, 1))
        job.with_user(self.technician).action_request_parts()
        self.assertEqual(job.picking_ids.state, "confirmed", "consignment is not given to jobs")
        Quant._update_available_quantity(product, self.stock, 1)
        job.picking_ids.action_assign()
        self.assertEqual(job.picking_ids.state, "assigned")
        self.assertFalse(job.picking_ids.move_line_ids.owner_id)
        other = self._create_job()
        van = other._get_technician_location()
        Quant._update_available_quantity(product, van, 1, owner_id=self.customer)
        part = self._take(other, 1, product=product)
        self.assertEqual(part.qty_van, 0)
        with self._refused("has only 0.0 of it"):
            other.with_user(self.technician).action_submit()

    # Cancelled, sent back, approved again

    def test_cancelling_in_each_state_of_the_parts(self):
        """One requested, one issued, one used."""
        before = self._sum_moves(self.relay)
        requested = self._create_job((self.relay, 1))
        requested.with_user(self.technician).action_request_parts()
        requested.with_user(self.dispatcher).action_cancel()
        self.assertEqual(requested.picking_ids.state, "cancel")
        issued = self._create_job_with((self.relay, 1))
        with self._refused("still has"):
            issued.with_user(self.dispatcher).action_cancel()
        issued.with_user(self.technician).action_return_parts()
        self._issue(issued)
        issued.with_user(self.dispatcher).action_cancel()
        kept = self._create_job_with((self.relay, 1))
        kept.part_ids.write({"qty_kept": 1, "kept_reason": "Next job"})
        kept.with_user(self.dispatcher).action_cancel()
        used = self._create_job_with((self.relay, 1))
        used.part_ids.action_use_all()
        with self._refused("Say how the job ended"):
            used.with_user(self.dispatcher).action_cancel()
        lost = self._create_job_with((self.relay, 1))
        lost.part_ids.write({"qty_lost": 1, "lost_reason": "Fell down"})
        with self._refused("as lost, which somebody has to approve"):
            lost.with_user(self.dispatcher).action_cancel()
        self._assert_moved(before, self.relay, {self.stock: -3, self._get_location(): 3})
        for job in requested | issued | kept:
            with self.assertRaises(UserError):
                job.part_ids.unlink()

    def test_report_sent_back_is_corrected_and_approved_again(self):
        before = self._sum_moves(self.relay)
        job = self._create_job_with((self.relay, 3))
        job.part_ids.action_use_all()
        job.with_user(self.technician).action_submit()
        job.with_user(self.dispatcher).action_send_back("Only two were fitted")
        self._assert_moved(before, self.relay, {self.stock: -3, self._get_location(): 3})
        job.part_ids.with_user(self.technician).qty_reported = 2
        job.with_user(self.technician).action_return_parts()
        self._issue(job)
        self._approve(job)
        self._assert_moved(before, self.relay, {self.stock: -2, self.sold: 2})
