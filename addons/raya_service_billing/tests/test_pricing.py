from odoo import Command
from odoo.tests import tagged

from .common import BillingCommon

FIVE_MINUTES = 5 / 60


@tagged("post_install", "-at_install")
class TestPricing(BillingCommon):
    """Charge, order and invoice are one figure, and shares sum to the whole."""

    def _sell_at(self, price, used=2.0, share=50, **vals):
        """An approved job that used parts of this sales price, and nothing else."""
        part = self.parts["periodic"]
        part.write({"list_price": price, **vals})
        job = self._approve_lines(share, part, used=used)
        self.assertOneFigure(job)
        return job

    def _approve_lines(self, share, part=None, used=2.0, hours=()):
        call = self._create_call(asset_id=self._create_covered_asset(share).id)
        call.with_user(self.dispatcher).action_refer()
        job = self._create_workorder(
            call_id=call.id,
            diagnosis_ids=[Command.create({"symptom_id": self.symptom.id, "fault_id": self.fault.id})],
            work_line_ids=[
                Command.create({"operation_id": operation.id, "hours": spent}) for operation, spent in hours
            ],
            part_ids=[Command.create({"product_id": part.id, "quantity": used})] if part else [],
            outcome="done" if hours else "partly",
        ).with_user(self.technician)
        if part:
            job.action_request_parts()
            self._issue(job.sudo())
            job.part_ids.action_use_all()
        job.action_submit()
        job.with_user(self.dispatcher).action_approve()
        return job.sudo().with_user(self.env.user)

    def assertOneFigure(self, job):
        charges = job.charge_ids.filtered("sale_line_id")
        lines = charges.sale_line_id.mapped("price_subtotal")
        self.assertAlmostEqual(job.sale_order_ids.amount_untaxed, sum(lines), 6)
        for charge in charges:
            self.assertEqual(charge.ordered_amount, charge.customer_amount)
            self.assertEqual(charge.currency_id.round(charge.customer_amount + charge.covered_amount), charge.amount)
        invoice = self._invoice(job)
        order = job.sale_order_ids
        self.assertEqual((invoice.amount_untaxed, invoice.amount_total), (order.amount_untaxed, order.amount_total))
        self.assertEqual(charges.mapped("billed_amount"), charges.mapped("customer_amount"))
        self.assertEqual(set(charges.mapped("billing_status")), {"billed"})

    # Time

    def test_sixty_minutes_in_twelve_rows_of_one_service_cost_an_hour(self):
        """A3"""
        call = self._create_call(asset_id=self._create_covered_asset(0).id)
        call.with_user(self.dispatcher).action_refer()
        job = self._create_workorder(call_id=call.id, part_ids=[])
        job.with_user(self.technician).work_line_ids.time_ids = [
            Command.clear(),
            *(
                Command.create({"workorder_id": job.id, "hours": FIVE_MINUTES, "date": f"2026-05-{day:02}"})
                for day in range(1, 13)
            ),
        ]
        job.with_user(self.technician).action_submit()
        job.with_user(self.dispatcher).action_approve()
        self.assertRecordValues(job.charge_ids, [{"quantity": 1.0, "customer_amount": 40.0}])
        self.assertEqual(job.sale_order_ids.amount_untaxed, 40.0)
        self.assertOneFigure(job)

    def test_twelve_services_of_five_minutes_are_twelve_lines(self):
        """A3"""
        operations = [self.operation.copy({"name": f"Service {number}", "code": f"T-{number}"}) for number in range(12)]
        for operation in operations:
            operation.product_id = operation.product_id or self.labour
        job = self._approve_lines(0, hours=[(operation, FIVE_MINUTES) for operation in operations])
        self.assertEqual(job.charge_ids.mapped("customer_amount"), [3.33] * 12)
        self.assertEqual(job.sale_order_ids.amount_untaxed, 39.96)
        for charge in job.charge_ids:
            self.assertAlmostEqual(charge.quantity, FIVE_MINUTES, 12)
        self.assertOneFigure(job)

    def test_twenty_minutes_are_a_third_of_an_hour(self):
        job = self._approve_lines(0, hours=[(self.operation, 1 / 3)])
        line = job.sale_order_ids.order_line
        minutes = self.env.ref("uom.product_uom_minute")
        self.assertRecordValues(
            line, [{"product_uom_qty": 20.0, "product_uom_id": minutes.id, "price_subtotal": 13.33}]
        )
        self.assertEqual((line.qty_delivered, line.qty_to_invoice), (20.0, 0.0))
        self.assertOneFigure(job)

    def test_half_hours_are_sold_by_the_hour(self):
        job = self._approve_lines(0, hours=[(self.operation, 1.5)])
        self.assertRecordValues(
            job.sale_order_ids.order_line,
            [{"product_uom_qty": 1.5, "product_uom_id": self.labour.uom_id.id, "price_unit": 40.0}],
        )

    def test_order_of_many_shares_comes_to_the_sum_of_its_charges(self):
        for method in ("round_per_line", "round_globally"):
            with self.subTest(method=method):
                self.env.company.tax_calculation_rounding_method = method
                self.labour.list_price = 66.7
                job = self._approve_lines(50, hours=[(self.operation, 0.25)] * 3)
                self.assertEqual(job.charge_ids.mapped("customer_amount"), [8.34] * 3)
                self.assertEqual(job.sale_order_ids.amount_untaxed, 25.02)
                self.assertOneFigure(job)

    # Currencies, taxes, discounts

    def test_maximum_is_compared_in_the_currency_of_the_company(self):
        """A4: two parts at 50 in a currency of which one half makes one of ours."""
        currency = self.env["res.currency"].create(
            {"name": "XTS", "symbol": "x", "rate_ids": [Command.create({"name": "2020-01-01", "rate": 0.5})]}
        )
        part = self.parts["periodic"]
        self.customer.property_product_pricelist = self.env["product.pricelist"].create(
            {
                "name": "Abroad",
                "currency_id": currency.id,
                "item_ids": [
                    Command.create(
                        {
                            "applied_on": "0_product_variant",
                            "product_id": part.id,
                            "compute_price": "fixed",
                            "fixed_price": 50,
                        }
                    )
                ],
            }
        )
        self.policy_half.line_ids = [
            Command.clear(),
            Command.create({"scope": "part", "share": 100, "max_amount": 100}),
        ]
        job = self._sell_at(70.0)
        self.assertRecordValues(
            job.charge_ids, [{"amount": 200.0, "company_share": 50.0, "customer_amount": 100.0, "covered_amount": 100}]
        )
        self.assertEqual(job.sale_order_ids.currency_id, currency)
        self.assertEqual(job.sale_order_ids.amount_untaxed, 50.0)

    def test_maximum_counts_no_tax_that_the_price_includes(self):
        """A5"""
        tax = self.tax_sale_a.copy({"name": "Included", "amount": 15, "price_include_override": "tax_included"})
        self.policy_half.line_ids = [
            Command.clear(),
            Command.create({"scope": "part", "share": 100, "max_amount": 50}),
        ]
        job = self._sell_at(115.0, used=1.0, taxes_id=[Command.set(tax.ids)])
        self.assertRecordValues(job.charge_ids, [{"amount": 100.0, "company_share": 50.0, "customer_amount": 50.0}])
        order = job.sale_order_ids
        self.assertEqual((order.amount_untaxed, order.amount_tax, order.amount_total), (50.0, 7.5, 57.5))

    def _give_discount(self, percent):
        self.customer.property_product_pricelist = self.env["product.pricelist"].create(
            {
                "name": "Less",
                "item_ids": [
                    Command.create({"applied_on": "3_global", "compute_price": "percentage", "percent_price": percent})
                ],
            }
        )

    def test_discount_of_the_price_list_and_share_are_one_figure(self):
        """A6, with discounts shown on the line, and without."""
        self._give_discount(10)
        self.policy_half.line_ids.share = 33.33
        for is_shown in (True, False):
            with self.subTest(is_shown=is_shown):
                group = self.env.ref("sale.group_discount_per_so_line")
                users = self.env.ref("base.group_user")
                users.implied_ids = [Command.link(self.env.ref("product.group_product_pricelist").id)]
                users.implied_ids = [Command.link(group.id) if is_shown else Command.unlink(group.id)]
                job = self._sell_at(1_000_000.0, used=1.0)
                self.assertEqual(job.sale_order_ids.amount_untaxed, 600_030.0)
                self.assertRecordValues(
                    job.charge_ids,
                    [{"amount": 900_000.0, "customer_amount": 600_030.0, "covered_amount": 299_970.0}],
                )

    def test_shares_of_an_odd_amount_sum_to_the_whole(self):
        job = self._sell_at(33.35, used=3.0)
        self.assertRecordValues(job.charge_ids, [{"amount": 100.05, "customer_amount": 50.03, "covered_amount": 50.02}])

    def test_work_that_is_covered_whole_asks_for_nothing(self):
        """G2: 4 and 5 pieces at 2.8207, all covered."""
        part = self.parts["periodic"]
        part.list_price = 2.8207
        for used in (4.0, 5.0):
            job = self._approve_lines(100, part, used=used)
            self.assertFalse(job.sale_order_ids)
            self.assertRecordValues(
                job.charge_ids,
                [{"customer_amount": 0.0, "covered_amount": {4.0: 11.28, 5.0: 14.10}[used], "billing_status": False}],
            )
            self.assertEqual(job.voucher_ids.amount_total, used * 30)

    def test_each_way_to_round_taxes_says_the_same_in_order_and_invoice(self):
        """G3: 16 pieces at 348.35, 4 % covered, a tax of 22 %."""
        tax = self.tax_sale_a.copy({"name": "Tax 22", "amount": 22})
        self.policy_half.line_ids.share = 4
        for _time in range(3):
            self._buy(self.parts["periodic"], 30.0)
        totals = {"round_per_line": 6527.81, "round_globally": 6527.80}
        jobs = {}
        for method, total in totals.items():
            self.env.company.tax_calculation_rounding_method = method
            jobs[method] = self._sell_at(348.35, used=16.0, taxes_id=[Command.set(tax.ids)])
            self.assertEqual(jobs[method].sale_order_ids.amount_total, total)
        charges = [job.charge_ids.customer_amount for job in jobs.values()]
        self.assertEqual(charges, [5350.66, 5350.66])

    # Frozen

    def test_approved_prices_are_computed_anew_by_nothing(self):
        part = self.parts["periodic"]
        job = self._approve_lines(50, part)
        order, line = job.sale_order_ids, job.sale_order_ids.order_line
        part.list_price = 500.0
        order.action_update_prices()
        line.product_uom_qty = 3.0
        self.assertEqual((line.price_unit, line.discount), (35.0, 0.0))
        copied = order.copy().order_line
        self.assertEqual((copied.price_unit, copied.raya_coverage_percent), (500.0, 0.0))
