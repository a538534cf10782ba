from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import SOLD_ON, AssetCommon
from .common_sale import SaleCommon

EXCHANGED_ON = date(2026, 6, 1)


@freeze_time("2026-06-01 10:00:00")
class ExchangeCommon(AssetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asset = cls._create_asset()

    def _exchange(self, asset=None, serial="RF-NEW", user=None):
        """What a person does: press the button on the file, enter the new serial number."""
        asset = (asset or self.asset).with_user(user or self.dispatcher)
        Exchange = self.env["raya.asset.exchange"].with_user(asset.env.user)
        form = Form(Exchange.with_context(**asset.action_exchange()["context"]))
        form.serial, form.date, form.reason = serial, EXCHANGED_ON, "Goodwill"
        new = self.env["raya.asset"].browse(form.save().action_exchange()["res_id"])
        self.env.invalidate_all()
        return new


@freeze_time("2026-06-01 10:00:00")
class TestExchange(ExchangeCommon):
    """Another unit in the place of one, by hand."""

    def test_serial_is_cleaned_however_it_was_typed(self):
        self.assertEqual(self._exchange(serial="  RF-۷۷  ").serial, "RF-77")

    def test_new_unit_has_the_owner_the_site_and_the_day_of_the_sale(self):
        self.asset.site_id = self.env["res.partner"].create({"name": "Workshop", "parent_id": self.customer.id})
        new = self._exchange()
        self.assertRecordValues(
            new,
            [
                {
                    "product_id": self.fridge.id,
                    "serial": "RF-NEW",
                    "partner_id": self.customer.id,
                    "site_id": self.asset.site_id.id,
                    "date_invoice": SOLD_ON,
                    "date_delivery": EXCHANGED_ON,
                    "state": "active",
                    "replaced_asset_id": self.asset.id,
                }
            ],
        )
        self.assertRecordValues(self.asset, [{"state": "returned", "replacing_asset_id": new.id}])

    def test_both_files_tell_what_happened_and_who_did_it(self):
        new = self._exchange()
        for file, other in ((self.asset, "RF-NEW"), (new, "RF-1")):
            told = file.message_ids.filtered(lambda message: "Goodwill" in message.body)
            self.assertIn(f"Exchanged: Refrigerator · {other}", told.body)
            self.assertEqual(told.author_id, self.dispatcher.partner_id)

    def test_new_owner_line_begins_where_the_old_one_ends(self):
        new = self._exchange()
        self.assertEqual(self.asset.ownership_ids.date_until, EXCHANGED_ON)
        self.assertRecordValues(new.ownership_ids, [{"partner_id": self.customer.id, "date_until": False}])

    def test_serial_number_is_known_to_the_stock(self):
        lot = self.env["stock.lot"].create({"name": "RF-NEW", "product_id": self.fridge.id})
        self.assertEqual(self._exchange().lot_id, lot)
        fresh = self._exchange(self._create_asset(serial="RF-2"), serial="RF-FRESH")
        self.assertRecordValues(fresh.lot_id, [{"name": "RF-FRESH", "product_id": self.fridge.id}])

    def test_goods_without_serial_numbers_get_none_in_stock(self):
        part = self._create_asset(product_id=self.part.id, serial="P-1")
        new = self._exchange(part, serial="P-2")
        self.assertEqual((new.serial, new.lot_id), ("P-2", self.env["stock.lot"]))

    def test_unit_that_was_exchanged_is_not_exchanged_again(self):
        self._exchange()
        with self.assertRaisesRegex(UserError, "RF-1 is not in use, so it cannot be exchanged"):
            self._exchange(serial="RF-3")

    def test_exchanged_unit_can_be_exchanged_in_its_turn(self):
        second = self._exchange()
        third = self._exchange(second, serial="RF-3")
        self.assertEqual(third.replaced_asset_id, second)
        self.assertEqual((self.asset | second | third).mapped("state"), ["returned", "returned", "active"])

    def test_operator_and_technician_exchange_nothing(self):
        for user in (self.operator, self.technician, self.outsider):
            with self.assertRaises(AccessError):
                self.env["raya.asset.exchange"].with_user(user).create(
                    {"asset_id": self.asset.id, "serial": "X", "reason": "No"}
                )
        with self.assertRaises(AccessError):
            self.asset.with_user(self.technician)._exchange("X", EXCHANGED_ON, "No")
        self.assertEqual(self.asset.state, "active")

    def test_unit_of_another_company_is_out_of_reach(self):
        foreign = self._create_asset(serial="X-1", company_id=self.env["res.company"].create({"name": "Other"}).id)
        with self.assertRaises(AccessError):
            foreign.with_user(self.dispatcher)._exchange("X-2", EXCHANGED_ON, "No")

    def test_serial_in_use_with_somebody_else_is_refused_and_nothing_is_half_done(self):
        lot = self.env["stock.lot"].create({"name": "RF-NEW", "product_id": self.fridge.id})
        other = self._create_asset(serial=lot.name, lot_id=lot.id, partner_id=self.outsider.partner_id.id)
        for serial in ("RF-NEW", "rf–new"):
            with self.assertRaises(ValidationError) as refused, self.cr.savepoint():
                self._exchange(serial=serial)
            self.assertIn(other.display_name, str(refused.exception))
        self.env.invalidate_all()
        self.assertEqual(self.asset.state, "active")

    def test_serial_in_stock_of_another_file_is_refused_and_the_file_is_named(self):
        lot = self.env["stock.lot"].create({"name": "RF-NEW", "product_id": self.fridge.id})
        other = self._create_asset(serial=lot.name, lot_id=lot.id)
        Asset = self.env["raya.asset"].with_user(self.manager)
        with self.assertRaises(ValidationError) as refused, self.cr.savepoint():
            Asset.create({"product_id": self.fridge.id, "lot_id": lot.id, "partner_id": self.customer.id})
        self.assertIn(other.display_name, str(refused.exception))
        with self.assertRaises(ValidationError) as refused, self.cr.savepoint():
            self.asset.with_user(self.manager).lot_id = lot
        self.assertIn(other.display_name, str(refused.exception))


@freeze_time("2026-06-01 10:00:00")
@tagged("post_install", "-at_install")
class TestExchangeOfSale(SaleCommon):
    """The documents know the unit that the customer has now."""

    def test_order_leads_to_the_new_unit_and_later_events_change_nothing(self):
        order = self._sold(1)
        invoice = self._invoice(order)
        self._deliver(order, self.lots[0])
        old = self.assertFiles(order, [("RF-A", "active")])
        new = old.with_user(self.dispatcher)._exchange("RF-NEW", EXCHANGED_ON, "Broken on arrival")
        self.assertFiles(order, [("RF-NEW", "active")])
        self.assertRecordValues(old, [{"state": "returned", "sale_line_id": False, "unit_number": 0}])
        invoice.sudo().button_draft()
        invoice.action_post()
        self.assertEqual(self._get_files(order), new.sudo())
        self.assertEqual(old.state, "returned")

    def test_unit_given_by_hand_comes_back_and_its_order_goes_on(self):
        order = self._sold(2)
        invoice = self._invoice(order)
        self._deliver(order, self.lots[:2])
        old, other = self._get_files(order).sorted("unit_number")
        new = old.with_user(self.dispatcher)._exchange("RF-NEW", EXCHANGED_ON, "Broken on arrival")
        for file in (new, other.with_user(self.dispatcher)):
            file._take_back(EXCHANGED_ON, "Broken as well")
        invoice.sudo().button_draft()
        invoice.action_post()
        self.assertFalse(self.env["raya.asset.sync.failure"].search([]))
        self.assertFiles(order, [("RF-NEW", "returned"), ("RF-B", "returned")])
        self.assertEqual(self._get_files(order).mapped("quantity"), [1.0, 1.0])

    def _press(self, file, serial, user=None):
        wizard = self.env["raya.asset.exchange"].with_user(user or self.dispatcher)
        return wizard.create({"asset_id": file.id, "serial": serial, "reason": "Goodwill"}).action_exchange()

    def test_goods_that_no_slip_has_taken_in_are_asked_for(self):
        self.fridge.name = "Refrigerator 100%"
        order = self._sell_unit(self.lots[0])
        old, slip = self._get_files(order), order.picking_ids
        action = self._press(old, "RF-NEW")
        self.assertEqual(action["params"]["next"]["res_id"], self._get_files(order).id)
        sentence = f"Refrigerator 100% · RF-A came back: return the goods of {slip.name}."
        self.assertIn(sentence, action["params"]["message"])
        self.assertIn(sentence, old.message_ids[0].body)
        self.assertNotIn("links", action["params"], "dispatchers do not open slips")
        self._return(slip)
        self.assertFiles(order, [("RF-NEW", "active")])
        self.assertEqual(old.state, "returned")

    def test_slip_opens_for_those_who_may(self):
        order = self._sell_unit(self.lots[0])
        self.dispatcher.group_ids |= self.env.ref("stock.group_stock_user")
        params = self._press(self._get_files(order), "RF-NEW")["params"]
        self.assertEqual([link["label"] for link in params["links"]], [order.picking_ids.name])
        self.assertIn("return the goods of %s.", params["message"])

    def test_goods_that_are_back_or_never_left_are_not_asked_for(self):
        order = self._sell_unit(self.lots[0])
        self._receive(self.lots[0], "customer", self.customer)
        self.env.flush_all()
        back, never = self._create_asset(lot_id=self.lots[0].id, serial=False), self._create_asset(serial="RF-9")
        for file, serial in ((back, "RF-NEW"), (never, "RF-NEW2")):
            self.assertEqual(self._press(file, serial)["res_model"], "raya.asset")
        self.assertFiles(order, [("RF-A", "returned")])

    def test_goods_without_serial_number_are_asked_for_by_their_slip(self):
        self.part.raya_file_policy = "unit"
        self.env["stock.quant"]._update_available_quantity(self.part, self.stock, 1)
        order = self._sell((self.part, 1))
        order.picking_ids.move_ids.write({"quantity": 1, "picked": True})
        order.picking_ids.with_user(self.clerk).with_context(skip_sms=True).button_validate()
        self._invoice(order)
        self.assertIn(order.picking_ids.name, self._press(self._get_files(order), "P-2")["params"]["message"])
