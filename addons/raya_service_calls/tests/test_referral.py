from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval
from psycopg2.errors import NotNullViolation

from .common import ServiceCallsCommon

NOON = "2026-06-01 12:00:00"


@freeze_time(NOON)
class TestReferral(ServiceCallsCommon):
    """Whoever is asked answers; until then somebody waits."""

    def _create_referred(self, **vals):
        call = self._create_call(**vals)
        call.with_user(self.operator).action_refer()
        return call

    def _decline(self, call, user, reason="No licence for <b>this</b> gas"):
        action = self.env.ref("raya_service_calls.raya_referral_refusal_action")
        self.assertEqual(action.target, "new")
        form = Form(self.env["raya.referral.refusal"].with_user(user).with_context(default_call_ids=call.ids))
        form.reason = reason
        form.save().action_apply()

    def _escalate(self):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *_args, **_kwargs: True):
            self.env["raya.referral"]._cron_escalate()

    def test_technician_accepts_and_the_time_is_known(self):
        call = self._create_referred()
        self.assertTrue(call.with_user(self.technician).is_asked)
        self.assertFalse(call.with_user(self.dispatcher).is_asked)
        with freeze_time("2026-06-01 13:30:00"):
            call.with_user(self.technician).action_accept_referral()
        self.assertRecordValues(
            call.referral_id,
            [{"state": "accepted", "hours_to_accept": 1.5, "answered_by_id": self.technician.id, "refusal": False}],
        )
        self.assertFalse(call.activity_ids)
        self.assertEqual((call.state, call.referral_state), ("referred", "accepted"))

    def test_another_technician_chosen_by_hand_ends_the_referral(self):
        other = self.technician.copy({"login": "other.technician", "name": "Other", "email": "other@raya.example"})
        self.team.member_ids = [Command.create({"user_id": other.id})]
        call = self._create_referred()
        referral = call.referral_id
        call.with_user(self.operator).user_id = other
        self.assertEqual((referral.state, referral.answered_by_id), ("withdrawn", self.operator))
        self.assertFalse(call.with_user(self.technician).is_asked)
        self.assertFalse(call.activity_ids)
        waiting = self.env.ref("raya_service_calls.raya_call_action_dispatch").domain
        self.assertIn(call, self.env["raya.call"].search(safe_eval(waiting)))
        call.with_user(self.operator).action_refer_again()
        self.assertEqual(call.referral_id.user_id, other)
        self.assertTrue(call.with_user(other).is_asked)
        self.assertEqual(len(call.referral_ids), 2)

    def test_the_same_technician_written_again_stays_asked(self):
        call = self._create_referred()
        call.with_user(self.operator).write({"user_id": call.user_id.id, "team_id": call.team_id.id})
        self.assertEqual(call.referral_state, "waiting")

    def test_only_who_is_asked_answers(self):
        call = self._create_referred()
        for user in (self.dispatcher, self.operator):
            with self.assertRaisesRegex(UserError, "not waiting for your answer"):
                call.with_user(user).action_accept_referral()
        self._decline(call, self.technician)
        with self.assertRaisesRegex(UserError, "not waiting for your answer"):
            call.with_user(self.technician).action_accept_referral()

    def test_anybody_of_the_team_takes_a_call_without_technician(self):
        self.team.mode = "manual"
        call = self._create_referred(user_id=False)
        self.assertRecordValues(call.activity_ids, [{"user_id": self.dispatcher.id}])
        call.with_user(self.technician).action_accept_referral()
        self.assertEqual(call.user_id, self.technician)
        self.assertFalse(call.with_user(self.dispatcher).is_asked)

    def test_declined_call_comes_back_to_the_leader_in_their_language(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.env["ir.module.module"]._load_module_terms(["raya_service_calls"], ["fa_IR"])
        self.dispatcher.lang = "fa_IR"
        call = self._create_referred()
        self._decline(call, self.technician)
        self.assertRecordValues(
            call.referral_id,
            [{"state": "declined", "refusal": "No licence for <b>this</b> gas", "answered_by_id": self.technician.id}],
        )
        self.assertRecordValues(call, [{"user_id": False, "state": "referred", "team_id": self.team.id}])
        self.assertRecordValues(call.activity_ids, [{"user_id": self.dispatcher.id}])
        self.assertIn("&lt;b&gt;", call.activity_ids.note)
        self.assertEqual(
            call.activity_ids.summary,
            self.env["raya.call"]
            .with_context(lang="fa_IR")
            .env._("%(person)s declined this call: refer it again", person=self.technician.name),
        )

    def test_reason_of_a_refusal_is_needed(self):
        call = self._create_referred()
        with self.assertRaises(NotNullViolation), self.cr.savepoint(), mute_logger("odoo.sql_db"):
            self.env["raya.referral.refusal"].with_user(self.technician).create({"call_ids": call.ids}).action_apply()
        self.assertEqual(call.referral_state, "waiting")

    def test_leader_who_declines_hands_it_to_who_referred(self):
        call = self._create_referred(user_id=self.dispatcher.id)
        self._decline(call, self.dispatcher)
        self.assertRecordValues(call.activity_ids, [{"user_id": self.operator.id}])

    def test_declined_call_is_among_those_to_refer_and_proposed_to_somebody_else(self):
        self.team.user_ids = self.technician | self._create_user(
            "test_colleague", "raya_service_base.group_service_technician"
        )
        call, taken = self._create_referred(), self._create_referred()
        new = self._create_call()
        self._decline(call, self.technician)
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_calls.raya_call_action_dispatch")
        domain = safe_eval(action["domain"])
        waiting = self.env["raya.call"].with_user(self.operator).search(domain)
        self.assertLessEqual(call | new, waiting)
        self.assertNotIn(taken, waiting)
        reader = call.with_user(self.operator)
        self.assertEqual(reader.proposed_user_id.login, "test_colleague")
        reader.action_send()
        self.assertRecordValues(
            call.referral_ids.sorted("id"),
            [
                {"state": "declined", "user_id": self.technician.id, "origin_user_id": False},
                {"state": "waiting", "user_id": reader.user_id.id, "origin_user_id": self.technician.id},
            ],
        )
        self.assertEqual(call.activity_ids.user_id, reader.user_id, "the leader is asked no longer")

    def test_next_referral_withdraws_the_one_before(self):
        call = self._create_referred()
        call.with_user(self.operator).write({"user_id": self.dispatcher.id})
        call.with_user(self.operator).action_refer_again()
        self.assertEqual(call.referral_ids.sorted("id").mapped("state"), ["withdrawn", "waiting"])
        self.assertEqual(call.activity_ids.user_id, self.dispatcher)
        self.assertFalse(call.with_user(self.technician).is_asked)

    def test_accepted_referral_stays_accepted(self):
        call = self._create_referred()
        call.with_user(self.technician).action_accept_referral()
        call.with_user(self.operator).action_refer_again()
        self.assertEqual(call.referral_ids.sorted("id").mapped("state"), ["accepted", "waiting"])

    def test_work_that_begins_is_an_answer_and_so_is_the_end(self):
        started, cancelled = self._create_referred(), self._create_referred()
        started.with_user(self.technician).action_start()
        cancelled.with_user(self.operator).action_cancel()
        self.assertEqual((started.referral_state, cancelled.referral_state), ("accepted", "withdrawn"))
        self.assertFalse((started | cancelled).activity_ids)

    def test_what_nobody_answers_comes_to_the_acting_leader_once(self):
        self.team.hours_to_answer = 4
        late, answered = self._create_referred(), self._create_referred()
        answered.with_user(self.technician).action_accept_referral()
        self._escalate()
        self.assertFalse(late.referral_id.date_escalated)
        deputy = self._create_user("test_deputy", "raya_service_base.group_service_dispatcher")
        self.team.write({"deputy_id": deputy.id, "is_leader_away": True})
        with freeze_time(late.referral_id.date_due + timedelta(minutes=1)):
            self._escalate()
            self._escalate()
        self.assertEqual(sorted(late.activity_ids.user_id.mapped("login")), ["test_deputy", "test_tech"])
        self.assertEqual(len(late.activity_ids), 2)
        self.assertFalse(answered.activity_ids)
        self.assertFalse(answered.referral_id.date_escalated)
        late.with_user(self.technician).action_accept_referral()
        self.assertFalse(late.activity_ids, "an answer calls everybody off")

    def test_time_to_answer_is_counted_in_working_hours(self):
        self.company.resource_calendar_id.tz = "UTC"
        self.team.hours_to_answer = 8
        with freeze_time("2026-06-05 15:00:00"):
            call = self._create_referred()
        self.assertEqual(call.referral_id.date_due.date(), fields.Date.to_date("2026-06-08"), "Monday after a Friday")
        self.team.hours_to_answer = 0
        self.assertFalse(self._create_referred().referral_id.date_due)

    def test_second_dispatcher_is_told_and_refers_nothing(self):
        call = self._create_call()
        call.with_user(self.dispatcher).action_refer()
        with self.assertRaisesRegex(UserError, "has referred .* already"):
            call.with_user(self.operator).action_refer()
        with self.assertRaisesRegex(UserError, "has referred .* already"):
            call.with_user(self.operator).action_refer_again()
        self.assertEqual(len(call.referral_ids), 1)
        with freeze_time("2026-06-01 12:02:00"):
            call.with_user(self.operator).action_refer_again()
        self.assertEqual(len(call.referral_ids), 2)

    def test_nobody_outside_the_team_is_asked(self):
        call = self._create_referred()
        with self.assertRaises(ValidationError):
            call.with_user(self.operator).user_id = self.operator

    def test_nobody_writes_an_answer_by_hand(self):
        call = self._create_referred()
        for user in (self.technician, self.operator, self.manager):
            with self.assertRaises(AccessError):
                call.referral_id.with_user(user).state = "accepted"
            for name, value in (("referral_id", False), ("referral_state", "accepted")):
                with self.assertRaises(AccessError):
                    call.with_user(user).write({name: value})

    def test_technician_gets_one_message_for_all_calls_of_a_batch(self):
        calls = self.env["raya.call"].union(*(self._create_call() for _number in range(5)))
        Message = self.env["mail.message"].sudo()
        before = Message.search_count([("notified_partner_ids", "in", self.technician.partner_id.ids)])
        calls.with_user(self.operator).action_refer()
        told = Message.search([("notified_partner_ids", "in", self.technician.partner_id.ids)], order="id desc")
        self.assertEqual(len(told) - before, 1)
        for call in calls:
            self.assertIn(call.name, told[0].body)
        self.assertEqual(calls.activity_ids.user_id, self.technician)
        self.assertEqual(len(calls.activity_ids), 5)

    def test_referring_costs_no_more_queries_for_many_calls(self):
        def count(size):
            calls = self.env["raya.call"].union(*(self._create_call() for _number in range(size)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            calls.with_user(self.operator).action_refer()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        count(1)
        few, many = count(2), count(22)
        self.assertLessEqual(many - few, 40)
