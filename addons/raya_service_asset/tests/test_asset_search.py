from odoo.tests import tagged
from odoo.tools import SQL

from .common import AssetCommon


@tagged("post_install", "-at_install")
class TestAssetSearch(AssetCommon):
    """The operator finds a unit by whatever the customer knows of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write({"name": "سارا کریمی", "phone": "+98 912 555 0101"})
        cls.company.country_id = cls.env.ref("base.ir")
        cls.asset = cls._create_asset(serial="RF22-23-0415")
        cls.neighbour = cls._create_asset(serial="WM-7", partner_id=cls.outsider.partner_id.id)
        cls.env["raya.asset.identifier"].create(
            {
                "asset_id": cls.asset.id,
                "type_id": cls.env.ref("raya_service_asset.raya_identifier_type_tracking").id,
                "value": "IR-8841-0097",
            }
        )

    def _find(self, text):
        found = self.env["raya.asset"].with_user(self.operator).name_search(text, limit=1000)
        return {self.asset, self.neighbour} & {self.env["raya.asset"].browse(file_id) for file_id, _name in found}

    def test_a_unit_is_found_by_what_the_customer_knows(self):
        for text in (
            "rf22-23",
            "٢٣-٠٤١٥",
            "ir88410097",
            "IR-8841-0097",
            "كريمي",
            "کریمی RF22",
            "کریمی refrigerator",
            "refrigerator 0912",
            "0912 555 0101",
            "۰۹۱۲۵۵۵۰۱۰۱",
            "09125550101",
            "+98 912 555 0101",
            "00989125550101",
            "555-0101",
        ):
            with self.subTest(text=text):
                self.assertEqual(self._find(text), {self.asset})

    def test_every_word_must_be_found(self):
        self.assertFalse(self._find("کریمی WM-7"))
        self.assertFalse(self._find("nobody"))

    def test_product_finds_its_units_and_no_word_finds_all(self):
        self.assertEqual(self._find("Refrigerator"), {self.asset, self.neighbour})
        self.assertEqual(self._find(" "), {self.asset, self.neighbour})

    def test_signs_of_patterns_stand_for_themselves(self):
        self.assertFalse(self._find("RF%0415"))
        self.assertFalse(self._find("RF2?-23"))
        self.assertFalse(self._find("%"))

    def test_search_shows_no_file_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.asset.company_id = other
        self.assertFalse(self._find("RF22-23-0415"))

    def test_archived_file_is_not_offered(self):
        self.asset.active = False
        self.assertFalse(self._find("RF22-23-0415"))

    def test_each_kind_of_key_has_its_index(self):
        if not self.registry.has_trigram:
            self.skipTest("no trigrams in this database")
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute("SET LOCAL enable_indexscan = off")
        for table, column in (("raya_asset", "search_text"), ("res_partner", "raya_search_text")):
            with self.subTest(table=table):
                names = SQL.identifier(table), SQL.identifier(column)
                plan = str(self.env.execute_query(SQL("EXPLAIN SELECT id FROM %s WHERE %s LIKE %s", *names, "%1234%")))
                self.assertIn("Bitmap Index Scan", plan)
