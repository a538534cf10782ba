from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_visit import VisitCommon


@tagged("post_install", "-at_install")
class TestVisitRights(VisitCommon):
    def test_technicians_see_visits_they_take_part_in(self):
        own = self._create_visit()
        helped = self._create_visit(10, 11, user_id=self.mate.id, helper_ids=self.technician.ids)
        foreign = self._create_visit(user_id=self.mate.id)
        Visit = self.env["raya.visit"].with_user(self.technician)
        self.assertEqual(Visit.search([("id", "in", (own | helped | foreign).ids)]), own | helped)
        with self.assertRaises(AccessError):
            foreign.with_user(self.technician).action_on_my_way()
        with self.assertRaises(AccessError):
            foreign.with_user(self.technician).read(["name"])
        helped.with_user(self.technician).action_on_my_way()
        self.assertEqual(helped.state, "way")

    def test_technicians_plan_nothing(self):
        visit = self._create_visit().with_user(self.technician)
        for values in ({"date_start": self._at(8)}, {"user_id": self.mate.id}, {"is_emergency": True}, {"zone": "?"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                visit.write(values)
        for attempt in (visit.action_cancel, visit.action_plan_again, visit.unlink, visit.copy):
            with self.subTest(attempt=attempt.__name__), self.assertRaises(AccessError):
                attempt()
        for name in ("state", "date_arrived", "outcome", "conflict"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                visit.write({name: False})
        self.assertEqual(visit.sudo().state, "planned")

    def test_dispatchers_plan_for_their_own_teams(self):
        other = self.team.copy({"name": "Washing", "leader_id": self.manager.id, "user_ids": self.mate.ids})
        self.team.member_ids.filtered(lambda member: member.user_id == self.mate).unlink()
        foreign = self._create_visit(jobs=self._create_job()).sudo()
        foreign.write({"user_id": self.mate.id})
        self.assertEqual(foreign.team_id, other)
        visit = foreign.with_user(self.dispatcher)
        self.assertTrue(visit.read(["name"]))
        with self.assertRaises(AccessError):
            visit.write({"date_start": self._at(8)})
        with self.assertRaises(AccessError):
            visit.action_cancel()
        foreign.with_user(self.manager).action_cancel()
        self.assertEqual(foreign.state, "cancelled")

    def test_operators_and_accountants_only_read(self):
        visit = self._create_visit()
        accountant = self._create_user("test_visit_accountant", "raya_service_base.group_service_accountant")
        for user in (self.operator, accountant):
            self.assertTrue(visit.with_user(user).read(["name", "slot_ids"]))
            with self.assertRaises(AccessError):
                visit.with_user(user).write({"note": "?"})
            with self.assertRaises(AccessError):
                visit.with_user(user).action_on_my_way()

    def test_others_see_no_visit(self):
        self._create_visit()
        for user in (self.outsider, self.clerk, self.editor):
            for model in ("raya.visit", "raya.visit.slot", "raya.visit.pause"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])

    def test_nobody_writes_slots_and_pauses(self):
        visit = self._create_visit()
        slot = visit.slot_ids.with_user(self.manager)
        with self.assertRaises(AccessError):
            slot.write({"is_free": True})
        with self.assertRaises(AccessError):
            slot.unlink()
        with self.assertRaises(AccessError):
            self.env["raya.visit.pause"].with_user(self.manager).create(
                {"visit_id": visit.id, "reason": "?", "date_start": self._at(9)}
            )
