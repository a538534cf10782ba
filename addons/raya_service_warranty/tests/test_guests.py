from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import WarrantySaleCommon
from .common_extension import ExtensionCommon


@tagged("post_install", "-at_install")
class TestProductManager(WarrantySaleCommon):
    """They make products and know nothing of warranties."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product_manager = cls._create_user("test_product_manager", "product.group_product_manager")
        cls.product_manager.group_ids += cls.env.ref("base.group_user")
        cls.manager = cls._create_user("test_policy_manager", "raya_service_base.group_service_manager")
        cls.manager.group_ids += cls.env.ref("product.group_product_manager")
        cls.category = cls.env["product.category"].create({"name": "Cooling", "raya_policy_ids": cls.policy.ids})
        cls.template = cls.fridge.product_tmpl_id

    def test_a_product_like_another_is_promised_the_same_whoever_makes_it(self):
        for user in (self.product_manager, self.manager):
            with self.subTest(user=user.login):
                copy = self.template.with_user(user).copy()
                self.assertEqual(copy.sudo().raya_policy_ids, self.policy)

    def test_country_that_is_deleted_limits_no_policy_any_more(self):
        country = self.env["res.country"].create({"name": "Atlantis", "code": "XA"})
        self.policy.country_ids = country
        self.assertTrue(self.policy.is_by_country)
        country.unlink()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertRecordValues(self.policy, [{"is_by_country": False, "country_ids": []}])

    def test_a_family_like_another_is_promised_the_same_whoever_makes_it(self):
        for user in (self.product_manager, self.manager):
            with self.subTest(user=user.login):
                self.assertEqual(self.category.with_user(user).copy().sudo().raya_policy_ids, self.policy)

    def test_whoever_copies_may_say_something_else(self):
        copy = self.template.with_user(self.manager).copy({"raya_policy_ids": []})
        self.assertFalse(copy.raya_policy_ids)

    def test_they_cannot_promise_anything(self):
        """Neither by writing nor by making, also not with what a copy would hold."""
        other = self._create_policy(name="For life")
        template = self.template.with_user(self.product_manager)
        for value in ([Command.set(other.ids)], {"value": [Command.set(other.ids)]}):
            with self.subTest(value=value):
                with self.assertRaises(AccessError):
                    template.write({"raya_policy_ids": value})
                with self.assertRaises(AccessError):
                    template.create({"name": "Promised", "raya_policy_ids": value})

    def test_they_read_and_export_every_field_of_products(self):
        for records in (self.category, self.template, self.fridge):
            with self.subTest(model=records._name):
                seen = records.with_user(self.product_manager)
                seen.invalidate_recordset()
                self.assertNotIn("raya_policy_ids", seen.fields_get())
                with self.assertRaises(AccessError):
                    seen.search([("raya_policy_ids", "!=", False)])


@tagged("post_install", "-at_install")
class TestSalesperson(ExtensionCommon):
    """They sell extended warranties and read no product files."""

    def test_an_order_like_another_is_for_the_same_unit_whoever_makes_it(self):
        unit = self._create_asset()
        order = self._sell((self.extension, 1, {"raya_asset_id": unit.id}), user=self.counter)
        for user in (self.seller, self.counter):
            with self.subTest(user=user.login):
                copied = order.sudo().with_user(user).copy()
                self.assertEqual(copied.sudo().order_line.raya_asset_id, unit)
                self.assertIn(unit.display_name, copied.order_line.name)

    def test_they_cannot_choose_a_unit(self):
        unit = self._create_asset()
        order = self._sell((self.extension, 1))
        with self.assertRaises(AccessError):
            order.with_user(self.seller).order_line.raya_asset_id = unit
