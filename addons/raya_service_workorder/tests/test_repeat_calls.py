from odoo import Command
from odoo.tests import tagged

from .common import WorkorderCommon


@tagged("post_install", "-at_install")
class TestRepeatCalls(WorkorderCommon):
    """A call comes again also where its job finds what an earlier one found, whatever the customer said."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.noise = cls._create_symptom(code="T-NOISE", name="Makes noise")
        cls.unit = cls._create_asset(serial="AGAIN-1")
        cls.other_fault = cls.fault.copy({"code": "T-OTHER", "name": "Another one"})
        cls.component = cls.env["raya.component"].create({"code": "T-DOOR", "name": "Door"})

    def _create_calls(self):
        said = {"asset_id": self.unit.id}
        return (
            self._create_call(**said, date_reported="2026-05-04 08:00:00"),
            self._create_call(**said, date_reported="2026-05-10 08:00:00", symptom_ids=self.noise.ids),
        )

    def _approve(self, call, fault=None, component=None):
        found = {"fault_id": (fault or self.fault).id, "component_id": component and component.id}
        answer = Command.create({"symptom_id": call.symptom_ids[:1].id, **found})
        job = self._create_workorder(call_id=call.id, diagnosis_ids=[Command.clear(), answer], part_ids=[])
        job.with_user(self.technician).action_submit()
        job.with_user(self.dispatcher).action_approve()
        self.assertEqual(job.state, "approved")
        self.env.flush_all()
        return job

    def test_the_same_fault_makes_a_repeat_once_both_reports_are_approved(self):
        first, second = self._create_calls()
        self.assertFalse(second.repeat_of_id)
        self._approve(first)
        self.assertFalse(second.repeat_of_id)
        self._approve(second)
        self.assertEqual(second.repeat_of_id, first)
        self.assertFalse(first.repeat_of_id)

    def test_the_earlier_report_may_be_approved_last(self):
        first, second = self._create_calls()
        self._approve(second)
        self.assertFalse(second.repeat_of_id)
        self._approve(first)
        self.assertEqual(second.repeat_of_id, first)

    def test_the_same_component_makes_a_repeat_and_another_fault_alone_none(self):
        first, second = self._create_calls()
        self._approve(first, component=self.component)
        self._approve(second, fault=self.other_fault)
        self.assertFalse(second.repeat_of_id)
        smell = self._create_symptom(code="T-SMELL", name="Smells")
        third = self._create_call(asset_id=self.unit.id, date_reported="2026-05-12 08:00:00", symptom_ids=smell.ids)
        self._approve(third, fault=self.other_fault.copy({"code": "T-THIRD"}), component=self.component)
        self.assertEqual(third.repeat_of_id, first)

    def test_after_the_days_of_the_company_it_is_no_repeat(self):
        first, second = self._create_calls()
        self.company.raya_repeat_days = 5
        self._approve(first)
        self._approve(second)
        self.assertFalse(second.repeat_of_id)
