from odoo import Command
from odoo.tests import tagged

from .common_estimate import EstimateCommon


@tagged("post_install", "-at_install")
class TestEstimatePayers(EstimateCommon):
    """Each who pays for a job is asked for their share before it is done; the work begins when all said yes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dealer = cls.env["res.partner"].create({"name": "Dealer"})
        cls.insurer = cls.env["res.partner"].create({"name": "Insurer"})

    def _share(self, job, payers):
        """
        :param payers: percents by partner, in the place of those who paid before
        """
        rows = [Command.create({"partner_id": partner.id, "percent": percent}) for partner, percent in payers.items()]
        job.with_user(self.dispatcher).payer_ids = [Command.clear(), *rows]

    def _ask(self, share=0, payers=None, **vals):
        """A planned job, and the quotations of its estimate: that of the first payer first."""
        job = self._plan(share, **vals)
        self._share(job, payers or {self.dealer: 50})
        return job, self._ask_again(job)

    def _ask_again(self, job):
        job.action_create_estimate()
        return job.sudo()._get_last_estimates()

    def _approve_job(self, job):
        job.with_user(self.dispatcher).action_approve()

    # Who is asked for what

    def test_three_pieces_at_half_and_half_are_one_sum_before_and_after(self):
        self.parts["periodic"].list_price = 33.35
        job, orders = self._ask(quantity=3.0)
        own, other = orders
        self.assertRecordValues(
            orders,
            [
                {"partner_id": self.customer.id, "raya_share_percent": 50.0, "raya_estimate_amount": 90.03},
                {"partner_id": self.dealer.id, "raya_share_percent": 50.0, "raya_estimate_amount": 90.02},
            ],
        )
        self.assertEqual((job.estimate_amount, job.estimate_state), (180.05, "open"))
        parts = [order.order_line.filtered("raya_part_id") for order in orders]
        self.assertEqual([line.price_subtotal for line in parts], [50.03, 50.02])
        self.assertEqual([line.product_uom_qty for line in parts], [3.0, 1.0])
        for line in parts:
            for text in (
                "Charged: ",
                f"Share of {job.part_ids.product_id.display_name}: 50 %",
                "50.03",
                "50.02",
                "Dealer",
            ):
                self.assertIn(text, line.name.replace("\N{NO-BREAK SPACE}", " "))
        asked = [line.price_subtotal for line in orders.order_line]
        self.assertFalse(other.picking_ids or job.sudo().sale_order_ids)
        for order in orders:
            order._validate_order()
        self._do(job, used=3.0)
        self._approve_job(job)
        self.assertEqual(job.sudo().sale_order_ids.sorted("id"), orders)
        self.assertEqual(set(orders.order_line.mapped("raya_is_charged")), {True})
        self.assertEqual([line.price_subtotal for line in orders.order_line], asked)
        self.assertEqual(orders.mapped("raya_estimate_deviation"), [0.0, 0.0])
        shares = job.sudo().charge_ids.filtered("part_id").share_ids
        self.assertEqual(shares.mapped("amount"), [50.03, 50.02])
        self.assertEqual(shares.sale_line_id, parts[0] | parts[1])
        invoices = orders.with_user(self.accountant)._create_invoices()
        self.assertEqual(invoices.mapped("amount_untaxed"), [90.03, 90.02])
        self.assertEqual(invoices.partner_id, own.partner_id | other.partner_id)

    def test_half_covered_work_of_three_payers_costs_each_what_they_were_asked(self):
        part = self._create_part("periodic", cost=0.07, list_price=0.05)
        payers = {self.dealer: 33.33, self.insurer: 33.33}
        job, orders = self._ask(50, payers, part=part, quantity=3.0)
        asked = {order.partner_id: order.order_line.mapped("price_subtotal") for order in orders}
        self.assertEqual([sum(row) for row in zip(*asked.values(), strict=True)], [40.0, 0.08])
        labour = orders[1].order_line[0]
        self.assertIn("50% covered until", labour.name)
        self.assertIn("Warranty $ 40.00", labour.name.replace("\N{NO-BREAK SPACE}", " "))
        orders.with_user(self.accountant).action_confirm()
        self._do(job, used=3.0)
        self._approve_job(job)
        ordered = {order.partner_id: order.order_line.mapped("price_subtotal") for order in job.sudo().sale_order_ids}
        self.assertEqual(ordered, asked)
        for charge in job.sudo().charge_ids:
            self.assertEqual(
                charge.share_ids._get_customers().mapped("ordered_amount"),
                charge.share_ids._get_customers().mapped("amount"),
            )

    def test_who_pays_alone_reads_what_the_warranty_bears(self):
        job = self._plan(50)
        [order] = self._ask_again(job)
        text = order.order_line[0].name.replace("\N{NO-BREAK SPACE}", " ")
        self.assertIn(f"Paid by: {self.customer.name} $ 40.00 · Warranty $ 40.00", text)
        [charged] = self._ask_again(self._plan(0))
        self.assertNotIn("Paid by", charged.order_line[0].name)

    def test_wholly_covered_work_asks_no_other_payer(self):
        _job, orders = self._ask(100)
        self.assertEqual(orders.partner_id, self.customer)
        self.assertEqual(orders.raya_share_percent, 100.0)

    # Answers

    def test_work_begins_when_all_have_accepted(self):
        self.env.company.raya_is_estimate_needed = True
        job, (own, other) = self._ask()
        job.action_wait_customer()
        own._validate_order()
        self.assertEqual((job.state, job.estimate_state, job.customer_limit), ("waiting", "open", 0.0))
        with self._refused("has not answered"):
            job.action_go_on()
        with self._refused("has not accepted an estimate"):
            job.action_request_parts()
        other._validate_order()
        self.assertEqual((job.state, job.estimate_state, job.customer_limit), ("progress", "accepted", 220.0))
        self._do(job)
        self.assertEqual(job.state, "submitted")

    def test_share_that_is_refused_is_shared_otherwise(self):
        job, (own, other) = self._ask()
        job.action_wait_customer()
        own._validate_order()
        other._action_cancel()
        self.assertEqual((own | other).mapped("raya_estimate_result"), ["replaced", "refused"])
        self.assertEqual(own.state, "cancel")
        self.assertEqual((job.state, job.outcome, job.estimate_state), ("waiting", False, "refused"))
        self.assertTrue(job.part_ids and job.work_line_ids)
        self.assertIn("refused their share", job.sudo().message_ids[0].body)
        self._share(job, {})
        [again] = self._ask_again(job)
        again._validate_order()
        self.assertRecordValues(again, [{"raya_estimate_number": 2, "amount_untaxed": 220.0}])
        self.assertEqual((job.state, job.customer_limit), ("progress", 220.0))

    def test_refusal_of_the_first_payer_ends_the_job_for_all(self):
        job, (own, other) = self._ask()
        other._validate_order()
        own._action_cancel()
        self.assertEqual((own | other).mapped("raya_estimate_result"), ["refused", "replaced"])
        self.assertEqual(job.outcome, "refused")

    def test_revised_estimate_counts_when_all_have_accepted(self):
        job, first = self._ask()
        first.with_user(self.accountant).action_confirm()
        job.part_ids.quantity = 3.0
        second = self._ask_again(job)
        self.assertEqual(second.mapped("raya_estimate_difference"), [35.0, 35.0])
        second[0]._validate_order()
        self.assertEqual(first.mapped("raya_estimate_result"), ["accepted", "accepted"])
        self.assertEqual(job.customer_limit, 220.0)
        second[1]._validate_order()
        self.assertEqual(first.mapped("raya_estimate_result"), ["replaced", "replaced"])
        self.assertEqual(job.customer_limit, 290.0)

    def test_half_an_answer_takes_no_approved_work(self):
        job, (own, other) = self._ask()
        own._validate_order()
        self._do(job)
        self._approve_job(job)
        self.assertEqual((own | other).mapped("raya_estimate_result"), ["replaced", "replaced"])
        orders = job.sudo().sale_order_ids
        self.assertEqual(orders.mapped("amount_untaxed"), [110.0, 110.0])
        self.assertFalse(orders & (own | other))

    # What stands

    def test_nobody_pays_a_greater_part_than_they_accepted(self):
        job, orders = self._ask()
        orders.with_user(self.accountant).action_confirm()
        self._share(job, {self.dealer: 60})
        with self._refused("Dealer accepted to pay 50 %"):
            job.action_request_parts()
        # Less is welcome to whoever pays less, not to the customer.
        self._share(job, {self.dealer: 40})
        with self._refused(f"{self.customer.name} accepted to pay 50 %"):
            job.action_request_parts()
        self._share(job, {self.dealer: 50})
        self._do(job)
        self.assertEqual(job.state, "submitted")

    def test_shares_of_a_quotation_stay_a_whole(self):
        job, orders = self._ask()
        for order in orders.with_user(self.accountant):
            line = order.order_line[:1]
            for attempt in (
                lambda line=line: line.write({"price_unit": 1.0}),
                lambda line=line: line.write({"discount": 10.0}),
                lambda line=line: line.write({"product_uom_qty": 3.0}),
                line.unlink,
                order.sudo().unlink,
            ):
                with self._refused(job.name), self.env.cr.savepoint():
                    attempt()
        self.assertEqual(sum(orders.mapped("amount_untaxed")), 220.0)

    def test_amended_work_is_shared_at_the_agreed_prices(self):
        job, orders = self._ask(50)
        orders.with_user(self.accountant).action_confirm()
        self.parts["periodic"].list_price = 500.0
        self._do(job)
        self._approve_job(job)
        job.with_user(self.dispatcher).action_amend("Another word")
        self.assertEqual(set(orders.mapped("state")), {"cancel"})
        job.action_submit()
        self._approve_job(job)
        again = job.sudo().sale_order_ids.filtered(lambda order: order.state != "cancel")
        self.assertEqual(again.mapped("amount_untaxed"), [55.0, 55.0])
