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

    def test_travel_is_no_diagnosis(self):
        with self.assertRaisesRegex(ValidationError, "all work at its address"):
            self._draft({"pricing": "visit", "price": 20.0, "is_diagnosis": True})
