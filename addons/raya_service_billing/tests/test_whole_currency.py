from odoo import Command
from odoo.tests import tagged

from .common_tariff import TariffCommon


@tagged("post_install", "-at_install")
class TestWholeCurrency(TariffCommon):
    """A company that counts in a currency without decimals, as the rial: whatever is shared stays whole."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # As one sets it up before anything is booked: Odoo rounds by it from then on.
        cls.env.cr.execute(
            "UPDATE res_currency SET rounding = 1, decimal_places = 0 WHERE id = %s", cls.company.currency_id.ids
        )
        cls.env.invalidate_all()
        cls.env.registry.clear_cache()
        cls.payers = cls.env["res.partner"].create([{"name": "Dealer"}, {"name": "Insurer"}])

    def assertWhole(self, *amounts):
        for amount in amounts:
            self.assertEqual(amount, round(amount))

    def test_charge_order_invoice_and_voucher_are_whole_and_one_sum(self):
        self._put_in_force({"pricing": "hour", "price": 1000.0, "operation_id": self.operation.id}, job_minimum=501.0)
        part = self.parts["periodic"]
        part.list_price = 335.0
        job = self._report(50, part, hours=1 / 3, used=3.0)
        job.with_user(self.dispatcher).write(
            {"payer_ids": [Command.create({"partner_id": payer.id, "percent": 33.33}) for payer in self.payers]}
        )
        job.with_user(self.dispatcher).action_approve()
        job = job.sudo().with_user(self.env.user)
        charges = job.charge_ids
        # 20 minutes are 333.33, of which the customers pay half; the minimum tops that up to 501.
        self.assertEqual(charges.mapped("kind"), ["labour", "part", "labour"])
        for charge in charges:
            with self.subTest(charge=charge.product_id.name):
                shares = charge.share_ids
                self.assertWhole(charge.amount, charge.customer_amount, *shares.mapped("amount"))
                self.assertEqual(sum(shares.mapped("amount")), charge.amount)
                self.assertEqual(charge.ordered_amount, charge.customer_amount)
                self.assertEqual(
                    shares._get_customers().mapped("ordered_amount"), shares._get_customers().mapped("amount")
                )
        labour, _part, least = charges
        self.assertEqual(labour.customer_amount + least.customer_amount, 501.0)
        orders = job.sale_order_ids
        self.assertEqual(len(orders), 3)
        invoices = self.env["account.move"].union(*(self._invoice_order(order) for order in orders))
        self.assertWhole(*orders.mapped("amount_total"), *invoices.mapped("amount_total"))
        self.assertEqual(invoices.mapped("amount_untaxed"), orders.mapped("amount_untaxed"))
        self.assertEqual(sum(invoices.mapped("amount_untaxed")), sum(charges.mapped("customer_amount")))
        self.assertEqual(set(charges.mapped("billing_status")), {"billed"})
        voucher = job.voucher_ids
        self.assertWhole(*voucher.line_ids.mapped("amount"), *voucher._get_entries().line_ids.mapped("balance"))
        borne = charges.share_ids._get_borne()
        self.assertEqual(sum(borne.mapped("cost")), voucher.amount_total)
        for charge in charges:
            self.assertEqual(sum(charge.share_ids.mapped("cost")), charge.cost)

    def _invoice_order(self, order):
        order = order.with_user(self.accountant)
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        return invoice
