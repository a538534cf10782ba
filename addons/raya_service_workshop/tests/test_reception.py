from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import WorkshopCommon


@tagged("post_install", "-at_install")
class TestReception(WorkshopCommon):
    """A customer's unit comes into the workshop: theirs, not ours, not free, worth nothing in our books."""

    def test_tracked_unit_comes_in_with_its_own_number_and_owner(self):
        [lot] = self._create_lots("RF-9")
        self.env["stock.quant"]._update_available_quantity(self.fridge, self.stock, -1, lot_id=lot)
        asset = self._create_asset(serial="RF-9", lot_id=lot.id)
        before, moves = self._read_stock(self.fridge), self._sum_moves(self.fridge)
        reception = self._receive(asset_id=asset.id)
        expected = {
            (self.workshop, self.customer, lot): 1.0,
            (self.customers, self.customer, lot): -1.0,
        }
        self._assert_moved(before, self._read_stock(self.fridge), expected)
        self._assert_moved(moves, self._sum_moves(self.fridge), expected)
        self.assertRecordValues(
            reception.sudo(), [{"state": "received", "lot_id": lot.id, "owner_id": self.customer.id}]
        )
        self.assertEqual(reception.user_id, self.operator)
        self.assertEqual(reception.sudo().picking_ids.state, "done")

    def test_unit_without_number_comes_in(self):
        before = self._read_stock(self.kettle)
        self._receive(product_id=self.kettle.id, partner_id=self.customer.id)
        none = self.env["stock.lot"]
        self._assert_moved(
            before,
            self._read_stock(self.kettle),
            {(self.workshop, self.customer, none): 1.0, (self.customers, self.customer, none): -1.0},
        )

    def test_number_that_the_stock_never_saw_is_made(self):
        reception = self._receive(product_id=self.fridge.id, partner_id=self.customer.id, serial=" rf-۷۷ ")
        self.assertEqual(reception.sudo().lot_id.name, "rf-77")
        self.assertEqual(reception.sudo().lot_id.product_id, self.fridge)

    def test_number_is_found_however_it_is_typed(self):
        [lot] = self._create_lots("RF-88")
        self.env["stock.quant"]._update_available_quantity(self.fridge, self.stock, -1, lot_id=lot)
        reception = self._receive(product_id=self.fridge.id, partner_id=self.customer.id, serial="rf-۸۸")
        self.assertEqual(reception.sudo().lot_id, lot)

    def test_product_with_numbers_asks_for_one(self):
        for product in (self.fridge, self.pump):
            with self._refused("Enter the serial number"):
                self._receive(product_id=product.id, partner_id=self.customer.id)

    def test_units_of_one_batch_are_several(self):
        for _unit in range(2):
            self._receive(product_id=self.pump.id, partner_id=self.customer.id, serial="B-1")
        lot = self.env["stock.lot"].search([("name", "=", "B-1")])
        self.assertEqual(self._read_stock(self.pump)[self.workshop, self.customer, lot], 2.0)

    def test_what_lies_there_is_not_free_and_not_valued(self):
        self._stock_up(self.kettle, 3)
        product = self.kettle.with_company(self.company)
        free, on_hand, value = product.free_qty, product.qty_available, product.total_value
        reception = self._receive(product_id=self.kettle.id, partner_id=self.customer.id)
        self.env.invalidate_all()
        self.assertEqual((product.free_qty, product.qty_available, product.total_value), (free, on_hand, value))
        self.assertFalse(reception.sudo().picking_ids.move_ids.value)
        order = self._create_order(order_line=[(0, 0, {"product_id": self.kettle.id, "product_uom_qty": 4})])
        order.action_confirm()
        self.assertEqual(sum(order.picking_ids.move_ids.mapped("quantity")), 3, "the customer's own is not sold")
        self.assertEqual(self._get_on_hand(self.workshop, self.kettle), 1, "it is there all the same")

    def test_unit_in_the_workshop_is_no_part_of_a_job(self):
        self._receive(product_id=self.kettle.id, partner_id=self.customer.id)
        job = self._create_workorder(part_ids=[])
        with self.assertRaises(UserError):
            self.env["raya.part"].create(
                {
                    "workorder_id": job.id,
                    "product_id": self.kettle.id,
                    "source": "workshop",
                    "quantity": 1,
                    "qty_reported": 1,
                }
            )
            job.with_user(self.technician).action_submit()
            job.with_user(self.dispatcher).action_approve()

    def test_second_tap_moves_nothing(self):
        reception = self._receive(product_id=self.kettle.id, partner_id=self.customer.id)
        jobs = self.env["raya.workorder"].search_count([])
        with self._refused("In the Workshop"):
            reception.action_receive()
        self.assertEqual(len(reception.sudo().picking_ids), 1)
        self.assertEqual(self.env["raya.workorder"].search_count([]), jobs)

    def test_unit_that_the_stock_has_here_already_is_taken_up(self):
        [lot] = self._create_lots("RF-9")
        asset = self._create_asset(serial="RF-9", lot_id=lot.id)
        self.env["stock.quant"]._update_available_quantity(
            self.fridge, self.workshop, 1, lot_id=lot, owner_id=self.customer
        )
        before = self._read_stock(self.fridge)
        reception = self._receive(asset_id=asset.id)
        self._assert_moved(before, self._read_stock(self.fridge), {})
        reception._put_on(self.shelf)
        self.assertEqual(self._read_stock(self.fridge)[self.shelf.location_id, self.customer, lot], 1.0)

    def test_unit_that_is_here_is_not_received_again(self):
        first = self._receive()
        again = self._create_reception(asset_id=first.asset_id.id)
        with self._refused(f"is in the workshop since {first.name}"):
            again.action_receive()

    def test_two_receipts_for_one_unit_are_not_received_at_once(self):
        unit = {"product_id": self.fridge.id, "serial": "RF-8", "partner_id": self.customer.id}
        first, again = (self._create_reception(**unit) for _number in range(2))
        with self._refused(f"is in the workshop since {first.name}"):
            (first | again).action_receive()

    @mute_logger("odoo.sql_db")
    def test_database_keeps_a_unit_from_being_here_twice(self):
        first = self._receive()
        again = self._create_reception(asset_id=first.asset_id.id).sudo()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            again.state = "received"
            again.flush_recordset()

    def test_receipt_stays_as_the_customer_has_it(self):
        reception = self._receive(
            appearance="One scratch", accessory_ids=[(0, 0, {"name": "Cable"})], photo_ids=[(0, 0, {"image": PIXEL})]
        )
        for change in (
            {"appearance": "No scratch"},
            {"partner_id": self.env["res.partner"].create({"name": "Other"}).id},
            {"accessory_ids": [(0, 0, {"name": "Remote"})]},
            {"accessory_ids": [(1, reception.accessory_ids.id, {"name": "Plug"})]},
            {"accessory_ids": [(2, reception.accessory_ids.id, 0)]},
            {"photo_ids": [(2, reception.photo_ids.id, 0)]},
        ):
            with self._refused("stays as it is"), self.cr.savepoint():
                reception.write(change)
        with self._refused("stays as it is"), self.cr.savepoint():
            reception.unlink()
        reception.date_promised = "2027-01-01"

    def test_draft_is_cancelled_reset_and_deleted(self):
        reception = self._create_reception()
        reception.action_cancel()
        reception.action_reset()
        self.assertEqual(reception.state, "draft")
        reception.action_cancel()
        with self._refused("Cancelled"):
            reception.action_receive()
        reception.unlink()

    def test_scanned_number_finds_the_file(self):
        asset = self._create_asset(serial="RF-55")
        form = Form(self.env["raya.reception"].with_user(self.operator))
        form.serial = "rf-۵۵"
        self.assertEqual((form.asset_id, form.product_id, form.partner_id), (asset, self.fridge, self.customer))
        self.assertEqual(form.save().serial, "RF-55")

    def test_blank_number_is_refused(self):
        with self.assertRaises(ValidationError):
            self._create_reception(product_id=self.kettle.id, partner_id=self.customer.id, serial="\u200f ")

    def test_service_moves_nothing(self):
        reception = self._receive(product_id=self.labour.id, partner_id=self.customer.id)
        self.assertEqual((reception.state, len(reception.sudo().picking_ids)), ("received", 0))

    def test_company_is_that_of_the_unit(self):
        other = self.env["res.company"].create({"name": "Other"})
        asset = self._create_asset(serial="X-1", company_id=other.id)
        self.operator.company_ids += other
        reception = self._create_reception(asset_id=asset.id)
        self.assertEqual(reception.company_id, other)
        reception.action_receive()
        place = reception.sudo().picking_ids.location_dest_id
        self.assertEqual(place, other._raya_get_place("workshop"))
        self.assertNotEqual(place, self.workshop)
        self.assertEqual(reception.sudo().picking_ids.picking_type_id.company_id, other)


