from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tests import tagged

from ..models.raya_applicability_mixin import FORBID
from .fake_models import FakeModelsCommon, RayaFakeTerm, RayaFakeTermLine


@tagged("post_install", "-at_install")
class TestApplicability(FakeModelsCommon):
    """Which products a code is for; nothing chosen means for all."""

    fake_models = (RayaFakeTerm, RayaFakeTermLine)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._allow("raya.fake.term", "service_user", read=True)
        cls.child = cls.env["product.category"].create({"name": "With ice", "parent_id": cls.family.id})
        cls.icebox = cls.env["product.product"].create({"name": "Icebox", "categ_id": cls.child.id})
        cls.oven = cls.env["product.product"].create({"name": "Oven"})
        cls.for_all = cls._create_term("A-ALL")
        cls.for_family = cls._create_term("B-FAMILY", categ_ids=cls.family.ids)
        cls.for_child = cls._create_term("C-CHILD", categ_ids=cls.child.ids)
        cls.for_icebox = cls._create_term("D-ICEBOX", product_tmpl_ids=cls.icebox.product_tmpl_id.ids)
        cls.for_oven = cls._create_term("E-OVEN", product_tmpl_ids=cls.oven.product_tmpl_id.ids)
        cls.terms = cls.for_all | cls.for_family | cls.for_child | cls.for_icebox | cls.for_oven

    @classmethod
    def _create_term(cls, code, **vals):
        return cls.env["raya.fake.term"].create({"code": code, "name": code.title(), **vals})

    def _offered(self, product, name="", **options):
        Term = self.env["raya.fake.term"].with_user(self.technician).with_context(applicable_to=product.id)
        return [found for found, _label in Term.name_search(name, **options)]

    def _set_forbidden(self, forbidden):
        self.env["res.config.settings"].create({"raya_forbid_other_products": forbidden}).execute()

    def test_codes_of_a_product_are_its_own_those_of_its_families_and_those_for_all(self):
        for product, expected in (
            (self.icebox, self.terms - self.for_oven),
            (self.fridge, self.for_all | self.for_family),
            (self.oven, self.for_all | self.for_oven),
            (self.env["product.product"], self.terms),
        ):
            with self.subTest(product.name):
                domain = self.env["raya.fake.term"]._applicable_domain(product) & Domain("id", "in", self.terms.ids)
                self.assertEqual(self.env["raya.fake.term"].search(domain), expected)

    def test_product_without_family_has_those_for_all(self):
        self.oven.categ_id = False
        self.assertEqual(self.terms._filter_not_applicable(self.oven), self.terms - self.for_all - self.for_oven)

    def test_most_specific_code_goes_first(self):
        expected = self.for_icebox + self.for_child + self.for_family + self.for_all + self.for_oven
        self.assertEqual((self.terms)._sort_by_applicability(self.icebox), expected)

    def test_most_specific_code_is_offered_first(self):
        self.assertEqual(
            self._offered(self.icebox)[:4],
            [
                self.for_icebox.id,
                self.for_child.id,
                self.for_family.id,
                self.for_all.id,
            ],
        )

    def test_offer_is_cut_after_it_was_sorted(self):
        self.assertEqual(self._offered(self.icebox, limit=1), self.for_icebox.ids)

    def test_offer_listens_to_what_is_typed_and_to_the_domain_of_the_field(self):
        self.assertEqual(self._offered(self.icebox, "family"), self.for_family.ids)
        domain = [("id", "!=", self.for_icebox.id)]
        self.assertEqual(self._offered(self.icebox, domain=domain, limit=1), self.for_child.ids)

    def test_without_a_product_the_usual_order_stands(self):
        self.assertEqual(self._offered(self.env["product.product"], "-", limit=2), (self.for_all | self.for_family).ids)

    def test_codes_of_other_products_are_named_in_the_warning(self):
        warning = self.terms._get_applicability_warning(self.fridge)["warning"]
        self.assertEqual(warning["title"], "Made for other products")
        self.assertIn("[C-CHILD] C-Child, [D-ICEBOX] D-Icebox, [E-OVEN] E-Oven: not made for", warning["message"])
        self.assertIn(self.fridge.display_name, warning["message"])
        self.assertIsNone((self.for_all | self.for_family)._get_applicability_warning(self.fridge))

    def test_codes_of_other_products_are_refused_only_where_that_is_set(self):
        terms = self.for_oven.with_user(self.technician)
        terms._check_applicable(self.icebox)
        self._set_forbidden(True)
        with self.assertRaisesRegex(ValidationError, "E-Oven: not made for Icebox. Choose another one"):
            terms._check_applicable(self.icebox)
        terms._check_applicable(self.oven)
        self._set_forbidden(False)
        terms._check_applicable(self.icebox)

    def test_only_family_of_a_code_is_not_deleted(self):
        """Without it the code would be for everything."""
        self.for_child.active = False
        for family in (self.child, self.family):
            with self.assertRaisesRegex(UserError, r"\[C-CHILD\] C-Child: made for"):
                family.unlink()
        self.for_child.categ_ids |= self.env["product.category"].create({"name": "Other"})
        self.icebox.categ_id = self.family
        self.child.unlink()
        self.assertTrue(self.for_child.categ_ids)

    def test_only_product_of_a_code_is_not_deleted(self):
        for record in (self.oven, self.oven.product_tmpl_id):
            with self.assertRaisesRegex(UserError, "E-Oven: made for Oven only"), self.env.cr.savepoint():
                record.unlink()
        self.for_oven.categ_ids = self.family
        template = self.oven.product_tmpl_id
        template.unlink()
        self.assertFalse(template.exists())

    def test_code_of_an_archived_product_is_for_no_other(self):
        self.oven.product_tmpl_id.action_archive()
        self.env.invalidate_all()
        terms = self.terms.with_user(self.technician)
        others = self.for_child | self.for_icebox | self.for_oven
        self.assertEqual(terms._filter_not_applicable(self.fridge), others)
        self.assertNotIn(self.for_oven, terms.search(terms._applicable_domain(self.fridge)))
        self.assertFalse(self.for_oven.with_user(self.technician)._filter_not_applicable(self.oven))
        self.assertEqual(terms._sort_by_applicability(self.oven)[0], self.for_oven)
        self.assertEqual(self._offered(self.oven, limit=1), self.for_oven.ids)

    def test_setting_is_one_for_the_whole_database(self):
        Settings = self.env["res.config.settings"]
        self._set_forbidden(True)
        self.assertTrue(self.env["ir.config_parameter"].get_param(FORBID))
        self.assertTrue(Settings.create({}).raya_forbid_other_products)
        self._set_forbidden(False)
        self.assertFalse(Settings.create({}).raya_forbid_other_products)
