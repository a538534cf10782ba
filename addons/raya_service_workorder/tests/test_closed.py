from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.raya_workorder_version import get_line_fields
from .common import WorkorderCommon


@tagged("post_install", "-at_install")
class TestClosed(WorkorderCommon):
    """Approved is closed by every door, whoever knocks, also by remote call."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job = cls._create_submitted(finding="Dry")
        cls.job.with_user(cls.dispatcher).action_approve()
        cls.people = (cls.technician, cls.operator, cls.dispatcher, cls.manager)

    def _other_value(self, record, name):
        """Another value of a field than it has, as a remote call would send it."""
        field, value = record._fields[name], record[name]
        if field.type == "many2one":
            return self.env[field.comodel_name].search([("id", "!=", value.id)], limit=1).id
        if field.type == "selection":
            return next((key for key, _label in field._description_selection(self.env) if key != value), False)
        others = {
            "char": "Other",
            "text": "Other",
            "html": "Other",
            "integer": 77,
            "float": 77.0,
            "boolean": not value,
            "date": "2020-01-01",
            "datetime": "2020-01-01 08:00:00",
            "binary": "aGVsbG8=",
        }
        return others.get(field.type, [Command.clear()])

    def test_no_field_of_the_report_is_written(self):
        lines = [self.job[name] for name in get_line_fields(self.job)]
        for records in (self.job, *lines):
            for record in records[:1]:
                for name in record._get_report_fields():
                    value = self._other_value(record, name)
                    for person in self.people:
                        with self.subTest(model=record._name, field=name, person=person.login):
                            with self.assertRaises(UserError), self.env.cr.savepoint():
                                record.with_user(person).write({name: value})
                                self.env.flush_all()

    def test_no_line_is_added_or_deleted(self):
        new = {
            "diagnosis_ids": {"symptom_id": self.symptom.id, "fault_id": self.fault.id},
            "work_line_ids": {"operation_id": self.operation.id},
            "part_ids": {"product_id": self.part.id},
        }
        for name, values in new.items():
            for person in self.people:
                job = self.job.with_user(person)
                with self.subTest(lines=name, person=person.login):
                    with self.assertRaises(UserError):
                        job.write({name: [Command.create(values)]})
                    with self.assertRaises(UserError):
                        job[name].create({**values, "workorder_id": job.id})
                    with self.assertRaises(UserError):
                        job[name].unlink()
                    with self.assertRaises(UserError):
                        job.write({name: [Command.clear()]})

    def test_line_of_an_open_job_is_not_moved_onto_it_nor_one_of_it_away(self):
        other = self._create_workorder()
        for name in ("diagnosis_ids", "work_line_ids", "part_ids"):
            with self.subTest(lines=name):
                with self._refused("closed"):
                    other[name].with_user(self.dispatcher).workorder_id = self.job
                with self._refused("closed"):
                    self.job[name].with_user(self.dispatcher).workorder_id = other

    def test_states_versions_and_deletion_are_closed(self):
        for person in self.people:
            job = self.job.with_user(person)
            for vals in ({"state": "progress"}, {"version": 2}, {"approved_date": False}, {"waiting_for": "parts"}):
                with self.subTest(vals=vals, person=person.login), self.assertRaises(AccessError):
                    job.write(vals)
            with self.assertRaises(UserError):
                job.unlink()
            with self.assertRaises(UserError):
                job.action_reset()
            with self.assertRaises(UserError):
                job.action_cancel()
            with self.assertRaises(UserError):
                job.action_send_back("?")
            with self.assertRaises(UserError):
                job.action_start()
        self.assertEqual(self.job.state, "approved")

    def test_service_sold_by_another_product_later_leaves_the_report_alone(self):
        product = self.operation.product_id
        self.operation.product_id = self.labour.copy({"name": "Dearer labour"})
        self.assertEqual(self.job.work_line_ids.product_id, product)

    def test_procedure_published_later_leaves_the_report_alone(self):
        line = self.job.work_line_ids
        for person in self.people:
            with self.assertRaises(AccessError):
                line.with_user(person).version_ids = [Command.clear()]

    def test_words_told_later_are_not_on_the_report(self):
        self.job.call_id.with_user(self.operator).statement_ids = [Command.create({"words": "It also smells."})]
        self.assertNotIn("smells", self.job.statement)

    def test_what_the_report_does_not_say_goes_on(self):
        self.job.with_user(self.dispatcher).write({"priority": "1", "date_promised": "2030-01-01"})
        self.assertEqual(self.job.priority, "1")
