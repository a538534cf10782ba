from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_tariff import TariffCommon


@tagged("post_install", "-at_install")
class TestPriceChange(TariffCommon):
    """Another price of approved work keeps what it was, who gave it, and why."""

    def _reprice(self, charge, amount, user=None):
        wizard = self.env["raya.charge.reprice"].with_user(user or self.accountant).with_context(active_id=charge.id)
        wizard.create({"amount": amount, "reason": "A regular customer"}).action_reprice()

    def test_accountant_gives_another_price_with_a_reason(self):
        self._put_in_force({"price": 100.05})
        job = self._approve_lines(1.0, share=50)
        charge = job.charge_ids
        self._reprice(charge, 40.01)
        self.assertRecordValues(
            charge.price_change_ids,
            [
                {
                    "user_id": self.accountant.id,
                    "amount_before": 50.03,
                    "amount_after": 40.01,
                    "reason": "A regular customer",
                }
            ],
        )
        self.assertRecordValues(charge, [{"customer_amount": 50.03, "ordered_amount": 40.01}])
        self.assertEqual(self._invoice(job).amount_untaxed, 40.01)
        with self.assertRaisesRegex(UserError, "not to be billed any more"):
            self._reprice(charge, 1.0)

    def test_amount_that_is_typed_comes_out_to_the_cent(self):
        """Twenty minutes of an hour at 40.00 are 13.3333, rounded when they are summed."""
        for amount in (25.0, 13.34, 0.01, 1000.01):
            job = self._approve_lines(1 / 3)
            self.assertEqual(job.charge_ids.ordered_amount, 13.33)
            self._reprice(job.charge_ids, amount)
            self.assertEqual(job.charge_ids.ordered_amount, amount)

    def test_what_is_typed_on_the_order_is_written_down_too(self):
        job = self._approve_lines(1.0)
        line = job.sale_order_ids.order_line.with_user(self.accountant)
        line.discount = 25.0
        line.name = "Repair"
        self.assertRecordValues(
            job.charge_ids.price_change_ids, [{"amount_before": 40.0, "amount_after": 30.0, "reason": False}]
        )
        with self.assertRaises(AccessError):
            job.charge_ids.price_change_ids.with_user(self.accountant).write({"amount_before": 1.0})

    def test_more_than_the_limit_is_for_a_manager(self):
        self.env.company.raya_discount_limit = 10
        job = self._approve_lines(1.0)
        line = job.sale_order_ids.order_line
        line.with_user(self.accountant).price_unit = 36.0
        with self.assertRaisesRegex(UserError, "by 10 % at most"), self.env.cr.savepoint():
            line.with_user(self.accountant).price_unit = 30.0
        # Nor in small steps, nor by the quantity.
        with self.assertRaisesRegex(UserError, "by 10 % at most"), self.env.cr.savepoint():
            line.with_user(self.accountant).price_unit = 33.0
        with self.assertRaisesRegex(UserError, "by 10 % at most"), self.env.cr.savepoint():
            line.with_user(self.accountant).product_uom_qty = 0.5
        line.with_user(self.manager).price_unit = 30.0
        self.assertEqual(job.charge_ids.price_change_ids.mapped("amount_after"), [30.0, 36.0])
