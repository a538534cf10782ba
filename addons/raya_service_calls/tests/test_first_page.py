from datetime import timedelta

from lxml import etree
from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.raya_service_base.tests.common_roles import RolesCommon

from ..models.raya_first_page import RayaFirstPage
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
        # Floors above have other pages for some; these are the pages of this one.
        own = RayaFirstPage._get_pages(self.env["raya.first.page"])
        for person, page in {"dispatcher": "action_dispatch", "technician": "todo_action"}.items():
            with self.subTest(person=person):
                self.assertEqual(
                    own[f"raya_service_base.group_service_{person}"], f"raya_service_calls.raya_call_{page}"
                )
                self.assertTrue(self._open(person)["type"].startswith("ir.actions."))
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

    def test_a_stage_of_one_team_is_none_for_the_others(self):
        def stages():
            rows = self.env["raya.readiness"].with_user(self.manager).get_rows()
            return next(row for row in rows if row["key"] == "stages")

        self.assertTrue(stages()["is_ready"])
        self.env["raya.call.stage"].search([("kind", "=", "waiting")]).team_ids = self.team
        self.assertFalse(stages()["is_ready"])
        self.assertIn("Waiting", stages()["sentence"])

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

    def _get_tile(self, key):
        tiles = self.env["raya.overview"].with_user(self.manager).get_tiles()
        return next(tile for tile in tiles if tile["key"] == key)

    def _get_filter(self, name):
        """The domain of a filter of the calls, as its button has it."""
        arch = etree.fromstring(self.env["raya.call"].get_view(view_type="search")["arch"])
        return Domain(safe_eval(arch.xpath(f"//filter[@name='{name}']/@domain")[0], {"uid": self.env.uid}))

    def test_overview_counts_by_the_filters_of_the_lists(self):
        dispatch = self.env.ref("raya_service_calls.raya_call_action_dispatch").domain
        expected = {
            "open": self._get_filter("open"),
            "to_refer": Domain(safe_eval(dispatch)),
            "late": self._get_filter("open") & self._get_filter("sla_late"),
            "at_risk": self._get_filter("open") & self._get_filter("sla_at_risk"),
            "repeat": self._get_filter("open") & self._get_filter("repeat"),
        }
        now, hour = fields.Datetime.now(), timedelta(hours=1)
        self.env["raya.sla.policy"].create(
            {"name": "Usual", "line_ids": [Command.create({"kind": "solution", "amount": 9, "unit": "hour"})]}
        )
        calls = self.env["raya.call"].union(*(self._create_call(date_reported=now) for _number in range(5)))
        late, short, again, declined, done = calls
        done.sudo().stage_id = done._get_stage("done")
        declined.action_refer()
        declined.with_user(self.technician)._decline_referral("Ill")
        calls.sla_ids.write({"date_warn": now + 8 * hour, "date_due": now + 9 * hour})
        # Nobody has looked at the deadline that passed.
        late.sla_ids.write({"date_warn": now - 2 * hour, "date_due": now - hour})
        short.sla_ids.write({"date_warn": now - hour, "date_due": now + hour})
        again.repeat_of_id = late
        found = {"late": late, "at_risk": short, "repeat": again, "open": calls - done}
        for key, domain in expected.items():
            with self.subTest(tile=key):
                tile = self._get_tile(key)
                shown = self.env["raya.call"].search(tile["domain"])
                self.assertEqual(shown, self.env["raya.call"].search(domain))
                self.assertEqual(tile["count"], str(len(shown)))
                self.assertEqual(shown & calls, found.get(key, calls - done))

    def test_units_whose_coverage_was_voided_or_is_suspended_are_not_in_warranty(self):
        today = self.company._raya_get_day()
        day = {"date_start": today - timedelta(days=9), "date_end": today + timedelta(days=9)}
        before = self.env["raya.asset"].search(self._get_tile("in_warranty")["domain"])
        assets = self.env["raya.asset"].union(*(self._create_asset() for _number in range(4)))
        assets.warranty_ids.unlink()
        running, voided, suspended, again = (
            self.env["raya.warranty"].create({"asset_id": asset.id, "policy_id": self.policy.id, **day})
            for asset in assets
        )
        (voided | again)._record_event("void", "Opened by somebody else", today)
        suspended._record_event("suspend", "Stands unused", today)
        again._record_event("reinstate", "It was not", today)
        self.assertEqual(
            (running | voided | suspended | again).mapped("standing"), ["normal", "void", "suspended", "normal"]
        )
        found = self.env["raya.asset"].search(self._get_tile("in_warranty")["domain"])
        self.assertEqual(found - before, (running | again).asset_id)
        Warranty = self.env["raya.warranty"]
        self.assertEqual(Warranty.search([("asset_id", "in", assets.ids), ("standing", "=", "void")]), voided)
        self.assertEqual(
            Warranty.search([("asset_id", "in", assets.ids), ("standing", "!=", "normal")]), voided | suspended
        )

    def test_units_whose_warranty_runs_today_are_counted(self):
        before = int(self._get_tile("in_warranty")["count"])
        running, ended, returned, beginning = assets = (
            self._create_asset() | self._create_asset() | self._create_asset() | self._create_asset()
        )
        today = self.company._raya_get_day()
        months = {running: (-1, 1), ended: (-9, -1), returned: (-1, 1), beginning: (1, 9)}
        assets.warranty_ids.unlink()
        for asset, (start, end) in months.items():
            self.env["raya.warranty"].create(
                {
                    "asset_id": asset.id,
                    "policy_id": self.policy.id,
                    "date_start": today + timedelta(days=30 * start),
                    "date_end": today + timedelta(days=30 * end),
                }
            )
        returned.sudo().state = "returned"
        self.assertEqual(self._get_tile("in_warranty")["count"], str(before + 1))
