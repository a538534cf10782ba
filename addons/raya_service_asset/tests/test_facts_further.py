from datetime import date

from freezegun import freeze_time
from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .common import SOLD_ON
from .common_sale import SaleCommon

TODAY = date(2026, 6, 15)


@freeze_time("2026-06-15 10:00:00")
class FurtherCommon(SaleCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Odoo counts one of a serial number in each place; theirs is their own.
        customers = cls.env.ref("stock.stock_location_customers")
        place = cls.env["stock.location"].create({"name": "Ali", "usage": "customer", "location_id": customers.id})
        cls.other = cls.env["res.partner"].create({"name": "Ali Hosseini", "property_stock_customer": place.id})

    def _found_again(self, lot):
        """A count finds one more of a serial number that a customer has."""
        self.env["stock.quant"]._update_available_quantity(self.fridge, self.stock, 1, lot_id=lot)

    def _get_errors(self, order):
        documents = [f"sale.order,{order.id}", *(f"account.move,{move.id}" for move in order.invoice_ids)]
        found = self.env["raya.asset.sync.failure"].search([("document", "in", documents)])
        return "\n".join(found.mapped("error"))

    def _import(self, product, *serials, partner=None):
        rows = [[product.display_name, serial, (partner or self.customer).name] for serial in serials]
        Asset = self.env["raya.asset"].with_user(self.manager)
        result = Asset.load(["product_id", "serial", "partner_id"], rows)
        self.assertFalse(result["messages"])
        return self.env["raya.asset"].browse(result["ids"])

    def _move(self, slip, quantity):
        slip.move_ids.write({"quantity": quantity, "picked": True})
        slip.with_user(self.clerk).with_context(skip_sms=True, skip_backorder=True).button_validate()


@freeze_time("2026-06-15 10:00:00")
@tagged("post_install", "-at_install")
class TestResale(FurtherCommon):
    """What was sold is sold again: only goods that came back have left their owner."""

    def test_one_more_in_stock_proves_no_return_and_the_resale_names_both(self):
        order = self._sell_unit(self.lots[0])
        self._found_again(self.lots[0])
        resale = self._sell_unit(self.lots[0], self.other)
        for event in (order.invoice_ids.button_draft, order.invoice_ids.action_post):
            event()
        self.assertEqual((resale.picking_ids.state, resale.invoice_ids.state), ("done", "posted"))
        self.assertFiles(order, [("RF-A", "active")])
        for name in (self.customer.name, self.other.name, "RF-A"):
            self.assertIn(name, self._get_errors(resale))

    def test_unit_that_changed_hands_is_sold_again_and_its_owner_of_today_is_named(self):
        order = self._sell_unit(self.lots[0])
        heir = self.env["res.partner"].create({"name": "Cafe Naranj"})
        self._get_files(order).with_user(self.operator)._transfer_ownership(heir, TODAY, "Sold privately")
        self._found_again(self.lots[0])
        resale = self._sell_unit(self.lots[0], self.other)
        self.assertEqual((self._get_files(order).state, self._get_files(order).partner_id), ("active", heir))
        self.assertIn("RF-A was sold to Ali Hosseini", self._get_errors(resale))
        self.assertIn("a product file of Cafe Naranj", self._get_errors(resale))

    def test_unit_bought_back_and_sold_again_has_a_file_of_its_new_owner(self):
        order = self._sell_unit(self.lots[0])
        self._receive(self.lots[0], "supplier", self.customer)
        resale = self._sell_unit(self.lots[0], self.other)
        self.assertFiles(order, [("RF-A", "returned")])
        new = self.assertFiles(resale, [("RF-A", "active")])
        self.assertEqual((new.partner_id, len(new.ownership_ids)), (self.other, 2))

    def test_invoice_credited_and_corrected_leaves_the_day_of_the_sale(self):
        with freeze_time("2026-03-10 10:00:00"):
            order, alone = self._sell_unit(self.lots[0]), self._create_invoice({"quantity": 1})
        for invoice, source in ((order.invoice_ids, order), (alone, None)):
            file = self._get_files(source or invoice)
            corrected = self._reverse(invoice, modify=True)
            corrected.invoice_date = TODAY
            corrected.action_post()
            for event in (lambda: None, corrected.button_draft, corrected.action_post):
                event()
                self.assertEqual(self._get_files(source or corrected), file)
                self.assertEqual(file.date_invoice, SOLD_ON)
            self.assertEqual(file.invoice_id.sudo(False), corrected)
            sold = file.event_ids.filtered(lambda event: event.kind == "sold")
            self.assertEqual((sold.date, file._get_life(date(2026, 4, 1))[file].status), (SOLD_ON, "live"))

    def test_unit_exchanged_after_the_correction_has_the_day_of_the_sale(self):
        with freeze_time("2026-03-10 10:00:00"):
            order = self._sell_unit(self.lots[0])
        self._reverse(order.invoice_ids, modify=True).action_post()
        old = self._get_files(order).with_user(self.dispatcher)
        new = old._exchange("H-2", TODAY, "Goodwill")
        self.env["raya.asset.sync"]._sync_or_raise(order)
        self.assertEqual(new.sudo().date_invoice, SOLD_ON)
        new._undo_exchange(TODAY, "Wrong unit")
        self.env["raya.asset.sync"]._sync_or_raise(order)
        self.assertRecordValues(old.sudo(), [{"date_invoice": SOLD_ON, "state": "active"}])

    def test_unit_that_came_back_before_it_was_invoiced_again_is_sold_anew(self):
        with freeze_time("2026-03-10 10:00:00"):
            order = self._sell_unit(self.lots[0])
        file, slip = self._get_files(order), order.picking_ids
        with freeze_time("2026-05-02 10:00:00"):
            back = self._return(slip)
            corrected = self._reverse(order.invoice_ids, modify=True)
        self._return(back)
        corrected.invoice_date = TODAY
        corrected.action_post()
        self.assertEqual(self.assertFiles(order, [("RF-A", "active")]), file)
        self.assertEqual(file.date_invoice, TODAY)

    def test_invoice_of_another_day_by_mistake_is_corrected_in_draft(self):
        with freeze_time("2026-03-10 10:00:00"):
            order = self._sell_unit(self.lots[0])
        invoice = order.invoice_ids
        invoice.button_draft()
        invoice.invoice_date = TODAY
        invoice.action_post()
        self.assertEqual(self._get_files(order).date_invoice, TODAY)


@freeze_time("2026-06-15 10:00:00")
@tagged("post_install", "-at_install")
class TestWaitingUnits(FurtherCommon):
    """A serial number that is told later belongs to a unit that waits for it, whoever tells it."""

    def test_unit_by_hand_without_owner_goes_on_as_the_buyers(self):
        known = self._create_asset(lot_id=self.lots[0].id, serial="RF-A", partner_id=False)
        order = self._sell_unit(self.lots[0])
        self.assertEqual(self.assertFiles(order, [("RF-A", "active")]), known)
        self.assertEqual(known.partner_id, self.customer)

    def test_imported_serials_fill_the_units_of_one_sale(self):
        self.part.raya_file_policy = "unit"
        order = self._sell((self.part, 3))
        self._invoice(order)
        files = self._get_files(order)
        files[0].with_user(self.operator).serial = "A-1"
        self.assertEqual(self._import(self.part, "A-2", "A-3"), files[1:])
        self.assertEqual(files.mapped("serial"), ["A-1", "A-2", "A-3"])
        with self.assertRaisesRegex(ValidationError, "A-3"):
            files[0].with_user(self.operator).serial = "a-3"

    def test_imported_serials_that_may_belong_to_several_sales_or_are_too_many_open_files(self):
        """A row names no sale: of two serial numbers for one waiting unit nobody knows which is meant, if any is.

        Customers who wait for a unit have older ones, which an import of all that is
        in the field tells first. Which number was sold the slip says later.
        """
        orders = [self._sold(1), self._sold(1)]
        for order in orders:
            self._invoice(order)
        self._import(self.fridge, "IMP-1")
        self.assertEqual([self._get_files(order).serial for order in orders], [False, False])
        lone = self._sold(1, partner_id=self.other.id)
        self._invoice(lone)
        told = self._import(self.fridge, "IMP-2", "IMP-3", partner=self.other)
        self.assertFalse(self._get_files(lone).serial)
        self._deliver(lone, self._create_lots("IMP-3"))
        self.assertEqual(self.assertFiles(lone, [("IMP-3", "active")]), told[1])
        self.assertEqual(told.mapped("state"), ["active"] * 2)
        self.assertEqual(self.env["raya.asset"].search_count([("partner_id", "=", self.other.id)]), 3)

    def test_registration_of_the_customers_only_waiting_unit_fills_it(self):
        order = self._sold(1)
        self._invoice(order)
        values = {"product_id": self.fridge.id, "product_name": "Refrigerator", "date_purchase": TODAY}
        Registration = self.env["raya.asset.registration"]
        of_other, own = (
            Registration.create({**values, "partner_id": partner.id, "serial": serial})
            for partner, serial in ((self.other, "P-1"), (self.customer, "P-2"))
        )
        (of_other | own).with_user(self.operator).action_confirm()
        self.assertEqual(own.asset_id, self._get_files(order))
        self.assertFiles(order, [("P-2", "pending")])
        self.assertEqual(of_other.asset_id.partner_id, self.other)

    def test_unit_with_a_serial_number_stays_where_fewer_are_sold(self):
        invoice = self._create_invoice({"quantity": 2})
        self._get_files(invoice)[1].with_user(self.operator).serial = "T-2"
        invoice.button_draft()
        invoice.sudo().invoice_line_ids.quantity = 1
        invoice.action_post()
        self.assertFiles(invoice, [(False, "cancelled"), ("T-2", "pending")])

    def test_line_typed_again_with_fewer_units_takes_those_with_a_serial_number(self):
        invoice = self._create_invoice({"quantity": 2})
        file = self._get_files(invoice)[1]
        file.with_user(self.operator).serial = "T-2"
        invoice.button_draft()
        with Form(invoice.sudo()) as form:
            form.invoice_line_ids.remove(0)
        with Form(invoice.sudo()) as form, form.invoice_line_ids.new() as line:
            line.product_id = self.fridge
        invoice.action_post()
        self.assertEqual(self.assertFiles(invoice, [("T-2", "pending")]), file)

    def test_unit_of_somebody_else_given_in_exchange_is_refused_and_its_file_named(self):
        order, others = self._sell_unit(self.lots[0]), self._sell_unit(self.lots[1], self.other)
        with self.assertRaisesRegex(ValidationError, "RF-B.*Ali Hosseini"):
            self._get_files(order).with_user(self.dispatcher)._exchange("rf-b", TODAY, "Goodwill")
        self.assertFiles(order, [("RF-A", "active")])
        self.assertFiles(others, [("RF-B", "active")])


@freeze_time("2026-06-15 10:00:00")
@tagged("post_install", "-at_install")
class TestFurtherCorrections(FurtherCommon):
    """A done slip is corrected in other ways."""

    def test_goods_added_to_a_done_slip(self):
        order = self._sold(2)
        slip = self._deliver(order, self.lots[0])
        self._invoice(order)
        slip.move_line_ids.copy({"lot_id": self.lots[1].id, "move_id": slip.move_ids.id, "quantity": 1})
        self.assertEqual(order.order_line.qty_delivered, 2)
        self.assertFiles(order, [("RF-A", "active"), ("RF-B", "active")])

    def test_goods_taken_off_a_done_slip_and_put_back(self):
        order = self._sell_unit(self.lots[0])
        goods = order.picking_ids.move_line_ids
        goods.quantity = 0
        file = self.assertFiles(order, [(False, "pending")])
        self.assertFalse(file.date_delivery)
        self.assertEqual(file.event_ids.mapped("kind"), ["sold"])
        goods.quantity = 1
        self.assertEqual(self.assertFiles(order, [("RF-A", "active")]), file)
        self.assertEqual(file.date_delivery, TODAY)

    def _deliver_parts(self, quantity):
        """An order of goods that are not tracked and have a file each, delivered and invoiced."""
        self.part.raya_file_policy = "unit"
        self.env["stock.quant"]._update_available_quantity(self.part, self.stock, quantity)
        order = self._sell((self.part, quantity))
        self._move(order.picking_ids, quantity)
        self._invoice(order)
        return order

    def _get_told(self, order):
        """What the slips tell of each unit: its day, and the events of its goods."""
        return [
            (file.date_delivery, [kind for kind in file.event_ids.mapped("kind") if kind != "sold"])
            for file in self._get_files(order)
        ]

    def test_goods_without_serial_number_taken_off_a_done_slip_and_put_back(self):
        order = self._deliver_parts(3)
        goods, came, never = order.picking_ids.move_line_ids, (TODAY, ["delivered"]), (False, [])
        for quantity in (2, 0, 3):
            goods.quantity = quantity
            self.assertEqual(self._get_told(order), [came] * quantity + [never] * (3 - quantity))
            self.assertEqual(self._get_files(order).mapped("state"), ["active"] * 3, "they are sold")

    def test_goods_of_a_credited_unit_taken_off_a_done_slip(self):
        order = self._deliver_parts(3)
        self._reverse(order.invoice_ids, quantity=1)
        self.assertEqual(self._get_told(order)[2], (TODAY, ["credited", "delivered"]))
        order.picking_ids.move_line_ids.quantity = 2
        self.assertEqual(self._get_told(order)[2], (False, ["credited"]))

    def test_unit_without_serial_number_given_by_hand_keeps_the_day_on_which_it_was_given(self):
        with freeze_time("2026-06-01 10:00:00"):
            order = self._deliver_parts(2)
        new = self._get_files(order)[0].with_user(self.dispatcher)._exchange("P-2", TODAY, "Goodwill").sudo()
        self.env["raya.asset.sync"]._sync_or_raise(order)
        self.assertEqual((new.date_delivery, new.event_ids.mapped("kind")), (TODAY, ["given"]))

    def test_serial_of_the_slip_of_a_unit_given_by_hand(self):
        order, others = self._sell_unit(self.lots[0]), self._sell_unit(self.lots[2], self.other)
        new = self._get_files(order).with_user(self.dispatcher)._exchange("RF-B", TODAY, "Goodwill")
        goods = self.env["stock.move.line"].search([("lot_id", "=", self.lots[1].id), ("state", "=", "done")])
        spare = self._create_lots("RF-D")
        goods.lot_id = spare
        self.assertRecordValues(new, [{"lot_id": spare.id, "serial": "RF-D", "state": "active"}])
        goods.lot_id = self.lots[2]
        self.assertEqual(new.lot_id, spare)
        self.assertIn("RF-C", new.message_ids[0].body)
        self.assertFiles(others, [("RF-C", "active")])

    def test_goods_without_serial_number_received_back_without_a_link_ask_their_files(self):
        self.part.raya_file_policy = "unit"
        self.env["stock.quant"]._update_available_quantity(self.part, self.stock, 3)
        order = self._sell((self.part, 1))
        self._move(order.picking_ids, 1)
        self._invoice(order)
        file = self._get_files(order)
        for giver, is_asked in ((self.other, False), (self.customer, True)):
            self._move(self._prepare_receipt(giver), 1)
            self.assertEqual("say that it came back" in (file.message_ids[:1].body or ""), is_asked, giver.name)
        self.assertEqual(file.state, "active")

    def _prepare_receipt(self, giver):
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)], limit=1)
        way = {
            "location_id": self.env.ref("stock.stock_location_customers").id,
            "location_dest_id": self.stock.id,
        }
        goods = {"product_id": self.part.id, "product_uom_qty": 1, **way}
        values = {"picking_type_id": warehouse.in_type_id.id, "partner_id": giver.id, **way}
        slip = self.env["stock.picking"].create({**values, "move_ids": [Command.create(goods)]})
        slip.action_confirm()
        return slip


