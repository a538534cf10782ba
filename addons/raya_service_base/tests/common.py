from odoo.addons.base.tests.common import BaseCommon
from odoo.exceptions import AccessError
from odoo.tests import new_test_user

ROLES = ("technician", "operator", "dispatcher", "accountant", "manager")


class ServiceCommon(BaseCommon):
    """People of every role, and a refrigerator with a part and the labour to fit it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.technician = cls._create_user("test_tech", "raya_service_base.group_service_technician")
        cls.operator = cls._create_user("test_op", "raya_service_base.group_service_operator")
        cls.dispatcher = cls._create_user("test_sup", "raya_service_base.group_service_dispatcher")
        cls.editor = cls._create_user("test_editor", "raya_service_base.group_knowledge_editor")
        cls.manager = cls._create_user("test_boss", "raya_service_base.group_service_manager")
        cls.outsider = cls._create_user("test_outsider", "base.group_user")
        cls.family = cls.env["product.category"].create({"name": "Refrigerators"})
        cls.fridge = cls.env["product.product"].create(
            {"name": "Refrigerator", "type": "consu", "categ_id": cls.family.id}
        )
        cls.part = cls.env["product.product"].create(
            {"name": "Start relay", "type": "consu", "list_price": 14.0, "standard_price": 6.0}
        )
        cls.labour = cls.env["product.product"].create(
            {
                "name": "Repair labour",
                "type": "service",
                "list_price": 40.0,
                "uom_id": cls.env.ref("uom.product_uom_hour").id,
            }
        )

    @classmethod
    def _create_user(cls, login, *groups):
        """A user of one role; password as login."""
        return new_test_user(cls.env, login=login, password=login, groups=",".join(groups))

    def _assert_out_of_reach(self, user, *secrets):
        """No form tells this user anything of these records, by whatever field they are named in it."""
        models = [model for model in self.env.values() if model._name.startswith("raya.") and not model._abstract]
        doors = [
            (model.with_user(user), field.name, secret.id)
            for secret in secrets
            for model in models
            for field in model._fields.values()
            if field.type == "many2one" and field.comodel_name == secret._name
        ]
        self.assertTrue(doors)
        for model, name, id_ in doors:
            specification = {each: {} for each in model._fields if each != "id"}
            with self.subTest(model=model._name, field=name):
                self.env.invalidate_all()
                with self.assertRaises(AccessError):
                    model.onchange({name: id_}, [name], specification)
                with self.assertRaises(AccessError):
                    model.with_context(**{f"default_{name}": id_}).onchange({}, [], specification)
                if model._transient and not model._fields[name].related:
                    with self.assertRaises(AccessError), self.cr.savepoint():
                        model.create({name: id_})

    def _assert_facts_protected(self, addon, **facts):
        """Nobody, not even with every role, writes the states of the models of an add-on.

        :param facts: further fields that only actions write, by model (``raya_call``)
        """
        roles = [f"raya_service_base.group_service_{role}" for role in ROLES]
        everybody = self._create_user(
            "test_all_roles", *roles, "raya_service_base.group_knowledge_editor", "base.group_system"
        )
        facts = {(name.replace("_", "."), field) for name, fields in facts.items() for field in fields}
        models = [model for model in self.env.values() if model._original_module == addon]
        states = {(model._name, "state") for model in models if "state" in model._fields and not model._transient}
        checked = sorted((name, field) for name, field in facts | states if not self.env[name]._abstract)
        self.assertTrue(checked)
        for name, field in checked:
            Model = self.env[name].with_user(everybody)
            record = Model.search([], limit=1) or Model.browse(1)
            value = record.sudo()[field] if record.exists() else False
            with self.subTest(model=name, field=field):
                with self.assertRaises(AccessError):
                    record.write({field: Model._fields[field].convert_to_write(value, record)})
                with self.assertRaises(AccessError):
                    Model.create({field: False})
