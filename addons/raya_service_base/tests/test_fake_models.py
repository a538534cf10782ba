from odoo.modules.registry import Registry
from odoo.orm.models import MetaModel
from odoo.tests import BaseCase, get_db_name, tagged

from .fake_models import FakeModelsCommon, RayaFakePaper, RayaFakeTerm, RayaFakeTermLine


@tagged("post_install", "-at_install")
class TestFakeModels(BaseCase):
    """What is made for the tests of a mixin is gone when they are over."""

    def test_registry_forgets_the_models_of_a_test_class(self):
        class Inner(FakeModelsCommon):
            fake_models = (RayaFakePaper, RayaFakeTerm, RayaFakeTermLine)

        registry = Registry(get_db_name())
        names = {model._name for model in Inner.fake_models}
        before = set(registry)
        Inner.setUpClass()
        try:
            self.assertEqual(set(registry) - before, names)
            self.assertIn("raya.fake.paper", registry.descendants(["raya.transition.mixin"], "_inherit"))
        finally:
            Inner.tearDownClass()
            Inner.doClassCleanups()
        self.assertEqual(set(registry), before)
        self.assertFalse(names & set(registry.descendants(list(before), "_inherit", "_inherits")))
        self.assertFalse(registry.registry_invalidated)
        with registry.cursor() as cr:
            cr.execute("SELECT model FROM ir_model WHERE model LIKE 'raya.fake.%'")
            self.assertFalse(cr.fetchall())

    def test_no_registry_loads_them_with_the_add_on(self):
        listed = [model._name for model in MetaModel._module_to_models__["raya_service_base"]]
        self.assertFalse([name for name in listed if name.startswith("raya.fake")])
