from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import BillingCommon

FIGURES = ("product_id", "quantity", "amount", "customer_amount", "covered_amount", "price_unit", "company_share")
WHY = ("payer", "reason_key", "reason_args", "policy_line_id", "warranty_line_id")


@tagged("post_install", "-at_install")
class TestProposal(BillingCommon):
    """Who decides on a report sees what it will charge; nothing is charged before."""

    def _read(self, job):
        return [tuple(charge[name] for name in FIGURES + WHY) for charge in job.sudo().charge_ids.sorted("id")]

    def test_submission_proposes_what_the_approval_freezes(self):
        for share in (0, 50, 100):
            with self.subTest(share=share):
                job = self._report(share, self.parts["periodic"])
                self.assertEqual(set(job.sudo().charge_ids.mapped("state")), {"proposed"})
                proposed = self._read(job)
                job.with_user(self.dispatcher).action_approve()
                self.assertEqual(set(job.sudo().charge_ids.mapped("state")), {"frozen"})
                self.assertEqual(self._read(job), proposed)
                self.assertEqual(len(proposed), 2)
                self.assertNotIn("Charged otherwise", "".join(job.sudo().message_ids.mapped("body")))

    def test_nothing_of_a_proposal_is_billed_counted_or_told_as_leak(self):
        self.policy_half.line_ids.max_count = 5
        job = self._report(50, self.parts["periodic"]).sudo()
        self.assertRecordValues(
            job.charge_ids,
            [{"billing_status": False, "ordered_amount": 0.0, "billed_amount": 0.0, "sale_line_id": False}] * 2,
        )
        leaks = self.env["raya.charge"].search([("billing_status", "!=", False)])
        self.assertFalse(leaks & job.charge_ids)
        line = job.charge_ids.warranty_line_id
        self.assertEqual(line._get_usage().get(line, (0, 0.0)), (0, 0.0))
        self.assertFalse(job.sale_order_ids or job.voucher_ids)
        self.assertFalse(job.charge_ids._get_frozen())

    def test_what_is_sent_back_or_cancelled_is_proposed_no_more(self):
        job = self._report(50, self.parts["periodic"])
        job.with_user(self.dispatcher).action_send_back("The second part is missing.")
        self.assertFalse(job.sudo().charge_ids)
        job.action_submit()
        self.assertEqual(len(job.sudo().charge_ids), 2)
        job.action_call_back()
        self.assertFalse(job.sudo().charge_ids)

    def test_prices_that_changed_in_between_are_told(self):
        job = self._report(0, self.parts["periodic"])
        self.parts["periodic"].list_price = 100.0
        decider = job.with_user(self.dispatcher)
        self.assertIn("Changed", decider.summary)
        decider.action_approve()
        self.assertEqual(sum(job.sudo().charge_ids.mapped("customer_amount")), 280.0)
        told = "".join(job.sudo().message_ids.mapped("body")).replace("&nbsp;", " ")
        self.assertIn("the customer pays $ 280.00, not $ 220.00", told)

    def test_who_decides_reads_who_pays_and_why(self):
        job = self._report(50, self.parts["periodic"])
        told = job.with_user(self.dispatcher).summary.replace("\N{NO-BREAK SPACE}", " ")
        self.assertIn("Who Pays What", told)
        self.assertIn("The customer pays $ 70.00, the company bears $ 70.00.", told)
        self.assertIn("The customer pays $ 110.00, the company bears $ 110.00.", told)
        [reason] = set(job.sudo().charge_ids.mapped("reason"))
        self.assertIn(reason, told)
        self.assertNotIn("Warranty as It Stands", told)

    def test_rules_of_approval_read_the_price_of_the_customer(self):
        users, group = self.env.ref("base.group_user"), self.env.ref("product.group_product_pricelist")
        users.implied_ids = [Command.link(group.id)]
        self.customer.property_product_pricelist = self.env["product.pricelist"].create(
            {"name": "Half Price", "item_ids": [Command.create({"compute_price": "percentage", "percent_price": 50})]}
        )
        job = self._report(0, self.parts["periodic"])
        self.assertEqual(job.sudo()._get_approval_amount(), 110.0)
        self.assertEqual(sum(job.sudo().charge_ids.mapped("customer_amount")), 110.0)

    def test_anybody_at_the_job_asks_what_it_would_cost_before_it_is_done(self):
        job = self._create_workorder(
            call_id=self._create_call(asset_id=self._create_covered_asset(0).id, user_id=self.technician.id).id,
            part_ids=[],
        )
        for user in (self.technician, self.dispatcher):
            answer = job.with_user(user).action_propose_charges()
            self.assertIn("the customer would pay", answer["params"]["message"])
        self.assertRecordValues(job.charge_ids, [{"state": "proposed", "customer_amount": 60.0}])
        job.work_line_ids.with_user(self.technician).unlink()
        self.assertFalse(job.charge_ids.exists())
        with self._refused("Nothing is on"):
            job.with_user(self.technician).action_propose_charges()

    def test_a_proposal_deletes_with_its_part_and_its_job(self):
        job = self._create_workorder(call_id=self._create_call(asset_id=self._create_covered_asset(0).id).id)
        part_charge = self.env["raya.charge"].create(
            {**job.part_ids._prepare_charge_values(), **self._prepare_decision(), "state": "proposed"}
        )
        job.part_ids.unlink()
        self.assertFalse(part_charge.exists())

    def _prepare_decision(self):
        return {"company_share": 0, "payer": "customer", "reason_key": "no_policy"}

    def test_a_report_without_a_customer_is_shown_before_it_is_submitted(self):
        job = self._create_workorder(call_id=False, user_id=self.technician.id, part_ids=[])
        self.assertIn("Choose the customer", job.summary)
        self.assertIn("Who Pays What", job.summary)
        with self._refused("Choose the customer"):
            job.with_user(self.dispatcher).action_propose_charges()

    def test_a_job_that_is_over_is_proposed_no_more(self):
        job = self._approve(0)
        with self._refused("This can be done only as long as"):
            job.with_user(self.dispatcher).action_propose_charges()
        with self.assertRaises(UserError):
            job.charge_ids.unlink()

    def test_a_job_that_was_never_done_is_deleted_with_its_proposal(self):
        job = self.env["raya.workorder"].create(
            {"partner_id": self.customer.id, "work_line_ids": [Command.create({"operation_id": self.operation.id})]}
        )
        job.action_propose_charges()
        charges = job.charge_ids
        self.assertTrue(charges)
        job.with_user(self.dispatcher).unlink()
        self.assertFalse(charges.exists())
