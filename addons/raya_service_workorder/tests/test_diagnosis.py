from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from .common_time import TimeCommon


@tagged("post_install", "-at_install")
class TestDiagnosis(TimeCommon):
    """Every statement is answered: by a fault, or by the reason why there is none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reason = cls.env.ref("raya_service_workorder.raya_diagnosis_reason_not_found")
        cls.noise = cls._create_symptom(code="T-NOISE", name="Makes noise")

    def _start_told(self, *statements):
        """A job in progress on a call with these statements, nothing answered yet."""
        told = [Command.create(values) for values in statements or [{"symptom_id": self.symptom.id}]]
        call = self._create_call(statement_ids=told)
        job = self.env["raya.workorder"].create({"call_id": call.id})
        job.action_start()
        return job.with_user(self.technician)

    def test_every_statement_needs_an_answer(self):
        job = self._start_told(
            {"symptom_id": self.symptom.id}, {"symptom_id": self.noise.id}, {"words": "The door is loose."}
        )
        self._add_service(job)
        first, second, third = job.diagnosis_ids
        with self._refused("Does not cool, Makes noise, The door is loose."):
            job.action_submit()
        first.fault_id = self.fault
        second.reason_id = self.reason
        with self._refused("write what you found about: The door is loose."):
            job.action_submit()
        third.reason_id = self.reason
        job.action_submit()
        self.assertEqual(job.state, "submitted")

    def test_what_the_customer_adds_later_needs_an_answer_too(self):
        job = self._start_told()
        self._add_service(job)
        job.diagnosis_ids.fault_id = self.fault
        job.call_id.sudo().statement_ids = [Command.create({"symptom_id": self.noise.id})]
        with self._refused("Makes noise"):
            job.action_submit()
        job.diagnosis_ids = [Command.create({"symptom_id": self.noise.id, "reason_id": self.reason.id})]
        job.action_submit()

    def test_reasons_alone_need_no_service(self):
        job = self._start_told()
        job.diagnosis_ids.reason_id = self.reason
        self._finish(job)
        self.assertEqual(job.state, "approved")

    def test_a_fault_that_was_repaired_needs_its_service(self):
        job = self._start_told()
        job.diagnosis_ids.fault_id = self.fault
        with self._refused("add the service that was done"):
            job.action_submit()

    def test_other_outcomes_need_neither_service_nor_made_up_answers(self):
        for outcome in ("absent", "refused", "partly"):
            with self.subTest(outcome=outcome):
                job = self._start_told()
                job.outcome = outcome
                self._add_time(job, 0.5, kind="travel")
                self._finish(job)
                self.assertEqual((job.state, job.hours_travel), ("approved", 0.5))
        for outcome in ("not_repairable", "no_fault"):
            with self.subTest(outcome=outcome):
                job = self._start_told()
                job.outcome = outcome
                with self._refused("write what you found"), self.cr.savepoint():
                    job.action_submit()
                job.diagnosis_ids.reason_id = self.reason
                self._finish(job)
                self.assertEqual(job.state, "approved")

    @mute_logger("odoo.sql_db")
    def test_a_statement_has_one_answer(self):
        job = self._start_told()
        with self.assertRaises(CheckViolation), self.cr.savepoint():
            job.diagnosis_ids.write({"fault_id": self.fault.id, "reason_id": self.reason.id})
            self.env.flush_all()
        with Form(job) as form, form.diagnosis_ids.edit(0) as line:
            line.fault_id = self.fault
            line.reason_id = self.reason
            self.assertFalse(line.fault_id)
        self.assertEqual(job.diagnosis_ids.reason_id, self.reason)

    def test_probable_faults_come_with_their_counts(self):
        door = self._create_fault(code="T-DOOR", name="Door open", symptom_ids=self.symptom.ids)
        for found in (door, door, self.fault):
            done = self._start_told()
            self._add_service(done)
            done.diagnosis_ids.fault_id = found
            self._finish(done)
        line = self._start_told().diagnosis_ids
        found = [(each["id"], each["jobs"], each["total"]) for each in line._get_probable_faults()]
        self.assertEqual(found, [(door.id, 2, 3), (self.fault.id, 1, 3)])
        self.assertEqual(line.probable_fault, "Door open (2 of 3 jobs)")
        action = line.action_propose_faults()
        proposals = self.env["raya.diagnosis.proposal"].with_user(self.technician).search(action["domain"])
        self.assertEqual(proposals.mapped("jobs"), [2, 1])
        proposals[0].action_accept()
        self.assertRecordValues(line, [{"fault_id": door.id, "probable_fault": False, "is_answered": True}])

    def test_nothing_is_proposed_without_a_symptom_or_knowledge(self):
        job = self._start_told({"words": "It is odd."}, {"symptom_id": self.noise.id})
        words, unknown = job.diagnosis_ids
        self.assertEqual((words._get_probable_faults(), unknown._get_probable_faults()), ([], []))
        with self._refused("Choose the symptom first"):
            words.action_propose_faults()
        with self._refused("Nothing is known yet about Makes noise"):
            unknown.action_propose_faults()

    def test_an_accepted_fault_fills_in_what_cures_it(self):
        component = self.env["raya.component"].create({"code": "T-COMP", "name": "Compressor"})
        self.fault.component_ids = component
        gasket = self._create_product("Gasket")
        self.operation.part_need_ids = [Command.create({"product_id": gasket.id, "quantity": 2})]
        version = self._create_published(procedure_id=self._create_procedure(operation_ids=self.operation.ids).id)
        job = self._start_told()
        line = job.diagnosis_ids
        for _tap in range(2):
            line.action_accept_fault(self.fault.id)
            self.assertRecordValues(line, [{"fault_id": self.fault.id, "component_id": component.id}])
            self.assertRecordValues(
                job.work_line_ids,
                [{"operation_id": self.operation.id, "fault_id": self.fault.id, "hours_planned": 0.5, "hours": 0}],
            )
            self.assertEqual(job.work_line_ids.version_ids, version)
            self.assertEqual(line.operation_ids, self.operation)
            self.assertCountEqual(
                job.part_ids.mapped(lambda part: (part.product_id.id, part.quantity, part.fault_id.id)),
                [(self.part.id, 1, self.fault.id), (gasket.id, 2, self.fault.id)],
            )
            self.assertEqual(job.check_ids.step_id, version.step_ids)

    def test_what_the_technician_edited_stays(self):
        job = self._start_told()
        line = job.diagnosis_ids
        own = self._add_service(job, hours=3, hours_planned=2)
        job.part_ids = [Command.create({"product_id": self.part.id, "quantity": 5})]
        line.action_accept_fault(self.fault.id)
        self.assertRecordValues(own, [{"hours_planned": 2, "hours": 3, "fault_id": self.fault.id}])
        self.assertEqual(job.part_ids.quantity, 5)
        self.assertEqual(job.work_line_ids, own)

    def test_services_without_a_product_or_of_other_products_are_not_filled_in(self):
        unsold = self._create_operation(code="T-UNSOLD", product_id=False)
        strange = self._create_operation(code="T-WASH", product_tmpl_ids=self.part.product_tmpl_id.ids)
        self.fault.operation_ids |= unsold | strange
        job = self._start_told()
        job.diagnosis_ids.action_accept_fault(self.fault.id)
        self.assertEqual(job.work_line_ids.operation_id, self.operation)

    def test_accepting_takes_a_reason_back(self):
        line = self._start_told().diagnosis_ids
        line.reason_id = self.reason
        line.action_accept_fault(self.fault.id)
        self.assertRecordValues(line, [{"fault_id": self.fault.id, "reason_id": False}])

    def test_what_fits_the_fault_is_offered_first(self):
        job = self._start_told()
        others = [self._create_operation(code=f"T-{n:02}", name=f"A{n:02} other") for n in range(12)]
        job.diagnosis_ids.action_accept_fault(self.fault.id)
        Operation = self.env["raya.operation"].with_user(self.technician).with_context(of_job=job.id)
        offered = [id_ for id_, _name in Operation.name_search("", list(job.operation_domain), limit=8)]
        self.assertEqual((offered[0], len(offered)), (self.operation.id, 8))
        found = Operation.name_search("A03", list(job.operation_domain), limit=8)
        self.assertEqual([id_ for id_, _name in found], [others[3].id])
        Product = self.env["product.product"].with_user(self.technician).with_context(of_job=job.id)
        offered = Product.name_search("", [("type", "=", "consu")], limit=8)
        self.assertEqual(offered[0][0], self.part.id)
        self.assertFalse(
            [pair for pair in Product.name_search("", [("type", "=", "service")]) if pair[0] == self.part.id]
        )

    def test_closed_report_and_strangers_accept_nothing(self):
        job = self._start_told()
        line = job.diagnosis_ids
        for user in (self.operator, self._create_user("test_stranger", "raya_service_base.group_service_technician")):
            with self.assertRaises(AccessError):
                line.with_user(user).action_accept_fault(self.fault.id)
        line.action_accept_fault(self.fault.id)
        job.part_ids.unlink()
        job.action_submit()
        other = self._create_fault(code="T-DOOR", name="Door open")
        for attempt in (
            lambda: line.action_accept_fault(other.id),
            lambda: line.write({"cause_id": self.env["raya.cause"].create({"code": "C", "name": "Wear"}).id}),
            line.action_propose_faults,
        ):
            with self.assertRaisesRegex(UserError, "is closed"), self.cr.savepoint():
                attempt()
