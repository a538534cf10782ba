from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_estimate import EstimateCommon
from .common_tariff import TariffCommon


@tagged("post_install", "-at_install")
class TestPriceChange(TariffCommon, EstimateCommon):
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

    # Before the work, and after it

    def test_another_price_on_an_estimate_is_written_down_and_stands_beside_its_charge(self):
        job = self._plan()
        order = self._estimate(job)
        order.order_line[0].price_unit = 30.0
        change = self.env["raya.price.change"].search([("workorder_id", "=", job.id)])
        self.assertRecordValues(
            change,
            [
                {
                    "charge_id": False,
                    "user_id": self.accountant.id,
                    "amount_before": 80.0,
                    "amount_after": 60.0,
                    "is_planned": True,
                }
            ],
        )
        # Less of it is no other price.
        order.order_line[0].product_uom_qty = 1.0
        order.order_line[0].write({"product_uom_qty": 2.0, "price_unit": 30.0})
        self.assertEqual(self.env["raya.price.change"].search([("workorder_id", "=", job.id)]), change)
        order.action_confirm()
        self._do(job)
        job.with_user(self.dispatcher).action_approve()
        labour = job.sudo().charge_ids.filtered("work_line_id")
        self.assertEqual((labour.customer_amount, labour.price_change_ids), (60.0, change))

    def test_more_than_the_limit_is_for_a_manager_on_estimates_too(self):
        self.env.company.raya_discount_limit = 10
        order = self._estimate(self._plan())
        line = order.order_line[0]
        for vals in ({"price_unit": 0.0}, {"discount": 100.0}, {"price_unit": 20.0, "product_uom_qty": 4.0}):
            with self.assertRaisesRegex(UserError, "by 10 % at most"), self.env.cr.savepoint():
                line.write(vals)
        line.price_unit = 37.0
        with self.assertRaisesRegex(UserError, "by 10 % at most"), self.env.cr.savepoint():
            line.price_unit = 35.0
        self.manager.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        line.with_user(self.manager).price_unit = 0.0
        self.assertEqual(order.amount_untaxed, 140.0)

    def _draft_invoice(self, job):
        order = job.sale_order_ids.with_user(self.accountant)
        order.action_confirm()
        # Odoo hands on what it made as a superuser.
        return order._create_invoices().sudo(False)

    def test_another_price_on_the_invoice_is_written_down_when_it_is_posted(self):
        job = self._approve_lines(1.0)
        invoice = self._draft_invoice(job)
        invoice.invoice_line_ids.price_unit = 30.0
        self.assertFalse(job.charge_ids.price_change_ids)
        invoice.action_post()
        expected = {"user_id": self.accountant.id, "amount_before": 40.0, "amount_after": 30.0, "is_planned": False}
        self.assertRecordValues(job.charge_ids.price_change_ids, [expected])
        invoice.button_draft()
        invoice.action_post()
        self.assertEqual(len(job.charge_ids.price_change_ids), 1)

    def test_more_than_the_limit_is_for_a_manager_on_invoices_too(self):
        self.env.company.raya_discount_limit = 10
        job = self._approve_lines(1.0)
        job.sale_order_ids.order_line.with_user(self.accountant).price_unit = 37.0
        invoice = self._draft_invoice(job)
        invoice.invoice_line_ids.price_unit = 35.0
        with self.assertRaisesRegex(UserError, "by 10 % at most, to"), self.env.cr.savepoint():
            invoice.action_post()
        invoice.invoice_line_ids.price_unit = 36.0
        invoice.action_post()
        self.assertEqual(job.charge_ids.price_change_ids.mapped("amount_after"), [36.0, 37.0])

    def test_a_part_that_is_invoiced_first_has_no_other_price(self):
        job = self._approve_lines(1 / 3)
        invoice = self._draft_invoice(job)
        invoice.invoice_line_ids.quantity = 7.0
        invoice.action_post()
        rest = job.sale_order_ids.with_user(self.accountant)._create_invoices()
        rest.action_post()
        self.assertFalse(job.charge_ids.price_change_ids)

    def test_a_discount_of_a_whole_order_is_given_line_by_line(self):
        job = self._approve_lines(1.0)
        estimate = self._estimate(self._plan())
        for order in (job.sale_order_ids.with_user(self.accountant), estimate):
            wizard = self.env["sale.order.discount"].with_user(self.accountant).with_context(active_id=order.id)
            for vals in (
                {"discount_type": "so_discount", "discount_percentage": 0.1},
                {"discount_type": "amount", "discount_amount": 5.0},
            ):
                with self.assertRaisesRegex(UserError, "Choose the discount on all order lines"):
                    wizard.create(vals).action_apply_discount()
            count = len(order.order_line)
            wizard.create({"discount_type": "sol_discount", "discount_percentage": 0.1}).action_apply_discount()
            self.assertEqual((len(order.order_line), set(order.order_line.mapped("discount"))), (count, {10.0}))
        self.assertRecordValues(job.charge_ids.price_change_ids, [{"amount_before": 40.0, "amount_after": 36.0}])
        own = self.env["sale.order"].create({"partner_id": self.customer.id})
        own.order_line.create({"order_id": own.id, "product_id": self.labour.id})
        values = {"sale_order_id": own.id, "discount_type": "amount", "discount_amount": 5.0}
        self.env["sale.order.discount"].create(values).action_apply_discount()
        self.assertEqual(len(own.order_line), 2)
