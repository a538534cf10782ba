from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.raya_tariff_surcharge import DIFFICULT
from .common_tariff import TariffCommon


@tagged("post_install", "-at_install")
class TestDiagnosisFee(TariffCommon):
    """A diagnosis is charged where nothing else is done, and credited where the repair is ordered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.diagnosis = cls.operation.copy({"name": "Diagnosis", "code": "T-diagnosis"})
        cls.diagnosis.product_id = cls.labour

    def _price(self, **vals):
        return self._put_in_force(
            {"price": 60.0}, {"price": 25.0, "operation_id": self.diagnosis.id, "is_diagnosis": True}, **vals
        )

    def test_a_diagnosis_alone_is_charged(self):
        self._price()
        job = self._approve_lines((self.diagnosis, 0.5), (self.diagnosis, 0.5), part=self.parts["periodic"])
        self.assertEqual(job.charge_ids.mapped("customer_amount"), [25.0, 25.0, 140.0])
        self.assertOneFigure(job)

    def test_it_is_credited_where_the_repair_is_ordered(self):
        # What is free costs nothing more where it is difficult.
        self.diagnosis.skill_level = min(DIFFICULT)
        self._price(surcharge_ids=[Command.create({"kind": "difficult", "percent": 50})])
        job = self._approve_lines((self.diagnosis, 0.5), 1.0)
        charges = job.charge_ids
        self.assertEqual(charges.mapped("customer_amount"), [0.0, 60.0])
        self.assertEqual(charges.mapped("price_source"), ["tariff", "tariff"])
        self.assertRegex(charges[0].price_reason, r"Diagnosis: nothing, as the repair was ordered\.$")
        self.assertEqual(job.sale_order_ids.amount_untaxed, 60.0)

    def test_a_repair_that_no_tariff_prices_credits_it_too(self):
        self._put_in_force({"price": 25.0, "operation_id": self.diagnosis.id, "is_diagnosis": True})
        job = self._approve_lines((self.diagnosis, 0.5), 1.0)
        self.assertEqual(job.charge_ids.mapped("customer_amount"), [0.0, 40.0])

    def test_it_is_charged_where_nothing_was_mended(self):
        self._price()
        for outcome in ("refused", "not_repairable", "no_fault"):
            with self.subTest(outcome=outcome):
                job = self._approve_lines((self.diagnosis, 0.5), 1.0, outcome=outcome)
                self.assertEqual(job.charge_ids.mapped("customer_amount"), [25.0, 60.0])

    def test_a_diagnosis_that_the_estimate_promised_with_the_repair_is_charged_without_it(self):
        self._price()
        job = self._create_workorder(
            call_id=False,
            user_id=self.technician.id,
            partner_id=self.customer.id,
            product_id=self.fridge.id,
            work_line_ids=[Command.create({"operation_id": each.id}) for each in (self.diagnosis, self.operation)],
            part_ids=[],
        ).with_user(self.technician)
        job.action_create_estimate()
        order = job.sudo().estimate_ids
        order._validate_order()
        self.assertEqual(order.amount_untaxed, 60.0)
        job.work_line_ids[1].unlink()
        job.work_line_ids.hours = 0.5
        job.action_submit()
        job.with_user(self.dispatcher).action_approve()
        self.assertEqual(job.sudo().charge_ids.mapped("customer_amount"), [25.0])

    def test_travel_is_no_diagnosis(self):
        with self.assertRaisesRegex(ValidationError, "all work at its address"):
            self._draft({"pricing": "visit", "price": 20.0, "is_diagnosis": True})
