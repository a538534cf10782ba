from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from ..models import raya_asset_registration
from .common import SOLD_ON, AssetCommon

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"


class ClaimCommon(AssetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = cls._create_user("test_customer", "base.group_portal")
        cls.neighbour = cls._create_user("test_neighbour", "base.group_portal")
        cls.owner = cls.portal.partner_id

    def _claim(self, user=None, **values):
        user = user or self.portal
        told = {"serial": "RF-77", "product": "Refrigerator", "date_invoice": SOLD_ON, **values}
        asset = (
            self.env["raya.asset"].with_user(user)._claim(user.partner_id, told, "bill.png", values.get("proof", PNG))
        )
        return asset.with_user(self.env.user)


class TestClaim(ClaimCommon):
    def test_a_product_that_is_not_offered_stays_in_his_words(self):
        self.assertFalse(self._claim(product="Start relay").product_id)
        self.assertEqual(self._claim(serial="X", product="  My   fridge ").display_name, "My fridge · X")

    def test_confirming_is_for_operators(self):
        asset = self._claim()
        for user in (self.technician, self.portal):
            with self.assertRaises(AccessError):
                asset.with_user(user).action_confirm()
        self.assertEqual(asset.state, "to_confirm")

    def test_only_what_waits_is_confirmed_or_refused(self):
        asset = self._create_asset()
        for act in (asset.action_confirm, asset.action_refuse, lambda: asset._refuse_claims("No")):
            with self.assertRaisesRegex(UserError, "not waiting"):
                act()
        self.assertEqual(asset.state, "active")

    def test_refusal_tells_the_customer_why(self):
        asset = self._claim()
        action = asset.with_user(self.operator).action_refuse()
        wizard = self.env["raya.asset.refusal"].with_user(self.operator).with_context(**action["context"])
        wizard.create({"reason": "The picture shows <b>another</b> number."}).action_apply()
        self.assertEqual(asset.state, "cancelled")
        self.assertEqual(asset.with_user(self.portal).refusal_reason, "The picture shows <b>another</b> number.")
        message = asset.message_ids.filtered(lambda message: self.owner in message.partner_ids)
        self.assertIn("&lt;b&gt;another&lt;/b&gt;", message.body)
        self.assertFalse(asset.activity_ids)

    def test_a_file_in_use_has_a_product(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self._create_asset(product_id=False)


class TestKnownSerial(ClaimCommon):
    """The serial that a customer registers has a file already; he does not learn of it."""

    def test_staff_see_the_file_whatever_the_case_of_the_serial(self):
        known = self._create_asset(serial="RF-77")
        self.assertEqual(self._claim(serial="rf-77").known_asset_id, known)

    def test_marks_of_a_serial_are_no_wildcards(self):
        self._create_asset(serial="RF-77")
        for serial in ("RF-7%", "RF_77", "%"):
            self.assertFalse(self._claim(serial=serial).known_asset_id, serial)

    def test_another_product_with_that_serial_is_another_unit(self):
        self._create_asset(serial="RF-77", product_id=self.part.id)
        self.assertFalse(self._claim().known_asset_id)

    def test_file_of_somebody_else_is_neither_joined_nor_told(self):
        known = self._create_asset(serial="RF-77")
        asset = self._claim().with_user(self.operator)
        with self.assertRaisesRegex(UserError, "belongs to Sara Karimi"):
            asset.action_confirm()
        self.assertEqual(known.partner_id, self.customer)
        for name in ("known_asset_id", "message_ids", "activity_ids"):
            with self.assertRaises(AccessError):
                asset.with_user(self.portal).read([name])

    def test_own_file_takes_the_proof_and_stays_the_only_one(self):
        known = self._create_asset(serial="RF-77", partner_id=self.owner.id)
        asset = self._claim()
        asset.with_user(self.operator).action_confirm()
        self.assertEqual((asset.state, known.state), ("cancelled", "active"))
        self.assertEqual(known.message_ids.attachment_ids.mapped("name"), ["bill.png"])
        self.assertEqual(known.message_ids.attachment_ids.res_id, known.id)

    def test_file_without_owner_becomes_his(self):
        known = self._create_asset(serial="RF-77", partner_id=False)
        self._claim(product="whatever").with_user(self.operator).action_confirm()
        self.assertEqual(known.partner_id, self.owner)


class TestClaimLimits(ClaimCommon):
    def _refused(self, sentence, **values):
        before = self.env["raya.asset"].search_count([])
        with self.assertRaisesRegex(UserError, sentence):
            self._claim(**values)
        self.assertEqual(self.env["raya.asset"].search_count([]), before)

    def test_every_fact_is_needed(self):
        for name in ("serial", "product", "date_invoice"):
            self._refused("Enter the product", **{name: ""})

    def test_nothing_is_bought_tomorrow(self):
        self._refused("future", date_invoice=fields.Date.today() + timedelta(days=2))
        self.assertTrue(self._claim(date_invoice=fields.Date.today()))

    def test_proof_is_a_picture_or_pdf_of_a_sane_size(self):
        self._refused("Add a picture", proof=b"")
        self._refused("as a PDF", proof=b"<html><script>alert(1)</script></html>")
        self._refused("as a PDF", proof=b'<svg xmlns="http://www.w3.org/2000/svg"/>')
        with patch.object(raya_asset_registration, "LARGEST_PROOF", len(PNG) - 1):
            self._refused("larger than")
        self.assertTrue(self._claim(proof=b"%PDF-1.4\n"))

    def test_the_same_serial_waits_once(self):
        self._claim()
        self._refused("registered this serial number already", serial="RF-77 ")
        self.assertTrue(self._claim(self.neighbour), "what others have registered is none of his business")

    def test_nobody_floods_the_operators(self):
        for number in range(raya_asset_registration.OPEN_CLAIMS):
            self._claim(serial=f"S{number}")
        self._refused("still checking", serial="one more")
        self.assertTrue(self._claim(self.neighbour))

    def test_long_texts_are_cut(self):
        asset = self._claim(serial="9" * 500, product="x" * 500)
        self.assertEqual((len(asset.serial), len(asset.claimed_product)), (100, 100))


class TestReviewer(ClaimCommon):
    def test_salesperson_who_may_confirm_is_asked(self):
        self.owner.user_id = self.dispatcher
        self.assertEqual(self._claim().activity_ids.user_id, self.dispatcher)

    def test_else_the_operator_with_least_to_look_at(self):
        self.owner.user_id = self.outsider
        asked = [self._claim(serial=f"S{number}").activity_ids.user_id for number in range(3)]
        self.assertNotIn(self.outsider, asked)
        self.assertEqual(len(set(asked)), 3)


class TestPortalRights(ClaimCommon):
    def test_customer_reads_his_own_files_only(self):
        own = self._create_asset(serial="1", partner_id=self.owner.id)
        other = self._create_asset(serial="2")
        Asset = self.env["raya.asset"].with_user(self.portal)
        self.assertEqual(Asset.search([]), own)
        with self.assertRaises(AccessError):
            other.with_user(self.portal).read(["serial"])

    def test_files_of_his_firm_are_his(self):
        firm = self.env["res.partner"].create({"name": "Cafe", "is_company": True})
        self.owner.parent_id = firm
        own = self._create_asset(partner_id=firm.id)
        self.assertEqual(self.env["raya.asset"].with_user(self.portal).search([]), own)

    def test_file_of_another_company_stays_hidden(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._create_asset(partner_id=self.owner.id, company_id=other.id)
        self.assertFalse(self.env["raya.asset"].with_user(self.portal).search([]))
