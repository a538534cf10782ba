"""One job in warranty and one out of it, from the invoice to both ledgers, the supplier's credit and the manager's lists.

The people and what they do stand in `story.py`.
"""

from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo.tests import TransactionCase, tagged
from story import HOUR_COST, HOUR_PRICE, HOURS, PART_COST, PART_PRICE, TAX, Story


class EndToEnd(Story):
    """The story; the classes below tell it once per kind of stock valuation."""

    def test_one_invoice_two_units_one_in_warranty_one_out_of_it(self):
        self._set_prices()
        files = self._sell_and_check_files()
        covered = self._check_covered_job(files[0])
        self._check_claim(covered.voucher_ids)
        self._check_charged_job(files[1])
        self._check_what_the_manager_sees()

    def _sell_and_check_files(self):
        invoice = self._sell()
        files = self.env["raya.asset"].search([("company_id", "=", self.company.id)], order="serial")
        self.assertRecordValues(
            files,
            [
                {
                    "serial": lot.name,
                    "state": "active",
                    "partner_id": self.customer.id,
                    "date_invoice": self.sold_on,
                    "invoice_line_id": invoice.invoice_line_ids.id,
                }
                for lot in self.lots
            ],
        )
        end = self.sold_on + relativedelta(months=24, days=-1)
        warranties = self._get_warranties(files)
        self.assertEqual(warranties.mapped("date_start"), [self.sold_on] * 2)
        self.assertEqual(warranties.mapped("date_end"), [self._clip(end)] * 2)
        return files

    def _get_warranties(self, files):
        return files.warranty_ids.filtered(lambda warranty: warranty.policy_id == self.policy)

    def _clip(self, end):
        """The last day of a month has no day before the same day in a shorter one."""
        same_day = self.sold_on + relativedelta(months=24)
        return same_day if same_day.day < self.sold_on.day else end

    def _check_covered_job(self, asset):
        before = self._get_balances()
        workorder = self._do_job(asset, self._get_warranties(asset).date_end)
        self.assertMoves(workorder, self.company.raya_warranty_location_id)
        self.assertEqual(workorder.charge_ids.mapped("company_share"), [100, 100])
        self.assertTrue(all("24 months" in charge.reason for charge in workorder.charge_ids))
        self.assertFalse(workorder.sale_order_ids)
        voucher = workorder.voucher_ids.with_user(self.accountant)
        self.assertEqual(voucher.state, "posted")
        self.assertRecordValues(
            voucher.line_ids.sorted(lambda line: line.kind),
            [
                {"kind": "labour", "quantity": HOURS, "amount": HOURS * HOUR_COST},
                {"kind": "part", "quantity": 1.0, "amount": PART_COST},
            ],
        )
        self.assertEqual(voucher.amount_total, HOURS * HOUR_COST + PART_COST)
        self.assertPosted(before, self._get_voucher_postings())
        self.assertEqual(workorder.call_id.state, "done")
        return workorder

    def _check_charged_job(self, asset):
        before = self._get_balances()
        workorder = self._do_job(asset, self._get_warranties(asset).date_end + timedelta(days=1), is_agreed=True)
        self.assertMoves(workorder, self.customer.property_stock_customer)
        self.assertEqual(workorder.charge_ids.mapped("company_share"), [0, 0])
        self.assertTrue(all("ended" in charge.reason for charge in workorder.charge_ids))
        self.assertFalse(workorder.voucher_ids)
        self.assertPosted(before, {})
        order = workorder.sale_order_ids.with_user(self.accountant)
        self.assertEqual(order, workorder.estimate_ids)
        self.assertRecordValues(
            order, [{"state": "sale", "raya_estimate_result": "accepted", "raya_estimate_amount": self._get_net(2)}]
        )
        self.assertEqual(set(workorder.charge_ids.mapped("billing_status")), {"to_bill"})
        slip = workorder.sudo().part_ids._get_used_moves().picking_id
        self.assertEqual(order.sudo().picking_ids, slip, "the parts are there already: nothing is delivered again")
        self.assertEqual(order.order_line.mapped("qty_delivered"), order.order_line.mapped("product_uom_qty"))
        invoice = order._create_invoices()
        invoice.action_post()
        net = self._get_net(1)
        self.assertRecordValues(
            invoice,
            [{"amount_untaxed": net, "amount_tax": round(net * TAX, 2), "amount_total": round(net * (1 + TAX), 2)}],
        )
        self.assertPosted(
            before,
            {
                "receivable": invoice.amount_total,
                "income": -net,
                "tax": -invoice.amount_tax,
                **self._get_cost_of_sale(),
            },
        )

    def _get_net(self, relays):
        return HOURS * HOUR_PRICE + relays * PART_PRICE

    def _check_claim(self, voucher):
        """The maker bears what the seller's warranty cost, to the cent."""
        before = self._get_balances()
        claim = self._claim(voucher)
        self.assertRecordValues(claim, [{"state": "settled", "open_total": 0.0, "partner_id": self.maker.id}])
        self.assertEqual(claim.line_ids.voucher_line_id, voucher.line_ids)
        posted = self._get_posted(before)
        self.assertEqual(posted.pop(self._get_account("recovery")), -voucher.amount_total)
        self.assertEqual(sum(posted.values()), voucher.amount_total)
        self.assertEqual({account.account_type for account in posted}, {"asset_current"})

    def _check_what_the_manager_sees(self):
        """Nothing is left to invoice, warranty cost is the ledger's, and all that must say the same does."""
        charges = self.env["raya.charge"].with_user(self.manager).search([("company_id", "=", self.company.id)])
        self.assertEqual(len(charges), 4)
        self.assertFalse(charges.filtered(lambda charge: charge.billing_status in ("to_bill", "lost")))
        costs = self.env["raya.warranty.cost"].with_user(self.accountant)
        costs = costs.search([("company_id", "=", self.company.id)])
        self.assertEqual(sum(costs.mapped("amount")), self._get_balances()[self._get_account("warranty")])
        Agreement = self.env["raya.agreement"].with_user(self.accountant)
        rows = Agreement.search(Agreement.action_open()["domain"])
        self.assertFalse(rows.filtered(lambda row: not row.is_agreed).mapped("label"))


@tagged("post_install", "-at_install")
class TestPerpetual(EndToEnd, TransactionCase):
    """Odoo posts the cost of a part when it leaves, or when it is invoiced."""

    valuation = "real_time"

    def _get_voucher_postings(self):
        labour = HOURS * HOUR_COST
        return {"warranty": labour + PART_COST, "labour": -labour, "stock": -PART_COST}

    def _get_cost_of_sale(self):
        return {"expense": PART_COST, "stock": -PART_COST}


@tagged("post_install", "-at_install")
class TestPeriodic(EndToEnd, TransactionCase):
    """The cost of parts was expensed when they were bought: it only changes its account."""

    valuation = "periodic"

    def _get_voucher_postings(self):
        labour = HOURS * HOUR_COST
        return {"warranty": labour + PART_COST, "labour": -labour, "expense": -PART_COST}

    def _get_cost_of_sale(self):
        return {}
