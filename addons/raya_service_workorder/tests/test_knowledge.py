from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import WorkorderCommon


@tagged("post_install", "-at_install")
class TestKnowledge(WorkorderCommon):
    """What jobs take from the technical knowledge, and give back to it."""

    def _approve(self, fault, **vals):
        workorder = self._create_workorder(
            part_ids=[],
            diagnosis_ids=[Command.create({"symptom_id": self.symptom.id, "fault_id": fault.id})],
            **vals,
        )
        workorder.with_user(self.technician).action_submit()
        workorder.with_user(self.dispatcher).action_approve()
        return workorder

    def _next_call(self):
        number = self.env["raya.asset"].search_count([])
        return self._create_call(asset_id=self._create_asset(serial=f"RF-X{number}").id).id

    def test_approved_jobs_outweigh_what_was_declared(self):
        declared = self.fault
        found = self._create_fault(code="T-DOOR", name="Door open")
        for _job in range(3):
            self._approve(found, call_id=self._next_call())
        search = self.env["raya.knowledge.search"].with_user(self.technician)
        suggested = search.suggest(self.symptom.ids, self.fridge.id)
        counts = {fault["id"]: (fault["jobs"], fault["total"]) for fault in suggested}
        self.assertEqual(counts, {declared.id: (0, 3), found.id: (3, 3)})
        for _job in range(12):
            self._approve(found, call_id=self._next_call())
        self.assertEqual(search.suggest(self.symptom.ids, self.fridge.id)[0]["id"], found.id)

    def test_open_jobs_and_other_products_are_no_experience(self):
        self._create_workorder(call_id=self._next_call())
        [suggested] = self.env["raya.knowledge.search"].suggest(self.symptom.ids, self.fridge.id)
        self.assertEqual((suggested["jobs"], suggested["total"]), (0, 0))
        self._approve(self.fault, call_id=self._next_call())
        [suggested] = self.env["raya.knowledge.search"].suggest(self.symptom.ids, self.part.id)
        self.assertEqual((suggested["jobs"], suggested["total"]), (0, 0))

    def test_faults_and_services_of_the_unit_are_offered(self):
        workorder = self._create_workorder().with_user(self.technician)
        other = self._create_fault(code="T-WASH", name="Pump", product_tmpl_ids=self.part.product_tmpl_id.ids)
        Fault = self.env["raya.fault"].with_user(self.technician)
        self.assertNotIn(other, Fault.search(workorder.fault_domain))
        self.assertIn(self.fault, Fault.search(workorder.fault_domain))
        workorder.show_all_codes = True
        self.assertIn(other, Fault.search(workorder.fault_domain))

    def test_fault_of_another_product_is_refused_when_the_administrator_says_so(self):
        workorder = self._create_workorder().with_user(self.technician)
        other = self._create_fault(code="T-WASH", name="Pump", product_tmpl_ids=self.part.product_tmpl_id.ids)
        self.env["res.config.settings"].create({"raya_forbid_other_products": True}).execute()
        with self.assertRaisesRegex(ValidationError, "not made for"):
            workorder.diagnosis_ids.fault_id = other

    def test_service_without_a_product_cannot_be_reported(self):
        workorder = self._create_workorder().with_user(self.technician)
        unsold = self._create_operation(code="T-UNSOLD", product_id=False)
        with self.assertRaisesRegex(UserError, "create its product"):
            workorder.work_line_ids = [Command.create({"operation_id": unsold.id, "hours": 1})]

    def test_procedure_in_use_is_kept_on_the_job(self):
        procedure = self.env["raya.procedure"].create(
            {"code": "P-RELAY", "name": "Replace the relay", "operation_ids": self.operation.ids}
        )
        first = self._publish(procedure)
        workorder = self._create_workorder()
        self.assertEqual(workorder.work_line_ids.version_ids, first)
        second = self._publish(procedure)
        self.assertEqual(procedure.published_version_id, second)
        self.assertEqual(workorder.with_user(self.technician).work_line_ids.version_ids, first)
        self.assertEqual(first.state, "retired")

    def _publish(self, procedure):
        version = self.env["raya.procedure.version"].create({"procedure_id": procedure.id, "body": "<p>Pull it.</p>"})
        version.action_submit()
        version.action_publish()
        return version
