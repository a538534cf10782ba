from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common import BillingCommon
from .common_estimate import EstimateCommon


@tagged("post_install", "-at_install")
class TestEstimate(EstimateCommon):
    """The customer is asked before the work is done, and what they agreed to is what they pay."""

    # Asked

    def test_what_is_planned_is_priced_line_by_line_with_who_pays_and_why(self):
        job = self._plan(50)
        answer = job.action_create_estimate()
        self.assertIn("estimate 1 of", answer["params"]["message"])
        order = job.sudo().estimate_ids
        self.assertRecordValues(
            order.order_line,
            [
                {"product_uom_qty": 2.0, "price_unit": 20.0, "price_subtotal": 40.0, "raya_coverage_percent": 50.0},
                {"product_uom_qty": 2.0, "price_unit": 35.0, "price_subtotal": 70.0, "raya_coverage_percent": 50.0},
            ],
        )
        for line in order.order_line:
            self.assertIn("50% covered until", line.name)
        self.assertEqual((order.state, order.raya_estimate_amount, job.estimate_state), ("draft", 110.0, "open"))
        self.assertEqual(order.partner_id, job.payer_id)
        self.assertFalse(order.raya_workorder_id or job.sudo().sale_order_ids or job.sudo().charge_ids)
        copied = order.copy()
        self.assertFalse(copied.raya_estimate_of_id)
        self.assertEqual(copied.order_line.mapped("price_unit"), [40.0, 70.0])

    def test_nothing_planned_is_no_estimate(self):
        job = self._create_workorder(work_line_ids=[], part_ids=[]).with_user(self.technician)
        with self._refused("Nothing is planned on"):
            job.action_create_estimate()

    def test_a_call_is_estimated_by_its_job(self):
        call = self._create_call(asset_id=self._create_covered_asset(0).id, user_id=self.technician.id)
        call.with_user(self.dispatcher).action_refer()
        dispatcher = call.with_user(self.dispatcher)
        action = dispatcher.action_create_estimate()
        job = call.workorder_ids
        self.assertEqual((action["res_model"], action["res_id"]), ("raya.workorder", job.id))
        job.work_line_ids = [Command.create({"operation_id": self.operation.id, "hours_planned": 1.0})]
        dispatcher.action_create_estimate()
        self.assertEqual((len(call.workorder_ids), job.estimate_state, job.estimate_amount), (1, "open", 40.0))

    def test_prices_stand_above_the_signature_where_the_company_says_so(self):
        job = self._report(50, self.parts["periodic"])
        self.assertEqual(job._get_paper_charges(), [])
        self.env.company.raya_is_priced_on_report = True
        before = [(row.label, row.amount.replace("\N{NO-BREAK SPACE}", " ")) for row in job._get_paper_charges()]
        self.assertEqual([amount for _label, amount in before], ["$ 40.00", "$ 70.00", "$ 110.00"])
        report = self.env["ir.actions.report"].with_user(self.technician)
        html, _kind = report._render_qweb_html("raya_service_workorder.report_workorder", job.ids)
        self.assertIn("What You Pay, before Taxes", html.decode())
        job.with_user(self.dispatcher).action_approve()
        self.assertEqual([row.label for row in job._get_paper_charges()], [label for label, _amount in before])

    # Accepted

    def test_accepted_estimate_becomes_the_order_of_the_work(self):
        for share in (0, 50):
            with self.subTest(share=share):
                job = self._plan(share)
                job.action_wait_customer()
                order = self._estimate(job)
                # As the portal confirms what was signed.
                order.sudo()._validate_order()
                self.assertEqual((job.state, job.estimate_state), ("progress", "accepted"))
                self.assertFalse(order.sudo().picking_ids)
                self._do(job)
                job.with_user(self.dispatcher).action_approve()
                self.assertOneOrder(job.sudo(), order.sudo())
                self.assertFalse(order.sudo().raya_estimate_deviation)

    def assertOneOrder(self, job, order):
        """Charges, the order that was accepted and its invoice are one figure."""
        self.assertEqual(job.sale_order_ids, order)
        charged = job.charge_ids._get_frozen()
        self.assertEqual(charged.sale_line_id.order_id, order)
        self.assertEqual(sum(charged.mapped("customer_amount")), order.amount_untaxed)
        self.assertEqual(set(charged.mapped("billing_status")), {"to_bill"})
        self.assertFalse(order.picking_ids.filtered(lambda slip: slip.state not in ("done", "cancel")))
        for line in order.order_line.filtered("raya_is_charged"):
            self.assertEqual(line.qty_delivered, line.product_uom_qty)
            self.assertEqual(line.name.count("Covered by the warranty"), int(bool(line.raya_coverage_percent)))
        invoice = order.with_user(self.accountant)._create_invoices()
        invoice.action_post()
        self.assertEqual(invoice.amount_untaxed, order.amount_untaxed)
        self.assertEqual(set(charged.mapped("billing_status")), {"billed"})

    def test_the_accepted_price_holds_and_what_was_not_done_is_not_paid(self):
        job = self._plan(0)
        order = self._estimate(job)
        # The salesperson agreed on ten percent less for the part.
        order.order_line[1].discount = 10.0
        order.action_confirm()
        self.parts["periodic"].list_price = 500.0
        self.labour.list_price = 400.0
        self._do(job, hours=1.0, used=1.0)
        job.with_user(self.dispatcher).action_approve()
        self.assertEqual(job.sudo().charge_ids.mapped("customer_amount"), [40.0, 63.0])
        self.assertOneOrder(job.sudo(), order.sudo())
        self.assertEqual(order.sudo().raya_estimate_deviation, 103.0 - 206.0)

    def test_amended_work_costs_what_was_agreed_whoever_shared_it(self):
        """Of an order that others shared the lines of the first payer are for their share only."""
        job = self._plan(50)
        dealer = self.env["res.partner"].create({"name": "Dealer"})
        job.sudo().payer_ids = [Command.create({"partner_id": dealer.id, "percent": 50})]
        self._estimate(job).sudo()._validate_order()
        self._do(job)
        job.with_user(self.dispatcher).action_approve()
        asked = sum(job.sudo().charge_ids._get_frozen().mapped("customer_amount"))
        job.with_user(self.dispatcher).action_amend("Another word")
        job.action_submit()
        job.with_user(self.dispatcher).action_approve()
        again = job.sudo().charge_ids._get_frozen()
        self.assertEqual(sum(again.mapped("customer_amount")), asked)
        self.assertEqual(sum(again.mapped("ordered_amount")), asked)

    def test_amended_work_takes_its_accepted_order_back(self):
        job = self._plan(0)
        order = self._estimate(job)
        order.action_confirm()
        self._do(job)
        job.with_user(self.dispatcher).action_approve()
        job.with_user(self.dispatcher).action_amend("Another hour")
        self.assertEqual(order.sudo().state, "cancel")
        job.sudo().customer_limit = 0
        job.action_submit()
        job.with_user(self.dispatcher).action_approve()
        self.assertEqual(len(job.sudo().sale_order_ids), 2)
        self.assertEqual(sum(job.sudo().charge_ids._get_frozen().mapped("customer_amount")), 220.0)

    def test_open_estimate_is_accepted_by_nobody_once_the_work_is_approved(self):
        job = self._plan(0)
        order = self._estimate(job)
        self._do(job)
        job.with_user(self.dispatcher).action_approve()
        self.assertRecordValues(order.sudo(), [{"state": "cancel", "raya_estimate_result": "replaced"}])
        self.assertEqual(job.outcome, "done")
        with self._refused("Make a new estimate from the job"):
            order.action_draft()

    # Refused

    def test_refused_job_ends_with_what_was_found_and_its_fee(self):
        fee = self.env["product.product"].create(
            {
                "name": "Diagnosis",
                "type": "service",
                "list_price": 25.0,
                "uom_id": self.env.ref("uom.product_uom_unit").id,
            }
        )
        operation = self.operation.copy({"name": "Diagnose", "code": "T-DIAG", "duration": 0.5})
        operation.product_id = fee
        self.env.company.raya_refusal_operation_id = operation
        job = self._plan(0)
        job.action_wait_customer()
        order = self._estimate(job)
        # As the portal declines.
        order.sudo()._action_cancel()
        self.assertRecordValues(order.sudo(), [{"state": "cancel", "raya_estimate_result": "refused"}])
        self.assertRecordValues(job, [{"state": "progress", "outcome": "refused", "estimate_state": "refused"}])
        self.assertFalse(job.part_ids)
        self.assertEqual(job.work_line_ids.operation_id, operation)
        job.action_submit()
        job.with_user(self.dispatcher).action_approve()
        self.assertRecordValues(job.sudo().charge_ids, [{"product_id": fee.id, "customer_amount": 25.0}])

    def test_a_job_that_never_began_is_cancelled_with_the_refusal(self):
        job = self.env["raya.workorder"].create(
            {
                "partner_id": self.customer.id,
                "user_id": self.technician.id,
                "work_line_ids": [Command.create({"operation_id": self.operation.id, "hours_planned": 1.0})],
            }
        )
        order = self._estimate(job.with_user(self.technician))
        order.sudo()._action_cancel()
        self.assertEqual(job.state, "cancelled")

    # Revised

    def test_more_work_is_asked_again_with_the_difference(self):
        job = self._plan(0)
        first = self._estimate(job)
        first.action_confirm()
        job.part_ids.quantity = 3.0
        second = self._estimate(job)
        self.assertRecordValues(
            second.sudo(),
            [{"raya_estimate_number": 2, "raya_estimate_amount": 290.0, "raya_estimate_difference": 70.0}],
        )
        note = second.order_line.filtered(lambda line: line.display_type == "line_note")
        self.assertIn("290.00 instead of", note.name)
        self.assertEqual(job.estimate_state, "open")
        second.sudo()._action_cancel()
        self.assertEqual((job.estimate_state, job.outcome, job.customer_limit), ("accepted", False, 220.0))
        third = self._estimate(job)
        third.action_confirm()
        self.assertRecordValues(
            (first | third).sudo(),
            [
                {"state": "cancel", "raya_estimate_result": "replaced"},
                {"state": "sale", "raya_estimate_result": "accepted"},
            ],
        )
        self.assertEqual(job.customer_limit, 290.0)

    # Not to exceed

    def test_work_above_what_was_agreed_stops_and_asks_the_dispatcher(self):
        job = self._plan(0)
        self._estimate(job).action_confirm()
        self._do_more(job)
        with self._refused("The customer agreed to pay"):
            job.action_submit()
        with self.assertRaises(AccessError):
            job.customer_limit = 1000
        with self._refused("Say what was found"):
            job.action_request_more("  ")
        answer = job.action_request_more("The compressor is worn as well.")
        self.assertIn("was asked", answer["params"]["message"])
        asked = job.sudo().activity_ids.filtered(lambda activity: "Agree on more" in (activity.summary or ""))
        self.assertEqual(asked.user_id, job.team_id.leader_id)
        job.with_user(self.dispatcher).customer_limit = 300
        job.action_submit()
        self.assertEqual(job.state, "submitted")

    def test_who_agreed_to_pay_nothing_is_asked_before_they_pay(self):
        """All was to be borne by the warranty: the limit of zero that the customer agreed to is one."""
        cover = Command.create({"scope": "all", "share": 100, "max_count": 2})
        self.patch(type(self), "policy_whole", self._create_policy(name="Twice", line_ids=[cover]))
        job = self._plan(100)
        self._estimate(job).sudo()._validate_order()
        # A third work is found, which the warranty does not bear any more.
        job.work_line_ids = [Command.create({"operation_id": self.operation.id, "hours": 1.0})]
        with self._refused("agreed to pay"):
            job.action_request_parts()
        job.with_user(self.dispatcher).customer_limit = 1000
        self._do_more(job)
        job.action_submit()
        self.assertEqual(job.state, "submitted")

    def test_a_price_of_zero_that_was_agreed_is_kept(self):
        job = self._plan(0)
        order = self._estimate(job)
        part = order.order_line.filtered(lambda line: line.product_id == self.parts["periodic"])
        part.price_unit = 0.0
        order.sudo()._validate_order()
        self._do(job)
        job.with_user(self.dispatcher).action_approve()
        charge = job.sudo().charge_ids.filtered("part_id")
        self.assertEqual((charge.customer_amount, charge.price_source), (0.0, "estimate"))
        self.assertIn(order.name, charge.price_reason)

    def test_advance_is_taken_off_where_many_jobs_are_invoiced(self):
        job = self._plan(0)
        order = self._estimate(job).sudo()
        order._validate_order()
        ask = self.env["sale.advance.payment.inv"].with_context(active_model="sale.order", active_ids=order.ids)
        advance = ask.create({"advance_payment_method": "fixed", "fixed_amount": 50.0})._create_invoices(order)
        advance.action_post()
        self._do(job)
        job.with_user(self.dispatcher).action_approve()
        form = self.env["raya.invoicing"].with_user(self.accountant)
        form = form.with_context(active_model="raya.workorder", active_ids=job.ids).create({"per": "job"})
        form.action_invoice()
        charged = sum(job.sudo().charge_ids.mapped("customer_amount"))
        self.assertEqual(sum(order.invoice_ids.mapped("amount_untaxed")), charged)

    def _do_more(self, job):
        job.action_request_parts()
        self._issue(job.sudo())
        job.part_ids.action_use_all()
        job.work_line_ids.hours = 3.0

    def test_tolerance_is_no_new_question(self):
        self.env.company.raya_estimate_tolerance = 20
        job = self._plan(0)
        self._estimate(job).action_confirm()
        self._do_more(job)
        job.action_submit()
        self.assertEqual(job.state, "submitted")

    def test_work_above_an_amount_waits_for_the_customer(self):
        self.env.company.write({"raya_is_estimate_needed": True, "raya_estimate_above": 200})
        job = self._plan(0)
        with self._refused("has not accepted an estimate"):
            job.action_request_parts()
        job.action_wait_customer()
        order = self._estimate(job)
        with self._refused("has not answered"):
            job.action_go_on()
        order.sudo()._validate_order()
        self._do(job)
        self.assertEqual(job.state, "submitted")
        cheap = self._plan(0, quantity=1.0)
        self._do(cheap, used=1.0)
        self.assertEqual(cheap.state, "submitted")
        covered = self._plan(100)
        self._do(covered)
        self.assertEqual(covered.state, "submitted")


@tagged("post_install", "-at_install")
class TestEstimateOnPortal(BillingCommon, HttpCase):
    def test_customers_sign_on_the_portal_and_the_job_goes_on(self):
        call = self._create_call(asset_id=self._create_covered_asset(0).id)
        call.with_user(self.dispatcher).action_refer()
        job = self._create_workorder(call_id=call.id, part_ids=[])
        job.work_line_ids.hours_planned = 2.0
        job.with_user(self.technician).action_wait_customer()
        job.with_user(self.technician).action_create_estimate()
        order = job.estimate_ids
        order.action_quotation_sent()
        order.require_payment = False
        page = self.url_open(order.get_portal_url())
        self.assertIn("Repair labour", page.text)
        signature = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        answer = self.make_jsonrpc_request(
            f"/my/orders/{order.id}/accept",
            {"access_token": order.access_token, "name": "The Customer", "signature": signature},
        )
        self.assertTrue(answer.get("force_refresh"), answer)
        self.assertRecordValues(order, [{"state": "sale", "raya_estimate_result": "accepted"}])
        self.assertRecordValues(job, [{"state": "progress", "customer_limit": 80.0}])
