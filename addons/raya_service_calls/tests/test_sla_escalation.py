from ast import literal_eval

from odoo.tests import freeze_time
from odoo.tools import mute_logger

from ..models.raya_sla_escalation_mixin import ACTIVITY
from .common_sla import SlaCommon
from .reference_clock import tehran


class TestSlaEscalation(SlaCommon):
    """Who hears of a deadline, when and in which language."""

    def _get_activities(self, call):
        kind = self.env.ref(ACTIVITY)
        return call.activity_ids.filtered(lambda activity: activity.activity_type_id == kind)

    def _get_mails(self, call):
        return self.env["mail.message"].search(
            [("model", "=", "raya.call"), ("res_id", "=", call.id), ("message_type", "=", "user_notification")]
        )

    def test_breach_at_night_is_told_at_once_and_mailed_in_the_hours_of_the_team(self):
        self._create_policy_of_time(lines=[("response", 24, "hour", {"hours": "always"})])
        call = self._call_at("2026-11-26 23:00")
        self._look("2026-11-27 22:55")
        self.assertFalse(self._get_activities(call))
        self._look("2026-11-27 23:05")
        self.assertEqual(self._get_activities(call).user_id, self.technician | self.dispatcher)
        self.assertEqual(call.sla_state, "late")
        self._assert_clock(call, state="failed", date_failed="2026-11-27 23:00", date_mail="2026-11-28 08:00")
        self._look("2026-11-28 07:55")
        self.assertFalse(self._get_mails(call))
        self._look("2026-11-28 08:00")
        self.assertEqual(self._get_mails(call).partner_ids, (self.technician | self.dispatcher).partner_id)
        self._look("2026-11-28 08:05")
        self.assertEqual(len(self._get_mails(call)), 2)
        self.assertEqual(len(self._get_activities(call)), 2)

    def test_breach_in_the_hours_is_mailed_at_once(self):
        self._create_policy_of_time()
        call = self._call_at("2026-11-28 08:00")
        self._look("2026-11-28 12:05")
        self.assertEqual(len(self._get_mails(call)), 2)

    def test_what_was_solved_before_the_mail_went_is_not_mailed(self):
        self._create_policy_of_time(lines=[("response", 24, "hour", {"hours": "always"})])
        call = self._call_at("2026-11-26 23:00")
        self._look("2026-11-27 23:05")
        call._on_answered(tehran("2026-11-28 07:00"))
        self.assertFalse(self._get_activities(call))
        self._look("2026-11-28 08:00")
        self.assertFalse(self._get_mails(call))

    def test_technician_is_warned_before(self):
        self._create_policy_of_time(lines=[("response", 4, "hour", {"warn_minutes": 60})])
        call = self._call_at("2026-11-26 10:00")
        self._look("2026-11-28 08:55")
        self.assertFalse(self._get_activities(call))
        self._assert_clock(call, date_warn="2026-11-28 09:00", date_due="2026-11-28 10:00")
        self._look("2026-11-28 09:00")
        self._look("2026-11-28 09:05")
        self.assertEqual(self._get_activities(call).user_id, self.technician)
        self.assertEqual(call.sla_state, "at_risk")
        self.assertFalse(self._get_mails(call))

    def test_without_technician_the_leader_is_warned_and_without_both_who_typed_it(self):
        self._create_policy_of_time(lines=[("response", 4, "hour", {"warn_minutes": 60})])
        led = self._call_at("2026-11-28 08:00", user_id=False)
        Call = self.env["raya.call"].with_user(self.operator)
        with freeze_time(tehran("2026-11-28 08:00")):
            alone = Call.create({"partner_id": self.customer.id, "date_reported": tehran("2026-11-28 08:00")})
        self._look("2026-11-28 11:30")
        self.assertEqual(self._get_activities(led).user_id, self.dispatcher)
        self.company.resource_calendar_id = self.calendar
        self._look("2026-11-30 17:00")
        self.assertEqual(self._get_activities(alone).user_id, self.operator)

    def test_closed_cancelled_and_merged_calls_escalate_nothing(self):
        self._create_policy_of_time(lines=[("response", 4, "hour", {"warn_minutes": 60}), ("solution", 6, "hour")])
        done, cancelled, merged, living = (self._call_at("2026-11-28 08:00") for _each in range(4))
        self._move(done, "2026-11-28 09:00", "referred", "done")
        self._move(cancelled, "2026-11-28 09:00", "cancelled")
        with freeze_time(tehran("2026-11-28 09:00")):
            merged.sudo().merged_into_id = living
        self._look("2026-11-28 11:30")
        self._look("2026-11-29 11:30")
        for call in (done, cancelled, merged):
            self.assertFalse(self._get_activities(call))
            self.assertFalse(self._get_mails(call))
            self.assertFalse(call.sla_state)
        self.assertEqual(len(self._get_activities(living)), 5)

    def test_done_takes_back_what_people_were_asked(self):
        self._create_policy_of_time()
        call = self._call_at("2026-11-28 08:00")
        self._look("2026-11-28 12:05")
        self.assertTrue(self._get_activities(call))
        self._move(call, "2026-11-28 13:00", "referred", "done")
        self.assertFalse(self._get_activities(call))

    def test_everybody_reads_in_their_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.technician.lang = "fr_FR"
        policy = self._create_policy_of_time()
        policy.with_context(lang="fr_FR").name = "Service rapide"
        call = self._call_at("2026-11-28 08:00")
        self._look("2026-11-28 12:05")
        notes = {activity.user_id: activity.note for activity in self._get_activities(call)}
        self.assertIn("Service rapide", notes[self.technician])
        self.assertIn("Usual", notes[self.dispatcher])
        french = self._get_mails(call).filtered(lambda mail: mail.partner_ids == self.technician.partner_id)
        self.assertIn("Service rapide", french.body)

    def test_policy_says_who_else_is_told(self):
        self._create_policy_of_time(notify="leader", user_ids=self.manager.ids)
        call = self._call_at("2026-11-28 08:00")
        self._look("2026-11-28 12:05")
        self.assertEqual(self._get_activities(call).user_id, self.dispatcher | self.manager)

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def test_lists_find_what_is_late_and_at_risk_also_between_two_looks(self):
        self._create_policy_of_time(lines=[("response", 4, "hour", {"warn_minutes": 60})])
        call = self._call_at("2026-11-28 08:00")
        view = self.env.ref("raya_service_calls.raya_call_view_search").arch
        search = self.env["raya.call"].with_user(self.operator).search

        def find(name):
            domain = view.split(f'name="{name}"')[1].split('domain="')[1].split('"')[0]
            found = search([("id", "=", call.id), *self._read_domain(domain)])
            return call in found

        for time, late, at_risk in (("10:00", False, False), ("11:30", False, True), ("12:30", True, False)):
            with freeze_time(tehran(f"2026-11-28 {time}")):
                self.assertEqual((find("sla_late"), find("sla_at_risk")), (late, at_risk), time)

    def _read_domain(self, text):
        return literal_eval(text.replace("&lt;", "<").replace("&gt;", ">"))
