from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.raya_service_base.tests.common_roles import RolesCommon

from .common import ServiceCallsCommon


@tagged("post_install", "-at_install")
class TestFirstPage(RolesCommon, ServiceCallsCommon):
    """Each role begins where its work is."""

    def _open(self, person):
        return self.env["raya.first.page"].with_user(self.people[person]).open()

    def test_each_role_has_its_page(self):
        pages = {"operator": "raya_service_desk", "manager": "raya_service_overview"}
        for person, tag in pages.items():
            with self.subTest(person=person):
                self.assertEqual(self._open(person)["tag"], tag)
        for person, page in {"dispatcher": "action_dispatch", "technician": "todo_action"}.items():
            with self.subTest(person=person):
                action = self.env.ref(f"raya_service_calls.raya_call_{page}")
                self.assertEqual((self._open(person)["type"], self._open(person)["id"]), (action._name, action.id))
        self.assertEqual(self._open("editor")["tag"], "raya_knowledge_search")

    def test_calls_of_a_technician_stand_in_one_column(self):
        """On a phone the columns of other stages would hide what there is to do."""
        action = self.env["raya.call"].with_user(self.technician).action_view_todo()
        mine = self.env.ref("raya_service_calls.raya_call_view_kanban_mine")
        self.assertIn((mine.id, "kanban"), [tuple(view) for view in action["views"]])
        self.assertNotIn("default_group_by", self.env["raya.call"].get_view(mine.id, "kanban")["arch"])

    def test_the_menu_service_leads_there(self):
        menu = self.env.ref("raya_service_base.raya_service_menu_root").with_user(self.operator)
        self.assertEqual(menu.action, self.env.ref("raya_service_base.raya_first_page_action"))
        self.assertEqual(menu.action.with_user(self.operator).run()["tag"], "raya_service_desk")

    def test_readiness_names_what_is_missing_first(self):
        rows = self.env["raya.readiness"].with_user(self.manager).get_rows()
        self.assertEqual([row["is_ready"] for row in rows], sorted(row["is_ready"] for row in rows))
        for row in rows:
            with self.subTest(row=row["key"]):
                self.assertTrue(self.env.ref(row["action"]).name)
                self.assertTrue(row["sentence"])

    def test_readiness_follows_what_is_set(self):
        def members():
            rows = self.env["raya.readiness"].with_user(self.manager).get_rows()
            return next(row for row in rows if row["key"] == "members")

        self.assertTrue(members()["is_ready"])
        self.env["raya.team"].create({"name": "Washing"})
        self.assertFalse(members()["is_ready"])
        self.assertIn("Washing", members()["sentence"])

    def test_a_mail_address_without_a_domain_is_not_ready(self):
        domain = self.env["mail.alias.domain"].create({"name": "service.example.com"})
        self.env["raya.team"].search([]).alias_name = False
        self.team.write({"alias_name": "cooling", "alias_domain_id": domain.id})

        def aliases():
            rows = self.env["raya.readiness"].with_user(self.manager).get_rows()
            return next(row for row in rows if row["key"] == "aliases")

        self.assertTrue(aliases()["is_ready"])
        self.team.alias_domain_id = False
        self.assertFalse(aliases()["is_ready"])
        self.assertIn("Cooling", aliases()["sentence"])

    def test_readiness_and_overview_are_for_those_who_lead(self):
        with self.assertRaises(AccessError):
            self.env["raya.readiness"].with_user(self.operator).get_rows()
        with self.assertRaises(AccessError):
            self.env["raya.overview"].with_user(self.operator).get_tiles()

    def test_overview_counts_what_its_lists_show(self):
        self._create_call()
        for tile in self.env["raya.overview"].with_user(self.manager).get_tiles():
            with self.subTest(tile=tile["key"]):
                count = self.env[tile["model"]].with_user(self.manager).search_count(tile["domain"])
                self.assertEqual(tile["count"], str(count))