@freeze_time("2026-06-15 10:00:00")
@tagged("post_install", "-at_install")
class TestDaysOfEvents(FurtherCommon):
    """An event is on the day that its document says now; one that nobody can date keeps its day."""

    def _get_day(self, file, kind):
        return file.event_ids.filtered(lambda event: event.kind == kind).date

    def test_day_of_a_credit_note_that_is_corrected(self):
        order = self._sell_unit(self.lots[0])
        file = self._get_files(order)
        credit = self._reverse(order.invoice_ids)
        self.assertEqual(self._get_day(file, "credited"), TODAY)
        credit.sudo().button_draft()
        credit.sudo().invoice_date = date(2026, 6, 16)
        credit.action_post()
        self.assertEqual(self._get_day(file, "credited"), date(2026, 6, 16))
        credit.sudo().button_draft()
        self.assertEqual(file.state, "active")
        with freeze_time("2026-06-20 10:00:00"):
            self._post_anew_on(credit, date(2026, 6, 18))
        self.assertEqual(self._get_day(file, "credited"), date(2026, 6, 18))

    def _post_anew_on(self, move, day):
        move.sudo().invoice_date = day
        move.action_post()

    def test_day_of_goods_without_serial_number_delivered(self):
        self.part.raya_file_policy = "unit"
        self.env["stock.quant"]._update_available_quantity(self.part, self.stock, 1)
        order = self._sell((self.part, 1))
        order.picking_ids.move_ids.picked = True
        order.picking_ids.with_user(self.clerk).with_context(skip_sms=True).button_validate()
        self._invoice(order)
        file = self._get_files(order)
        self.assertEqual(self._get_day(file, "delivered"), TODAY)
        order.picking_ids.date_done = "2026-06-12 10:00:00"
        self.assertEqual(self._get_day(file, "delivered"), date(2026, 6, 12))

    def test_days_of_a_unit_whose_sale_goes_on_with_another_are_written_by_nobody(self):
        order, alone = self._sell_unit(self.lots[0]), self._create_invoice({"quantity": 1})
        withdrawn, old = self._get_files(alone), self._get_files(order)
        new = old.with_user(self.dispatcher)._exchange("H-2", TODAY, "Goodwill").sudo()
        alone.button_draft()
        alone.sudo().with_context(force_delete=True).unlink()
        self._refuse_days(old | new, order.invoice_ids.name)
        self._refuse_days(withdrawn, "the documents of its sale")
        new.with_user(self.dispatcher)._undo_exchange(TODAY, "Wrong unit")
        self._refuse_days(old, order.invoice_ids.name)
        self._refuse_days(new, "the documents of its sale")

    def _refuse_days(self, files, document):
        for file in files.with_user(self.manager):
            for name in ("date_invoice", "date_delivery"):
                with self.assertRaisesRegex(UserError, f"comes from {document}.*Correct it there"):
                    file.write({name: "2020-01-01"})
            file.write({"date_invoice": file.date_invoice, "date_installation": TODAY})

    def test_unit_given_by_hand_is_sold_as_the_one_before(self):
        self.part.raya_file_policy = "unit"
        order = self._sell((self.part, 1))
        invoice = self._invoice(order)
        new = self._get_files(order).with_user(self.dispatcher)._exchange("P-2", TODAY, "Goodwill").sudo()
        self.part.raya_file_policy = "line"
        invoice.sudo().button_draft()
        invoice.sudo().invoice_line_ids.quantity = 2
        invoice.action_post()
        self.assertEqual(new.sold_as, "unit")
        self.assertRecordValues(self._get_files(order), [{"quantity": 1.0, "sold_as": "unit"}] * 2)

    def test_day_on_which_a_sale_was_withdrawn_stays(self):
        order = self._sell_unit(self.lots[0])
        file = self._get_files(order)
        order.invoice_ids.button_draft()
        with freeze_time("2026-06-20 10:00:00"):
            self.env["raya.asset.sync"]._sync_or_raise(order)
        self.assertEqual(self._get_day(file, "withdrawn"), TODAY)
