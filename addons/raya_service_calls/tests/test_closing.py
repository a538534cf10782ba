from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError, RedirectWarning, UserError

from .common import ServiceCallsCommon


@freeze_time("2026-05-04 10:00:00")
class TestClosing(ServiceCallsCommon):
    """How a call ended, and what happens when the customer comes back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outcome = cls.env["raya.call.outcome"].create({"name": "Solved by a visit"})
        cls.company.raya_reopen_days = 14

    def _create_progressing(self, **vals):
        call = self._create_call(**vals)
        call.with_user(self.operator).action_refer()
        call.with_user(self.technician).action_start()
        return call

    def _close(self, calls, user, note=False):
        context = calls.with_user(user).action_close()["context"]
        form = self.env["raya.call.close"].with_user(user).with_context(**context)
        form.create({"outcome_id": self.outcome.id, "note": note}).action_close()

    def _create_closed(self, **vals):
        call = self._create_progressing(**vals)
        self._close(call, self.technician)
        return call

    def test_closing_asks_for_the_outcome_and_keeps_the_time(self):
        call = self._create_progressing()
        self._close(call, self.technician, note="Sells the old one")
        self.assertRecordValues(
            call,
            [{"state": "done", "outcome_id": self.outcome.id, "date_done": fields.Datetime.now()}],
        )
        self.assertIn("Sells the old one", call.message_ids[0].body)
        self.assertTrue(call.message_ids[0].subtype_id.internal)

    def test_many_calls_are_closed_at_once(self):
        calls = self._create_progressing() | self._create_call(asset_id=False, partner_id=self.customer.id)
        self._close(calls, self.operator)
        self.assertEqual(set(calls.mapped("state")), {"done"})
        self.assertEqual(calls.outcome_id, self.outcome)

    def test_dragging_to_done_leads_to_the_form_that_asks(self):
        call = self._create_progressing()
        with self.assertRaises(RedirectWarning) as caught:
            call.with_user(self.technician).web_save({"stage_id": call._get_stage("done").id}, {"stage_id": {}})
        _message, action, _button, context = caught.exception.args
        self.assertEqual(self.env["ir.actions.act_window"].browse(action).res_model, "raya.call.close")
        self.assertEqual(context["default_call_ids"], call.ids)
        self.assertEqual(call.state, "progress")
        call.outcome_id = self.outcome
        call.with_user(self.technician).stage_id = call._get_stage("done")
        self.assertEqual(call.state, "done")

    def test_stage_may_want_an_outcome_by_every_door(self):
        call = self._create_progressing()
        call._get_stage("done").requires_outcome = True
        with self.assertRaises(RedirectWarning):
            call.with_user(self.technician).action_done()
        call.outcome_id = self.outcome
        call.with_user(self.technician).action_done()
        self.assertEqual(call.state, "done")

    def test_nobody_writes_the_time_of_closing(self):
        with self.assertRaisesRegex(AccessError, "set by the buttons"):
            self._create_call().with_user(self.manager).date_done = "2026-01-01 00:00:00"

    def test_call_is_reopened_within_the_days_of_the_company(self):
        call = self._create_closed()
        with freeze_time("2026-05-18 10:00:00"):
            self.assertTrue(call.with_user(self.operator).can_reopen)
            call.with_user(self.operator).action_reopen()
        self.assertRecordValues(call, [{"state": "progress", "outcome_id": False, "date_done": False}])
        self.assertIn("reopened", call.activity_ids.sorted("id")[-1].summary)
        self.assertEqual(call.activity_ids.user_id, self.technician)

    def test_call_that_was_closed_longer_ago_stays_closed(self):
        call = self._create_closed()
        with freeze_time("2026-05-18 10:00:01"):
            call.invalidate_recordset()
            self.assertFalse(call.with_user(self.operator).can_reopen)
            with self.assertRaisesRegex(UserError, "Make a follow-up call"):
                call.with_user(self.operator).action_reopen()
        self.company.raya_reopen_days = 0
        with self.assertRaisesRegex(UserError, "Make a follow-up call"):
            call.with_user(self.operator).action_reopen()
        self.assertEqual(call.state, "done")

    def test_card_of_a_closed_call_is_dragged_back_as_the_button_does(self):
        call = self._create_closed()
        with freeze_time("2026-06-30 10:00:00"), self.assertRaisesRegex(UserError, "follow-up"):
            call.with_user(self.technician).stage_id = call._get_stage("progress")
        call.with_user(self.technician).stage_id = call._get_stage("progress")
        self.assertEqual(call.state, "progress")

    def test_open_and_cancelled_calls_are_not_reopened(self):
        call = self._create_call()
        with self.assertRaisesRegex(UserError, "only as long as it is Done"):
            call.with_user(self.operator).action_reopen()
        call.with_user(self.operator).action_cancel()
        with self.assertRaises(UserError):
            call.with_user(self.operator).action_reopen()

    def test_closed_call_without_team_comes_back_to_the_desk(self):
        call = self._create_call(team_id=False, user_id=False)
        self._close(call, self.operator)
        call.with_user(self.operator).action_reopen()
        self.assertEqual(call.state, "new")

    def test_words_of_a_customer_reach_an_open_call_or_reopen_it_or_open_a_follow_up(self):
        call = self._create_progressing()
        self.assertEqual(call.sudo()._reopen_or_follow_up(), call)
        self._close(call, self.technician)
        self.assertEqual(call.sudo()._reopen_or_follow_up(), call)
        self.assertEqual(call.state, "progress")
        self._close(call, self.technician)
        with freeze_time("2026-07-01 10:00:00"):
            later = call.sudo()._reopen_or_follow_up()
        self.assertRecordValues(
            later,
            [
                {
                    "previous_call_id": call.id,
                    "asset_id": call.asset_id.id,
                    "partner_id": self.customer.id,
                    "team_id": self.team.id,
                    "state": "new",
                }
            ],
        )
        self.assertEqual(call.state, "done")

    def test_first_job_brings_a_referred_call_to_work_and_reopens_none(self):
        call, closed = self._create_call(), self._create_closed()
        call.with_user(self.operator).action_refer()
        (call | closed)._on_jobs_started()
        self.assertEqual((call | closed).mapped("state"), ["progress", "done"])

    def test_last_job_closes_the_call_or_asks_where_an_outcome_is_wanted(self):
        free, asked = self._create_progressing(), self._create_progressing()
        free.outcome_id = self.outcome
        free._get_stage("done").requires_outcome = True
        (free | asked)._on_jobs_over()
        self.assertEqual((free | asked).mapped("state"), ["done", "progress"])
        activity = asked.activity_ids.filtered(lambda each: "close the call" in each.summary)
        self.assertEqual(activity.user_id, self.dispatcher, "the leader of the team is asked")
        free._get_stage("done").requires_outcome = False
        asked._on_jobs_over()
        self.assertEqual(asked.state, "done")

    def test_last_cancelled_job_leaves_the_call_with_its_team(self):
        call, closed = self._create_progressing(), self._create_closed()
        (call | closed)._on_jobs_cancelled()
        self.assertEqual((call | closed).mapped("state"), ["referred", "done"])
