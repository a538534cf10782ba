from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, freeze_time
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from odoo.addons.raya_service_base.tools import typed

from .common import SOLD_ON, AssetCommon
from .test_asset_import import ImportCommon
from .test_customer_registration import RegistrationCommon

# One unit, as people type and paste its number.
SPELLINGS = (
    "RF-22-0007",
    "rf-22-0007",
    " RF -22 - 0007 ",
    "RF\u00a0-22-0007",
    "\u200fRF-22-0007\u200e",
    "RF-22\u200c-0007",
    "\ufeffRF-22-0007",
    "RF-\u00ad22-0007",
    "RF\u201122\u20110007",
    "RF-۲۲-۰۰۰۷",
    "RF-٢٢-٠٠٠٧",
    "ＲＦ－２２－０００７",
)
KEY = "rf-22-0007"


class TestSerialInForms(AssetCommon):
    """Text is cleaned at every door: the form of a file, its search, its number in stock."""

    def test_every_spelling_has_one_key_and_stays_readable(self):
        asset = self._create_asset(serial="first")
        for text in SPELLINGS:
            with Form(asset.with_user(self.operator)) as form:
                form.serial = text
            self.assertEqual(asset.serial_key, KEY, repr(text))
            self.assertEqual(asset.serial, typed.clean_serial(text))
        asset.serial = "  Rf-22-0007\u200f"
        self.assertEqual(asset.serial, "Rf-22-0007")

    def test_every_spelling_finds_the_unit(self):
        asset, other = self._create_asset(serial="Rf-22 - 0007"), self._create_asset(serial="RF-22-0008")
        Asset = self.env["raya.asset"].with_user(self.operator)
        for text in SPELLINGS:
            found = Asset.search([("display_name", "ilike", text)])
            self.assertIn(asset, found, repr(text))
            self.assertNotIn(other, found, repr(text))
            self.assertEqual([id_ for id_, _name in Asset.name_search(text, operator="=")], asset.ids, repr(text))

    def test_number_of_the_stock_is_known_by_its_key_and_keeps_its_name(self):
        lot = self._create_lots("RF‑22 ۷")
        asset = self.env["raya.asset"].create({"product_id": self.fridge.id, "lot_id": lot.id})
        self.assertRecordValues(asset, [{"serial": "RF‑22 ۷", "serial_key": "rf-227"}])
        found = self.env["stock.lot"]._raya_find_by_serial([(self.fridge.id, "rf-227")], self.company)
        self.assertEqual(found, {(self.fridge.id, "rf-227"): lot})
        self.assertEqual(lot.name, "RF‑22 ۷")

    def test_of_two_numbers_in_stock_spelt_alike_only_its_own_name_means_one(self):
        lots = self._create_lots("RF-1", "rf-1")
        units = [(self.fridge.id, "rf-1"), (self.fridge.id, "Rf-1")]
        found = self.env["stock.lot"]._raya_find_by_serial(units, self.company)
        self.assertEqual(found, {units[0]: lots[1]})

    def test_leading_zeros_are_other_units_and_are_sorted_as_written(self):
        assets = self.env["raya.asset"].concat(*(self._create_asset(serial=text) for text in ("12", "0012", "00012")))
        self.assertEqual(len(set(assets.mapped("serial_key"))), 3)
        found = self.env["raya.asset"].search([("id", "in", assets.ids)], order="serial")
        self.assertEqual(found.mapped("serial"), ["00012", "0012", "12"])

    def test_serial_of_which_nothing_is_seen_is_refused(self):
        asset = self._create_asset(serial=False).with_user(self.operator)
        for blank in (" ", "\u200f", "\ufeff\u00a0"):
            with self.assertRaisesRegex(ValidationError, "serial number is blank"):
                asset.serial = blank
            with self.assertRaisesRegex(ValidationError, "serial number is blank"):
                asset.create({"product_id": self.fridge.id, "serial": blank})
        asset.serial = ""
        self.assertFalse(asset.serial_key)

    def test_number_of_another_unit_in_use_is_refused_and_its_file_named(self):
        lot = self._create_lots("Rf-22-0007")
        stocked = self.env["raya.asset"].create({"product_id": self.fridge.id, "lot_id": lot.id})
        typed_by_hand = self._create_asset(serial="Rf-22-0008")
        mine = self._create_asset(serial="mine").with_user(self.operator)
        stocked.partner_id = self.customer
        for rival, text in ((stocked, "rf‑22-0007"), (typed_by_hand, "RF-22-۰۰۰۸ ")):
            with self.assertRaisesRegex(ValidationError, f"{rival.serial} has this serial number already.*Sara Karimi"):
                mine.serial = text
            with self.assertRaisesRegex(ValidationError, f"{rival.serial} has this serial number already"):
                mine.create({"product_id": self.fridge.id, "serial": text})
            rival._transition("returned")
            mine.serial = text
            self.assertEqual(mine.serial_key, rival.serial_key)
        self._create_asset(serial="mine", product_id=self.part.id)

    def test_number_of_a_lot_of_many_may_be_with_several(self):
        self.fridge.tracking = "lot"
        twins = [self._create_asset(serial="L-1"), self._create_asset(serial="l-1")]
        self.assertEqual({twin.serial_key for twin in twins}, {"l-1"})

    def test_two_at_once_are_stopped_by_the_database(self):
        self._create_asset(serial="Rf-22-0007")
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self._create_asset(serial="rf-22-0007")

    def test_stock_renames_its_numbers_as_it_likes(self):
        """We are guests: a number in stock that becomes like one that was typed is no reason to refuse."""
        lot = self._create_lots("Rf-22-0007")
        stocked = self.env["raya.asset"].create({"product_id": self.fridge.id, "lot_id": lot.id})
        self._create_asset(serial="rf-22-0008")
        lot.name = "RF-22-0008"
        self.env.flush_all()
        self.assertEqual(stocked.serial_key, "rf-22-0008")

    def test_nobody_writes_the_key(self):
        with self.assertRaises(UserError):
            self._create_asset().with_user(self.manager).serial_key = "other"

    def test_identifiers_have_one_key(self):
        kind = self.env["raya.identifier.type"].create({"name": "Pin", "code": "PIN", "is_unique": True})
        asset = self._create_asset(
            identifier_ids=[Command.create({"type_id": kind.id, "value": SPELLINGS[0]})],
        )
        for text in SPELLINGS:
            self.assertEqual(kind._get_key(text), asset.identifier_ids.value_key, repr(text))
        with self.assertRaisesRegex(ValidationError, "enter letters or digits"):
            asset.identifier_ids.value = "\u200f\u00a0"


