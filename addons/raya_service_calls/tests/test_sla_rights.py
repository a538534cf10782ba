from odoo import Command
from odoo.exceptions import AccessError

from .common_sla import SlaCommon


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
