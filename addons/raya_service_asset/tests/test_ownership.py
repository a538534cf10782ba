from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import SOLD_ON, AssetCommon
from .common_sale import SaleCommon

HANDED_ON = date(2026, 6, 1)


@freeze_time("2026-06-01 10:00:00")
class OwnershipCommon(AssetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asset = cls._create_asset()
        cls.buyer = cls.env["res.partner"].create({"name": "Ali Hosseini"})
        cls.other_buyer = cls.env["res.partner"].create({"name": "Cafe Naranj"})

    def _transfer(self, partner, day=HANDED_ON, user=None, assets=None, **vals):
        """What a person does: press the button on the file, say who has it now."""
        assets = (assets or self.asset).with_user(user or self.operator)
        Transfer = self.env["raya.asset.transfer"].with_user(assets.env.user)
        form = Form(Transfer.with_context(**assets.action_transfer()["context"]))
        form.partner_id, form.date, form.reason = partner, day, "Sold privately"
        for name, value in vals.items():
            setattr(form, name, value)
        form.save().action_transfer()
        self.env.invalidate_all()


@freeze_time("2026-06-01 10:00:00")
class TestOwnership(OwnershipCommon):
    def test_first_owner_has_it_since_the_sale(self):
        self.assertRecordValues(
            self.asset.ownership_ids,
            [{"partner_id": self.customer.id, "date": SOLD_ON, "date_until": False, "kind": "recorded"}],
        )

    def test_transfer_leaves_history(self):
        self._transfer(self.buyer)
        self.assertRecordValues(self.asset, [{"partner_id": self.buyer.id, "site_id": self.buyer.id}])
        self.assertRecordValues(
            self.asset.ownership_ids,
            [
                {
                    "partner_id": self.buyer.id,
                    "date": HANDED_ON,
                    "date_until": False,
                    "kind": "transferred",
                    "note": "Sold privately",
                    "user_id": self.operator.id,
                },
                {
                    "partner_id": self.customer.id,
                    "date": SOLD_ON,
                    "date_until": HANDED_ON,
                    "kind": "recorded",
                    "note": False,
                    "user_id": self.env.uid,
                },
            ],
        )

    def test_several_units_go_together_or_none_does(self):
        second = self._create_asset(serial="RF-2")
        self._transfer(self.buyer, assets=self.asset | second)
        self.assertEqual((self.asset | second).partner_id, self.buyer)
        self._transfer(self.other_buyer)
        with self.assertRaisesRegex(UserError, "belongs to Cafe Naranj already"):
            self._transfer(self.other_buyer, assets=second | self.asset)
        self.assertEqual(second.partner_id, self.buyer)

    def test_transfer_before_the_owner_had_it_is_refused(self):
        with self.assertRaisesRegex(UserError, "belongs to Sara Karimi since 03/10/2026"):
            self._transfer(self.buyer, date(2026, 3, 9))

    def test_unit_that_came_back_cannot_be_handed_on(self):
        self.asset._transition("returned")
        with self.assertRaisesRegex(UserError, "not in use"):
            self._transfer(self.buyer)

    def test_owner_changed_in_any_way_leaves_history(self):
        self.asset.with_user(self.operator).partner_id = self.buyer
        self.env.invalidate_all()
        self.assertEqual(self.asset.ownership_ids.mapped("kind"), ["corrected", "recorded"])
        self.assertEqual(self.asset.ownership_ids.mapped("date_until"), [False, HANDED_ON])

    def test_operator_cannot_call_a_transfer_a_correction(self):
        with self.assertRaises(AccessError):
            self.env["raya.asset.transfer"].with_user(self.operator).create(
                {
                    "asset_ids": self.asset.ids,
                    "partner_id": self.buyer.id,
                    "reason": "No",
                    "how": "corrected",
                }
            )

    def test_technician_and_outsider_transfer_nothing(self):
        for user in (self.technician, self.outsider):
            with self.assertRaises(AccessError):
                self.env["raya.asset.transfer"].with_user(user).create(
                    {"asset_ids": self.asset.ids, "partner_id": self.buyer.id, "reason": "No"}
                )
            with self.assertRaises(AccessError):
                self.asset.with_user(user)._transfer_ownership(self.buyer, HANDED_ON, "No")

    def test_nobody_writes_the_history_of_owners(self):
        owner = self.asset.ownership_ids
        for user in (self.operator, self.dispatcher, self.manager):
            self.assertTrue(owner.with_user(user).date)
            with self.assertRaises(AccessError):
                owner.with_user(user).date = HANDED_ON
            with self.assertRaises(AccessError):
                owner.with_user(user).unlink()

    def test_history_of_another_company_is_out_of_reach(self):
        other = self.env["res.company"].create({"name": "Other"})
        asset = self._create_asset(company_id=other.id, serial="RF-9")
        Owner = self.env["raya.asset.event"].with_user(self.manager)
        self.assertFalse(Owner.search([("asset_id", "=", asset.id)]))
        with self.assertRaises(AccessError):
            asset.with_user(self.operator)._transfer_ownership(self.buyer, HANDED_ON, "No")

    def test_life_of_the_unit_tells_its_owners(self):
        self._transfer(self.buyer)
        told = [entry for entry in self.asset.with_user(self.technician).get_timeline() if entry["kind"] == "owner"]
        self.assertEqual([entry["title"] for entry in told], ["New owner: Ali Hosseini"])


@tagged("post_install", "-at_install")
class TestOwnersByDocuments(SaleCommon):
    def test_resale_closes_the_old_file_and_both_show_all_owners(self):
        buyer = self.env["res.partner"].create({"name": "Ali Hosseini"})
        lot = self._create_lots("SN-1")
        with freeze_time("2026-03-10 10:00:00"):
            first = self._sell_unit(lot)
        with freeze_time("2026-05-02 10:00:00"):
            self._return(first.picking_ids)
        with freeze_time("2026-06-01 10:00:00"):
            second = self._sell_unit(lot, buyer)
        old = first.order_line.raya_asset_ids.filtered("lot_id")
        new = second.order_line.raya_asset_ids
        self.assertEqual((old.state, new.state), ("returned", "active"))
        self.assertRecordValues(
            old.event_ids._get_ownerships(),
            [{"partner_id": self.customer.id, "kind": "sold", "date": SOLD_ON, "date_until": date(2026, 5, 2)}],
        )
        for asset in (old, new):
            shown = asset.with_user(self.operator).ownership_ids
            self.assertEqual(shown.mapped("partner_id.name"), ["Ali Hosseini", "Sara Karimi"])
