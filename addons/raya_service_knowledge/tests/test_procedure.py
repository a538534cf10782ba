from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import KnowledgeCommon

SECOND_PERSON = "raya_service_knowledge.second_person"


class TestProcedure(KnowledgeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second_editor = cls._create_user("test_editor2", "raya_service_base.group_knowledge_editor")

    def _refused(self, sentence, error=UserError):
        return self.assertRaisesRegex(error, sentence)

    def _get_draft(self, procedure):
        """The version at work that the button opens."""
        action = procedure.with_user(self.editor).action_new_version()
        return self.env["raya.procedure.version"].with_user(self.editor).browse(action["res_id"])

    # Versions and their states

    def test_editor_writes_submits_and_publishes(self):
        with Form(self.env["raya.procedure"].with_user(self.editor)) as form:
            form.code = "P-1"
            form.name = "Change the gasket"
        procedure = form.record
        version = self._get_draft(procedure)
        version.body = "<p>Warm it first.</p>"
        version.action_submit()
        self.assertRecordValues(version, [{"number": 1, "state": "review", "submitted_by_id": self.editor.id}])
        version.action_publish()
        self.assertRecordValues(version, [{"state": "published", "published_by_id": self.editor.id}])
        self.assertTrue(version.published_date)
        self.assertRecordValues(procedure, [{"author_id": self.editor.id, "published_version_id": version.id}])

    def test_new_version_begins_as_a_copy_of_the_published_one(self):
        first = self._create_published(tools="Pliers", minutes=20)
        draft = self._get_draft(first.procedure_id)
        self.assertRecordValues(draft, [{"number": 2, "state": "draft", "tools": "Pliers", "minutes": 20}])
        self.assertEqual(draft.step_ids.mapped("instruction"), ["Unplug the appliance"])
        self.assertNotEqual(draft.step_ids, first.step_ids)
        self.assertEqual(self._get_draft(first.procedure_id), draft, "the version at work is opened again")

    def test_publishing_retires_the_version_in_use(self):
        first = self._create_published()
        second = self._get_draft(first.procedure_id)
        second.action_submit()
        self.assertEqual(first.state, "published")
        second.action_publish()
        self.assertEqual((first.state, second.state), ("retired", "published"))
        self.assertEqual(first.procedure_id.published_version_id, second)

    @mute_logger("odoo.sql_db")
    def test_two_versions_of_a_procedure_cannot_be_published_at_once(self):
        first = self._create_published()
        second = self._create_version(procedure_id=first.procedure_id.id)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            second.sudo().write({"state": "published"})

    def test_version_goes_back_to_draft_and_never_jumps(self):
        version = self._create_version().with_user(self.editor)
        with self._refused("is Draft and cannot become Published"):
            version.action_publish()
        version.action_submit()
        version.action_send_back()
        self.assertEqual(version.state, "draft")

    def test_procedure_may_be_retired_without_a_successor(self):
        version = self._create_published().with_user(self.editor)
        version.action_retire()
        self.assertFalse(version.procedure_id.published_version_id)
        with self._refused("stays so"):
            version.action_publish()

    def test_state_is_moved_by_buttons_not_written(self):
        version = self._create_version().with_user(self.editor)
        for values in ({"state": "published"}, {"published_by_id": self.editor.id}, {"submitted_by_id": False}):
            with self._refused("set by the buttons", AccessError):
                version.write(values)
        with self._refused("set by the buttons", AccessError):
            version.create({"procedure_id": version.procedure_id.id, "state": "published"})

    def test_version_made_in_a_column_of_the_board_is_a_draft(self):
        version = self._create_version()
        made = version.with_context(default_state="published").create({"procedure_id": version.procedure_id.id})
        self.assertEqual(made.state, "draft")

    def test_empty_version_is_not_submitted(self):
        version = self._create_version(body="<p><br></p>", step_ids=[])
        with self._refused("is empty"):
            version.with_user(self.editor).action_submit()

    def test_published_version_stands_still(self):
        version = self._create_published(attachment_ids=[(0, 0, {"name": "plan.pdf", "raw": b"1"})])
        version = version.with_user(self.editor)
        step, document = version.step_ids, version.attachment_ids
        changes = {
            "text": lambda: version.write({"body": "<p>Other</p>"}),
            "documents": lambda: version.write({"attachment_ids": [(5,)]}),
            "translation": lambda: version.update_field_translations("body", {"en_US": {"Wait 5 minutes.": "Run."}}),
            "new step": lambda: version.write({"step_ids": [(0, 0, {"instruction": "More"})]}),
            "step": lambda: step.write({"instruction": "Other"}),
            "step's translation": lambda: step.update_field_translations("instruction", {"en_US": "Other"}),
            "lost step": step.unlink,
            "document": lambda: document.write({"raw": b"2"}),
            "lost document": document.unlink,
            "version": version.unlink,
        }
        for name, change in changes.items():
            with self.subTest(name), self._refused("is Published and stays as it was read. Write a new version"):
                change()

    def test_retired_version_stands_still(self):
        version = self._create_published().with_user(self.editor)
        version.action_retire()
        with self._refused("is Retired and stays as it was read"):
            version.minutes = 5
        with self._refused("is Retired and stays as it was read"):
            version.unlink()

    def test_step_cannot_leave_a_published_version_nor_join_it(self):
        version = self._create_published()
        draft = self._get_draft(version.procedure_id)
        with self._refused("stays as it was read"):
            version.step_ids.version_id = draft
        with self._refused("stays as it was read"):
            draft.step_ids.version_id = version

    def test_version_stays_with_its_procedure(self):
        version = self._create_version()
        other = self._create_procedure(code="T-OTHER")
        with self._refused("stays with its procedure"):
            version.procedure_id = other

    def test_draft_may_be_deleted_with_its_procedure_until_it_is_published(self):
        self._create_version().procedure_id.with_user(self.editor).unlink()
        published = self._create_published()
        with self._refused("Archive it instead"):
            published.procedure_id.with_user(self.editor).unlink()

    def test_copy_of_a_procedure_begins_with_a_draft_of_the_text(self):
        version = self._create_published()
        copied = version.procedure_id.with_user(self.editor).copy()
        self.assertRecordValues(copied, [{"code": "T-RELAY (copy)", "published_version_id": False}])
        self.assertRecordValues(copied.version_ids, [{"number": 1, "state": "draft", "body": version.body}])

    # The second person

    def test_who_submitted_or_wrote_cannot_publish_when_a_second_person_is_needed(self):
        self.env["ir.config_parameter"].set_param(SECOND_PERSON, "True")
        version = self._create_version().with_user(self.editor)
        version.step_ids.with_user(self.second_editor).instruction = "Unplug it"
        version.body = "<p>Wait 10 minutes.</p>"
        version.action_submit()
        with self._refused("Another editor has to publish it"):
            version.action_publish()
        # Somebody else wrote after them.
        with self._refused("Another editor has to publish it"):
            version.with_user(self.second_editor).action_publish()
        version.with_user(self.manager).action_publish()
        self.assertEqual(version.published_by_id, self.manager)

    def test_text_in_review_stays_as_it_was_submitted(self):
        version = self._create_version().with_user(self.editor)
        version.action_submit()
        changes = {
            "text": lambda: version.write({"body": "<p>Other</p>"}),
            "note": lambda: version.write({"change_note": "Other"}),
            "translation": lambda: version.update_field_translations("body", {"en_US": {"Wait 5 minutes.": "Run."}}),
            "new step": lambda: version.write({"step_ids": [(0, 0, {"instruction": "More"})]}),
            "step": lambda: version.step_ids.with_user(self.second_editor).write({"instruction": "Other"}),
            "lost step": version.step_ids.unlink,
        }
        for name, change in changes.items():
            with self.subTest(name), self._refused("is in review, and its text stays as it was submitted"):
                change()
        version.action_send_back()
        version.body = "<p>Other</p>"
        self.assertEqual(version.body, "<p>Other</p>")

    def test_two_editors_of_one_draft_are_told(self):
        procedure = self._create_procedure().with_user(self.editor)
        draft = self._get_draft(procedure)
        draft.body = "<p>Wait.</p>"
        self.assertFalse(draft.other_writers)
        second = procedure.with_user(self.second_editor)
        told = second.action_new_version()
        self.assertIn(self.editor.name, told["params"]["message"])
        self.assertEqual(told["params"]["next"]["res_id"], draft.id)
        theirs = draft.with_user(self.second_editor)
        self.assertEqual(theirs.other_writers, self.editor.name)
        notices = self.env["mail.message"].search_count([("partner_ids", "in", self.editor.partner_id.ids)])
        theirs.body = "<p>Wait longer.</p>"
        theirs.tools = "Pliers"
        messages = self.env["mail.message"].search([("partner_ids", "in", self.editor.partner_id.ids)])
        self.assertEqual(len(messages), notices + 1, "once")
        self.assertIn(f"{self.second_editor.name} writes in", messages[0].body)
        self.assertEqual(draft.other_writers, self.second_editor.name)

    def test_administrator_switches_the_second_person_on_in_settings(self):
        settings = self.env["res.config.settings"].create({"raya_second_person": True})
        settings.execute()
        self.assertEqual(self.env["ir.config_parameter"].get_param(SECOND_PERSON), "True")

    # Content

    def test_video_needs_a_web_address(self):
        version = self._create_version().with_user(self.editor)
        for address in ("javascript:alert(1)", "ftp://host.org/a", "relay", "https://", "https://a b.org"):
            with self._refused("is not the address of a video", ValidationError):
                version.video_url = address
        version.video_url = "https://videos.example.com/relay?t=10"

    def test_text_is_cleaned_of_scripts(self):
        version = self._create_version(body='<p onclick="x()">Text<script>x()</script></p>')
        self.assertEqual(version.body, "<p>Text</p>")

    def test_documents_of_a_version_are_read_by_technicians(self):
        document = self.env["ir.attachment"].with_user(self.editor).create({"name": "plan.pdf", "raw": b"plan"})
        version = self._create_version().with_user(self.editor)
        version.attachment_ids = document
        version.action_submit()
        version.action_publish()
        self.assertEqual(document.with_user(self.technician).raw, b"plan")

    def test_changes_between_versions_are_marked(self):
        first = self._create_published()
        draft = self._get_draft(first.procedure_id)
        self.assertFalse(draft.changes)
        draft.write(
            {
                "body": "<p>Wait 10 minutes.</p>",
                "step_ids": [(0, 0, {"instruction": "Take a photo", "kind": "photo", "sequence": 20})],
            }
        )
        self.assertIn(">5</del>", draft.changes)
        self.assertIn(">10</ins>", draft.changes)
        self.assertIn("Take a photo · Take a Photo</ins>", draft.changes)
        self.assertFalse(first.changes, "the first version has nothing to be compared with")

    def test_published_version_of_41_steps_opens_by_its_first_page(self):
        """The web client asks for 40 steps, and for the rest when somebody turns the page."""
        steps = [(0, 0, {"instruction": f"Step {number}", "sequence": number}) for number in range(1, 42)]
        version = self._create_published(step_ids=steps)
        version.invalidate_recordset()
        page = {"step_ids": {"fields": {"number": {}}, "limit": 40}}
        for user in (self.technician, self.editor):
            [values] = version.with_user(user).web_read(page)
            numbers = [step["number"] for step in values["step_ids"] if "number" in step]
            self.assertEqual(numbers, list(range(1, 41)))
            [last] = version.with_user(user).step_ids[40:].web_read({"number": {}})
            self.assertEqual(last["number"], 41)

    def test_list_of_procedures_costs_few_queries(self):
        for number in range(20):
            self._create_published(procedure_id=self._create_procedure(code=f"T-{number}").id)
        procedures = self.env["raya.procedure"].with_user(self.technician)
        fields = ("code", "name", "minutes", "is_read", "published_version_id", "is_review_due")
        names = {"author_id": {"fields": {"display_name": {}}}, "categ_ids": {"fields": {"display_name": {}}}}
        procedures.web_search_read([], {"code": {}}, limit=1)
        self.env.invalidate_all()
        with self.assertQueryCount(10):
            procedures.web_search_read([], {**{name: {} for name in fields}, **names}, limit=80)


class TestProcedureStep(KnowledgeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls._create_version()

    def _create_step(self, **vals):
        return (
            self.env["raya.procedure.step"]
            .with_user(self.editor)
            .create({"version_id": self.version.id, "instruction": "Look", **vals})
        )

    def test_steps_are_numbered_in_their_order(self):
        last, first = self._create_step(sequence=30), self._create_step(sequence=1)
        self.assertEqual((first.number, self.version.step_ids[1].number, last.number), (1, 2, 3))

    def test_measure_needs_a_unit_or_a_range(self):
        with self.assertRaisesRegex(ValidationError, "in which unit"):
            self._create_step(kind="measure")
        self.assertEqual(self._create_step(kind="measure", unit="Ω").expected, "Ω")

    def test_least_value_is_not_above_the_greatest(self):
        with self.assertRaisesRegex(ValidationError, "Swap them"):
            self._create_step(kind="measure", minimum=5, maximum=4)

    def test_range_reads_as_people_say_it(self):
        for values, sentence in (
            ({"minimum": 4, "maximum": 12.5}, "4 to 12.5 Ω"),
            ({"minimum": 2}, "at least 2 Ω"),
            ({"has_maximum": True}, "at most 0 Ω"),
            ({"maximum": 20}, "at most 20 Ω"),
        ):
            self.assertEqual(self._create_step(kind="measure", unit="Ω", **values).expected, sentence)

    def test_range_has_the_digits_of_the_reader(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        step = self._create_step(kind="measure", unit="Ω", minimum=4, maximum=12.5).with_context(lang="fa_IR")
        self.assertRegex(step.expected, "۴ .*۱۲٫۵")

    def test_choice_needs_two_different_choices(self):
        for choices in (False, "Clean", "Clean\n\n Clean "):
            with self.assertRaisesRegex(ValidationError, "at least two different choices"):
                self._create_step(kind="choice", choices=choices)
        self.assertEqual(self._create_step(kind="choice", choices="Clean\nBurnt\n").expected, "Clean / Burnt")
