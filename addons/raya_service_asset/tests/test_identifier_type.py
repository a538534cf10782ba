from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import AssetCommon


class TestIdentifierType(AssetCommon):
    """Kinds of numbers, and what each says of a value."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asset = cls._create_asset()
        cls.Type = cls.env["raya.identifier.type"].with_user(cls.manager)

    def _create_type(self, code="T-1", **vals):
        return self.Type.create({"name": code, "code": code, **vals})

    def _identify(self, kind, value):
        Identifier = self.env["raya.asset.identifier"].with_user(self.operator)
        return Identifier.create({"asset_id": self.asset.id, "type_id": kind.id, "value": value})

    def test_pattern_is_of_the_whole_value_with_or_without_separators(self):
        kind = self._create_type(rule="pattern", pattern="[A-Z]{2}[0-9]{4}")
        for value in ("AB1234", "ab 12-34", "AB/12.34", "ab۱۲۳۴"):
            self.assertTrue(kind._is_valid(self.env["raya.identifier.type"]._get_key(value)), value)
        for value in ("AB12345", "xAB1234", "AB123"):
            self.assertFalse(kind._is_valid(value), value)

    def test_refusal_shows_the_hint_or_else_the_pattern(self):
        kind = self._create_type(rule="pattern", pattern="[0-9]{3}")
        with self.assertRaisesRegex(ValidationError, r"12 is no valid T-1\. It looks like this: \[0-9\]\{3\}"):
            self._identify(kind, "12")
        kind.hint = "three digits"
        with self.assertRaisesRegex(ValidationError, "It looks like this: three digits"):
            self._identify(kind, "12")

    def test_free_text_is_always_valid(self):
        self.assertEqual(self._identify(self._create_type(), "Blue, left door").value_key, "blue,leftdoor")

    def test_pattern_without_a_pattern_is_refused(self):
        for pattern in (False, ""):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self._create_type(rule="pattern", pattern=pattern)

    def test_code_is_once_in_a_company_and_once_for_all(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._create_type()
        self._create_type(company_id=self.company.id)
        self.env["raya.identifier.type"].create({"name": "x", "code": "T-1", "company_id": other.id})
        for company in (False, self.company.id):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self._create_type(company_id=company)

    def test_type_of_another_company_is_neither_seen_nor_used(self):
        other = self.env["res.company"].create({"name": "Other"})
        kind = self.env["raya.identifier.type"].create({"name": "x", "code": "T-2", "company_id": other.id})
        self.assertFalse(self.env["raya.identifier.type"].with_user(self.operator).search([("id", "=", kind.id)]))
        with self.assertRaisesRegex(UserError, "another company"):
            self._identify(kind, "1")

    def test_operator_and_editor_do_not_configure_types(self):
        kind = self._create_type()
        for user in (self.operator, self.dispatcher, self.editor):
            with self.assertRaises(AccessError):
                kind.with_user(user).name = "Mine"
            with self.assertRaises(AccessError):
                kind.with_user(user).create({"name": "y", "code": "y"})

    def test_unit_is_found_by_a_value_however_it_is_written(self):
        self._identify(self._create_type(), "AB-12/34")
        Asset = self.env["raya.asset"].with_user(self.technician)
        for text in ("ab1234", "AB-12/34", "ab۱۲۳۴"):
            self.assertIn(self.asset.id, [found for found, _name in Asset.name_search(text)], text)

    def test_name_of_an_identifier_says_what_it_is(self):
        self.assertEqual(self._identify(self._create_type(), "7").display_name, "T-1 7")

    def test_product_whose_units_carry_a_number_cannot_become_one_for_which_it_is_not(self):
        kind = self._create_type(categ_ids=self.family.ids)
        self._identify(kind, "7")
        with self.assertRaisesRegex(ValidationError, "T-1 is not for Start relay"):
            self.asset.product_id = self.part
