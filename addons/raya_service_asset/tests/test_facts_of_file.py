from datetime import date

from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_sale import SaleCommon

MARCH, JUNE = date(2026, 3, 10), date(2026, 6, 10)


class FactsCommon(SaleCommon):
    def _post(self, order, quantity, day):
        """An invoice of part of an order, on a day."""
        invoice = self._invoice(order, post=False)
        invoice.invoice_line_ids.quantity = quantity
        invoice.invoice_date = day
        invoice.action_post()
        return invoice

    def _by_serial(self, order):
        return {file.serial: file for file in self._get_files(order)}


@freeze_time("2026-06-15 10:00:00")
@tagged("post_install", "-at_install")
class TestOwnInvoice(FactsCommon):
    """A unit's own invoice is never forgotten."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order(3)
        cls.order.with_user(cls.seller).action_confirm()

    def setUp(self):
        super().setUp()
        slip = self._deliver(self.order, self.lots[0])
        slip.with_user(self.clerk)
        self.first = self._post(self.order, 1, MARCH)
        backorder = self.order.picking_ids.filtered(lambda each: each.state not in ("done", "cancel"))
        if not backorder:
            slip.move_ids.copy({"picking_id": False, "product_uom_qty": 2})
        self._deliver(self.order, self.lots[1:])
        self.second = self._post(self.order, 2, JUNE)

    def _get_days(self):
        return {serial: file.date_invoice for serial, file in self._by_serial(self.order).items()}

    def test_invoice_reset_and_posted_again_leaves_every_unit_its_day(self):
        days = {"RF-A": MARCH, "RF-B": JUNE, "RF-C": JUNE}
        self.assertEqual(self._get_days(), days)
        self.first.button_draft()
        self.assertEqual(
            {serial: file.state for serial, file in self._by_serial(self.order).items()},
            {"RF-A": "cancelled", "RF-B": "active", "RF-C": "active"},
        )
        self.first.action_post()
        self.assertEqual(self._get_days(), days)
        self.assertEqual({file.state for file in self._get_files(self.order)}, {"active"})

    def test_credit_of_an_invoice_ends_the_unit_that_it_sold(self):
        self._reverse(self.first)
        self.assertEqual(
            {serial: file.state for serial, file in self._by_serial(self.order).items()},
            {"RF-A": "cancelled", "RF-B": "active", "RF-C": "active"},
        )

    def test_history_says_what_happened_however_often_the_invoice_is_reset(self):
        file = self._by_serial(self.order)["RF-A"]
        before = file.event_ids.mapped("kind")
        for _time in range(3):
            self.first.button_draft()
            self.assertEqual(file.event_ids[0].kind, "withdrawn")
            self.first.action_post()
        self.assertEqual(file.event_ids.mapped("kind"), before)
        buyer = self.env["res.partner"].create({"name": "Ali Hosseini"})
        file.with_user(self.operator)._transfer_ownership(buyer, date(2026, 4, 1), "Sold privately")
        self.first.button_draft()
        self.first.action_post()
        self.assertEqual((file.partner_id, file.state), (buyer, "active"))
        self.assertEqual(file.event_ids._get_ownerships().mapped("kind"), ["transferred", "sold"])


@freeze_time("2026-06-15 10:00:00")
@tagged("post_install", "-at_install")
class TestWordOfPeople(FactsCommon):
    """What a person recorded is overruled by no document."""

    def test_unit_exchanged_by_hand_twice_stays_the_last_one_whatever_happens_to_the_order(self):
        order = self._sell_unit(self.lots[0])
        file = self._get_files(order).with_user(self.dispatcher)
        for serial in ("H-2", "H-3"):
            file = file._exchange(serial, date(2026, 6, 15), "Goodwill")
        invoice = order.invoice_ids
        for event in (invoice.button_draft, invoice.action_post, lambda: self._return(order.picking_ids)):
            event()
        self.assertFiles(order, [("H-3", "active")])

    def test_unit_exchanged_on_its_way_is_not_overwritten_by_another_delivery(self):
        order = self._sold(2)
        self._deliver(order, self.lots[0])
        self._invoice(order)
        file = self._by_serial(order)["RF-A"].with_user(self.dispatcher)
        file._exchange("H-2", date(2026, 6, 15), "Goodwill")
        self._deliver(order, self.lots[1])
        self.assertEqual(set(self._by_serial(order)), {"H-2", "RF-B"})

    def test_typed_serial_number_keeps_its_file_when_both_are_delivered(self):
        order = self._sold(2)
        self._invoice(order)
        typed, blank = self._get_files(order)
        typed.with_user(self.operator).serial = "RF-A"
        self._deliver(order, self.lots[1])
        self._deliver(order, self.lots[0])
        self.assertEqual((typed.lot_id, blank.lot_id), (self.lots[0], self.lots[1]))

    def test_unit_that_people_took_back_stays_back_until_it_is_delivered_again(self):
        order = self._sell_unit(self.lots[0])
        file = self._get_files(order)
        file.with_user(self.dispatcher)._take_back(date(2026, 6, 15), "Left at our door")
        order.invoice_ids.button_draft()
        order.invoice_ids.action_post()
        self.assertEqual(file.state, "returned")

    def test_exchange_that_gives_goods_from_stock_moves_them(self):
        order = self._sell_unit(self.lots[0])
        self._get_files(order).with_user(self.dispatcher)._exchange("RF-B", date(2026, 6, 15), "Goodwill")
        self.assertFiles(order, [("RF-B", "active")])
        self.assertEqual(self.lots[1].quant_ids.filtered("quantity").location_id.usage, "customer")
        self.assertEqual(order.order_line.qty_delivered, 1)


@freeze_time("2026-06-15 10:00:00")
@tagged("post_install", "-at_install")
class TestOneUnitOneFile(FactsCommon):
    """Identity is product and serial number, whatever the source; no document closes another's file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.partner"].create({"name": "Ali Hosseini"})

    def test_unit_given_by_hand_and_sold_to_somebody_else_is_a_failure_that_names_both(self):
        order = self._sell_unit(self.lots[0])
        self._get_files(order).with_user(self.dispatcher)._exchange("H-2", date(2026, 6, 15), "Goodwill")
        lot = self._get_files(order).lot_id
        self.env["stock.quant"]._update_available_quantity(self.fridge, self.stock, 1, lot_id=lot)
        resale = self._sold(1, partner_id=self.other.id)
        self._invoice(resale)
        self.assertEqual(self._deliver(resale, lot).state, "done")
        self.assertEqual(resale.invoice_ids.state, "posted")
        self.assertFiles(order, [("H-2", "active")])
        self.assertFiles(resale, [(False, "pending")])
        error = self._get_failures(resale).error
        for name in (self.customer.name, self.other.name, "H-2"):
            self.assertIn(name, error)

    def test_what_people_say_of_the_other_unit_settles_the_failure(self):
        by_hand = self._create_asset(lot_id=self.lots[0].id, partner_id=self.other.id)
        order = self._sell_unit(self.lots[0])
        invoice = order.invoice_ids
        self.assertEqual(len(self._get_failures(invoice)), 1)
        by_hand.with_user(self.dispatcher)._take_back(date(2026, 6, 15), "Bought back")
        self._get_failures(invoice).with_user(self.manager).action_retry()
        self.assertFalse(self._get_failures(invoice))
        self.assertFiles(order, [("RF-A", "active")])

    def test_unit_known_by_hand_goes_on_when_its_sale_is_posted(self):
        for is_delivered_first in (True, False):
            lot = self.lots[int(is_delivered_first)]
            known = self._create_asset(lot_id=lot.id, serial=False)
            order = self._sold(1)
            steps = [lambda order=order: self._invoice(order), lambda order=order, lot=lot: self._deliver(order, lot)]
            for step in reversed(steps) if is_delivered_first else steps:
                step()
            live = self._get_files(order).filtered(lambda file: file.state == "active")
            self.assertEqual(live, known)
            self.assertEqual(self.env["raya.asset"].search([("lot_id", "=", lot.id)]), known)
            self.assertIn("recorded", known.event_ids.mapped("kind"))
            self.assertIn("sold", known.event_ids.mapped("kind"))

    def test_serial_number_typed_for_somebody_else_is_a_failure_and_the_buyers_own_goes_on(self):
        strange = self._create_asset(serial="rf‑a", partner_id=self.other.id)
        known = self._create_asset(serial="RF-۰B".replace("۰", ""))
        orders = [self._sell_unit(lot) for lot in self.lots[:2]]
        self.assertEqual(strange.state, "active")
        self.assertIn(self.other.name, self._get_failures(orders[0].invoice_ids).error)
        self.assertEqual(self._get_files(orders[1]), known)
        self.assertEqual(known.lot_id, self.lots[1])

    def test_serial_number_of_one_customer_by_two_orders_is_a_failure_that_names_file_and_documents(self):
        first, second = self._sold(1), self._sold(1)
        for order in (first, second):
            self._invoice(order)
        self._get_files(first).with_user(self.operator).serial = "RF-A"
        self._deliver(second, self.lots[0])
        self.assertFiles(first, [("RF-A", "pending")])
        self.assertFiles(second, [(False, "pending")])
        self.assertEqual(
            self._get_failures(second).error,
            f"RF-A was delivered to Sara Karimi for {second.name}, but it is the serial number of Refrigerator · RF-A "
            f"of {first.name}. Correct it on that file, or on the slip of {second.name}.",
        )
        self._get_files(first).with_user(self.operator).serial = "RF-Z"
        self._get_failures(second).with_user(self.manager).action_retry()
        self.assertFiles(second, [("RF-A", "active")])
        self.assertFalse(self._get_failures(second))

    def test_serial_number_delivered_to_one_customer_twice_names_both_documents(self):
        first = self._sell_unit(self.lots[0])
        self.lots[0].quant_ids.sudo().filtered("quantity").unlink()
        self.env["stock.quant"]._update_available_quantity(self.fridge, self.stock, 1, lot_id=self.lots[0])
        second = self._sell_unit(self.lots[0])
        self.assertFiles(first, [("RF-A", "active")])
        errors = self._get_failures(second).error or self._get_failures(second.invoice_ids).error
        for name in (first.name, second.name, "Refrigerator · RF-A"):
            self.assertIn(name, errors)
        self.assertEqual(errors.count(self.customer.name), 1)

    def test_serial_imported_for_the_only_waiting_unit_of_its_owner_fills_it(self):
        order = self._sold(1)
        self._invoice(order)
        waiting = self._get_files(order)
        fields = ["product_id", "serial", "partner_id"]
        row = [self.fridge.display_name, "IMP-1", self.customer.name]
        result = self.env["raya.asset"].with_user(self.manager).load(fields, [row])
        self.assertEqual(result["ids"], waiting.ids, result["messages"])
        self.assertEqual(waiting.serial, "IMP-1")

    def test_goods_from_another_customer_than_the_owner_are_a_finding_that_names_both(self):
        order = self._sell_unit(self.lots[0])
        self._receive(self.lots[0], "customer", self.other)
        self.assertFiles(order, [("RF-A", "active")])
        error = self._get_failures(order).error
        for name in (self.customer.name, self.other.name, "RF-A"):
            self.assertIn(name, error)

    def test_sold_file_is_not_deleted(self):
        order = self._sell_unit(self.lots[0])
        with self.assertRaisesRegex(UserError, "Archive it"):
            self._get_files(order).with_user(self.manager).unlink()
        self._create_asset().with_user(self.manager).unlink()


