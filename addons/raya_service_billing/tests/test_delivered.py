from odoo.tests import tagged

from .common_estimate import EstimateCommon


@tagged("post_install", "-at_install")
class TestDelivered(EstimateCommon):
    """An approved report says what was delivered, however Odoo measures that of a service elsewhere."""

    def _get_ways(self):
        """How Odoo knows what of a service is delivered; more of them with its apps for time sheets and projects."""
        ways = dict(self.labour._fields["service_type"]._description_selection(self.env))
        return [way for way in ("manual", "timesheet", "milestones") if way in ways]

    def _sell_by(self, way):
        self.labour.write({"service_type": way, "invoice_policy": "delivery"})
        if "service_tracking" in self.labour._fields and "task_in_project" in dict(
            self.labour._fields["service_tracking"]._description_selection(self.env)
        ):
            # A task for what is sold would ask for the work again.
            self.labour.service_tracking = "task_in_project"

    def assertNoProject(self, order):
        """Odoo plans nothing for what the job does."""
        if "project_ids" in order._fields:
            self.assertFalse(order.project_ids)
            self.assertFalse(order.order_line.task_id)

    def test_what_was_done_is_invoiced_whole(self):
        for way in self._get_ways():
            with self.subTest(way=way):
                self._sell_by(way)
                job = self._approve(50)
                order = job.sale_order_ids
                self.assertRecordValues(
                    order.order_line, [{"product_uom_qty": 2.0, "qty_delivered": 2.0, "qty_delivered_method": "manual"}]
                )
                invoice = self._invoice(job)
                self.assertEqual((invoice.amount_untaxed, job.charge_ids.billing_status), (40.0, "billed"))
                self.assertNoProject(order)

    def test_what_the_customer_agreed_to_is_invoiced_whole(self):
        for way in self._get_ways():
            with self.subTest(way=way):
                self._sell_by(way)
                job = self._plan()
                order = self._estimate(job)
                order.action_confirm()
                self.assertNoProject(order.sudo())
                self._do(job)
                job.with_user(self.dispatcher).action_approve()
                self.assertNoProject(order.sudo())
                invoice = order._create_invoices()
                invoice.action_post()
                self.assertEqual(invoice.amount_untaxed, order.amount_untaxed)
                self.assertEqual(set(job.sudo().charge_ids.mapped("billing_status")), {"billed"})

    def test_what_was_done_is_invoiced_whatever_period_of_time_sheets_is_chosen(self):
        self._sell_by("timesheet" if "timesheet" in self._get_ways() else "manual")
        order = self._approve(0).sale_order_ids.with_user(self.accountant)
        order.action_confirm()
        wizard = self.env["sale.advance.payment.inv"].with_user(self.accountant)
        values = {"sale_order_ids": order.ids}
        if "date_start_invoice_timesheet" in wizard._fields:
            values["date_start_invoice_timesheet"] = "2001-01-01"
        wizard.create(values).create_invoices()
        self.assertEqual(order.invoice_ids.amount_untaxed, order.amount_untaxed)

    def test_an_amended_report_delivers_nothing_any_more(self):
        for way in self._get_ways():
            with self.subTest(way=way):
                self._sell_by(way)
                job = self._approve(0)
                order = job.sale_order_ids
                self._invoice(job)
                job.with_user(self.dispatcher).action_amend("Wrong time")
                self.assertEqual(order.state, "cancel")
                self.assertEqual(order.order_line.mapped("qty_to_invoice"), [0.0])

    def test_what_else_is_sold_on_the_order_is_delivered_as_always(self):
        if "timesheet" not in self._get_ways():
            self.skipTest("Nothing is sold by time sheets.")
        order = self._approve(0).sale_order_ids
        advice = {"name": "Advice", "type": "service", "service_type": "timesheet", "invoice_policy": "delivery"}
        other = self.env["product.product"].create(advice)
        line = order.order_line.create({"order_id": order.id, "product_id": other.id})
        self.assertEqual((line.qty_delivered_method, line.qty_delivered), ("timesheet", 0.0))
