from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .fake_models import FakeModelsCommon, RayaFakeJob


@tagged("post_install", "-at_install")
class TestApprovalRules(FakeModelsCommon):
    """Who has to say yes, in which order, and what becomes of it when people or rules change."""

    fake_models = (RayaFakeJob,)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._allow_all("raya.fake.job", "service_user")
        cls.accountant = cls._create_user("test_acc", "raya_service_base.group_service_accountant")
        cls.second = cls._create_user("test_sup2", "raya_service_base.group_service_dispatcher")
        cls.boss = cls._create_user("test_boss2", "raya_service_base.group_service_manager")

    @classmethod
    def _create_job(cls, **vals):
        Job = cls.env["raya.fake.job"].with_user(cls.technician)
        return Job.create({"name": "Job", "leader_id": cls.dispatcher.id, **vals})

    @classmethod
    def _create_rule(cls, **vals):
        return cls.env["raya.approval.rule"].create({"name": "Rule", "document": "raya.fake.job", **vals})

    @classmethod
    def _create_named_rule(cls, *users, **vals):
        ids = [user.id for user in users]
        return cls._create_rule(approver="users", user_ids=ids, **vals)

    def _submit(self, **vals):
        job = self._create_job(**vals)
        job.action_submit()
        return job

    def _get_asked(self, job):
        self.assertEqual(job.sudo().activity_ids.user_id, job.sudo()._get_steps("asked").asked_ids)
        return job.sudo().activity_ids.user_id

    def _get_states(self, job):
        return job.sudo().approval_step_ids.sorted("id").mapped("state")

    # Who is asked

    def test_rule_asks_the_leader_a_role_or_named_people(self):
        rule = self._create_rule()
        self.assertEqual(self._get_asked(self._submit()), self.dispatcher)
        rule.write({"approver": "role", "role": "accountant"})
        asked = self._get_asked(self._submit())
        self.assertLessEqual(self.accountant | self.boss | self.manager, asked)
        self.assertFalse(asked & (self.dispatcher | self.technician | self.operator))
        rule.write({"approver": "users", "user_ids": self.operator.ids})
        self.assertEqual(self._get_asked(self._submit()), self.operator)

    def test_only_who_is_asked_decides_whatever_their_role(self):
        self._create_named_rule(self.operator)
        job = self._submit()
        for user in (self.dispatcher, self.manager, self.technician):
            for decide in (job.with_user(user).action_approve, lambda u=user: job.with_user(u).action_send_back("No")):
                with self.assertRaises(UserError):
                    decide()
        with self.assertRaisesRegex(AccessError, "Job waits for test_op .*Only they decide on it"):
            job.with_user(self.manager).action_approve()
        job.with_user(self.operator).action_approve()
        self.assertRecordValues(job, [{"state": "approved", "approved_by_id": self.operator.id}])

    def test_conditions_choose_the_rules(self):
        self._create_named_rule(self.operator, amount=100)
        self._create_named_rule(self.accountant, exception="odd")
        self._create_named_rule(self.boss, exception="any")
        for vals, asked in (
            ({"amount": 99.99}, self.dispatcher),
            ({"amount": 100}, self.operator),
            ({"oddity": "odd"}, self.accountant | self.boss),
            ({"oddity": "late"}, self.boss),
            ({"oddity": "odd", "amount": 500}, self.accountant | self.boss | self.operator),
        ):
            with self.subTest(vals):
                self.assertEqual(self._get_asked(self._submit(**vals)), asked)

    def test_rule_of_another_company_or_document_and_archived_one_ask_nobody(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.operator.company_ids |= other
        self._create_named_rule(self.operator, company_id=other.id)
        self._create_named_rule(self.operator, active=False)
        self.assertEqual(self._get_asked(self._submit()), self.dispatcher)

    def test_rule_without_anybody_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "choose the role"):
            self._create_rule(approver="role")
        with self.assertRaisesRegex(ValidationError, "name at least 2 people"):
            self._create_named_rule(self.operator, minimum=2)

    # Order and number

    def test_rules_of_one_order_are_asked_at_once_and_the_next_order_after_them(self):
        self._create_named_rule(self.boss, order=20)
        self._create_named_rule(self.operator, order=10)
        self._create_named_rule(self.accountant, order=10)
        job = self._submit()
        self.assertEqual(self._get_asked(job), self.operator | self.accountant)
        with self.assertRaisesRegex(AccessError, "waits for"):
            job.with_user(self.boss).action_approve()
        job.with_user(self.accountant).action_approve()
        self.assertEqual((job.state, self._get_asked(job)), ("submitted", self.operator))
        self.assertFalse(job.effect)
        job.with_user(self.operator).action_approve()
        self.assertEqual((job.state, self._get_asked(job)), ("submitted", self.boss))
        job.with_user(self.boss).action_approve()
        self.assertRecordValues(job, [{"state": "approved", "approved_by_id": self.boss.id, "effect": "1 approved"}])
        self.assertEqual(self._get_states(job), ["approved"] * 3)

    def test_two_approvals_need_two_people(self):
        self._create_named_rule(self.operator, self.accountant, self.boss, minimum=2)
        job = self._submit()
        job.with_user(self.accountant).action_approve()
        self.assertEqual((job.state, self._get_asked(job)), ("submitted", self.operator | self.boss))
        with self.assertRaisesRegex(AccessError, "waits for"):
            job.with_user(self.accountant).action_approve()
        job.with_user(self.boss).action_approve()
        self.assertEqual(job.state, "approved")

    def test_author_among_the_approvers_is_left_out_and_the_next_in_line_comes_in(self):
        self._create_named_rule(self.technician, self.operator)
        self.assertEqual(self._get_asked(self._submit()), self.operator)
        self._create_named_rule(self.technician, order=20)
        job = self._submit()
        job.with_user(self.operator).action_approve()
        self.assertLessEqual(self.manager | self.boss, self._get_asked(job))
        with self.assertRaisesRegex(UserError, "your own work"):
            job.action_approve()

    def test_rule_that_asks_more_people_than_there_are_is_named_at_submission(self):
        rule = self._create_named_rule(self.operator, self.technician, name="Four eyes", minimum=2)
        self.patch(self.registry["raya.fake.job"], "_next_approver_role", None)
        job = self._create_job()
        refused = self.assertRaisesRegex(UserError, "Four eyes asks 2 people about Job, and only 1 may")
        with refused, self.cr.savepoint():
            job.action_submit()
        rule.active = False
        job.action_submit()
        self.assertEqual(job.state, "submitted")

    # Frozen

    def test_rule_added_or_changed_later_does_not_touch_what_waits(self):
        rule = self._create_named_rule(self.operator)
        job = self._submit()
        rule.write({"user_ids": self.accountant.ids, "minimum": 1, "order": 99})
        self._create_named_rule(self.boss, order=1)
        self.assertEqual(self._get_asked(job), self.operator)
        job.with_user(self.operator).action_approve()
        self.assertEqual(job.state, "approved")

    def test_rule_of_steps_is_not_deleted(self):
        rule = self._create_named_rule(self.operator)
        self._submit()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            rule.unlink()

    def test_nobody_writes_steps(self):
        step = self._submit().sudo().approval_step_ids
        for user in (self.technician, self.dispatcher, self.manager):
            own = step.with_user(user)
            for attempt in (
                lambda own=own: own.write({"user_ids": [(4, own.env.uid)]}),
                lambda own=own: own.write({"state": "approved"}),
                lambda own=own: own.create({"res_model": "raya.fake.job", "res_id": 1, "name": "Mine"}),
                own.unlink,
            ):
                with self.assertRaises(AccessError):
                    attempt()

    # Absence

    def test_deputy_is_asked_while_the_approver_is_away(self):
        self.dispatcher.raya_deputy_id = self.second
        job = self._submit()
        self.assertEqual(self._get_asked(job), self.dispatcher)
        self.dispatcher.with_user(self.dispatcher).action_raya_switch_away()
        self.assertEqual(self._get_asked(job), self.second)
        self.assertFalse(job.with_user(self.dispatcher).waits_for_me)
        self.dispatcher.with_user(self.dispatcher).action_raya_switch_away()
        self.assertEqual(self._get_asked(job), self.dispatcher)

    def test_leave_in_the_calendar_asks_the_deputy_of_a_named_approver(self):
        self._create_named_rule(self.operator)
        self.operator.raya_deputy_id = self.accountant
        job = self._submit()
        now = fields.Datetime.now()
        resource = self.env["resource.resource"].create({"name": "Op", "user_id": self.operator.id})
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "resource_id": resource.id,
                "date_from": now - timedelta(days=1),
                "date_to": now + timedelta(days=1),
            }
        )
        self.assertTrue(job.with_user(self.accountant).can_decide)
        self.env["raya.approval.step"]._refresh_asked()
        self.assertEqual(self._get_asked(job), self.accountant)
        job.with_user(self.accountant).action_approve()
        self.assertEqual(job.approved_by_id, self.accountant)

    def test_deputy_does_not_decide_on_their_own_work(self):
        self.dispatcher.write({"raya_deputy_id": self.technician.id, "raya_is_away": True})
        job = self._submit()
        self.assertEqual(self._get_asked(job), self.dispatcher)
        with self.assertRaises(UserError):
            job.action_approve()

    def test_deputy_is_asked_as_soon_as_the_preferences_say_away(self):
        job = self._submit()
        self.assertEqual(self._get_asked(job), self.dispatcher)
        own = self.dispatcher.with_user(self.dispatcher)
        own.write({"raya_deputy_id": self.second.id, "raya_is_away": True})
        self.assertEqual(self._get_asked(job), self.second)
        own.action_raya_switch_away()
        self.assertEqual(self._get_asked(job), self.dispatcher)

    def test_absent_deputy_does_not_stand_in(self):
        self.dispatcher.write({"raya_deputy_id": self.second.id, "raya_is_away": True})
        self.second.raya_is_away = True
        self.assertEqual(self._get_asked(self._submit()), self.dispatcher)

    def test_approver_who_has_left_does_not_block_the_work(self):
        self._create_named_rule(self.operator)
        job = self._submit()
        self.operator.active = False
        self.env["raya.approval.step"]._refresh_asked()
        self.assertLessEqual(self.manager | self.boss, self._get_asked(job))
        job.with_user(self.boss).action_approve()
        self.assertEqual(job.state, "approved")

    def test_people_say_only_of_themselves_that_they_are_away(self):
        self.dispatcher.with_user(self.operator).action_raya_switch_away()
        self.assertFalse(self.dispatcher.raya_is_away)

    def test_queries_do_not_grow_with_what_waits(self):
        self.dispatcher.write({"raya_deputy_id": self.second.id, "raya_is_away": True})
        Step, others = self.env["raya.approval.step"], self.env["raya.fake.job"].with_user(self.boss)

        def count(do):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            do()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        def read():
            return others.search([]).mapped("can_decide")

        def measure():
            return [count(do) for do in (read, Step._refresh_asked, read, Step._refresh_asked)][2:]

        for _each in range(2):
            self._submit()
        few = measure()
        for _each in range(10):
            self._submit()
        self.assertEqual(measure(), few)

    def test_work_about_which_nobody_is_left_to_ask_says_what_to_do(self):
        self.patch(self.registry["raya.fake.job"], "_next_approver_role", None)
        self._create_named_rule(self.operator)
        job = self._submit()
        self.operator.active = False
        for _time in range(2):
            with self.assertRaisesRegex(AccessError, "Nobody is left .*Job. Have it called back"):
                job.with_user(self.boss).action_approve()
            self.env["raya.approval.step"]._refresh_asked()

    # By itself

    def test_clean_work_is_approved_by_itself_only_where_the_rule_says_so(self):
        rule = self._create_rule()
        self.assertEqual(self._submit().state, "submitted")
        rule.is_automatic = True
        clean, odd = self._submit(), self._submit(oddity="odd")
        self.assertRecordValues(clean, [{"state": "approved", "effect": "1 approved"}])
        self.assertNotEqual(clean.approved_by_id, self.technician)
        self.assertRecordValues(clean.sudo().approval_step_ids, [{"is_automatic": True, "user_id": False}])
        self.assertEqual((odd.state, self._get_asked(odd)), ("submitted", self.dispatcher))

    def test_clean_work_still_waits_for_the_other_rules(self):
        self._create_rule(is_automatic=True)
        self._create_named_rule(self.operator, order=20)
        job = self._submit()
        self.assertEqual((job.state, self._get_asked(job)), ("submitted", self.operator))

    # Sent back, called back

    def test_reason_stands_until_the_work_is_submitted_again(self):
        self._create_named_rule(self.operator, order=10)
        self._create_named_rule(self.accountant, order=10)
        self._create_named_rule(self.boss, order=20)
        job = self._submit()
        job.with_user(self.operator).action_approve()
        job.with_user(self.accountant).action_send_back("The serial is missing")
        self.assertRecordValues(job, [{"state": "draft", "sent_back_reason": "The serial is missing"}])
        self.assertEqual(self._get_states(job), ["approved", "sent_back", "dropped"])
        with self.assertRaisesRegex(UserError, "Say what should be corrected"):
            job.with_user(self.accountant).action_send_back(" ")
        with self.assertRaisesRegex(AccessError, "set by the buttons"):
            job.sent_back_reason = "Nothing"
        job.action_submit()
        self.assertFalse(job.sent_back_reason)
        self.assertEqual(self._get_asked(job), self.operator | self.accountant, "nobody's earlier yes counts")

    def test_author_calls_back_what_nobody_has_decided_on(self):
        self._create_named_rule(self.operator)
        self._create_named_rule(self.accountant)
        job = self._submit()
        with self.assertRaisesRegex(UserError, "work of somebody else"):
            job.with_user(self.second).action_call_back()
        self.assertTrue(job.can_call_back)
        job.action_call_back()
        self.assertEqual((job.state, self._get_states(job)), ("draft", ["dropped"] * 2))
        self.assertFalse(job.sudo().activity_ids)
        with self.assertRaisesRegex(UserError, "is Draft"):
            job.action_call_back()
        job.action_submit()
        job.with_user(self.operator).action_approve()
        self.assertFalse(job.can_call_back)
        with self.assertRaisesRegex(UserError, "test_op .*has decided on Job already"):
            job.action_call_back()
        self.assertEqual(job.state, "submitted")

    # What is shown

    def test_only_what_waits_for_me_is_counted(self):
        mine, other = self._submit(), self._submit(leader_id=self.second.id)
        own = self._create_job(user_id=self.dispatcher.id)
        own.action_submit()
        draft = self._create_job()
        Job = self.env["raya.fake.job"]
        found = Job.with_user(self.dispatcher).search([("waits_for_me", "=", True)])
        self.assertEqual(found & (mine | other | own | draft), mine)
        self.assertIn(other, Job.with_user(self.dispatcher).search([("waits_for_me", "=", False)]))
        mine.with_user(self.dispatcher).action_approve()
        self.assertFalse(Job.with_user(self.dispatcher).search([("waits_for_me", "=", True)]) & mine)

    def test_steps_are_read_by_authors_who_is_asked_and_the_office(self):
        self._create_named_rule(self.editor)
        job = self._submit()
        step = job.sudo().approval_step_ids
        readers = {
            user
            for user in (self.technician, self.editor, self.dispatcher, self.accountant, self.operator, self.outsider)
            if step.with_user(user).has_access("read")
        }
        self.assertEqual(readers, {self.technician, self.editor, self.dispatcher, self.accountant, self.operator})
        stranger = self._create_user("test_tech2", "raya_service_base.group_service_technician")
        self.assertFalse(step.with_user(stranger).has_access("read"))
        job.with_user(self.editor).action_approve()
        self.assertFalse(step.with_user(self.editor).has_access("read"))

    def test_rule_offers_the_conditions_that_its_document_knows(self):
        self.assertEqual(self._create_rule().conditions, "amount,exception")
        labels = dict(self.env["raya.approval.rule"]._fields["exception"]._description_selection(self.env))
        self.assertLessEqual({"any": "Any Exception", "odd": "Odd"}.items(), labels.items())
        documents = dict(self.env["raya.approval.rule"]._fields["document"]._description_selection(self.env))
        self.assertEqual(documents["raya.fake.job"], "Job")

    def test_managers_make_rules_and_others_do_not(self):
        Rule = self.env["raya.approval.rule"]
        vals = {"name": "Rule", "document": "raya.fake.job"}
        Rule.with_user(self.manager).create(vals)
        for user in (self.technician, self.operator, self.dispatcher, self.accountant, self.editor):
            with self.assertRaises(AccessError):
                Rule.with_user(user).create(vals)
