from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import AssetCommon

GOOD_IMEI = "490154203237518"


class TestAssetIdentifier(AssetCommon):
    """Numbers of the maker: of the right form, and once where they must be."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asset = cls._create_asset()
        cls.other = cls._create_asset(serial="RF-2")
        cls.imei = cls.env.ref("raya_service_asset.raya_identifier_type_imei")
        cls.goods = cls.env.ref("raya_service_asset.raya_identifier_type_goods")
        cls.tracking = cls.env.ref("raya_service_asset.raya_identifier_type_tracking")

    @classmethod
    def _identify(cls, kind, value, asset=None):
        asset = asset or cls.asset
        Identifier = cls.env["raya.asset.identifier"].with_user(cls.operator)
        return Identifier.create({"asset_id": asset.id, "type_id": kind.id, "value": value})

    def test_every_rule_has_its_check(self):
        Type = self.env["raya.identifier.type"]
        for rule, _label in Type._fields["rule"].selection:
            self.assertTrue(callable(getattr(Type, f"_is_valid_{rule}")), rule)

    def test_operator_enters_an_imei_in_the_file(self):
        with Form(self.asset.with_user(self.operator)) as form, form.identifier_ids.new() as line:
            line.type_id = self.imei
            line.value = "49-015420-323751-8"
        self.assertEqual(self.asset.identifier_ids.value_key, GOOD_IMEI)

    def test_digits_of_every_script_are_the_same(self):
        self.assertEqual(self._identify(self.imei, "۴۹۰۱۵۴۲۰۳۲۳۷۵۱۸").value_key, GOOD_IMEI)

    def test_wrong_value_is_refused_with_what_is_right(self):
        for kind, value, hint in (
            (self.imei, "490154203237517", "15 digits"),
            (self.imei, "49015420323751", "15 digits"),
            (self.goods, "27200", "13 digits"),
            (self.tracking, " - ", "letters or digits"),
            (self.tracking, "9" * 65, "64 characters"),
        ):
            with self.subTest(value=value), self.assertRaisesRegex(ValidationError, hint):
                self._identify(kind, value)

    def test_unique_value_belongs_to_one_file_in_use(self):
        self._identify(self.tracking, "TR 1")
        with self.assertRaisesRegex(ValidationError, "RF-1"):
            self._identify(self.tracking, "tr-1", self.other)

    def test_goods_id_is_shared_by_all_units_of_a_model(self):
        for asset in (self.asset, self.other):
            self.assertTrue(self._identify(self.goods, "2720000014158", asset))

    def test_two_who_enter_the_same_value_at_once_cannot_both_have_it(self):
        self._identify(self.tracking, "TR1")
        second = self._identify(self.tracking, "TR2", self.other)
        second.value = "TR3"
        self.env.flush_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env.cr.execute("UPDATE raya_asset_identifier SET value_key = 'tr1' WHERE id = %s", [second.id])

    def test_returned_unit_gives_its_value_to_the_next_file(self):
        first = self._identify(self.tracking, "TR1")
        self.asset._transition("returned")
        second = self._identify(self.tracking, "TR1", self.other)
        self.assertEqual((first.is_exclusive, second.is_exclusive), (False, True))

    def test_old_file_comes_back_to_life_although_its_value_went_to_another(self):
        """A delivery must not fail because of it; the conflict shows when somebody edits."""
        first = self._identify(self.tracking, "TR1")
        self.asset._transition("returned")
        self._identify(self.tracking, "TR1", self.other)
        self.asset._transition("active")
        self.env.flush_all()
        self.assertFalse(first.is_exclusive)
        with self.assertRaisesRegex(ValidationError, "RF-2"):
            first.value = "tr 1"

    def test_type_becomes_unique_only_if_its_values_are(self):
        for asset in (self.asset, self.other):
            self._identify(self.goods, "2720000014158", asset)
        with self.assertRaisesRegex(ValidationError, "2720000014158"), self.env.cr.savepoint():
            self.goods.with_user(self.manager).is_unique = True
        self.other.identifier_ids.value = "2720000014159"
        self.goods.with_user(self.manager).is_unique = True
        self.assertEqual(self.goods.identifier_ids.mapped("is_exclusive"), [True, True])

    def test_type_is_offered_only_for_its_categories(self):
        self.imei.categ_ids = self.env["product.category"].create({"name": "Phones"})
        self.assertNotIn(
            self.imei,
            self.imei.search(self.env["raya.asset.identifier"].new({"asset_id": self.asset.id}).type_domain),
        )
        with self.assertRaisesRegex(ValidationError, "not for Refrigerator"):
            self._identify(self.imei, GOOD_IMEI)
        phones = self.env["product.category"].create({"name": "Smart", "parent_id": self.imei.categ_ids.id})
        self.fridge.categ_id = phones
        self.assertTrue(self._identify(self.imei, GOOD_IMEI))

    def test_product_without_category_takes_types_for_all_products(self):
        self.fridge.categ_id = False
        self.assertTrue(self._identify(self.imei, GOOD_IMEI))

    def test_pattern_that_nobody_can_read_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "cannot be read"):
            self.goods.with_user(self.manager).pattern = "[0-9"

    def test_technician_reads_and_other_companies_see_nothing(self):
        identifier = self._identify(self.tracking, "TR1")
        self.assertEqual(identifier.with_user(self.technician).value, "TR1")
        with self.assertRaises(AccessError):
            identifier.with_user(self.technician).value = "TR2"
        with self.assertRaises(AccessError):
            self.tracking.with_user(self.operator).is_unique = False
        company = self.env["res.company"].create({"name": "Other"})
        self.operator.write({"company_ids": [(4, company.id)], "company_id": company.id})
        elsewhere = self.env["raya.asset.identifier"].with_user(self.operator).with_company(company)
        elsewhere = elsewhere.with_context(allowed_company_ids=company.ids)
        self.assertFalse(elsewhere.search([("id", "=", identifier.id)]))

    def test_another_company_may_have_the_same_value(self):
        self._identify(self.tracking, "TR1")
        company = self.env["res.company"].create({"name": "Other"})
        foreign = self._create_asset(company_id=company.id, serial="X-1")
        values = {"asset_id": foreign.id, "type_id": self.tracking.id, "value": "TR1"}
        self.assertTrue(self.env["raya.asset.identifier"].create(values).is_exclusive)
