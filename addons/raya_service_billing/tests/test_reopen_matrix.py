from contextlib import closing

from odoo.tests import tagged

from odoo.addons.raya_service_base.tests.matrix import choose_cells

from .test_matrix import MatrixCommon

CELLS = choose_cells(
    share=(0, 50, 100),
    valuation=("periodic", "real_time"),
    costing=("standard", "average", "fifo"),
    tracking=("none", "lot", "serial"),
    is_invoiced=(True, False),
)
# What came back is one layer, behind what was never used: the next job takes 13.35 + 23.36 / 2.
FIFO_AGAIN = 25.03


@tagged("post_install", "-at_install")
class TestReopenMatrix(MatrixCommon):
    """Books and stock of a job that was amended are those of a twin where the job never was; approved again, those of
    a twin that was approved once."""

    def test_amended_job_leaves_no_trace_in_every_combination(self):
        for cell in CELLS:
            with self.subTest(**cell._asdict()), closing(self.cr.savepoint()):
                self._assert_reversible(cell)

    def _assert_reversible(self, cell):
        part, _lots = self._create_bought_part(cell)
        report = self._report(cell.share, part)
        never = self._get_state(part)
        self._approve_and_invoice(cell, report)
        once = self._get_state(part)
        self.assertNotEqual(once, never)
        report.with_user(self.dispatcher).action_amend("Wrong part")
        self.assertEqual(self._get_state(part), never)
        self._assert_documents(report.sudo(), cell)
        self.assertTrue(self._is_closed() or cell.valuation == "periodic")
        report.action_submit()
        self._approve_and_invoice(cell, report)
        again = self._get_state(part)
        if cell.costing == "fifo":
            self._assert_again_from_other_layers(cell, report.sudo(), again, once)
        else:
            self.assertEqual(again, once)

    def _approve_and_invoice(self, cell, report):
        report.with_user(self.dispatcher).action_approve()
        if cell.is_invoiced and cell.share < 100:
            order = report.sudo().sale_order_ids.filtered(lambda order: order.state != "cancel")
            order.with_user(self.accountant).action_confirm()
            order.with_user(self.accountant)._create_invoices().action_post()

    def _assert_documents(self, job, cell):
        self.assertEqual((job.state, job.version), ("progress", 2))
        self.assertEqual(set(job.charge_ids.mapped("state")), {"reversed"})
        self.assertEqual(set(job.charge_ids.mapped("billing_status")), {False})
        self.assertEqual(set(job.voucher_ids.mapped("state")), {"reversed"} if cell.share else set())
        self.assertEqual(set(job.sale_order_ids.mapped("state")), {"cancel"} if cell.share < 100 else set())
        self.assertFalse(any(job.sale_order_ids.order_line.mapped("qty_invoiced")))

    def _assert_again_from_other_layers(self, cell, job, again, once):
        """Where the parts are, and what the customer owes, is as in the twin; what they cost is of other layers."""
        self.assertEqual(again["quantities"], once["quantities"])
        for role in ("receivable", "revenue", "tax"):
            self.assertEqual(again["balances"].get(role), once["balances"].get(role))
        charge = job.charge_ids._get_frozen().filtered("part_id")
        self.assertEqual(charge.cost, FIFO_AGAIN)
        dearer = round(FIFO_AGAIN - self._get_cost(cell), 2)
        self.assertEqual(again["value"], round(once["value"] - dearer, 2))

    def _get_state(self, part):
        """Where each lot is, what the stock is worth, the balance of each account, and of the project."""
        self._invalidate_stock_values()
        quants = self.env["stock.quant"].search([("product_id", "=", part.id)])
        return {
            "quantities": {
                (quant.location_id, quant.lot_id): quant.quantity for quant in quants if round(quant.quantity, 6)
            },
            "value": round(part.total_value, 2),
            "balances": {
                role: balance for role, amount in self._get_balances().items() if (balance := round(amount, 2))
            },
            "analytic": round(
                sum(self.env["account.analytic.line"].search([("auto_account_id", "!=", False)]).mapped("amount")), 2
            ),
        }
