from datetime import date

from freezegun import freeze_time
from odoo.tests import Form, tagged

from .common import WorkshopCommon

EXCHANGED_ON = date(2026, 6, 1)


@tagged("post_install", "-at_install")
@freeze_time("2026-06-01 10:00:00")
class TestExchange(WorkshopCommon):
    """Another unit for the one in the workshop: what is left of the warranty goes along."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asset = cls._create_asset(serial="RF-OLD")
        [cls.lot] = cls._create_lots("RF-NEW")
        cls.none = cls.env["res.partner"]
        cls.defective = cls.company._raya_get_place("defective")

    def _exchange(self, action, **vals):
        form = Form(self.env["raya.asset.exchange"].with_user(self.dispatcher).with_context(**action["context"]))
        form.serial, form.date, form.reason = "RF-NEW", EXCHANGED_ON, "Goodwill"
        for name, value in vals.items():
            form[name] = value
        form.save().action_exchange()
        return self.env["raya.asset"].search([("serial", "=", "RF-NEW")])

    def test_remaining_warranty_moves_and_the_old_unit_waits_for_inspection(self):
        reception = self._receive(asset_id=self.asset.id)
        lot = reception.sudo().lot_id
        before = self._read_stock(self.fridge)
        new = self._exchange(reception.with_user(self.dispatcher).action_exchange())
        self.assertEqual((reception.state, self.asset.state, new.state), ("exchanged", "returned", "active"))
        self.assertRecordValues(new.warranty_ids, [{"date_start": EXCHANGED_ON, "date_end": date(2028, 3, 9)}])
        self._assert_moved(
            before,
            self._read_stock(self.fridge),
            {
                (self.workshop, self.customer, lot): -1.0,
                (self.defective, self.customer, lot): 1.0,
                (self.stock, self.none, self.lot): -1.0,
                (self.customers, self.none, self.lot): 1.0,
            },
        )
        with self._refused("Exchanged"):
            reception._hand_over("Ali")

    def test_undone_exchange_brings_the_unit_back_into_the_workshop(self):
        reception = self._receive(asset_id=self.asset.id)
        before = self._read_stock(self.fridge)
        received = reception.date_received
        new = self._exchange(reception.with_user(self.dispatcher).action_exchange())
        with freeze_time("2026-06-02 10:00:00"):
            new.with_user(self.dispatcher)._undo_exchange(date(2026, 6, 2), "Wrong unit")
        self.assertEqual((reception.state, self.asset.state), ("received", "active"))
        self.assertEqual((reception.date_received, reception.user_id), (received, self.operator))
        moved = self._read_stock(self.fridge)
        lot = reception.sudo().lot_id
        self.assertEqual(moved[self.workshop, self.customer, lot], before[self.workshop, self.customer, lot])
        self.assertNotIn((self.defective, self.customer, lot), moved)

    def test_undone_exchange_finds_its_stay_behind_newer_receipts(self):
        reception = self._receive(asset_id=self.asset.id)
        new = self._exchange(reception.with_user(self.dispatcher).action_exchange())
        self._create_reception(asset_id=self.asset.id, partner_id=self.customer.id)
        with freeze_time("2026-06-02 10:00:00"):
            new.with_user(self.dispatcher)._undo_exchange(date(2026, 6, 2), "Wrong unit")
        self.assertEqual(reception.state, "received")

    def test_undone_exchange_waits_for_no_unit(self):
        new = self._exchange(self.asset.with_user(self.dispatcher).action_exchange(), date_due=date(2026, 6, 10))
        loan = self.env["raya.loan"].search([("asset_id", "=", self.asset.id)])
        with freeze_time("2026-06-02 10:00:00"):
            new.with_user(self.dispatcher)._undo_exchange(date(2026, 6, 2), "Wrong unit")
        self.assertEqual(loan.state, "cancelled")
        with self._refused("that exchange was undone"):
            loan.with_user(self.operator).action_reset()

    def test_unit_that_a_slip_took_in_as_ours_is_not_counted_twice(self):
        reception = self._receive(asset_id=self.asset.id)
        lot = reception.sudo().lot_id
        self._stock_up(self.fridge, 1, lot)
        self._exchange(reception.with_user(self.dispatcher).action_exchange())
        stock = self._read_stock(self.fridge)
        self.assertEqual(stock[self.stock, self.none, lot], 1.0)
        self.assertNotIn((self.defective, self.customer, lot), stock)
        self.assertNotIn((self.workshop, self.customer, lot), stock)

    def test_unit_that_is_brought_later_is_waited_for(self):
        new = self._exchange(self.asset.with_user(self.dispatcher).action_exchange(), date_due=date(2026, 6, 10))
        loan = self.env["raya.loan"].search([("asset_id", "=", self.asset.id)])
        self.assertRecordValues(
            loan,
            [
                {
                    "kind": "exchange",
                    "state": "out",
                    "partner_id": self.customer.id,
                    "product_id": self.fridge.id,
                    "date_due": date(2026, 6, 10),
                    "user_id": self.dispatcher.id,
                }
            ],
        )
        self.assertEqual((loan.serial, new.replaced_asset_id), ("RF-OLD", self.asset))
        before = self._read_stock(self.fridge)
        loan.with_user(self.operator).action_take_back()
        lot = loan.lot_id
        self._assert_moved(
            before,
            self._read_stock(self.fridge),
            {(self.customers, self.customer, lot): -1.0, (self.defective, self.customer, lot): 1.0},
        )
        self.assertEqual((loan.state, self.asset.state), ("back", "returned"))

    def test_unit_that_is_here_is_not_waited_for(self):
        reception = self._receive(asset_id=self.asset.id)
        form = self.env["raya.asset.exchange"].create({"asset_id": self.asset.id, "serial": "RF-NEW", "reason": "?"})
        self.assertTrue(form.is_here)
        form.date_due = date(2026, 6, 10)
        form.with_user(self.env.user).action_exchange()
        self.assertEqual(reception.state, "exchanged")
        self.assertFalse(self.env["raya.loan"].search([("asset_id", "=", self.asset.id)]))

    def test_exchange_without_reception_is_as_before(self):
        new = self._exchange(self.asset.with_user(self.dispatcher).action_exchange())
        self.assertEqual(new.replaced_asset_id, self.asset)
        self.assertFalse(self.env["raya.loan"].search([("asset_id", "=", self.asset.id)]))
