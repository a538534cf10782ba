from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import HOURLY_COST, HOURS, PART_COST, USED, BillingCommon

# One job: labour costs 2 h x 50 = 100 and is sold for 2 h x 40 = 80, parts cost
# 2 x 30 = 60 and are sold for 2 x 70 = 140, and the tax is 15 %.
INVOICE_OF_ALL = {"receivable": 253.0, "revenue": -220.0, "tax": -33.0}
INVOICE_OF_HALF = {"receivable": 126.5, "revenue": -110.0, "tax": -16.5}
COST_OF_GOODS_SOLD = {"stock": -60.0, "expense": 60.0}
CLOSING_OF_USED_PARTS = {"stock": -60.0, "variation": 60.0}


@tagged("post_install", "-at_install")
class TestLedger(BillingCommon):
    """Every debit and credit of a job, and the cost of its parts exactly once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.action_close_stock_valuation(auto_post=True)

    def assertNothingToClose(self):
        with self.assertRaisesRegex(UserError, "correctly closed"):
            self._close()

    def assertCostOnce(self, before):
        """Labour is neutral: wages are expensed in payroll. The two parts are not."""
        after = self._get_balances()
        roles = ("warranty", "labour", "expense", "variation")
        cost = sum(after.get(role, 0) - before.get(role, 0) for role in roles)
        self.assertAlmostEqual(cost, USED * PART_COST, 2)

    # Periodic valuation

    def test_periodic_charged(self):
        before = self._get_balances()
        with self.assertPosts():
            workorder = self._approve(0, self.parts["periodic"])
        with self.assertPosts(**INVOICE_OF_ALL):
            self._invoice(workorder)
        with self.assertPosts(**CLOSING_OF_USED_PARTS):
            self._close()
        self.assertCostOnce(before)
        self.assertFalse(workorder.voucher_ids)

    def test_periodic_half_covered(self):
        before = self._get_balances()
        with self.assertPosts(warranty=80.0, labour=-50.0, expense=-30.0):
            workorder = self._approve(50, self.parts["periodic"])
        with self.assertPosts(**INVOICE_OF_HALF):
            self._invoice(workorder)
        with self.assertPosts(**CLOSING_OF_USED_PARTS):
            self._close()
        self.assertCostOnce(before)
        self.assertEqual(workorder.voucher_ids.amount_total, 80.0)

    def test_periodic_covered(self):
        before = self._get_balances()
        with self.assertPosts(warranty=160.0, labour=-100.0, expense=-60.0):
            workorder = self._approve(100, self.parts["periodic"])
        with self.assertPosts(**CLOSING_OF_USED_PARTS):
            self._close()
        self.assertCostOnce(before)
        self.assertFalse(workorder.sale_order_ids)
        self.assertEqual(workorder.voucher_ids.amount_total, 160.0)
        self.assertFalse(workorder.voucher_ids.line_ids.stock_entry_ids)

    # Perpetual valuation

    def test_perpetual_charged(self):
        before = self._get_balances()
        with self.assertPosts():
            workorder = self._approve(0, self.parts["real_time"])
        with self.assertPosts(**INVOICE_OF_ALL, **COST_OF_GOODS_SOLD):
            self._invoice(workorder)
        self.assertNothingToClose()
        self.assertCostOnce(before)

    def test_perpetual_half_covered(self):
        before = self._get_balances()
        with self.assertPosts(warranty=80.0, labour=-50.0, expense=-30.0):
            workorder = self._approve(50, self.parts["real_time"])
        with self.assertPosts(**INVOICE_OF_HALF, **COST_OF_GOODS_SOLD):
            self._invoice(workorder)
        self.assertNothingToClose()
        self.assertCostOnce(before)
        self.assertEqual(workorder.voucher_ids.amount_total, 80.0)

    def test_perpetual_covered(self):
        before = self._get_balances()
        with self.assertPosts(warranty=160.0, labour=-100.0, stock=-60.0):
            workorder = self._approve(100, self.parts["real_time"])
        self.assertNothingToClose()
        self.assertCostOnce(before)
        voucher = workorder.voucher_ids
        self.assertEqual(voucher.amount_total, 160.0)
        labour, part = voucher.line_ids
        self.assertEqual(part.stock_entry_ids.line_ids.product_id, self.parts["real_time"])
        self.assertFalse(part.credit_account_id)
        self.assertEqual(voucher.move_id.line_ids.product_id, labour.product_id)

    # What makes it harder

    def test_closing_before_the_invoice_is_caught_up_by_the_next_closing(self):
        before = self._get_balances()
        workorder = self._approve(50, self.parts["real_time"])
        self._close()
        self._invoice(workorder)
        self._close()
        self.assertCostOnce(before)

    def test_one_job_with_parts_of_both_valuations(self):
        report = self._report(100, self.parts["real_time"])
        workorder = report.sudo()
        workorder._transition("progress")
        workorder.part_ids = [Command.create({"product_id": self.parts["periodic"].id, "quantity": USED})]
        report.action_request_parts()
        self._issue(workorder)
        report.part_ids.action_use_all()
        report.action_submit()
        with self.assertPosts(warranty=220.0, labour=-100.0, stock=-60.0, expense=-60.0):
            report.with_user(self.dispatcher).action_approve()
        with self.assertPosts(**CLOSING_OF_USED_PARTS):
            self._close()
        self.assertEqual(workorder.voucher_ids.amount_total, 220.0)

    def test_free_labour_and_half_price_parts(self):
        self.policy_half.line_ids = [
            Command.clear(),
            Command.create({"scope": "labour", "share": 100}),
            Command.create({"scope": "part", "share": 50}),
        ]
        with self.assertPosts(warranty=130.0, labour=-100.0, expense=-30.0):
            workorder = self._approve(50, self.parts["periodic"])
        self.assertEqual(workorder.sale_order_ids.order_line.product_id, self.parts["periodic"])
        with self.assertPosts(receivable=80.5, revenue=-70.0, tax=-10.5):
            self._invoice(workorder)

    def test_first_in_first_out_parts_at_the_value_they_left_with(self):
        part = self._create_part("real_time", cost=10.0)
        part.categ_id.property_cost_method = "fifo"
        self._buy(part, 20.0)
        with self.assertPosts(warranty=100.0 + 10 * 10.0 + 2 * 20.0, labour=-100.0, stock=-140.0):
            self._approve(100, part, used=12.0)

    def test_cents_of_a_shared_cost_add_up(self):
        self.employee.hourly_cost = 33.33
        part = self._create_part("periodic", cost=0.05)
        workorder = self._approve(50, part, hours=0.7, used=1.0)
        charges = workorder.charge_ids
        self.assertEqual(charges.mapped("cost"), [23.33, 0.05])
        self.assertEqual(workorder.voucher_ids.amount_total, 11.69)
        self.assertEqual(sum(workorder.voucher_ids.line_ids.mapped("amount")), 11.69)

    def test_part_that_is_not_stored(self):
        part = self._create_part("real_time")
        part.is_storable = False
        with self.assertPosts(warranty=160.0, labour=-100.0, expense=-60.0):
            self._approve(100, part)

    def test_work_without_any_cost_posts_nothing(self):
        self.employee.hourly_cost = 0
        with self.assertPosts():
            workorder = self._approve(100)
        self.assertEqual(workorder.voucher_ids.state, "posted")
        self.assertFalse(workorder.voucher_ids.move_id)

    def test_the_service_project_carries_the_cost_once(self):
        for valuation, part in self.parts.items():
            with self.subTest(valuation=valuation):
                before = self._get_project_balance()
                self._approve(100, part)
                self.assertAlmostEqual(self._get_project_balance() - before, -(HOURS * HOURLY_COST + USED * PART_COST))

    def test_half_covered_part_on_the_same_analytic_account_as_its_sale(self):
        account = self.env.company._raya_get_service_project().account_id
        workorder = self._report(50, self.parts["real_time"], hours=0)
        self.env["account.analytic.distribution.model"].create(
            {
                "product_id": self.parts["real_time"].id,
                "analytic_distribution": {str(account.id): 100},
            }
        )
        before = self._get_project_balance()
        workorder.with_user(self.dispatcher).action_approve()
        invoice = self._invoice(workorder.sudo())
        sold = sum(invoice.invoice_line_ids.mapped("price_subtotal"))
        self.assertAlmostEqual(sold, 70.0)
        self.assertAlmostEqual(self._get_project_balance() - before, sold - USED * PART_COST)

    def _get_project_balance(self):
        account = self.env.company._raya_get_service_project().account_id
        lines = self.env["account.analytic.line"].search([("account_id", "=", account.id)])
        return sum(lines.mapped("amount"))

    def test_entries_name_the_customer_and_the_work_order(self):
        workorder = self._approve(100, self.parts["real_time"])
        entries = workorder.voucher_ids._get_entries()
        self.assertEqual(len(entries), 2)
        for entry in entries:
            self.assertEqual(entry.raya_workorder_id, workorder)
            self.assertIn(workorder.name, entry.ref)
        self.assertEqual(entries.line_ids.partner_id, self.customer)
        self.assertEqual(set(entries.mapped("state")), {"posted"})