@freeze_time("2026-06-01 10:00:00")
class TestSerialInExchange(AssetCommon):
    """Text is cleaned at every door: the unit given in an exchange."""

    def _exchange(self, serial, asset=None):
        asset = asset or self._create_asset()
        vals = {"asset_id": asset.id, "serial": serial, "date": "2026-05-01", "reason": "Broken"}
        wizard = self.env["raya.asset.exchange"].with_user(self.dispatcher).create(vals)
        return self.env["raya.asset"].browse(wizard.action_exchange()["res_id"])

    def test_every_spelling_finds_the_number_in_stock(self):
        lot = self._create_lots("Rf-22-0007")
        for number, text in enumerate(SPELLINGS):
            new = self._exchange(text, self._create_asset(serial=f"OLD-{number}"))
            self.assertRecordValues(new, [{"lot_id": lot.id, "serial": lot.name, "serial_key": KEY}])
            new.sudo()._transition("returned")
        self.assertEqual(self.env["stock.lot"].search_count([("product_id", "=", self.fridge.id)]), 1)

    def test_blank_serial_is_refused(self):
        asset = self._create_asset()
        for blank in ("", " ", "\u200f\ufeff"):
            with self.assertRaisesRegex(ValidationError, "serial number"):
                self._exchange(blank, asset)
        self.assertEqual(asset.state, "active")

    def test_unit_is_not_given_for_itself(self):
        with self.assertRaisesRegex(ValidationError, "is the unit that came back"):
            self._exchange("rf‑1", self._create_asset(serial="RF-1"))


class TestSerialInFiles(ImportCommon):
    """Text is cleaned at every door: a file of units."""

    def test_every_spelling_is_the_same_file(self):
        asset = self._create_asset(serial="Rf-22-0007")
        for text in SPELLINGS:
            self.assertEqual(self._taken(("RF", text, "C-77", "")), asset, repr(text))
        self.assertEqual(asset.serial, "Rf-22-0007")

    def test_every_spelling_is_that_number_of_the_stock(self):
        lot = self._create_lots("Rf-22-0007")
        for text in SPELLINGS:
            asset = self._taken(("RF", text, "", ""))
            self.assertRecordValues(asset, [{"lot_id": lot.id, "serial": lot.name, "serial_key": KEY}])
            asset._transition("returned")

    def test_two_spellings_in_one_file_are_refused(self):
        refused = self._refused(("RF", "A‑1", "", ""), ("RF", "a-1", "", ""))
        self.assertEqual([row for row, _message in refused], [1, 2])

    def test_blank_serial_is_refused_with_its_line(self):
        [(row, message)] = self._refused(("RF", "A-1", "", ""), ("Start relay", "\u200f", "C-77", ""))
        self.assertEqual(row, 2)
        self.assertIn("the serial number is blank", message)


class TestSerialOfCustomers(RegistrationCommon):
    """Text is cleaned at every door: what customers register."""

    def test_every_spelling_finds_the_file(self):
        asset = self._create_asset(serial="Rf-22-0007", partner_id=self.owner.id)
        for text in SPELLINGS:
            registration = self._register(serial=text)
            self.assertEqual(registration.known_asset_id, asset, repr(text))
            self.assertEqual(registration.serial_key, KEY)
            registration._refuse("Known")

    def test_one_unit_is_registered_once(self):
        self._register(serial=SPELLINGS[0])
        for text in SPELLINGS:
            with self.assertRaisesRegex(UserError, "registered this serial number already"):
                self._register(serial=text)

    def test_number_of_the_stock_is_found_when_it_is_confirmed(self):
        lot = self._create_lots("Rf-22-0007")
        registration = self._register(serial=SPELLINGS[-1])
        registration.with_user(self.operator).action_confirm()
        self.assertRecordValues(registration.asset_id, [{"lot_id": lot.id, "serial": lot.name}])

    def test_blank_serial_is_refused(self):
        for blank in ("", " ", "\u200f\ufeff", None):
            with self.assertRaisesRegex(UserError, "its serial number"):
                self._register(serial=blank)
        registration = self._register().with_user(self.operator)
        for blank in (" ", "\u200f"):
            with self.assertRaisesRegex(ValidationError, "serial number is blank"):
                registration.serial = blank

    def test_operator_types_it_as_customers_do(self):
        values = {"partner_id": self.owner.id, "product_name": "Fridge", "date_purchase": SOLD_ON}
        Registration = self.env["raya.asset.registration"]
        made = Registration.create({**values, "serial": "\u200f RF‑۷ "})
        self.assertRecordValues(made, [{"serial": "RF-7", "serial_key": "rf-7"}])
