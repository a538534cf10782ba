from collections import defaultdict

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import WorkorderCommon


class PartMovesCommon(WorkorderCommon):
    """Every test sums all moves by product and location, before and after."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.relay = cls._create_product("Relay", 10)
        cls.board = cls._create_product("Board", tracking="serial")
        cls.boards = cls.env["stock.lot"].create(
            [{"name": name, "product_id": cls.board.id} for name in ("P1", "P2", "P3")]
        )
        for lot in cls.boards:
            cls._stock_up(cls.board, 1, lot)
        cls.other = cls._create_user("test_tech_2", "raya_service_base.group_service_technician")
        cls._create_employee(cls.other)
        cls.team.user_ids += cls.other
        # The customer pays: what a policy bears goes elsewhere.
        cls.fridge.raya_policy_ids = False
        cls.sold = cls.customer.property_stock_customer

    @classmethod
    def _create_job(cls, *needs, **vals):
        """A job of the technician that needs so much of some products."""
        serial = f"RF-{cls.env['raya.asset'].search_count([])}"
        vals.setdefault("call_id", cls._create_call(asset_id=cls._create_asset(serial=serial).id).id)
        lines = [Command.create({"product_id": product.id, "quantity": quantity}) for product, quantity in needs]
        return cls._create_workorder(part_ids=lines, **vals)

    @classmethod
    def _create_job_with(cls, *needs, **vals):
        """Likewise, and the warehouse has issued all of it."""
        job = cls._create_job(*needs, **vals)
        job.with_user(job.user_id).action_request_parts()
        cls._issue(job)
        return job

    def _take(self, job, quantity, source="van", product=None):
        """A line for what the technician takes from own stock."""
        return self.env["raya.part"].create(
            {
                "workorder_id": job.id,
                "product_id": (product or self.relay).id,
                "source": source,
                "quantity": quantity,
                "qty_reported": quantity,
            }
        )

    def _sum_moves(self, product):
        """What each location got and gave by done moves, in all."""
        sums = defaultdict(float)
        for move in self.env["stock.move"].search([("product_id", "=", product.id), ("state", "=", "done")]):
            sums[move.location_dest_id] += move.quantity
            sums[move.location_id] -= move.quantity
        return sums

    def _assert_moved(self, before, product, expected):
        """Exactly these locations have more or less than before; and the stock says the same as the moves."""
        after = self._sum_moves(product)
        moved = {place: after[place] - before.get(place, 0) for place in after}
        self.assertEqual({place: quantity for place, quantity in moved.items() if quantity}, expected)

    def _approve(self, job):
        job.with_user(job.user_id).action_submit()
        job.with_user(self.dispatcher).action_approve()

    def _get_quantity(self, location, product):
        return sum(
            self.env["stock.quant"]
            .search([("location_id", "=", location.id), ("product_id", "=", product.id)])
            .mapped("quantity")
        )


@tagged("post_install", "-at_install")
class TestPartMoves(PartMovesCommon):
    def test_approval_leaves_exactly_what_was_used(self):
        """TRIALS E5, also with none used."""
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
        """TRIALS E9: the warehouse gave one, the technician fits another one of their own."""
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
        job.with_user(self.technician).action_submit()
        with self._refused("has only 0.0 of it"):
            job.with_user(self.dispatcher).action_approve()
        self.assertEqual(job.state, "submitted")

    def test_lost_part_leaves_the_stock_as_a_loss(self):
        before = self._sum_moves(self.relay)
        job = self._create_job_with((self.relay, 2))
        with self._refused("say why it is kept, or how it was lost", ValidationError):
            job.part_ids.write({"qty_reported": 1, "qty_lost": 1})
        job.part_ids.write({"qty_reported": 1, "qty_lost": 1, "lost_reason": "Fell down"})
        self.assertEqual(job._get_part_exceptions()["loss"], "Lost: Relay")
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
        """TRIALS I4, I5: a technician of two companies, a warehouse of the other one as default."""
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

    def _find_old(self, job):
        self.env.flush_all()
        return self.env["raya.old.part"].search([("part_id", "in", job.part_ids.ids)])

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
        other.with_user(self.technician).action_submit()
        with self._refused("has only 0.0 of it"):
            other.with_user(self.dispatcher).action_approve()

    # Cancelled, sent back, approved again

    def test_cancelling_in_each_state_of_the_parts(self):
        """TRIALS E6: one requested, one issued, one used."""
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
        self._assert_moved(before, self.relay, {self.stock: -2, self._get_location(): 2})
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

    # The slip of use

    def test_use_of_a_job_is_one_slip_that_is_done(self):
        job = self._create_job_with((self.relay, 1), (self.board, 1))
        job.part_ids.action_use_all()
        self._approve(job)
        slip = job.picking_ids.filtered(lambda slip: slip.picking_type_id == self.warehouse.raya_use_type_id)
        self.assertRecordValues(slip, [{"state": "done", "origin": job.name, "location_dest_id": self.sold.id}])
        self.assertEqual(slip.move_ids.product_id, self.relay | self.board)
        self.assertEqual(slip.move_ids.raya_part_id, job.part_ids)

    def test_odoos_own_return_of_a_used_part_is_seen_on_the_report(self):
        job = self._create_job_with((self.relay, 2))
        job.part_ids.action_use_all()
        self._approve(job)
        slip = job.part_ids._get_used_moves().picking_id
        wizard = self.env["stock.return.picking"].with_user(self.clerk).create({"picking_id": slip.id})
        wizard.product_return_moves.quantity = 1
        back = wizard._create_return()
        back.button_validate()
        self.assertRecordValues(job.part_ids, [{"qty_reported": 2, "qty_used": 1}])
        self.assertIn("1 Units Relay", job.parts_alert)
        self.assertIn(self.dispatcher, job.activity_ids.user_id)
        self.assertEqual(self._get_quantity(self._get_location(), self.relay), 1, "no location is below zero")

    def test_taking_the_use_back_leaves_everything_as_before(self):
        job = self._create_job_with((self.relay, 3), (self.board, 1))
        relay, board = job.part_ids
        relay.write({"qty_reported": 2, "qty_lost": 1, "lost_reason": "Fell down"})
        board.action_use_all()
        places = (self._get_location(), self.stock, self.sold, self.company._raya_get_place("lost"))
        before = {product: self._sum_moves(product) for product in (self.relay, self.board)}
        lot = job.picking_ids.move_line_ids.lot_id
        self._approve(job)
        job._take_back_use()
        for product, sums in before.items():
            self._assert_moved(sums, product, {})
        self.assertEqual(self.env["stock.quant"]._get_available_quantity(self.board, places[0], lot_id=lot), 1)
        self.assertFalse(job.part_ids._get_used_moves())
        self.assertEqual(job.part_ids.mapped("qty_used"), [0, 0])
        job._take_back_use()
        for product, sums in before.items():
            self._assert_moved(sums, product, {})

    def test_taking_back_spares_what_came_back_by_itself(self):
        job = self._create_job_with((self.relay, 2))
        job.part_ids.action_use_all()
        before = self._sum_moves(self.relay)
        self._approve(job)
        slip = job.part_ids._get_used_moves().picking_id
        wizard = self.env["stock.return.picking"].create({"picking_id": slip.id})
        wizard.product_return_moves.quantity = 1
        wizard._create_return().button_validate()
        job._take_back_use()
        self._assert_moved(before, self.relay, {})

    def test_moves_of_an_approved_report_are_closed(self):
        job = self._create_job_with((self.relay, 1))
        job.part_ids.action_use_all()
        self._approve(job)
        line = job.part_ids._get_used_moves().move_line_ids.with_user(self.clerk)
        with self._refused("belongs to the approved report"):
            line.quantity = 5
        with self.assertRaises(UserError):
            line.unlink()

    # Old parts

    def test_old_part_is_owed_received_and_inspected(self):
        self.relay.raya_is_old_owed = True
        job = self._create_job_with((self.relay, 3))
        self.assertTrue(job.part_ids.is_old_owed)
        job.part_ids.action_use_all()
        self.assertIn("old_part_missing", job._get_part_exceptions())
        self._approve(job)
        defective = self.company._raya_get_place("defective")
        before = self._sum_moves(self.relay)
        old = self._find_old(job)
        self.assertRecordValues(old, [{"state": "owed", "qty_owed": 3, "user_id": self.technician.id}])
        self.assertEqual(old.date_since, job.approved_date)
        with self.assertRaises(AccessError):
            old.with_user(self.technician).action_receive()
        old.with_user(self.clerk).action_receive()
        self._assert_moved(before, self.relay, {self.sold: -3, defective: 3})
        quant = self.env["stock.quant"].search([("location_id", "=", defective.id)])
        self.assertEqual(quant.owner_id, self.customer.commercial_partner_id, "it was never bought: not ours")
        self.assertRecordValues(self._find_old(job), [{"state": "received", "qty_owed": 0, "qty_to_inspect": 3}])
        self._find_old(job).with_user(self.clerk).action_refurbish()
        self._assert_moved(before, self.relay, {self.sold: -3, self.stock: 3})
        self.assertFalse(
            self.env["stock.quant"].search([("location_id", "=", self.stock.id), ("owner_id", "!=", False)])
        )
        self.assertRecordValues(self._find_old(job), [{"state": "done"}])
        with self._refused("nothing of these old parts"):
            self._find_old(job).with_user(self.clerk).action_scrap()

    def test_old_parts_are_scrapped_or_go_to_the_supplier(self):
        for verb in ("action_scrap", "action_to_supplier"):
            with self.subTest(verb=verb):
                job = self._create_job_with((self.relay, 1))
                job.part_ids.write({"qty_reported": 1, "is_old_owed": True})
                self._approve(job)
                before = self._sum_moves(self.relay)
                self._find_old(job).with_user(self.dispatcher).action_receive()
                getattr(self._find_old(job).with_user(self.dispatcher), verb)()
                part = job.part_ids
                place = part._get_scrap_location() if verb == "action_scrap" else part._get_supplier_location()
                self._assert_moved(before, self.relay, {self.sold: -1, place: 1})

    def test_old_part_with_a_serial_number_comes_with_it(self):
        job = self._create_job_with((self.board, 1))
        job.part_ids.write({"qty_reported": 1, "is_old_owed": True})
        self._approve(job)
        old = self._find_old(job).with_user(self.clerk)
        with self._refused("write the serial number of the old Board"):
            old.action_receive()
        self.env.cr.execute("UPDATE raya_part SET removed_serial = 'OLD-1' WHERE id = %s", job.part_ids.ids)
        self.env.invalidate_all()
        old.action_receive()
        defective = self.company._raya_get_place("defective")
        quant = self.env["stock.quant"].search([("location_id", "=", defective.id), ("product_id", "=", self.board.id)])
        self.assertEqual(quant.lot_id.name, "OLD-1")


@tagged("post_install", "-at_install")
class TestPartQueries(PartMovesCommon):
    """What a further part costs, from its request to the approval: the rest is once for the job."""

    def _count(self, number):
        products = [self._create_product(f"Part {number}-{index}", 5) for index in range(number)]
        job = self._create_job(*((product, 2) for product in products))
        mine = job.with_user(self.technician)
        steps = (
            mine.action_request_parts,
            lambda: self._issue(job),
            lambda: [part.write({"qty_reported": 1}) for part in mine.part_ids],
            mine.action_return_parts,
            lambda: self._issue(job),
            mine.action_submit,
            job.with_user(self.dispatcher).action_approve,
        )
        count = 0
        for step in steps:
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            step()
            self.env.flush_all()
            count += self.env.cr.sql_log_count - before
        self.assertEqual(set(job.part_ids.mapped("qty_used")), {1})
        return count

    def test_a_further_part_costs_few_queries_from_its_request_to_the_approval(self):
        self._count(1)
        self.assertLessEqual((self._count(9) - self._count(3)) / 6, 25)
