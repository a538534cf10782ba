import re
from datetime import date

from odoo import Command
from odoo.tests import tagged

from .common import LABOUR_PRICE
from .common_tariff import TariffCommon

FIVE_MINUTES = 5 / 60


@tagged("post_install", "-at_install")
class TestTariffPricing(TariffCommon):
    """Jobs are priced by the tariff of the day of their report; charge, order and invoice are one figure."""

    def test_without_a_tariff_the_price_list_counts_as_ever(self):
        job = self._approve_lines(1.5)
        self.assertRecordValues(
            job.charge_ids,
            [
                {
                    "price_source": "list",
                    "customer_amount": 1.5 * LABOUR_PRICE,
                    "is_unfit": False,
                    "tariff_line_id": False,
                }
            ],
        )
        self.assertEqual(job.charge_ids.price_reason, "Sales price of the product.")
        self.assertOneFigure(job)

    def test_a_fixed_price_is_one_piece_whatever_the_time(self):
        tariff = self._put_in_force(
            {"operation_id": self.operation.id, "price": 500.0}, {"pricing": "hour", "price": 1.0}
        )
        job = self._approve_lines(0.75)
        self.assertRecordValues(
            job.charge_ids,
            [
                {
                    "quantity": 0.75,
                    "quantity_to_bill": 1.0,
                    "uom_to_bill_id": self.env.ref("uom.product_uom_unit").id,
                    "customer_amount": 500.0,
                    "price_source": "tariff",
                    "tariff_line_id": tariff.line_ids[0].id,
                }
            ],
        )
        reason = job.charge_ids.price_reason
        self.assertRegex(reason, rf"^Services, {re.escape(self.operation.display_name)}: .*500")
        self.assertOneFigure(job)

    def test_sixty_minutes_in_twelve_times_cost_an_hour(self):
        self._put_in_force({"pricing": "hour", "price": 40.0})
        job = self._approve_lines(*[1.0])
        self.assertEqual(job.sale_order_ids.amount_untaxed, 40.0)
        self.assertOneFigure(job)

    def test_twelve_services_of_five_minutes_are_twelve_lines(self):
        self._put_in_force({"pricing": "hour", "price": 40.0})
        job = self._approve_lines(*[FIVE_MINUTES] * 12)
        self.assertEqual(job.charge_ids.mapped("customer_amount"), [3.33] * 12)
        self.assertEqual(job.sale_order_ids.amount_untaxed, 39.96)
        self.assertOneFigure(job)

    def test_minutes_are_rounded_by_the_tariff_alone(self):
        self._put_in_force({"pricing": "hour", "price": 40.0, "minimum_minutes": 30, "step_minutes": 20})
        job = self._approve_lines(FIVE_MINUTES, 41 / 60)
        minute, hour = self.env.ref("uom.product_uom_minute"), self.env.ref("uom.product_uom_hour")
        self.assertRecordValues(
            job.charge_ids,
            [
                {"quantity_to_bill": 40.0, "uom_to_bill_id": minute.id, "customer_amount": 26.67},
                {"quantity_to_bill": 1.0, "uom_to_bill_id": hour.id, "customer_amount": 40.0},
            ],
        )
        self.assertAlmostEqual(job.charge_ids[0].quantity, FIVE_MINUTES, 12)
        self.assertIn("for 00:40 where 00:05 were spent", job.charge_ids[0].price_reason)
        self.assertOneFigure(job)

    def test_a_work_costs_at_least_its_minimum(self):
        self._put_in_force({"pricing": "hour", "price": 40.0, "minimum_amount": 25.0})
        job = self._approve_lines(0.5, 1.0)
        self.assertEqual(job.charge_ids.mapped("customer_amount"), [25.0, 40.0])
        self.assertIn("at least", job.charge_ids[0].price_reason)
        self.assertOneFigure(job)

    def test_services_sold_by_the_piece_are_priced_by_the_hour_too(self):
        self.operation.product_id = self.labour.create(
            {"name": "By the piece", "type": "service", "uom_id": self.env.ref("uom.product_uom_unit").id}
        )
        self._put_in_force({"pricing": "hour", "price": 40.0, "step_minutes": 15})
        job = self._approve_lines(1.1)
        self.assertRecordValues(job.charge_ids, [{"quantity_to_bill": 1.0, "customer_amount": 50.0}])
        self.assertOneFigure(job)

    def test_the_most_specific_line_wins(self):
        zone = self.env["raya.tariff.zone"].create({"name": "North", "zip_ranges": "11"})
        tag = self.env["res.partner.category"].create({"name": "Gold"})
        self._put_in_force(
            {"price": 10.0},
            {"price": 20.0, "group_id": self.labour.categ_id.id},
            {"price": 30.0, "operation_id": self.operation.id},
            {"price": 40.0, "operation_id": self.operation.id, "categ_id": self.family.id},
            {"price": 50.0, "operation_id": self.operation.id, "zone_id": zone.id},
            {"price": 60.0, "operation_id": self.operation.id, "partner_category_id": tag.id},
        )
        self.customer.zip = "1155"
        self.assertEqual(self._approve_lines(1.0).charge_ids.customer_amount, 40.0)
        self.fridge.categ_id = self.family.create({"name": "Others"})
        self.assertEqual(self._approve_lines(1.0).charge_ids.customer_amount, 50.0)
        self.customer.write({"zip": "2255", "category_id": tag.ids})
        self.assertEqual(self._approve_lines(1.0).charge_ids.customer_amount, 60.0)
        self.customer.category_id = False
        self.assertEqual(self._approve_lines(1.0).charge_ids.customer_amount, 30.0)

    def test_customers_with_a_tag_have_their_own_price(self):
        tag = self.env["res.partner.category"].create({"name": "Gold"})
        below = tag.create({"name": "Gold Plus", "parent_id": tag.id})
        self._put_in_force({"price": 30.0}, {"price": 25.0, "partner_category_id": tag.id})
        self.assertEqual(self._approve_lines(1.0).charge_ids.customer_amount, 30.0)
        self.customer.category_id = below
        self.assertEqual(self._approve_lines(1.0).charge_ids.customer_amount, 25.0)

    def test_a_tariff_of_a_zone_goes_before_the_one_of_everywhere(self):
        zone = self.env["raya.tariff.zone"].create({"name": "North", "zip_ranges": "11"})
        other = self.operation.copy({"name": "Other", "code": "T-other"})
        other.product_id = self.labour
        self._put_in_force({"price": 30.0})
        self._put_in_force({"price": 70.0, "operation_id": self.operation.id}, name="North", zone_id=zone.id)
        self.assertEqual(self._approve_lines(1.0).charge_ids.customer_amount, 30.0)
        self.customer.zip = "1155"
        job = self._approve_lines((self.operation, 1.0), (other, 1.0))
        self.assertEqual(job.charge_ids.mapped("customer_amount"), [70.0, 30.0])

    def test_what_no_line_fits_is_marked(self):
        other = self.operation.copy({"name": "Other", "code": "T-other"})
        self._put_in_force({"price": 30.0, "operation_id": other.id})
        job = self._approve_lines(1.0)
        self.assertRecordValues(
            job.charge_ids, [{"price_source": "list", "is_unfit": True, "customer_amount": LABOUR_PRICE}]
        )
        self.assertEqual(job.charge_ids.price_reason, "No line of Services fits: sales price of the product.")
        self.assertOneFigure(job)

    def test_parts_are_priced_by_the_price_list(self):
        self._put_in_force({"price": 30.0})
        job = self._approve_lines(1.0, part=self.parts["periodic"])
        self.assertEqual(job.charge_ids.mapped("price_source"), ["tariff", "list"])
        self.assertEqual(job.charge_ids.mapped("customer_amount"), [30.0, 140.0])
        self.assertOneFigure(job)

    # The day

    def test_prices_are_of_the_day_of_the_report(self):
        tariff = self._put_in_force({"price": 30.0})
        version = tariff._create_next_version()
        version.date_from = date(2026, 4, 1)
        version.line_ids.price = 33.0
        self._decide(version)
        for reported, expected in ((date(2026, 3, 31), 30.0), (date(2026, 4, 1), 33.0)):
            with self.subTest(reported=reported):
                call = self._create_call(
                    asset_id=self._create_covered_asset(0).id, date_reported=f"{reported} 08:00:00"
                )
                call.with_user(self.dispatcher).action_refer()
                job = self._create_workorder(call_id=call.id, part_ids=[]).with_user(self.technician)
                job.work_line_ids.date = date(2026, 4, 2)
                job.action_submit()
                job.with_user(self.dispatcher).action_approve()
                self.assertEqual(job.sudo().charge_ids.customer_amount, expected)

    def test_by_setting_they_are_of_the_day_of_the_work(self):
        self.env.company.raya_tariff_day = "work"
        self._put_in_force({"price": 30.0}, date_to=date(2026, 4, 1))
        call = self._create_call(asset_id=self._create_covered_asset(0).id, date_reported="2026-03-31 08:00:00")
        call.with_user(self.dispatcher).action_refer()
        job = self._create_workorder(call_id=call.id, part_ids=[]).with_user(self.technician)
        job.work_line_ids.date = date(2026, 4, 2)
        job.action_submit()
        job.with_user(self.dispatcher).action_approve()
        charge = job.sudo().charge_ids
        self.assertRecordValues(charge, [{"price_source": "list", "is_unfit": True}])
        self.assertEqual(charge.price_reason, "Services ended and no other one holds: sales price of the product.")

    def test_without_any_tariff_of_the_place_before_nothing_is_marked(self):
        zone = self.env["raya.tariff.zone"].create({"name": "North", "zip_ranges": "11"})
        self._put_in_force({"price": 30.0}, zone_id=zone.id, date_to=date(2026, 2, 1))
        self._put_in_force({"price": 30.0}, name="Next year", date_from=date(2099, 1, 1))
        job = self._approve_lines(1.0, part=self.parts["periodic"])
        self.assertEqual(set(job.charge_ids.mapped("is_unfit")), {False})
        self.assertEqual(job.charge_ids[0].price_reason, "Sales price of the product.")

    def test_a_minimum_charge_ends_with_its_tariff(self):
        self._put_in_force({"price": 30.0}, job_minimum=100.0, date_to=date(2026, 2, 1))
        job = self._approve_lines(1.0, part=self.parts["periodic"])
        self.assertEqual(job.charge_ids.mapped("is_unfit"), [True, False])

    # Coverage, currencies, taxes

    def test_the_covered_share_is_carried_by_the_price(self):
        self._put_in_force({"price": 33.35, "operation_id": self.operation.id})
        job = self._approve_lines(1.0, share=50)
        self.assertRecordValues(
            job.charge_ids, [{"amount": 33.35, "customer_amount": 16.68, "covered_amount": 16.67, "discount": 0.0}]
        )
        self.assertOneFigure(job)

    def test_a_price_list_gives_no_discount_on_a_tariff(self):
        self.customer.property_product_pricelist = self.env["product.pricelist"].create(
            {
                "name": "Less",
                "item_ids": [
                    Command.create({"applied_on": "3_global", "compute_price": "percentage", "percent_price": 10})
                ],
            }
        )
        self._put_in_force({"price": 100.0})
        job = self._approve_lines(1.0)
        self.assertEqual(job.sale_order_ids.amount_untaxed, 100.0)
        self.assertOneFigure(job)

    def test_tariff_and_price_list_may_be_in_other_currencies(self):
        currency = self.env["res.currency"].create(
            {"name": "XTS", "symbol": "x", "rate_ids": [Command.create({"name": "2020-01-01", "rate": 0.5})]}
        )
        self.customer.property_product_pricelist = self.env["product.pricelist"].create(
            {"name": "Abroad", "currency_id": currency.id}
        )
        self._put_in_force({"price": 100.0})
        job = self._approve_lines(1.0)
        self.assertEqual(job.sale_order_ids.currency_id, currency)
        self.assertEqual((job.sale_order_ids.amount_untaxed, job.charge_ids.amount), (50.0, 100.0))
        self.assertOneFigure(job)
        self._put_in_force({"price": 60.0}, name="Abroad", currency_id=currency.id)
        job = self._approve_lines(1.0)
        self.assertEqual((job.sale_order_ids.amount_untaxed, job.charge_ids.amount), (60.0, 120.0))

    def test_prices_of_a_tariff_have_the_taxes_that_the_product_has(self):
        tax = self.tax_sale_a.copy({"name": "Included", "amount": 15, "price_include_override": "tax_included"})
        self.labour.taxes_id = tax
        self._put_in_force({"price": 115.0})
        job = self._approve_lines(1.0)
        order = job.sale_order_ids
        self.assertEqual((order.amount_untaxed, order.amount_total, job.charge_ids.amount), (100.0, 115.0, 100.0))
        self.assertOneFigure(job)

    def test_approved_prices_are_computed_anew_by_nothing(self):
        self._put_in_force({"price": 500.0})
        job = self._approve_lines(0.75)
        order, line = job.sale_order_ids, job.sale_order_ids.order_line
        order.action_update_prices()
        self.assertEqual((line.price_unit, line.product_uom_qty, line.qty_delivered), (500.0, 1.0, 1.0))

    def test_an_amended_report_is_priced_anew(self):
        self._put_in_force({"price": 500.0})
        job = self._approve_lines(0.75)
        job.with_user(self.dispatcher).action_amend("Wrong service")
        job.with_user(self.technician).action_submit()
        job.with_user(self.dispatcher).action_approve()
        self.assertEqual(job.charge_ids._get_frozen().customer_amount, 500.0)
