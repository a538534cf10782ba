from contextlib import contextmanager

from odoo.exceptions import ValidationError

from .common_sla import SlaCommon


class TestComplaint(SlaCommon):
    """A complaint about our own service."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outcome = cls.env["raya.call.outcome"].create({"name": "Apologised"})
        cls.colleague = cls._create_user("test_colleague", "raya_service_base.group_service_technician")
        cls.team.user_ids += cls.colleague

    def _create_complaint(self, **vals):
        about = {"concerns_user_id": self.technician.id, "user_id": self.colleague.id}
        return self._create_call(kind="complaint", **{**about, **vals})

    @contextmanager
    def _refused(self, words):
        with self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
            yield

    def _answer(self, call, **vals):
        values = {"message_type": "comment", "subtype_xmlid": "mail.mt_comment", **vals}
        call.with_user(self.dispatcher).message_post(body="We are sorry.", **values)

    def test_whom_it_is_about_does_not_handle_it(self):
        with self._refused("Choose another technician"):
            self._create_complaint(user_id=self.technician.id)
        call = self._create_complaint()
        with self._refused("cannot handle it"):
            call.user_id = self.technician
        self._create_call(kind="repair", concerns_user_id=self.technician.id, user_id=self.technician.id)

    def test_whom_it_is_about_does_not_lead_the_team(self):
        with self._refused("somebody else leads"):
            self._create_complaint(concerns_user_id=self.dispatcher.id)

    def test_done_needs_an_answer_in_writing_and_an_outcome(self):
        call = self._create_complaint()
        call.action_refer()
        with self._refused("Choose the outcome"):
            call.with_user(self.colleague).action_done()
        call.outcome_id = self.outcome
        for values in ({"subtype_xmlid": "mail.mt_note"}, {"author_id": self.customer.id}):
            self._answer(call, **values)
            with self._refused("not answered in writing"):
                call.with_user(self.colleague).action_done()
        call.action_record_answer()
        with self._refused("not answered in writing"):
            call.with_user(self.colleague).action_done()
        self._answer(call)
        call.with_user(self.colleague).action_done()
        self.assertEqual(call.state, "done")

    def test_whom_it_is_about_does_not_close_it(self):
        call = self._create_complaint(outcome_id=self.outcome.id)
        call.action_refer()
        self._answer(call)
        with self._refused("is about you"):
            call.with_user(self.technician).action_done()

    def _end_transaction(self):
        """Changes are traced at the end of a transaction."""
        self.env.flush_all()
        self.cr.flush()

    def test_whom_it_is_about_is_not_proposed_and_who_was_there_may_be(self):
        unit = self._create_asset()
        (self.env["raya.team"].search([]) - self.team).active = False
        self.team.user_ids = self.technician | self.colleague
        self._create_call(asset_id=unit.id, user_id=self.colleague.id).action_start()
        call = self._create_complaint(asset_id=unit.id, team_id=False, user_id=False)
        [choice] = call._propose_referral()
        self.assertEqual((choice.team, choice.user), (self.team.id, self.colleague.id))
        call.with_user(self.operator).action_refer()
        self.assertEqual(call.user_id, self.colleague)

    def test_a_team_led_by_whom_it_is_about_is_not_proposed(self):
        (self.env["raya.team"].search([]) - self.team).active = False
        other = self.team.copy({"name": "Others", "leader_id": self.manager.id, "user_ids": self.colleague.ids})
        call = self._create_complaint(concerns_user_id=self.dispatcher.id, team_id=other.id)
        call.write({"team_id": False, "user_id": False})
        [choice] = call._propose_referral()
        self.assertEqual(choice.team, other.id)
        other.active = False
        self.assertEqual(call._propose_referral(), [None])

    def test_the_end_of_its_jobs_leaves_it_open_and_asks_for_its_outcome(self):
        call = self._create_complaint()
        call.action_refer()
        call.action_start()
        call.with_user(self.technician).sudo()._on_jobs_over()
        self.assertEqual(call.state, "progress")
        self.assertIn("close the call with its outcome", str(call.activity_ids.mapped("summary")))

    def test_words_of_whom_it_is_about_are_no_answer(self):
        call = self._create_complaint()
        call.action_refer()
        call.outcome_id = self.outcome
        self._answer(call, author_id=self.technician.partner_id.id)
        with self._refused("not answered in writing"):
            call.with_user(self.colleague).action_done()

    def test_words_from_before_the_complaint_are_no_answer(self):
        call = self._create_call(kind="repair", user_id=self.colleague.id, outcome_id=self.outcome.id)
        call.action_refer()
        self._answer(call)
        self._end_transaction()
        traced = call.with_context(tracking_disable=False, mail_notrack=False)
        traced.write({"kind": "complaint", "concerns_user_id": self.technician.id, "outcome_id": self.outcome.id})
        self._end_transaction()
        with self._refused("not answered in writing"):
            call.with_user(self.colleague).action_done()
        self._answer(call)
        call.with_user(self.colleague).action_done()
        self.assertEqual(call.state, "done")

    def test_other_calls_need_none_of_it(self):
        call = self._create_call(kind="question")
        call.action_refer()
        call.action_done()
        self.assertEqual(call.state, "done")

    def test_whom_it_is_about_is_not_told_of_its_deadline(self):
        self._create_policy_of_time(kind="complaint", user_ids=self.technician.ids)
        call = self._call_at(
            "2026-11-28 08:00", kind="complaint", concerns_user_id=self.technician.id, user_id=self.colleague.id
        )
        self._look("2026-11-28 12:05")
        kind = self.env.ref("raya_service_calls.mail_activity_type_sla")
        told = call.activity_ids.filtered(lambda activity: activity.activity_type_id == kind).user_id
        self.assertEqual(told, self.colleague | self.dispatcher)