@tagged("post_install", "-at_install")
class TestReceptionOfSoldUnit(WorkshopCommon):
    def _sell(self, lot):
        self._load_accounts()
        order = self._create_order()
        order.action_confirm()
        order.picking_ids.move_ids.lot_ids = lot
        order.picking_ids.move_ids.picked = True
        order.picking_ids.with_context(skip_sms=True).button_validate()
        order._create_invoices().action_post()
        return order

    def test_unit_taken_in_for_repair_is_not_given_back(self):
        """Neither when it comes in, nor when it goes out, nor when its order is looked at again."""
        [lot] = self._create_lots("RF-S")
        order = self._sell(lot)
        file = self.env["raya.asset"].search([("lot_id", "=", lot.id)])
        self.assertEqual(file.state, "active")
        sold = self._read_stock(self.fridge)
        reception = self._receive(asset_id=file.id)
        self.assertEqual(reception.sudo().lot_id, lot)
        self.env["raya.asset.sync"]._sync(order.order_line)
        self.assertEqual(file.state, "active")
        reception._hand_over("Sara", unrepaired_reason="Too dear")
        self.env["raya.asset.sync"]._sync(order.order_line)
        self.assertEqual(file.state, "active")
        self.assertEqual(order.order_line.qty_delivered, 1)
        self._assert_moved(sold, self._read_stock(self.fridge), {})


PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
