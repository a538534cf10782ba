from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common_parts import PartMovesCommon


@tagged("post_install", "-at_install")
class TestPartSupply(PartMovesCommon):
    """Where parts come from: what is short, what arrives, what technicians carry."""

    def _receive(self, product, quantity):
        """The supplier delivers, and the clerk receives it."""
        receipt = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.in_type_id.id,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.stock.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "location_id": self.env.ref("stock.stock_location_suppliers").id,
                            "location_dest_id": self.stock.id,
                        }
                    )
                ],
            }
        )
        receipt.action_confirm()
        receipt.with_user(self.clerk).button_validate()

    def _create_waiting_job(self, product, promised, quantity=1):
        job = self._create_job((product, quantity), date_promised=promised)
        job.with_user(self.technician).action_request_parts()
        return job

    # Short, and arriving

    def test_shortage_opens_a_replenishment_and_the_job_waits(self):
        pump = self._create_product("Pump")
        job = self._create_waiting_job(pump, "2026-06-10", 2)
        self.assertRecordValues(job, [{"state": "waiting", "waiting_for": "parts"}])
        self.assertEqual(job.part_ids.supply, "requested")
        point = self.env["stock.warehouse.orderpoint"].search([("product_id", "=", pump.id)])
        self.assertRecordValues(point, [{"location_id": self.stock.id, "trigger": "manual", "qty_to_order": 2}])
        self._create_waiting_job(pump, "2026-06-11")
        self.assertEqual(self.env["stock.warehouse.orderpoint"].search([("product_id", "=", pump.id)]), point)

    def test_arriving_parts_are_told_to_as_many_jobs_as_pieces_the_oldest_promise_first(self):
        pump = self._create_product("Pump")
        late = self._create_waiting_job(pump, "2026-06-30")
        early = self._create_waiting_job(pump, "2026-06-10")
        middle = self._create_waiting_job(pump, "2026-06-20")
        self._receive(pump, 2)
        self.assertEqual([job.state for job in (early, middle, late)], ["progress", "progress", "waiting"])
        for job in (early, middle):
            self.assertEqual(job.activity_ids.user_id, self.technician)
            self.assertIn("The parts are here", job.activity_ids.note)
            self.assertEqual(job.part_ids.supply, "ready")
        self.assertFalse(late.activity_ids)
        self._receive(pump, 5)
        self.assertEqual(late.state, "progress")

    def test_parts_of_a_job_that_waits_for_another_visit_are_told_and_it_waits_on(self):
        pump = self._create_product("Pump")
        job = self._create_waiting_job(pump, "2026-06-10")
        job.with_user(self.technician).action_go_on()
        job.with_user(self.technician).action_wait("visit")
        self._receive(pump, 1)
        self.assertIn("The parts are here", job.activity_ids.note)
        self.assertRecordValues(job, [{"state": "waiting", "waiting_for": "visit"}])

    def test_job_waits_until_all_its_parts_are_there(self):
        pump, valve = self._create_product("Pump"), self._create_product("Valve")
        job = self._create_job((pump, 1), (valve, 1), date_promised="2026-06-10")
        job.with_user(self.technician).action_request_parts()
        self._receive(pump, 1)
        self.assertEqual(job.state, "waiting")
        self.assertFalse(job.activity_ids)
        self._receive(valve, 1)
        self.assertEqual(job.state, "progress")

    def test_what_is_there_keeps_the_job_going(self):
        job = self._create_job((self.relay, 1))
        job.with_user(self.technician).action_request_parts()
        self.assertEqual(job.state, "progress")
        self.assertFalse(job.activity_ids)

    def test_two_jobs_and_the_last_part(self):
        pump = self._create_product("Pump", 1)
        first, second = (self._create_waiting_job(pump, f"2026-06-{day}") for day in (10, 11))
        self.assertEqual((first.state, second.state), ("progress", "waiting"))

    def test_readiness_says_where_nobody_is_told_of_a_cancelled_request(self):
        def read_row():
            rows = self.env["raya.readiness"].with_user(self.manager).get_rows()
            return next(row for row in rows if row["key"] == "clerks")

        warehouses = self.env["stock.warehouse"].search([("company_id", "=", self.env.company.id)])
        self.assertFalse(warehouses.raya_clerk_id, "nobody is named by default")
        self.assertFalse(read_row()["is_ready"])
        self.assertIn(warehouses[0].name, read_row()["sentence"])
        warehouses.raya_clerk_id = self.clerk
        self.assertTrue(read_row()["is_ready"])

    # The technician reads one word per part

    def test_each_part_says_where_it_is(self):
        job = self._create_job((self.relay, 2))
        part = job.part_ids.with_user(self.technician)
        self.assertRecordValues(part, [{"supply": "available", "qty_warehouse": 10, "qty_van": 0}])
        part.quantity = 50
        self.assertEqual(part.supply, "short")
        part.quantity = 2
        job.with_user(self.technician).action_request_parts()
        self.assertEqual(part.supply, "ready")
        self._issue(job)
        self.assertRecordValues(part, [{"supply": "here", "qty_held": 2, "qty_van": 0}])
        part.qty_reported = 2
        self.assertEqual(part.supply, "used")

    def test_what_another_job_was_given_is_not_there_to_be_taken(self):
        given = self._create_job_with((self.relay, 2))
        part = self._create_job((self.relay, 1)).part_ids.with_user(self.technician)
        self.assertEqual((part.qty_van, part.qty_warehouse), (0, 8))
        van = given._get_technician_location()
        self.env["stock.quant"]._update_available_quantity(self.relay, van, 1)
        part.invalidate_recordset(["qty_van"])
        self.assertEqual(part.qty_van, 1, "this one is nobody's")
        given.with_user(self.technician).action_return_parts()
        part.invalidate_recordset(["qty_van"])
        self.assertEqual(part.qty_van, 1, "what is on its way back is not counted twice")

    def test_short_part_says_when_it_is_expected(self):
        pump = self._create_product("Pump")
        receipt = self.env["stock.move"].create(
            {
                "product_id": pump.id,
                "product_uom_qty": 1,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.stock.id,
                "picking_type_id": self.warehouse.in_type_id.id,
                "date": "2036-06-05 08:00:00",
            }
        )
        receipt._action_confirm()
        job = self._create_waiting_job(pump, "2036-06-10")
        self.assertEqual(job.part_ids.date_expected, fields.Date.to_date("2036-06-05"))

    # Request

    def test_starting_a_job_requests_its_parts_where_the_company_wants_it(self):
        self.company.raya_request_at_start = True
        job = self._create_job((self.relay, 1))
        self.assertEqual(job.part_ids.qty_requested, 1)
        without = self._create_job()
        self.assertEqual(without.state, "progress")

    def test_cancelled_request_is_told_to_the_clerk_with_its_reason(self):
        self.warehouse.raya_clerk_id = self.clerk
        job = self._create_job((self.relay, 1))
        job.with_user(self.technician).action_request_parts()
        slip = job.picking_ids
        wizard = self.env["raya.workorder.cancel.request"].with_user(self.technician)
        wizard.create({"workorder_ids": job.ids, "reason": "They sell it"}).action_cancel_request()
        self.assertEqual(slip.state, "cancel")
        told = slip.message_ids.filtered(lambda message: "They sell it" in (message.body or ""))
        self.assertEqual(told.partner_ids, self.clerk.partner_id)
        self.assertRecordValues(job, [{"can_request": True, "has_open_requests": False}])

    # The clerk

    def test_the_clerk_sees_whose_parts_these_are_and_how_urgent(self):
        job = self._create_job((self.relay, 1), priority="0")
        job.call_id.priority = "2"
        urgent = self._create_job((self.relay, 1), call_id=job.call_id.id)
        urgent.with_user(self.technician).action_request_parts()
        slip = urgent.picking_ids.with_user(self.clerk)
        slip.invalidate_recordset()
        self.assertRecordValues(
            slip,
            [
                {
                    "raya_job": urgent.name,
                    "raya_unit": urgent.sudo().asset_id.display_name,
                    "raya_customer": self.customer.display_name,
                    "raya_urgency": "Urgent",
                    "raya_technician_id": self.technician.id,
                }
            ],
        )
        self.assertEqual(slip.move_ids.priority, "1")
        found = slip.search([("raya_technician_id", "=", self.technician.id)])
        self.assertIn(slip, found)
        self.assertNotIn(slip, slip.search([("raya_technician_id", "=", self.other.id)]))
        self.assertFalse(self.env["stock.picking"].with_user(self.clerk).new({}).raya_job)

    def test_the_clerk_receives_many_returns_in_one_click(self):
        jobs = self._create_job_with((self.relay, 1)) | self._create_job_with((self.relay, 2))
        for job in jobs:
            job.with_user(self.technician).action_return_parts()
        slips = jobs.picking_ids.filtered(lambda slip: slip.state == "assigned")
        slips.with_user(self.clerk).action_raya_receive()
        self.assertEqual(set(slips.mapped("state")), {"done"})
        self.assertEqual(jobs.part_ids.mapped("qty_returned"), [1, 2])

    def test_clerk_reads_what_was_not_received(self):
        job = self._create_job_with((self.relay, 1))
        issued = job.picking_ids
        job.with_user(self.technician).action_return_parts()
        back = job.picking_ids - issued
        with self._refused("of these transfers none is ready"):
            issued.with_user(self.clerk).action_raya_receive()
        told = (issued | back).with_user(self.clerk).action_raya_receive()
        self.assertEqual(back.state, "done")
        self.assertIn(issued.name, told["params"]["message"])
        self.assertNotIn(back.name, told["params"]["message"])

    # What technicians carry

    def _find_vans(self, user):
        self.env.flush_all()
        self.env["raya.van.stock"].invalidate_model()
        return self.env["raya.van.stock"].with_user(user).search([("product_id", "in", (self.relay | self.board).ids)])

    def test_what_is_in_the_vans(self):
        self.relay.standard_price = 7
        self._create_job_with((self.relay, 3), (self.board, 1))
        theirs = self._create_job_with((self.relay, 2), user_id=self.other.id)
        rows = self._find_vans(self.dispatcher).filtered(lambda row: row.product_id == self.relay)
        self.assertEqual({row.user_id: row.quantity for row in rows}, {self.technician: 3, self.other: 2})
        self.assertEqual(self._find_vans(self.technician).user_id, self.technician)
        self.assertEqual(self._find_vans(self.other).quantity, 2)
        self.assertEqual(self._find_vans(self.technician).lot_id & self.boards, self._find_vans(self.technician).lot_id)
        accountant = self._create_user("test_acc_2", "raya_service_base.group_service_accountant")
        value = self._find_vans(accountant).filtered(lambda row: row.user_id == self.other).value
        self.assertEqual(value, 14)
        with self.assertRaises(AccessError):
            self._find_vans(self.technician).mapped("value")
        self.assertEqual(set(self._find_vans(self.dispatcher).mapped("age")), {0})
        with self.assertRaises(AccessError):
            self._find_vans(self.outsider)
        self.assertTrue(theirs)

    def test_the_product_shows_what_is_in_the_vans(self):
        hose = self.env["product.template"].create({"name": "Hose", "type": "consu", "is_storable": True})
        length = self.env["product.attribute"].create({"name": "Length", "create_variant": "always"})
        sizes = self.env["product.attribute.value"].create(
            [{"name": name, "attribute_id": length.id} for name in ("Long", "Short")]
        )
        hose.attribute_line_ids = [Command.create({"attribute_id": length.id, "value_ids": [Command.set(sizes.ids)]})]
        long, short = hose.product_variant_ids
        for variant in long | short:
            self._stock_up(variant, 9)
        self._create_job_with((long, 3), (short, 1))
        self._create_job_with((long, 2), user_id=self.other.id)
        for user, of_long, of_all in (
            (self.clerk, 5, 6),
            (self.dispatcher, 5, 6),
            (self.technician, 3, 4),
            (self.other, 2, 2),
        ):
            with self.subTest(user=user.login):
                seen = long.with_user(user)
                self.assertEqual((seen.raya_qty_in_vans, seen.product_tmpl_id.raya_qty_in_vans), (of_long, of_all))
                rows = self.env["raya.van.stock"].with_user(user).search(seen.action_raya_view_van_stock()["domain"])
                self.assertEqual(sum(rows.mapped("quantity")), of_long)
                rows = rows.search(seen.product_tmpl_id.action_raya_view_van_stock()["domain"])
                self.assertEqual(sum(rows.mapped("quantity")), of_all)

    def test_the_button_stands_on_product_and_variant_for_those_who_may_read_it(self):
        for name in ("product.product", "product.template"):
            for user, is_there in ((self.clerk, True), (self.technician, True), (self.outsider, False)):
                with self.subTest(model=name, user=user.login):
                    arch = self.env[name].with_user(user).get_views([(False, "form")])["views"]["form"]["arch"]
                    self.assertEqual("action_raya_view_van_stock" in arch, is_there)
        with self.assertRaises(AccessError):
            self.relay.with_user(self.outsider).read(["raya_qty_in_vans"])

    def test_counting_a_van_corrects_it(self):
        self._create_job_with((self.relay, 3))
        rows = self._find_vans(self.clerk)
        action = rows.action_count()
        quant = self.env["stock.quant"].with_user(self.clerk).with_context(**action["context"])
        found = quant.search([*action["domain"], ("product_id", "=", self.relay.id)])
        found.inventory_quantity = 2
        found.action_apply_inventory()
        self.assertEqual(self._find_vans(self.clerk).mapped("quantity"), [2])

    def test_each_van_is_refilled_by_the_warehouse_of_its_technician(self):
        south = self.env["stock.warehouse"].create({"name": "South", "code": "SOU"})
        self.env["stock.quant"]._update_available_quantity(self.relay, south.lot_stock_id, 5)
        self.other.property_warehouse_id = south
        Location = self.env["stock.location"]
        vans = [Location._raya_get_of_technician(user, self.company) for user in (self.technician, self.other)]
        points = self.env["stock.warehouse.orderpoint"]
        for van in vans:
            with Form(self.env["stock.warehouse.orderpoint"].with_context(default_location_id=van.id)) as form:
                form.product_id = self.relay
                form.product_min_qty = 1
                form.product_max_qty = 4
            points |= form.record
        self.assertEqual([point.warehouse_id for point in points], [self.warehouse, south])
        points._procure_orderpoint_confirm(company_id=self.company)
        slips = self.env["stock.move"].search([("location_dest_id", "in", [van.id for van in vans])]).picking_id
        self.assertEqual(slips.picking_type_id, self.warehouse.raya_issue_type_id | south.raya_issue_type_id)
        slips.with_user(self.clerk).button_validate()
        self.assertEqual([self._get_quantity(van, self.relay) for van in vans], [4, 4])
        self.assertEqual(self._get_quantity(south.lot_stock_id, self.relay), 1)
        points.invalidate_recordset()
        points._procure_orderpoint_confirm(company_id=self.company)
        self.assertEqual([self._get_quantity(van, self.relay) for van in vans], [4, 4])
