from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_parts import PartMovesCommon


@tagged("post_install", "-at_install")
class TestPartUse(PartMovesCommon):
    """What becomes of a part once the report is approved: its slip, its way back, and the old part."""

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
        job.part_ids._take_back_use()
        for product, sums in before.items():
            self._assert_moved(sums, product, {})
        self.assertEqual(self.env["stock.quant"]._get_available_quantity(self.board, places[0], lot_id=lot), 1)
        self.assertFalse(job.part_ids._get_used_moves())
        self.assertEqual(job.part_ids.mapped("qty_used"), [0, 0])
        job.part_ids._take_back_use()
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
        job.part_ids._take_back_use()
        self._assert_moved(before, self.relay, {})

    def test_moves_of_an_approved_report_are_closed(self):
        job = self._create_job_with((self.relay, 1))
        job.part_ids.action_use_all()
        self._approve(job)
        before = self._sum_moves(self.relay)
        move = job.part_ids._get_used_moves().with_user(self.clerk)
        line = move.move_line_ids
        with self._refused("belongs to the approved report"):
            line.quantity = 5
        with self._refused("belongs to the approved report"), self.env.cr.savepoint():
            line.create({"move_id": move.id, "quantity": 5})
        for quantity in (5, 0):
            with self._refused("belongs to the approved report"), self.env.cr.savepoint():
                move.quantity = quantity
                self.env.flush_all()
        self._assert_moved(before, self.relay, {})
        with self.assertRaises(UserError):
            line.unlink()

    # Old parts

    def test_old_part_is_owed_received_and_inspected(self):
        self.relay.raya_is_old_owed = True
        job = self._create_job_with((self.relay, 3))
        self.assertTrue(job.part_ids.is_old_owed)
        job.part_ids.action_use_all()
        self.assertIn("missing_defective", self.env["raya.workorder.appraisal"]._get_exceptions(job))
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
        self.assertRecordValues(job.part_ids, [{"qty_used": 3, "qty_returned": 0}])
        self.assertFalse(job.parts_alert, "the new ones are where they were")
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
        """The technician is asked for it while they can still write it, and not the clerk who cannot."""
        job = self._create_job_with((self.board, 1))
        part = job.part_ids.with_user(self.technician)
        part.write({"qty_reported": 1, "is_old_owed": True})
        with self._refused("write the serial number of the old Board"):
            job.with_user(self.technician).action_submit()
        part.removed_serial = "OLD-1"
        self._approve(job)
        self._find_old(job).with_user(self.clerk).action_receive()
        self.assertEqual(self._read_lots(self.company._raya_get_place("defective"), self.board), {"OLD-1": 1})

    def test_label_of_an_old_part_says_which_one_it_is_and_of_which_job(self):
        job = self._owe(self.board, "OLD-1", 1)
        report = self.env["ir.actions.report"].with_user(self.clerk)
        name = "raya_service_workorder.report_old_part_label"
        page = report._render_qweb_html(name, self._find_old(job).ids)[0].decode()
        for text in ("Board", "OLD-1", job.name, self.technician.name, "data:image/png;base64,"):
            self.assertIn(text, page)
        action = self._find_old(job).with_user(self.clerk).action_print_label()
        self.assertEqual(action["report_name"], name)

    def test_old_part_that_does_not_come_back_needs_no_number(self):
        self.board.raya_is_old_owed = True
        job = self._create_job_with((self.board, 1))
        part = job.part_ids.with_user(self.technician)
        part.qty_reported = 1
        part.is_old_owed = False
        self._approve(job)
        self.assertFalse(self._find_old(job))

    def test_old_parts_of_one_lot_need_one_number(self):
        cable = self._create_product("Cable", tracking="lot")
        self._stock_up(cable, 9, self.env["stock.lot"].create({"name": "NEW", "product_id": cable.id}))
        job = self._create_job_with((cable, 3))
        job.part_ids.write({"qty_reported": 3, "is_old_owed": True})
        with self._refused("write the serial number of the old Cable"):
            job.with_user(self.technician).action_submit()
        job.part_ids.removed_serial = "L1"
        self._approve(job)

    def _owe(self, product, removed, used, **vals):
        """Old parts of an approved job, owed by the technician.

        :param str removed: numbers taken out, as they were written down
        """
        job = self._create_job_with((product, used), **vals)
        job.part_ids.write({"qty_reported": used, "is_old_owed": True, "removed_serial": removed})
        self._approve(job)
        return job

    def _read_lots(self, location, product):
        self.env.flush_all()
        domain = [("location_id", "=", location.id), ("product_id", "=", product.id)]
        found = self.env["stock.quant"].search(domain)
        return {quant.lot_id.name: quant.quantity for quant in found if quant.quantity}

    def test_old_parts_of_several_lots_come_in_as_many_as_they_are(self):
        cable = self._create_product("Cable", tracking="lot")
        lot = self.env["stock.lot"].create({"name": "NEW", "product_id": cable.id})
        self._stock_up(cable, 9, lot)
        job = self._owe(cable, "L1، L2", 5)
        defective = self.company._raya_get_place("defective")
        self._find_old(job).with_user(self.clerk).action_receive()
        self.assertEqual(self._read_lots(defective, cable), {"L1": 3, "L2": 2})
        self.assertEqual(job.part_ids.qty_defective, 5)
        before = self._sum_moves(cable)
        self._find_old(job).with_user(self.clerk).action_refurbish()
        self.assertFalse(self._read_lots(defective, cable))
        self._assert_moved(before, cable, {defective: -5, self.stock: 5})

    def test_old_serial_that_came_in_does_not_come_again(self):
        job = self._owe(self.board, "OLD-1", 1)
        self._find_old(job).with_user(self.clerk).action_receive()
        self._find_old(job).with_user(self.clerk).action_scrap()
        job.with_user(self.dispatcher).action_amend("One more was changed")
        part = job.part_ids
        part.quantity = 2
        job.with_user(self.technician).action_request_parts()
        self._issue(job)
        part.write({"qty_reported": 2, "lot_ids": False, "removed_serial": "OLD-1, OLD-2, OLD-2"})
        self._approve(job)
        before = self._sum_moves(self.board)
        defective = self.company._raya_get_place("defective")
        self._find_old(job).with_user(self.clerk).action_receive()
        self._assert_moved(before, self.board, {self.sold: -1, defective: 1})
        self.assertEqual(self._read_lots(defective, self.board), {"OLD-2": 1})
        self._find_old(job).with_user(self.clerk).action_to_supplier()
        self.assertFalse(self._read_lots(defective, self.board))

    def test_fewer_old_serials_than_parts_are_asked_for(self):
        with self._refused("write the serial number of the old Board"):
            self._owe(self.board, "OLD-1, OLD-1", 2)

    def test_clerk_is_told_who_writes_a_missing_number(self):
        job = self._create_job_with((self.board, 1))
        with self._refused("Have the report amended"):
            job.part_ids._get_old_lots(1)


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