@freeze_time("2026-06-15 10:00:00")
@tagged("post_install", "-at_install")
class TestCorrectedDocuments(FactsCommon):
    """A done document is corrected: the file follows."""

    def test_serial_of_a_done_slip(self):
        order = self._sell_unit(self.lots[0])
        file = self._get_files(order)
        order.picking_ids.move_line_ids.lot_id = self.lots[1]
        self.assertEqual(self.assertFiles(order, [("RF-B", "active")]), file)

    def test_day_of_a_done_slip(self):
        order = self._sell_unit(self.lots[0])
        order.picking_ids.date_done = "2026-06-12 10:00:00"
        self.assertEqual(self._get_files(order).date_delivery, date(2026, 6, 12))
        self.assertEqual(
            self._get_files(order).event_ids.filtered(lambda event: event.kind == "delivered").date, date(2026, 6, 12)
        )

    def test_quantity_of_a_done_slip(self):
        self.part.write({"tracking": "lot", "raya_file_policy": "unit"})
        lot = self.env["stock.lot"].create({"name": "L-1", "product_id": self.part.id})
        self.env["stock.quant"]._update_available_quantity(self.part, self.stock, 12, lot_id=lot)
        order = self._sell((self.part, 12))
        order.picking_ids.move_ids.picked = True
        order.picking_ids.with_user(self.clerk).with_context(skip_sms=True).button_validate()
        self._invoice(order)
        self.assertRecordValues(self._get_files(order), [{"serial": "L-1", "quantity": 12, "state": "active"}])
        order.picking_ids.move_line_ids.quantity = 10
        held = self._get_files(order).filtered("lot_id")
        self.assertRecordValues(held, [{"serial": "L-1", "quantity": 10, "state": "active"}])

    def test_name_of_a_lot(self):
        order = self._sell_unit(self.lots[0])
        self.lots[0].name = "RF-A2"
        self.assertFiles(order, [("RF-A2", "active")])

    def test_serial_of_a_return(self):
        order = self._sold(2)
        slip = self._deliver(order, self.lots[:2])
        self._invoice(order)
        back = self._return(slip)
        gone = back.move_ids.lot_ids
        states = {file.lot_id: file.state for file in self._get_files(order)}
        self.assertEqual(states[gone], "returned")
        back.move_line_ids.lot_id = self.lots[:2] - gone
        states = {file.lot_id: file.state for file in self._get_files(order)}
        self.assertEqual((states[gone], states[self.lots[:2] - gone]), ("active", "returned"))

    def test_goods_received_back_without_a_link_to_the_order(self):
        order = self._sell_unit(self.lots[0])
        self._receive(self.lots[0], "customer", self.customer)
        file = self.assertFiles(order, [("RF-A", "returned")])
        self.assertEqual(file.event_ids[:1].kind, "returned")
        order.invoice_ids.button_draft()
        order.invoice_ids.action_post()
        self.assertEqual(file.state, "returned")

    def test_unit_without_order_comes_back_by_a_slip(self):
        asset = self._create_asset(lot_id=self.lots[0].id)
        self.env["stock.quant"]._update_available_quantity(self.fridge, self.stock, -1, lot_id=self.lots[0])
        self._receive(self.lots[0], "customer", self.outsider.partner_id)
        self.assertEqual(asset.state, "active")
        self.assertIn("say that it came back", asset.message_ids[0].body)
        self.env["stock.quant"]._update_available_quantity(self.fridge, self.stock, -1, lot_id=self.lots[0])
        self._receive(self.lots[0], "customer", self.customer)
        self.assertEqual(asset.state, "returned")


@freeze_time("2026-06-15 10:00:00")
@tagged("post_install", "-at_install")
class TestPastStaysAsItWasSold(FactsCommon):
    """The past is never derived anew from the set-up of today."""

    def _post_again(self, invoice):
        invoice.button_draft()
        invoice.action_post()

    def test_policy_of_files_and_tracking_changed_after_the_sale(self):
        for values in ({"raya_file_policy": "never"}, {"raya_file_policy": "line"}, {"raya_file_policy": "unit"}):
            order = self._sold(2)
            invoice = self._invoice(order)
            before = [(file, file.state, file.quantity) for file in self._get_files(order)]
            self.fridge.write(values)
            self._post_again(invoice)
            self.assertEqual([(file, file.state, file.quantity) for file in self._get_files(order)], before)
            self.fridge.raya_file_policy = False

    def test_tracking_changed_after_the_sale(self):
        self.part.raya_file_policy = "unit"
        order = self._sell((self.part, 2))
        invoice = self._invoice(order)
        before = [(file, file.state) for file in self._get_files(order)]
        self.assertEqual([state for _file, state in before], ["active", "active"])
        self.part.tracking = "serial"
        self._post_again(invoice)
        self.assertEqual([(file, file.state) for file in self._get_files(order)], before)
