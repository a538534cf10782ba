from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, new_test_user

from .common_sla import SlaCommon
from .reference_clock import tehran


class TestSlaRights(SlaCommon):
    """Who reads clocks, and that nobody sets them."""

    def test_nobody_writes_clocks_by_hand(self):
        self._create_policy_of_time()
        call = self._call_at("2026-11-28 08:00")
        for user in (self.operator, self.dispatcher, self.manager):
            with self.assertRaises(AccessError):
                call.sla_ids.with_user(user).date_due = "2030-01-01"
            with self.assertRaises(AccessError):
                call.with_user(user).sla_ids = [Command.clear()]

    def test_clocks_are_read_by_the_team_and_the_office(self):
        self._create_policy_of_time(legal_text="As the law wants.")
        self._create_policy_of_time("Slow", [("response", 9, "hour")])
        call = self._call_at("2026-11-28 08:00")
        self._move(call, "2026-11-28 09:00", "referred", "waiting")
        stranger = self._create_user("test_stranger", "raya_service_base.group_service_technician")
        accountant = self._create_user("test_accountant", "raya_service_base.group_service_accountant")
        for user in (self.technician, self.operator, self.dispatcher, self.manager, accountant):
            clock = call.sla_ids.with_user(user)
            self.env.invalidate_all()
            [values] = clock.read()
            self.assertIn("tighter than what Slow would promise. As the law wants.", values["reason"])
            self.assertEqual(values["remaining"], "First Response: stands with 3 h 0 min left")
            self.assertEqual(len(clock.segment_ids.read()), 1)
            self.assertEqual(call.with_user(user).sla_remaining, values["remaining"])
        for user in (stranger, self.outsider, self.editor):
            for record in (call.sla_ids, call.sla_ids.segment_ids):
                with self.assertRaises(AccessError):
                    record.with_user(user).read()

    def test_clocks_follow_tags_that_a_customer_gets_later(self):
        vip = self.env["res.partner.category"].create({"name": "VIP"})
        company = self.env["res.partner"].create({"name": "Clinic", "is_company": True})
        self._create_policy_of_time("Usual", [("response", 8, "hour")])
        self._create_policy_of_time("Quick", [("response", 2, "hour")], partner_tag_ids=vip.ids)
        call = self._call_at("2026-06-06 08:00")
        self.assertEqual(self._get_clock(call).amount, 8)
        clerk = new_test_user(self.env, "clerk", groups="base.group_user,base.group_partner_manager")
        with freeze_time(tehran("2026-06-06 09:00")):
            self.customer.with_user(clerk).category_id = vip
            self.assertEqual(self._get_clock(call).amount, 2)
            self.customer.with_user(clerk).category_id = False
            self.assertEqual(self._get_clock(call).amount, 8)
            vip.partner_ids = self.customer
            self.assertEqual(self._get_clock(call).amount, 2)
            vip.partner_ids = company
            self.assertEqual(self._get_clock(call).amount, 8)
            self.customer.with_user(clerk).parent_id = company
            self.assertEqual(self._get_clock(call).amount, 2)
        self._assert_clock(call, date_started="2026-06-06 08:00", date_due="2026-06-06 10:00")

    def test_clocks_follow_a_statement_that_is_edited_alone(self):
        self._create_policy_of_time("Usual", [("response", 8, "hour")])
        self._create_policy_of_time("Urgent", [("response", 1, "hour")], priority="2")
        call = self._call_at("2026-06-06 08:00")
        danger = self._create_symptom(code="T-SMOKE", name="Smokes", is_safety=True)
        with freeze_time(tehran("2026-06-06 08:30")):
            call.statement_ids[:1].with_user(self.operator).symptom_id = danger
        self.assertEqual((call.priority, self._get_clock(call).amount), ("2", 1))
