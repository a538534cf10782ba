import runpy
from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import file_path

from .common import SOLD_ON, DocumentsCommon, ServiceCallsCommon

HANDED_ON = date(2026, 6, 1)


@freeze_time("2026-06-01 10:00:00")
class TestOwnership(ServiceCallsCommon):
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

    def _limit_to_first_owner(self):
        self.fridge.raya_policy_ids = self._create_policy(name="First owner only", is_transferable=False)
        self.asset = self._create_asset(serial="RF-2")
        return self.asset.warranty_ids

    def _decide(self, day):
        return self.asset.with_user(self.technician)._decide_coverage("labour", day)

    def test_first_owner_has_it_since_the_sale(self):
        self.assertRecordValues(
            self.asset.owner_ids,
            [{"partner_id": self.customer.id, "date_from": SOLD_ON, "date_to": False, "how": "import"}],
        )

    def test_transfer_leaves_history(self):
        self._transfer(self.buyer)
        self.assertRecordValues(self.asset, [{"partner_id": self.buyer.id, "site_id": self.buyer.id}])
        self.assertRecordValues(
            self.asset.owner_ids,
            [
                {
                    "partner_id": self.buyer.id,
                    "date_from": HANDED_ON,
                    "date_to": False,
                    "how": "transfer",
                    "note": "Sold privately",
                    "user_id": self.operator.id,
                },
                {
                    "partner_id": self.customer.id,
                    "date_from": SOLD_ON,
                    "date_to": HANDED_ON,
                    "how": "import",
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
        self.assertEqual(self.asset.owner_ids.mapped("how"), ["correction", "import"])
        self.assertEqual(self.asset.owner_ids.mapped("date_to"), [False, HANDED_ON])

    def test_transferable_coverage_goes_on(self):
        self._transfer(self.buyer)
        warranty = self.asset.warranty_ids
        self.assertRecordValues(warranty, [{"date_end": date(2028, 3, 9), "state": "active"}])
        self.assertRecordValues(warranty.event_ids, [{"kind": "transfer", "date": HANDED_ON}])
        self.assertEqual(self._decide(HANDED_ON).share, 100)

    def test_coverage_that_is_not_transferable_ends_the_day_before(self):
        warranty = self._limit_to_first_owner()
        self._transfer(self.buyer)
        self.assertRecordValues(warranty, [{"date_end": date(2026, 5, 31), "state": "expired"}])
        self.assertEqual(warranty.line_ids.date_end, date(2026, 5, 31))
        self.assertEqual(self._decide(date(2026, 5, 31)).share, 100)
        self.assertEqual(self._decide(HANDED_ON).reason_key, "expired")

    def test_no_days_of_grace_for_the_new_owner(self):
        self.policy.copy({"name": "Grace"})
        self.fridge.raya_policy_ids = self._create_policy(name="Graceful", is_transferable=False, grace_days=30)
        self.asset = self._create_asset(serial="RF-2")
        self._transfer(self.buyer)
        self.assertEqual(self._decide(HANDED_ON).reason_key, "void")

    def test_what_has_not_started_never_does_for_the_new_owner(self):
        self.fridge.raya_policy_ids = self._create_policy(
            name="From installation", is_transferable=False, start_event="installation"
        )
        self.asset = self._create_asset(serial="RF-2")
        self._transfer(self.buyer)
        self.assertEqual(self.asset.warranty_ids.state, "void")
        self.asset.date_installation = date(2026, 6, 20)
        self.assertEqual(self._decide(date(2026, 7, 1)).reason_key, "void")

    def test_transfer_warns_of_coverages_that_end(self):
        self._limit_to_first_owner()
        transfer = self.env["raya.asset.transfer"].with_user(self.operator)
        form = Form(transfer.with_context(**self.asset.with_user(self.operator).action_transfer()["context"]))
        self.assertEqual(form.ending, "First owner only")

    def test_coverage_ended_by_mistake_is_reinstated(self):
        warranty = self._limit_to_first_owner()
        self._transfer(self.buyer)
        warranty.with_user(self.dispatcher).sudo()._record_event("reinstate", "Still with the first owner", HANDED_ON)
        self.assertRecordValues(warranty, [{"date_end": date(2028, 3, 9), "state": "active"}])
        self.assertEqual(warranty.event_ids.sorted("id").mapped("kind"), ["transfer", "reinstate"])

    def test_wrong_owner_corrected_by_a_team_leader_ends_nothing(self):
        warranty = self._limit_to_first_owner()
        self._transfer(self.buyer, user=self.dispatcher, how="correction")
        self.assertEqual(warranty.state, "active")
        self.assertFalse(warranty.event_ids)
        self.assertEqual(self.asset.owner_ids[0].how, "correction")

    def test_operator_cannot_call_a_transfer_a_correction(self):
        with self.assertRaises(AccessError):
            self.env["raya.asset.transfer"].with_user(self.operator).create(
                {
                    "asset_ids": self.asset.ids,
                    "partner_id": self.buyer.id,
                    "reason": "No",
                    "how": "correction",
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
        owner = self.asset.owner_ids
        for user in (self.operator, self.dispatcher, self.manager):
            self.assertTrue(owner.with_user(user).date_from)
            with self.assertRaises(AccessError):
                owner.with_user(user).date_from = HANDED_ON
            with self.assertRaises(AccessError):
                owner.with_user(user).unlink()

    def test_history_of_another_company_is_out_of_reach(self):
        other = self.env["res.company"].create({"name": "Other"})
        asset = self._create_asset(company_id=other.id, serial="RF-9")
        Owner = self.env["raya.asset.owner"].with_user(self.manager)
        self.assertFalse(Owner.search([("asset_id", "=", asset.id)]))
        with self.assertRaises(AccessError):
            asset.with_user(self.operator)._transfer_ownership(self.buyer, HANDED_ON, "No")

    def test_files_of_the_former_version_get_their_owner(self):
        self.asset.owner_ids.unlink()
        path = file_path("raya_service_calls/migrations/19.0.1.2.0/post-use.py")
        for _twice in range(2):
            runpy.run_path(path)["migrate"](self.env.cr, "19.0.1.1.0")
        self.env.invalidate_all()
        self.assertRecordValues(
            self.asset.owner_ids, [{"partner_id": self.customer.id, "date_from": SOLD_ON, "how": "import"}]
        )

    def test_life_of_the_unit_tells_its_owners(self):
        self._transfer(self.buyer)
        told = [entry for entry in self.asset.with_user(self.technician).get_timeline() if entry["kind"] == "owner"]
        self.assertEqual([entry["title"] for entry in told], ["New owner: Ali Hosseini"])


@tagged("post_install", "-at_install")
class TestOwnersByDocuments(DocumentsCommon):
    def test_resale_closes_the_old_file_and_both_show_all_owners(self):
        buyer = self.env["res.partner"].create({"name": "Ali Hosseini"})
        lot = self._create_lots("SN-1")
        with freeze_time("2026-03-10 10:00:00"):
            first = self._sell_unit(lot)
        with freeze_time("2026-05-02 10:00:00"):
            self._take_back(first)
        with freeze_time("2026-06-01 10:00:00"):
            second = self._sell_unit(lot, buyer)
        old = first.order_line.raya_asset_ids.filtered("lot_id")
        new = second.order_line.raya_asset_ids
        self.assertEqual((old.state, new.state), ("returned", "active"))
        self.assertRecordValues(
            old.owner_ids,
            [{"partner_id": self.customer.id, "how": "sale", "date_from": SOLD_ON, "date_to": date(2026, 5, 2)}],
        )
        for asset in (old, new):
            shown = asset.with_user(self.operator).ownership_ids
            self.assertEqual(shown.mapped("partner_id.name"), ["Ali Hosseini", "Sara Karimi"])
