from datetime import date

from odoo.exceptions import AccessError, UserError

from odoo.addons.raya_service_asset.tests.common import SOLD_ON
from odoo.addons.raya_service_asset.tests.test_customer_registration import RegistrationCommon

from .common import WarrantyCommon


class TestRegistrationAndCoverage(RegistrationCommon, WarrantyCommon):
    OFFERED_ALONE = False

    def test_what_a_customer_registers_waits_without_coverage(self):
        before = self.env["raya.warranty"].search_count([])
        registration = self._register(serial=" rf ۷۷ ")
        self.assertRecordValues(
            registration,
            [{"state": "to_confirm", "serial": "rf 77", "partner_id": self.owner.id, "product_id": self.fridge.id}],
        )
        self.assertFalse(registration.asset_id)
        self.assertFalse(self.env["raya.asset"].search([("partner_id", "=", self.owner.id)]))
        self.assertEqual(self.env["raya.warranty"].search_count([]), before)
        self.assertEqual(registration.message_ids.attachment_ids.mapped("name"), ["bill.png"])
        self.assertIn(self.operator, self.env.ref("raya_service_base.group_service_operator").all_user_ids)
        self.assertEqual(len(registration.activity_ids), 1)

    def test_a_product_whose_category_promises_something_is_offered(self):
        family = self.env["product.category"].create({"name": "Cooling"})
        self.fridge.write({"raya_policy_ids": False, "categ_id": family.id})
        self.assertFalse(self._register(serial="1", product="Refrigerator").product_id)
        family.create({"name": "All", "raya_policy_ids": self.policy.ids, "child_id": family.ids})
        self.assertEqual(self._register(serial="2", product="Refrigerator").product_id, self.fridge)

    def test_an_offered_product_is_told_by_its_name_alone(self):
        self.fridge.default_code = "RF"
        self.assertEqual(self._register(product="refrigerator ").product_id, self.fridge)
        self.env["product.product"].create({"name": "Refrigerator", "raya_policy_ids": self.policy.ids})
        self.assertFalse(self._register(serial="2").product_id, "it may be either")

    def test_confirming_needs_the_product_and_starts_the_coverage(self):
        registration = self._register(product="My fridge").with_user(self.operator)
        with self.assertRaisesRegex(UserError, "Choose the product"):
            registration.action_confirm()
        registration.product_id = self.fridge
        lot = self._create_lots("RF-77")
        registration.action_confirm()
        asset = registration.asset_id
        self.assertRecordValues(asset, [{"state": "active", "lot_id": lot.id}])
        self.assertEqual(asset.warranty_ids.mapped("date_start"), [SOLD_ON])
        self.assertFalse(registration.activity_ids)
        message = registration.message_ids.filtered(lambda message: self.owner in message.partner_ids)
        self.assertIn("is confirmed as yours", message.body)

    def test_what_the_company_notes_stays_its_own(self):
        asset = self._create_asset(partner_id=self.owner.id, notes="Complains a lot").with_user(self.portal)
        self.assertIn("serial", asset.read()[0])
        visible = set(asset.fields_get())
        hidden = {"notes", "label_token", "message_ids", "invoice_line_id", "sale_line_id", "lot_id", "warranty_ids"}
        self.assertFalse(visible & hidden)
        for name in hidden:
            with self.assertRaises(AccessError):
                asset.read([name])
        with self.assertRaises(AccessError):
            self.env["raya.asset"].with_user(self.portal).search([("notes", "like", "Complains")])

    def test_customer_writes_nothing(self):
        asset = self._create_asset(partner_id=self.owner.id).with_user(self.portal)
        for act in (
            lambda: asset.write({"serial": "9"}),
            lambda: asset.create({"product_id": self.fridge.id}),
            asset.unlink,
            lambda: asset.warranty_ids.read(["date_end"]),
        ):
            with self.assertRaises(AccessError):
                act()

    def test_today_is_told_in_a_sentence(self):
        asset = self._create_asset(partner_id=self.owner.id, date_invoice=date.today()).with_user(self.portal)
        self.assertEqual(asset.coverage_status, "covered")
        self.assertIn("24 months", asset.coverage_reason)
