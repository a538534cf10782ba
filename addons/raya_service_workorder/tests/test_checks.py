import base64

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from ..models.raya_check import CHECK_KINDS
from .common_time import TimeCommon

PIXEL = base64.b64encode(
    base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
)


@tagged("post_install", "-at_install")
class TestChecks(TimeCommon):
    """Steps of procedures and points of checklists, answered on the job."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.procedure = cls._create_procedure(operation_ids=cls.operation.ids)
        cls.version = cls._create_published(
            procedure_id=cls.procedure.id,
            step_ids=[
                Command.create({"instruction": "Unplug it", "safety_note": "Live parts", "is_required": False}),
                Command.create({"instruction": "Is it clean?", "kind": "check", "is_required": False}),
                Command.create(
                    {"instruction": "Measure the current", "kind": "measure", "unit": "A", "minimum": 1, "maximum": 2}
                ),
                Command.create({"instruction": "What is odd?", "kind": "text", "is_required": False}),
                Command.create({"instruction": "Which relay?", "kind": "choice", "choices": "PTC\nCoil"}),
                Command.create({"instruction": "Show the label", "kind": "photo"}),
            ],
        )
        cls.operation.checklist_ids = [
            Command.create({"name": "Swept the floor", "is_required": True}),
            Command.create({"name": "Left a card", "is_required": False}),
        ]

    def _start(self):
        job = self._create_job()
        self._add_service(job)
        return job

    def _get_check(self, job, name):
        return job.check_ids.filtered(lambda check: check.name == name)

    def _answer(self, job, **but):
        answers = {
            "Unplug it": {"answer": "yes"},
            "Measure the current": {"measured": "1.5"},
            "Which relay?": {"choice": "PTC"},
            "Show the label": {"photo": PIXEL},
            "Swept the floor": {"answer": "no"},
        }
        for name, values in answers.items():
            if name not in but.get("but", ()):
                self._get_check(job, name).write(values)

    def test_service_brings_its_steps_and_points(self):
        job = self._start()
        steps = [*self.version.step_ids.mapped("instruction"), "Swept the floor", "Left a card"]
        self.assertEqual(job.check_ids.sorted().mapped("name"), steps)
        self.assertEqual(self._get_check(job, "Unplug it").is_safety, True)
        self.assertEqual(self._get_check(job, "Measure the current").expected, "1 to 2 A")

    def test_required_and_safety_steps_are_named_until_they_are_answered(self):
        """E15."""
        job = self._start()
        needed = ["Unplug it", "Measure the current", "Which relay?", "Show the label", "Swept the floor"]
        self.assertEqual(job.open_check_count, 5)
        with self._refused("answer these steps on the page Checks first: " + ", ".join(needed)):
            job.action_submit()
        for name in needed:
            self.env.cr.execute("SAVEPOINT answers")
            self._answer(job, but=[name])
            with self._refused(f"first: {name}."):
                job.action_submit()
            self.env.cr.execute("ROLLBACK TO SAVEPOINT answers")
            self.env.invalidate_all()
        self._answer(job)
        job.action_submit()
        self.assertEqual(job.state, "submitted")

    def test_an_answer_taken_back_stops_the_approval(self):
        job = self._start()
        self._answer(job)
        job.action_submit()
        self.env.flush_all()
        self.env.cr.execute("UPDATE raya_check SET answer = NULL WHERE id = %s", [self._get_check(job, "Unplug it").id])
        self.env.invalidate_all()
        with self._refused("Unplug it"):
            job.with_user(self.dispatcher).action_approve()

    def test_who_did_nothing_answers_nothing_and_who_did_part_the_safety_steps(self):
        job = self._start()
        job.outcome = "absent"
        self.assertFalse(job.open_check_count)
        job.outcome = "not_repairable"
        self.assertEqual(job._get_open_checks().mapped("name"), ["Unplug it"])

    def test_every_kind_knows_its_answer(self):
        job = self._start()
        kinds = {key for key, _label in CHECK_KINDS}
        self.assertEqual(kinds, set(job.check_ids.mapped("kind")))
        self.assertEqual(kinds, {key for key, _label in self.env["raya.procedure.step"]._fields["kind"].selection})
        answers = {
            "do": {"answer": "no"},
            "check": {"answer": "yes"},
            "measure": {"measured": "0"},
            "text": {"text": "Nothing"},
            "choice": {"choice": "Coil"},
            "photo": {"photo": PIXEL},
        }
        for kind in sorted(kinds):
            check = job.check_ids.filtered(lambda check, kind=kind: check.kind == kind)[0]
            self.assertFalse(check.is_answered, kind)
            check.write(answers[kind])
            self.assertTrue(check.is_answered, kind)
            self.assertRecordValues(check, [{"answered_by_id": self.technician.id}])
            self.assertTrue(check.answered_date)
            check.write(dict.fromkeys(answers[kind], False))
            self.assertFalse(check.is_answered or check.answered_by_id or check.answered_date, kind)

    def test_a_measured_value_stands_against_its_range(self):
        check = self._get_check(self._start(), "Measure the current")
        for typed, value, is_out in (("1", 1, False), ("2", 2, False), ("۰٫۹۹", 0.99, True), ("2,01", 2.01, True)):
            with self.subTest(typed=typed):
                check.measured = typed
                self.assertEqual((check.value, check.is_out_of_range), (value, is_out))
        with self.assertRaisesRegex(ValidationError, "“Measure the current”: “much” is no number"):
            check.measured = "much"

    def test_approver_reads_the_checks_and_first_what_is_out_of_range(self):
        job = self._start()
        self._answer(job)
        self.assertNotIn("out_of_range", self.env["raya.workorder.appraisal"]._get_exceptions(job))
        self._get_check(job, "Measure the current").measured = "9"
        sections = {section.key: section for section in self.env["raya.workorder.summary"]._get_sections(job.sudo())}
        first, *others = sections["checks"].rows
        self.assertEqual((first.label, first.is_alarming), ("Measure the current", True))
        self.assertIn("9 A", first.value)
        self.assertFalse(any(row.is_alarming for row in others))
        self.assertEqual(len(others), 4)
        exceptions = self.env["raya.workorder.appraisal"]._get_exceptions(job)
        self.assertEqual(exceptions["out_of_range"], "Out of range: Measure the current.")

    def test_only_what_may_be_chosen_is_an_answer(self):
        check = self._get_check(self._start(), "Which relay?")
        with self.assertRaisesRegex(ValidationError, "Solid is none of the choices: PTC / Coil"):
            check.choice = "Solid"

    def test_later_versions_and_checklists_change_no_job(self):
        job = self._start()
        before = job.check_ids.mapped("name")
        later = self.procedure.with_user(self.editor)._create_draft()
        later.step_ids.instruction = "Something else"
        later.action_submit()
        later.action_publish()
        self.operation.checklist_ids[0].name = "Mopped the floor"
        self.operation.checklist_ids[1].unlink()
        job.work_line_ids.fault_id = False
        self.assertEqual(job.check_ids.mapped("name"), before)

    def test_steps_go_with_their_service_unless_another_needs_them(self):
        job = self._start()
        other = self._create_operation(code="T-OTHER", procedure_ids=self.procedure.ids)
        second = self._add_service(job, other)
        self.assertEqual(len(job.check_ids.step_id), 6, "the same step once")
        (job.work_line_ids - second).unlink()
        self.assertEqual(job.check_ids.work_line_id, second)
        self.assertEqual(job.check_ids.step_id, self.version.step_ids)
        second.operation_id = self._create_operation(code="T-PLAIN")
        self.assertFalse(job.check_ids)

    @mute_logger("odoo.sql_db")
    def test_a_step_stands_on_a_job_once(self):
        check = self._get_check(self._start(), "Unplug it")
        with self.assertRaises(UniqueViolation), self.cr.savepoint():
            check.sudo().copy()

    def test_steps_are_told_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.operation.checklist_ids[0].with_context(lang="fa_IR").name = "کف را جارو کردم"
        check = self._get_check(self._start(), "Swept the floor")
        self.assertEqual(check.with_context(lang="fa_IR").name, "کف را جارو کردم")

    def test_unit_and_choices_are_read_and_chosen_in_the_language_of_whoever_does(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        steps = {step.kind: step for step in self.version.step_ids}
        self.patch(type(self.version), "_check_open", lambda version: None)
        steps["measure"].update_field_translations("unit", {"fa_IR": "آمپر"})
        steps["choice"].update_field_translations("choices", {"fa_IR": "پی‌تی‌سی\nسیم‌پیچ"})
        job = self._start()
        check = self._get_check(job, "Which relay?")
        reader = check.with_context(lang="fa_IR")
        MyJobs = self.env["raya.my.jobs"].with_context(lang="fa_IR")
        self.assertEqual(MyJobs._prepare_check(reader)["choices"], ["پی‌تی‌سی", "سیم‌پیچ"])
        measured = self._get_check(job, "Measure the current").with_context(lang="fa_IR")
        self.assertEqual(MyJobs._prepare_check(measured)["unit"], "آمپر")
        check.choice = "Coil"
        self.assertEqual(MyJobs._prepare_check(reader)["answer"], "سیم‌پیچ")
        self.assertEqual(reader._get_answer_text(), "سیم‌پیچ")
        answer = MyJobs._run_answer_check(job.with_context(lang="fa_IR"), False, check.id, "پی‌تی‌سی", "سیم‌پیچ")
        self.assertEqual((answer["status"], check._get_answer_text()), ("done", "PTC"))

    def test_technician_answers_and_changes_nothing_else(self):
        check = self._get_check(self._start(), "Unplug it")
        for values in ({"is_safety": False}, {"name": "Sleep"}, {"answered_by_id": self.helper.id}):
            with self.assertRaises(AccessError):
                check.write(values)
        with self.assertRaises(AccessError):
            check.unlink()
        with self.assertRaises(AccessError):
            check.create({"work_line_id": check.work_line_id.id, "workorder_id": check.workorder_id.id})
        for user in (self.operator, self._create_user("test_stranger", "raya_service_base.group_service_technician")):
            with self.assertRaises(AccessError):
                check.with_user(user).action_yes()
        check.action_yes()
        self.assertEqual(check.answer, "yes")

    def test_answers_are_closed_with_the_report(self):
        job = self._start()
        self._answer(job)
        job.action_submit()
        for name, values in (("Unplug it", {"answer": "no"}), ("Measure the current", {"measured": "9"})):
            with self.assertRaisesRegex(UserError, "is closed"), self.cr.savepoint():
                self._get_check(job, name).write(values)
