from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import KnowledgeCommon

TO_READ = [("state", "=", "published"), ("is_read", "=", False)]


class TestProcedureReading(KnowledgeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls._create_published()

    def _get_to_read(self, user):
        return self.env["raya.procedure.version"].with_user(user).search(TO_READ) & self.version

    def test_technician_reads_and_acknowledges(self):
        self.assertTrue(self._get_to_read(self.technician))
        self.version.with_user(self.technician).action_acknowledge()
        self.assertFalse(self._get_to_read(self.technician))
        self.assertTrue(self._get_to_read(self.manager), "everybody reads for themselves")
        self.assertRecordValues(self.version.reading_ids, [{"user_id": self.technician.id}])
        self.assertTrue(self.version.reading_ids.date)

    def test_procedure_is_acknowledged_from_its_own_page_as_well(self):
        procedure = self.version.procedure_id.with_user(self.technician)
        self.assertFalse(procedure.is_read)
        procedure.action_acknowledge()
        procedure.invalidate_recordset()
        self.assertTrue(procedure.is_read)
        self.assertFalse(procedure.with_user(self.manager).is_read)

    def test_acknowledging_twice_counts_once(self):
        for _time in range(2):
            self.version.with_user(self.technician).action_acknowledge()
        self.assertEqual(self.version.reading_count, 1)

    @mute_logger("odoo.sql_db")
    def test_database_keeps_one_reading_for_each_reader(self):
        self.version.with_user(self.technician).action_acknowledge()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.version.reading_ids.copy()

    def test_nobody_acknowledges_for_somebody_else(self):
        values = {"version_id": self.version.id, "user_id": self.technician.id}
        for user in (self.technician, self.editor, self.manager):
            with self.assertRaises(AccessError):
                self.env["raya.procedure.reading"].with_user(user).create(values)
        self.version.with_user(self.technician).action_acknowledge()
        reading = self.version.reading_ids.with_user(self.manager)
        for change in (lambda: reading.write({"user_id": self.manager.id}), reading.unlink):
            with self.assertRaises(AccessError):
                change()

    def test_draft_is_not_acknowledged(self):
        draft = self._create_version(procedure_id=self.version.procedure_id.id)
        with self.assertRaisesRegex(UserError, "Only a published version"):
            draft.with_user(self.editor).action_acknowledge()

    def test_new_version_is_to_be_read_again(self):
        self.version.with_user(self.technician).action_acknowledge()
        second = self._create_published(procedure_id=self.version.procedure_id.id)
        to_read = self.env["raya.procedure.version"].with_user(self.technician).search(TO_READ)
        self.assertIn(second, to_read)
        self.assertNotIn(self.version, to_read)

    def test_editor_sees_who_has_read_and_who_has_not(self):
        self.version.with_user(self.technician).action_acknowledge()
        version = self.version.with_user(self.editor)
        self.assertEqual(version.reading_ids.user_id, self.technician)
        self.assertIn(self.manager, version.missing_user_ids)
        self.assertNotIn(self.technician, version.missing_user_ids)

    def test_technician_sees_his_own_readings_only(self):
        self.version.with_user(self.manager).action_acknowledge()
        self.assertFalse(self.env["raya.procedure.reading"].with_user(self.technician).search([]))


class TestProcedureFeedback(KnowledgeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls._create_published()
        cls.procedure = cls.version.procedure_id

    def _say(self, button="action_not_helped", remark="The plug is on the left", user=None):
        action = getattr(self.version.with_user(user or self.technician), button)()
        wizard = self.env[action["res_model"]].with_user(user or self.technician)
        wizard.with_context(**action["context"]).create({"remark": remark}).action_send()

    def test_remark_becomes_an_activity_of_the_author(self):
        self._say()
        self.assertRecordValues(
            self.version.feedback_ids,
            [{"user_id": self.technician.id, "helped": False, "remark": "The plug is on the left"}],
        )
        activity = self.procedure.activity_ids
        self.assertRecordValues(activity, [{"user_id": self.editor.id}])
        self.assertIn("The plug is on the left", activity.note)
        self.assertIn(self.technician.name, activity.summary)

    def test_praise_without_words_is_only_counted(self):
        self._say("action_helped", remark=False)
        self._say("action_helped", remark="Clear pictures", user=self.manager)
        self._say()
        self.assertEqual((self.procedure.helped_count, self.procedure.feedback_count), (2, 3))
        self.assertEqual(len(self.procedure.activity_ids), 2)

    def test_remark_is_cleaned(self):
        self._say(remark="<script>x()</script>")
        self.assertNotIn("<script", self.procedure.activity_ids.note)

    def test_who_published_hears_of_it_when_the_author_is_gone(self):
        self.procedure.author_id = self._create_user("test_gone", "raya_service_base.group_knowledge_editor")
        self.procedure.author_id.active = False
        self._say()
        self.assertEqual(self.procedure.activity_ids.user_id, self.editor)

    def test_nobody_speaks_for_somebody_else(self):
        values = {"version_id": self.version.id, "user_id": self.technician.id, "helped": True}
        with self.assertRaises(AccessError):
            self.env["raya.procedure.feedback"].with_user(self.editor).create(values)


class TestProcedureReview(KnowledgeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.procedure = cls._create_published().procedure_id

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("raya_service_knowledge.ir_cron_raya_procedure_review").method_direct_trigger()

    def test_publishing_sets_the_next_review(self):
        self.assertTrue(self.procedure.review_date)
        self.assertFalse(self.procedure.is_review_due)
        never = self._create_procedure(code="T-NEVER", review_months=0)
        self.assertFalse(self._create_published(procedure_id=never.id).procedure_id.review_date)

    def test_author_is_reminded_once(self):
        self.procedure.review_date = fields.Date.today()
        for _day in range(2):
            self._run_cron()
        self.assertRecordValues(self.procedure.activity_ids, [{"user_id": self.editor.id}])
        self.procedure.review_date = fields.Date.today() - timedelta(days=1)
        self._run_cron()
        self.assertEqual(len(self.procedure.activity_ids), 2, "another date is another reminder")

    def test_nobody_is_reminded_before_the_day_or_without_a_published_version(self):
        draft = self._create_version(procedure_id=self._create_procedure(code="T-DRAFT").id).procedure_id
        draft.review_date = fields.Date.today()
        self._run_cron()
        self.assertFalse((self.procedure | draft).activity_ids)

    def test_still_right_sets_the_next_date_and_closes_the_reminder(self):
        self.procedure.review_date = fields.Date.today()
        due = self.env["raya.procedure"].with_user(self.editor).search([("is_review_due", "=", True)])
        self.assertIn(self.procedure, due)
        self._run_cron()
        remark = self.procedure.activity_schedule("mail.mail_activity_data_todo", user_id=self.editor.id)
        due.action_mark_reviewed()
        self.assertEqual(self.procedure.activity_ids, remark, "it closes only its own reminder")
        self.assertFalse(self.procedure.is_review_due)


class TestProcedureAccess(KnowledgeCommon):
    def test_technician_reads_what_is_published_only(self):
        published = self._create_published()
        draft = self._create_version(procedure_id=published.procedure_id.id)
        versions = self.env["raya.procedure.version"].with_user(self.technician).search([])
        self.assertIn(published, versions)
        self.assertNotIn(draft, versions)
        with self.assertRaises(AccessError):
            draft.step_ids.with_user(self.technician).read(["instruction"])
        procedure = published.procedure_id.with_user(self.technician)
        self.assertEqual(procedure.step_ids.mapped("instruction"), ["Unplug the appliance"])
        self.assertIn("Wait 5 minutes.", procedure.body)

    def test_technician_does_not_write(self):
        version = self._create_published().with_user(self.technician)
        for write in (
            lambda: version.procedure_id.write({"name": "x"}),
            version.action_retire,
            lambda: version.step_ids.write({"instruction": "x"}),
            version.procedure_id.action_new_version,
        ):
            with self.assertRaises(AccessError):
                write()

    def test_outsider_sees_nothing_of_it(self):
        self._create_published()
        for name in ("", ".version", ".step", ".reading", ".feedback"):
            with self.assertRaises(AccessError):
                self.env[f"raya.procedure{name}"].with_user(self.outsider).search([])
        with self.assertRaises(AccessError):
            self.env["raya.handbook"].with_user(self.outsider).create({})

    def test_procedure_of_another_company_is_not_seen(self):
        version = self._create_published()
        version.with_user(self.technician).action_acknowledge()
        version.procedure_id.company_ids = self.env["res.company"].create({"name": "Other"})
        self.env["raya.procedure.feedback"].create(
            {"version_id": version.id, "user_id": self.technician.id, "helped": True}
        )
        for records in (
            version.procedure_id,
            version,
            version.step_ids,
            version.reading_ids,
            version.feedback_ids,
        ):
            for user in (self.technician, self.editor):
                self.assertFalse(records.with_user(user).search([("id", "in", records.ids)]), records)
        with self.assertRaises(AccessError):
            version.with_user(self.technician).read(["body"])
        with self.assertRaises(AccessError):
            version.with_user(self.technician).action_acknowledge()
