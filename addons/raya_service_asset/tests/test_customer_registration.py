from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger
from psycopg2.errors import NotNullViolation, UniqueViolation

from ..models import raya_asset_registration, raya_asset_registration_portal_mixin
from .common import SOLD_ON, AssetCommon

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"


class RegistrationCommon(AssetCommon):
    # Whether goods are offered as this add-on alone offers them, also where others are installed.
    OFFERED_ALONE = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if cls.OFFERED_ALONE:
            alone = raya_asset_registration.RayaAssetRegistration._offered_products_domain
            cls.classPatch(cls.registry["raya.asset.registration"], "_offered_products_domain", alone)
        cls.portal = cls._create_user("test_customer", "base.group_portal")
        cls.neighbour = cls._create_user("test_neighbour", "base.group_portal")
        cls.owner = cls.portal.partner_id

    def _register(self, user=None, **values):
        user = user or self.portal
        told = {"serial": "RF-77", "product": "Refrigerator", "date_purchase": SOLD_ON, **values}
        Registration = self.env["raya.asset.registration"].with_user(user)
        registration = Registration._register_unit(user.partner_id, told, "bill.png", values.get("proof", PNG))
        return registration.with_user(self.env.user)


class TestRegistration(RegistrationCommon):
    def test_picture_of_an_iphone_is_refused_by_its_name_also_as_jpg(self):
        content = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
        with self.assertRaisesRegex(UserError, "HEIC"):
            self._register(proof=content)
        self.assertFalse(self.env["raya.asset.registration"].search([("partner_id", "=", self.owner.id)]))

    def test_a_product_that_is_not_offered_stays_in_their_words(self):
        self.assertFalse(self._register(product="Start relay").product_id)
        self.assertEqual(self._register(serial="X", product="  My   fridge ").display_name, "My fridge · X")

    def test_what_a_customer_registers_opens_no_file(self):
        before = self.env["raya.asset"].search_count([])
        registration = self._register(serial=" rf ۷۷ ")
        self.assertRecordValues(
            registration,
            [
                {
                    "state": "to_confirm",
                    "serial": "rf 77",
                    "partner_id": self.owner.id,
                    "product_id": self.fridge.id,
                    "asset_id": False,
                }
            ],
        )
        self.assertEqual(registration.proof_ids.mapped("name"), ["bill.png"])
        self.assertEqual(self.env["raya.asset"].search_count([]), before)

    def test_confirming_opens_the_file_with_its_proof(self):
        lot = self._create_lots("RF-77")
        registration = self._register()
        registration.with_user(self.operator).action_confirm()
        asset = registration.asset_id
        self.assertEqual(registration.state, "confirmed")
        self.assertRecordValues(
            asset,
            [
                {
                    "state": "active",
                    "product_id": self.fridge.id,
                    "serial": "RF-77",
                    "lot_id": lot.id,
                    "partner_id": self.owner.id,
                    "date_invoice": SOLD_ON,
                    "company_id": self.company.id,
                }
            ],
        )
        self.assertEqual(asset.message_ids.attachment_ids.raw, PNG)
        self.assertEqual(asset.registration_count, 1)
        self.assertEqual(asset.with_user(self.technician).action_view_registrations()["res_id"], registration.id)

    def test_two_registrations_of_one_unit_become_one_file(self):
        self.portal.partner_id.parent_id = self.neighbour.partner_id.parent_id = self.env["res.partner"].create(
            {"name": "Cafe", "is_company": True}
        )
        first = self._register()
        with self.assertRaisesRegex(UserError, "registered this serial number already"):
            self._register(self.neighbour, serial="rf-77")
        first.with_user(self.operator).action_confirm()
        second = self._register(self.neighbour, serial="rf-77")
        second.with_user(self.operator).action_confirm()
        self.assertEqual(first.asset_id, second.asset_id)
        self.assertEqual(len(first.asset_id.message_ids.attachment_ids), 2)

    def test_confirming_is_for_operators(self):
        registration = self._register()
        for user in (self.technician, self.portal):
            seen = registration.with_user(user)
            with self.assertRaises(AccessError):
                seen.action_confirm()
            with self.assertRaises(AccessError):
                seen._refuse("No")
        self.assertEqual(registration.state, "to_confirm")

    def test_only_what_waits_is_confirmed_or_refused(self):
        registration = self._register()
        registration.action_confirm()
        for act in (registration.action_confirm, registration.action_refuse, lambda: registration._refuse("No")):
            with self.assertRaisesRegex(UserError, "not waiting"):
                act()
        self.assertEqual(registration.state, "confirmed")
        self.assertEqual(registration.asset_id.state, "active")

    def test_refusal_tells_the_customer_why(self):
        registration = self._register()
        action = registration.with_user(self.operator).action_refuse()
        Refusal = self.env["raya.asset.registration.refusal"].with_user(self.operator)
        wizard = Refusal.with_context(**action["context"])
        wizard.create({"reason": "The picture shows <b>another</b> number."}).action_apply()
        self.assertEqual(registration.state, "refused")
        self.assertFalse(registration.asset_id)
        self.assertEqual(registration.with_user(self.portal).refusal_reason, "The picture shows <b>another</b> number.")
        message = registration.message_ids.filtered(lambda message: self.owner in message.partner_ids)
        self.assertIn("&lt;b&gt;another&lt;/b&gt;", message.body)
        self.assertFalse(registration.activity_ids)

    def test_customer_is_told_in_their_language(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.fridge.with_context(lang="fa_IR").name = "یخچال"
        self.owner.lang = "fa_IR"
        registration = self._register()
        registration.with_user(self.operator).action_confirm()
        message = registration.message_ids.filtered(lambda message: self.owner in message.partner_ids)
        self.assertIn("یخچال", message.body)

    def test_nobody_writes_what_is_decided_by_hand(self):
        registration = self._register().with_user(self.manager)
        asset = self._create_asset()
        for values in (
            {"state": "confirmed"},
            {"asset_id": asset.id},
            {"refusal_reason": "No"},
            {"product_name": "Another"},
        ):
            with self.assertRaises(AccessError):
                registration.write(values)
        with self.assertRaises(AccessError):
            registration.create({"partner_id": self.customer.id, "serial": "1", "product_name": "x"})

    def test_staff_correct_a_registration_until_it_is_decided(self):
        registration = self._register().with_user(self.operator)
        registration.serial = " rf-۷۸ "
        self.assertEqual(registration.serial, "rf-78")
        registration.action_confirm()
        for values in ({"serial": "RF-79"}, {"product_id": self.part.id}, {"partner_id": self.customer.id}):
            with self.assertRaisesRegex(UserError, "Correct its product file"):
                registration.write(values)
        self.assertEqual(registration.serial, "rf-78")

    def test_a_file_has_a_product(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(NotNullViolation):
            self._create_asset(product_id=False)


class TestKnownSerial(RegistrationCommon):
    """The serial that a customer registers has a file already; they do not learn of it."""

    def test_staff_see_the_file_whatever_the_case_of_the_serial(self):
        known = self._create_asset(serial="RF-77")
        self.assertEqual(self._register(serial="rf-77").known_asset_id, known)

    def test_marks_of_a_serial_are_no_wildcards(self):
        self._create_asset(serial="RF-77")
        for serial in ("RF-7%", "RF_77", "%"):
            self.assertFalse(self._register(serial=serial).known_asset_id, serial)

    def test_another_product_with_that_serial_is_another_unit(self):
        self._create_asset(serial="RF-77", product_id=self.part.id)
        self.assertFalse(self._register().known_asset_id)

    def test_file_of_somebody_else_is_neither_joined_nor_told(self):
        known = self._create_asset(serial="RF-77")
        registration = self._register().with_user(self.operator)
        with self.assertRaisesRegex(UserError, "belongs to Sara Karimi"):
            registration.action_confirm()
        self.assertTrue(registration.is_of_another)
        self.assertEqual(known.partner_id, self.customer)
        self.assertEqual(registration.state, "to_confirm")
        seen = registration.with_user(self.portal)
        self.assertIn("serial", seen.read()[0])
        for name in ("known_asset_id", "known_owner_id", "is_of_another", "asset_id", "message_ids", "activity_ids"):
            self.assertNotIn(name, seen.fields_get())
            with self.assertRaises(AccessError):
                seen.read([name])

    def test_own_file_takes_the_proof_and_stays_the_only_one(self):
        known = self._create_asset(serial="RF-77", partner_id=self.owner.id)
        registration = self._register()
        self.assertFalse(registration.is_of_another)
        registration.with_user(self.operator).action_confirm()
        self.assertEqual((registration.state, known.state), ("confirmed", "active"))
        self.assertEqual(registration.asset_id, known)
        self.assertEqual(self.env["raya.asset"].search([("serial", "=ilike", "RF-77")]), known)
        self.assertEqual(known.message_ids.attachment_ids.mapped("name"), ["bill.png"])
        self.assertEqual(known.message_ids.attachment_ids.res_id, known.id)

    def test_file_without_owner_becomes_theirs(self):
        known = self._create_asset(serial="RF-77", partner_id=False)
        self._register().with_user(self.operator).action_confirm()
        self.assertEqual(known.partner_id, self.owner)

    def test_file_of_that_serial_is_joined_once_somebody_says_of_which_product_it_is(self):
        known = self._create_asset(serial="RF-77", product_id=self.part.id, partner_id=False)
        registration = self._register(product="My fridge").with_user(self.operator)
        self.assertEqual(registration.known_asset_id, known, "a hint")
        with self.assertRaisesRegex(UserError, "Choose the product"):
            registration.action_confirm()
        self.assertFalse(known.partner_id)
        registration.product_id = self.fridge
        registration.action_confirm()
        self.assertNotEqual(registration.asset_id, known)
        self.assertEqual(registration.asset_id.product_id, self.fridge)


class TestRegistrationLimits(RegistrationCommon):
    def _refused(self, sentence, **values):
        Registration = self.env["raya.asset.registration"]
        before = Registration.search_count([])
        with self.assertRaisesRegex(UserError, sentence):
            self._register(**values)
        self.assertEqual(Registration.search_count([]), before)

    def test_every_fact_is_needed(self):
        for name in ("serial", "product", "date_purchase"):
            self._refused("Enter the product", **{name: ""})

    def test_nothing_is_bought_tomorrow(self):
        self._refused("future", date_purchase=fields.Date.today() + timedelta(days=2))
        self.assertTrue(self._register(date_purchase=fields.Date.today()))

    @freeze_time("2026-03-09 21:30:00")
    def test_what_was_bought_today_in_tehran_was_bought_at_night_by_a_customer_without_zone(self):
        self.company.resource_calendar_id = self.env["resource.calendar"].create({"name": "T", "tz": "Asia/Tehran"})
        self.portal.tz = False
        self.assertTrue(self._register(date_purchase=date(2026, 3, 10)))
        self._refused("future", serial="RF-78", date_purchase=date(2026, 3, 11))

    def test_proof_is_a_picture_or_pdf_of_a_sane_size(self):
        self._refused("Add a picture", proof=b"")
        self._refused("as a PDF", proof=b"<html><script>alert(1)</script></html>")
        self._refused("as a PDF", proof=b'<svg xmlns="http://www.w3.org/2000/svg"/>')
        with patch.object(raya_asset_registration_portal_mixin, "LARGEST_PROOF", len(PNG) - 1):
            self._refused("larger than")
        self.assertTrue(self._register(proof=b"%PDF-1.4\n"))

    def test_the_database_keeps_the_same_serial_from_waiting_twice(self):
        registration = self._register()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            registration.copy()

    def test_the_same_serial_waits_once(self):
        self._register()
        self._refused("registered this serial number already", serial="RF-77 ")
        self.assertTrue(self._register(self.neighbour), "what others have registered is none of their business")

    def test_nobody_floods_the_operators(self):
        for number in range(raya_asset_registration.OPEN_REGISTRATIONS):
            self._register(serial=f"S{number}")
        self._refused("still checking", serial="one more")
        self.assertTrue(self._register(self.neighbour))

    def test_long_texts_are_cut(self):
        registration = self._register(serial="9" * 500, product="x" * 500)
        self.assertEqual((len(registration.serial), len(registration.product_name)), (100, 100))


class TestReviewer(RegistrationCommon):
    def test_salesperson_who_may_confirm_is_asked(self):
        self.owner.user_id = self.dispatcher
        self.assertEqual(self._register().activity_ids.user_id, self.dispatcher)

    def test_else_the_operator_with_least_to_look_at(self):
        self.owner.user_id = self.outsider
        asked = [self._register(serial=f"S{number}").activity_ids.user_id for number in range(3)]
        self.assertNotIn(self.outsider, asked)
        self.assertEqual(len(set(asked)), 3)


class TestPortalRights(RegistrationCommon):
    def test_customer_reads_their_own_files_only(self):
        own = self._create_asset(serial="1", partner_id=self.owner.id)
        other = self._create_asset(serial="2")
        Asset = self.env["raya.asset"].with_user(self.portal)
        self.assertEqual(Asset.search([]), own)
        with self.assertRaises(AccessError):
            other.with_user(self.portal).read(["serial"])

    def test_files_of_their_firm_are_theirs(self):
        firm = self.env["res.partner"].create({"name": "Cafe", "is_company": True})
        self.owner.parent_id = firm
        own = self._create_asset(partner_id=firm.id)
        self.assertEqual(self.env["raya.asset"].with_user(self.portal).search([]), own)

    def test_file_of_another_company_stays_hidden(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._create_asset(partner_id=self.owner.id, company_id=other.id)
        self.assertFalse(self.env["raya.asset"].with_user(self.portal).search([]))

    def test_customer_reads_their_own_registrations_only(self):
        own, other = self._register(), self._register(self.neighbour)
        Registration = self.env["raya.asset.registration"].with_user(self.portal)
        self.assertEqual(Registration.search([]), own)
        with self.assertRaises(AccessError):
            other.with_user(self.portal).read(["serial"])
        for act in (lambda: own.with_user(self.portal).write({"serial": "9"}), own.with_user(self.portal).unlink):
            with self.assertRaises(AccessError):
                act()

    def test_registrations_of_their_firm_are_theirs(self):
        self.owner.parent_id = self.env["res.partner"].create({"name": "Cafe", "is_company": True})
        registration = self._register()
        self.assertEqual(registration.partner_id, self.owner.parent_id)
        self.assertEqual(self.env["raya.asset.registration"].with_user(self.portal).search([]), registration)

    def test_registration_with_another_company_stays_hidden(self):
        other = self.env["res.company"].create({"name": "Other"})
        registration = self._register()
        registration.company_id = other
        for user in (self.portal, self.operator):
            self.assertFalse(self.env["raya.asset.registration"].with_user(user).search([]))

    def test_outsider_sees_no_registration(self):
        with self.assertRaises(AccessError):
            self._register().with_user(self.outsider).read(["serial"])
