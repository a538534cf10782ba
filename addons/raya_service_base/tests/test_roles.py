from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ServiceCommon

# Each role, and every other one of ours that comes with it.
ROLES = {
    "service_user": set(),
    "service_technician": {"service_user"},
    "service_operator": {"service_user"},
    "service_dispatcher": {"service_user", "service_operator", "service_technician"},
    "service_accountant": {"service_user"},
    "knowledge_editor": {"service_user"},
    "service_manager": {
        "service_user",
        "service_technician",
        "service_operator",
        "service_dispatcher",
        "service_accountant",
        "knowledge_editor",
    },
}


@tagged("post_install", "-at_install")
class TestRoles(ServiceCommon):
    """Who has which role, and what it brings along."""

    def _group(self, name):
        return self.env.ref(f"raya_service_base.group_{name}")

    def test_each_role_brings_the_roles_below_it_and_no_other(self):
        ours = {self._group(name): name for name in ROLES}
        for name, expected in ROLES.items():
            implied = self._group(name).all_implied_ids
            self.assertEqual({ours[group] for group in implied if group in ours} - {name}, expected, name)

    def test_everybody_of_ours_is_an_employee(self):
        for name in ROLES:
            self.assertIn(self.env.ref("base.group_user"), self._group(name).all_implied_ids, name)

    def test_only_editors_and_managers_export(self):
        export = self.env.ref("base.group_allow_export")
        having = {name for name in ROLES if export in self._group(name).all_implied_ids}
        self.assertEqual(having, {"knowledge_editor", "service_manager"})

    def test_no_role_administers_odoo(self):
        for name in ROLES:
            self.assertNotIn(self.env.ref("base.group_system"), self._group(name).all_implied_ids, name)

    def test_employee_has_no_role_unless_it_is_given(self):
        for name in ROLES:
            self.assertFalse(self.outsider.has_group(f"raya_service_base.group_{name}"), name)

    def test_administrator_is_a_manager_from_the_start(self):
        self.assertTrue(self.env.ref("base.user_admin").has_group("raya_service_base.group_service_manager"))

    def test_manager_has_every_role_and_loses_each_with_it(self):
        self.assertTrue(self.manager.has_group("raya_service_base.group_service_technician"))
        self.manager.group_ids = self.env.ref("base.group_user")
        self.assertFalse(self.manager.has_group("raya_service_base.group_service_technician"))

    def test_one_role_of_the_service_is_chosen_in_the_form_of_a_user(self):
        service = self.env.ref("raya_service_base.privilege_service")
        names = ("technician", "operator", "dispatcher", "accountant", "manager")
        roles = self.env["res.groups"].union(*(self._group(f"service_{name}") for name in names))
        self.assertEqual(service.group_ids, roles)
        self.assertEqual(
            self.env.ref("raya_service_base.privilege_knowledge").group_ids, self._group("knowledge_editor")
        )

    def test_menu_is_there_for_every_role_and_nobody_else(self):
        menu = self.env.ref("raya_service_base.raya_service_menu_root")
        config = self.env.ref("raya_service_base.raya_service_menu_config")
        for user in (self.technician, self.operator, self.dispatcher, self.editor, self.manager):
            self.assertTrue(user.has_groups(self._allowed(menu)), user.login)
        self.assertFalse(self.outsider.has_groups(self._allowed(menu)))
        self.assertTrue(self.manager.has_groups(self._allowed(config)))
        self.assertFalse(self.dispatcher.has_groups(self._allowed(config)))

    def _allowed(self, menu):
        return ",".join(menu.group_ids.get_external_id().values())

    def test_settings_are_for_administrators_alone(self):
        Settings = self.env["res.config.settings"]
        for user in (self.technician, self.manager):
            with self.assertRaises(AccessError):
                Settings.with_user(user).create({"raya_forbid_other_products": True}).execute()
        self.assertFalse(self.env["ir.config_parameter"].get_param("raya_service_base.forbid_other_products"))

    def test_page_of_settings_stands_under_service(self):
        arch = self.env["res.config.settings"].get_view(view_type="form")["arch"]
        self.assertIn('name="raya_service_base"', arch)
        self.assertIn('name="raya_forbid_other_products"', arch)
