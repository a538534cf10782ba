from unittest.mock import patch

from odoo.tests import tagged

from .fake_models import FakeModelsCommon, RayaFakeUnit


@tagged("post_install", "-at_install")
class TestImportContact(FakeModelsCommon):
    """Contacts and products in a file, told as people tell them."""

    fake_models = (RayaFakeUnit,)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._allow_all("raya.fake.unit", "service_operator")
        cls.sara, cls.ali = cls.env["res.partner"].create(
            [
                {"name": "سارا کریمی‌نژاد", "ref": "RAYA-7", "email": "Sara@Raya.example", "phone": "0912 777 0101"},
                {"name": "Ali Raya Hosseini", "phone": "+98 (21) 8855-0199"},
            ]
        )
        cls.branch = cls.env["res.partner"].create({"name": "Branch", "parent_id": cls.ali.id})

    def _load(self, *rows, fields=("code", "partner_id")):
        Unit = self.env["raya.fake.unit"].with_user(self.operator)
        result = Unit.load(list(fields), [list(row) for row in rows])
        self.env.invalidate_all()
        return result

    def _taken(self, *rows, **options):
        result = self._load(*rows, **options)
        self.assertEqual(result["messages"], [])
        return self.env["raya.fake.unit"].browse(result["ids"])

    def _refused(self, *rows, **options):
        result = self._load(*rows, **options)
        self.assertFalse(result["ids"])
        self.assertFalse(self.env["raya.fake.unit"].search([]))
        return [(message["rows"]["from"] + 1, message["message"]) for message in result["messages"]]

    def test_contact_is_told_by_name_reference_mail_or_phone(self):
        texts = (
            "سارا کریمی‌نژاد",
            "سارا  كريمينژاد",
            "raya-7",
            "sara@raya.example",
            "09127770101",
            "+98 912 777 0101",
            "۰۹۱۲-۷۷۷-۰۱۰۱",
        )
        units = self._taken(*((f"U{number}", text) for number, text in enumerate(texts)))
        self.assertEqual([unit.partner_id for unit in units], [self.sara] * len(texts))

    def test_branch_is_told_by_its_whole_name(self):
        [unit] = self._taken(("U", "Ali Raya Hosseini, Branch"))
        self.assertEqual(unit.partner_id, self.branch)

    def test_cell_that_is_empty_tells_nobody(self):
        units = self._taken(("U", ""), ("V", "RAYA-7"))
        self.assertEqual([unit.partner_id for unit in units], [self.env["res.partner"], self.sara])

    def test_several_columns_of_contacts(self):
        [unit] = self._taken(("U", "RAYA-7", "+98 21 8855 0199"), fields=("code", "partner_id", "payer_id"))
        self.assertEqual((unit.partner_id, unit.payer_id), (self.sara, self.ali))

    def test_whole_file_asks_for_contacts_once(self):
        rows = [(f"U{number}", "RAYA-7" if number % 2 else "Ali Raya Hosseini") for number in range(100)]
        Unit = type(self.env["raya.fake.unit"])
        with patch.object(Unit, "_read_contacts", autospec=True, side_effect=Unit._read_contacts) as read:
            self._taken(*rows)
        self.assertEqual(read.call_count, 1)

    def test_nobody_and_several_are_refused_with_the_row(self):
        self.env["res.partner"].create({"name": "Ali Raya Hosseini", "ref": "RAYA-8"})
        found = self._refused(("U", "RAYA-7"), ("V", "Nobody Here"), ("W", "ali raya hosseini"))
        self.assertEqual([row for row, _message in found], [2, 3])
        self.assertIn("Row 2: nobody is known as “Nobody Here”. Write the name, reference", found[0][1])
        self.assertIn("Row 3: several contacts are known as “ali raya hosseini”", found[1][1])

    def test_phone_of_two_contacts_is_no_name_of_one(self):
        self.ali.phone = "0912 777 0101"
        [(row, message)] = self._refused(("U", "0912 777 0101"))
        self.assertEqual(row, 1)
        self.assertIn("several contacts", message)

    def test_number_of_seven_digits_is_no_part_of_a_longer_one(self):
        [(_row, message)] = self._refused(("U", "777 0101"))
        self.assertIn("nobody is known", message)

    def test_contact_of_another_company_is_not_known(self):
        self.sara.company_id = self.env["res.company"].create({"name": "Other"})
        [(_row, message)] = self._refused(("U", "RAYA-7"))
        self.assertIn("nobody is known as “RAYA-7”", message)

    def test_archived_contact_is_not_known(self):
        self.sara.active = False
        [(_row, message)] = self._refused(("U", "sara@raya.example"))
        self.assertIn("nobody is known as “sara@raya.example”", message)

    def test_product_is_told_as_people_search_for_it_and_refused_otherwise(self):
        self.fridge.default_code = "RAYA-RF"
        units = self._taken(("U", "RAYA-RF"), ("V", "[RAYA-RF] Refrigerator"), fields=("code", "product_id"))
        self.assertEqual(units.product_id, self.fridge)
        units.unlink()
        [(row, message)] = self._refused(("U", "RAYA-RF"), ("V", "RAYA-NONE"), fields=("code", "product_id"))
        self.assertEqual(row, 2)
        self.assertIn("no product is known as “RAYA-NONE”. Write the internal reference, barcode or name", message)

    def test_product_with_a_twin_is_asked_for_by_its_reference(self):
        self.env["product.product"].create({"name": self.fridge.name})
        [(_row, message)] = self._refused(("U", self.fridge.name), fields=("code", "product_id"))
        self.assertIn("Row 1: several products are known as “", message)

    def test_wrong_contact_and_wrong_product_of_one_line_are_told_once(self):
        found = self._refused(("U", "Nobody", "Nothing"), fields=("code", "partner_id", "product_id"))
        self.assertEqual(len(found), 1)
