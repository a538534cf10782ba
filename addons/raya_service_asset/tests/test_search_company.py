from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import AssetCommon


@tagged("post_install", "-at_install")
class TestSearchForms(AssetCommon):
    """The technician on the phone finds a unit, whatever the customer reads out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.ir")
        cls.household = cls.env["res.partner"].create({"name": "Raya Household", "phone": "021-8855 0177"})
        cls.flat = cls.env["res.partner"].create({"name": "Flat 4", "parent_id": cls.household.id})
        cls.asset = cls._create_asset(serial="QX 77-A", partner_id=cls.household.id)
        cls.second = cls._create_asset(serial="QX 78-B", partner_id=cls.flat.id)
        cls.Asset = cls.env["raya.asset"].with_user(cls.technician)

    def _find(self, text, **options):
        found = self.Asset.browse(found for found, _name in self.Asset.name_search(text, **options))
        return found & (self.asset | self.second)

    def test_phone_in_its_usual_forms(self):
        for text in ("02188550177", "021 8855 0177", "+98 21 8855 0177", "0098-21-88550177", "۰۲۱۸۸۵۵۰۱۷۷", "88550177"):
            with self.subTest(text):
                self.assertEqual(self._find(text), self.asset)

    def test_phone_of_another_number_finds_nothing(self):
        for text in ("02188550178", "+98 31 8855 0177", "1 021 8855 0177"):
            with self.subTest(text):
                self.assertFalse(self._find(text))

    def test_number_typed_on_the_contact_later_finds_the_unit(self):
        self.household.phone = "0912 333 4455"
        self.assertEqual(self._find("09123334455"), self.asset)
        self.assertFalse(self._find("02188550177"))

    def test_whole_name_of_a_branch_finds_its_units(self):
        self.assertEqual(self._find("raya household"), self.asset | self.second)
        self.assertEqual(self._find("household flat"), self.second)

    def test_renamed_product_is_found_by_its_new_name_in_any_language(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.fridge.with_context(lang="fa_IR").name = "یخچال"
        self.assertEqual(self._find("يخچال qx"), self.asset | self.second)
        self.fridge.default_code = "RAYA/RF"
        self.assertEqual(self._find("raya/rf 78"), self.second)

    def test_search_listens_to_the_domain_and_the_limit(self):
        self.assertEqual(self._find("qx", domain=[("partner_id", "=", self.flat.id)]), self.second)
        self.assertEqual(len(self.Asset.name_search("qx", limit=1)), 1)

    def test_exact_name_is_another_question(self):
        self.assertEqual(self._find("QX 77-A", operator="="), self.asset)
        self.assertFalse(self._find("QX", operator="="))

    def test_negative_search_leaves_out_what_was_found(self):
        domain = [("display_name", "not ilike", "77-a"), ("id", "in", (self.asset | self.second).ids)]
        self.assertEqual(self.Asset.search(domain), self.second)

    def test_serial_corrected_is_found_by_the_new_one_alone(self):
        self.asset.with_user(self.operator).serial = "ZZ-1"
        self.assertEqual(self._find("zz-1"), self.asset)
        self.assertFalse(self._find("77-A"))

    def test_what_is_searched_in_is_not_typed_by_anybody(self):
        with self.assertRaises(AccessError):
            self.asset.with_user(self.manager).search_text = "everything"


@tagged("post_install", "-at_install")
class TestCompanies(AssetCommon):
    """Each company has its own files; who works for two chooses which they see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Other"})
        cls.ours = cls._create_asset(serial="CO-1")
        cls.theirs = cls._create_asset(serial="CO-1", company_id=cls.other.id)
        cls.operator.company_ids |= cls.other

    def _find(self, *companies):
        Asset = self.env["raya.asset"].with_user(self.operator)
        Asset = Asset.with_context(allowed_company_ids=[company.id for company in companies])
        return Asset.search([("display_name", "ilike", "co-1")])

    def test_files_of_the_chosen_companies_are_found(self):
        self.assertEqual(self._find(self.company), self.ours)
        self.assertEqual(self._find(self.other), self.theirs)
        self.assertEqual(self._find(self.company, self.other), self.ours | self.theirs)

    def test_counts_on_documents_are_of_the_chosen_companies(self):
        for companies, count in (((self.company,), 1), ((self.company, self.other), 2)):
            allowed = [company.id for company in companies]
            customer = self.customer.with_user(self.operator).with_context(allowed_company_ids=allowed)
            customer.invalidate_recordset(["raya_asset_count"])
            self.assertEqual(customer.raya_asset_count, count)

    def test_new_file_is_of_the_company_at_hand(self):
        Asset = self.env["raya.asset"].with_user(self.operator).with_context(allowed_company_ids=self.other.ids)
        self.assertEqual(Asset.create({"product_id": self.fridge.id}).company_id, self.other)

    def test_files_of_two_companies_are_not_one_unit(self):
        self.manager.company_ids |= self.other
        allowed = (self.company | self.other).ids
        files = (self.ours | self.theirs).with_user(self.manager).with_context(allowed_company_ids=allowed)
        merge = files.env["raya.asset.merge"].create({"asset_ids": files.ids, "kept_id": self.ours.id})
        with self.assertRaisesRegex(UserError, "different products or companies"):
            merge.action_merge()

    def test_serial_in_stock_of_another_company_is_refused(self):
        lot = self.env["stock.lot"].create({"name": "CO-9", "product_id": self.fridge.id, "company_id": self.other.id})
        with self.assertRaisesRegex(UserError, "Serial in Stock"):
            self.ours.lot_id = lot
