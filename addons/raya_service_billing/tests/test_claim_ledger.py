from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_claim import ClaimCommon


@tagged("post_install", "-at_install")
class TestClaimLedger(ClaimCommon):
    """What suppliers give back is counted once, and no claim closes with money owed."""

    def test_claim_posts_nothing_until_the_supplier_credits(self):
        job = self._approve(100, self.parts["real_time"])
        with self.assertPosts():
            claim = self._accept(job)
        with self.assertPosts(payable=160.0, recovered=-160.0):
            self._credit(claim)
        self.assertRecordValues(
            claim, [{"credited_total": 160.0, "open_total": 0.0, "currency_difference": 0.0, "unpaid_amount": 160.0}]
        )

    def test_cost_stays_once_and_the_stock_is_not_touched(self):
        for part in self.parts.values():
            self._invalidate_stock_values()
            with self.subTest(valuation=part.valuation):
                before, value = self._get_balances(), part.total_value
                job = self._approve(100, part)
                self._credit(self._accept(job))
                self._invalidate_stock_values()
                after = self._get_balances()
                self.assertAlmostEqual(after["warranty"] - before.get("warranty", 0), 160.0)
                self.assertAlmostEqual(after["recovered"] - before.get("recovered", 0), -160.0)
                self.assertAlmostEqual(value - part.total_value, 60.0)

    def test_customer_invoice_settles_as_well(self):
        claim = self._claim()
        claim.settlement = "out_invoice"
        claim.action_send()
        claim.action_accept_all()
        with self.assertPosts(receivable=160.0, recovered=-160.0):
            invoice = self._credit(claim)
        self._pay(invoice)
        claim.action_settle()
        self.assertEqual(claim.state, "settled")

    def test_paid_claim_is_settled_to_the_cent(self):
        claim = self._accept()
        move = self._credit(claim)
        self.assertEqual(move.invoice_line_ids.mapped("price_subtotal"), [100.0, 60.0])
        with self._refused("Vendor GmbH owes $\xa0160.00"):
            claim.action_settle()
        self._pay(move)
        claim.action_settle()
        self.assertRecordValues(claim, [{"state": "settled", "open_total": 0.0, "unpaid_amount": 0.0}])
        self.assertIn(claim.name, move.invoice_origin)

    def test_a_cent_too_little_keeps_the_claim_open(self):
        claim = self._accept()
        move = self._credit(claim, 99.99)
        self._pay(move)
        self.assertEqual(claim.open_total, 0.01)
        with self._refused("0.01 is owed"):
            claim.action_settle()
        rest = self._credit(claim)
        self.assertEqual(rest.amount_total, 0.01)
        self._pay(rest)
        claim.action_settle()
        self.assertEqual(claim.state, "settled")

    def test_a_cent_too_much_is_named(self):
        claim = self._accept()
        self._pay(self._credit(claim, 100.01))
        with self._refused("0.01 more"):
            claim.action_settle()

    def test_second_draft_of_one_claim_is_refused(self):
        claim = self._accept()
        claim.action_create_document()
        with self._refused("draft for this claim already"):
            claim.action_create_document()
        with self._refused("is owed"):
            claim.action_settle()

    def test_credit_that_is_taken_back_is_owed_again(self):
        claim = self._accept()
        move = self._credit(claim)
        move._reverse_moves([{"invoice_date": fields.Date.today()}], cancel=True)
        self.assertRecordValues(claim, [{"credited_total": 0.0, "open_total": 160.0}])
        with self.assertPosts(payable=160.0, recovered=-160.0):
            again = self._credit(claim)
        again.button_draft()
        self.assertEqual(claim.open_total, 160.0)

    def test_document_of_a_settled_claim_stays(self):
        claim = self._accept()
        move = self._credit(claim)
        self._pay(move)
        claim.action_settle()
        for change in (move.button_draft, move._reverse_moves):
            with self._refused("Open the claim again first"):
                change()
        claim.action_open_again()
        move.button_draft()
        self.assertEqual((claim.state, claim.credited_total), ("sent", 0.0))

    def test_difference_of_the_currency_is_shown(self):
        currency = self.env["res.currency"].create(
            {
                "name": "CLM",
                "symbol": "C",
                "rate_ids": [
                    Command.create({"name": "2000-01-01", "rate": 2.0, "company_id": self.env.company.id}),
                ],
            }
        )
        claim = self._claim()
        claim.currency_id = currency
        self.assertEqual(claim.amount_total, 320.0)
        claim.action_send()
        claim.action_accept_all()
        self.env["res.currency.rate"].search([("currency_id", "=", currency.id)]).rate = 1.6
        with self.assertPosts(payable=200.0, recovered=-200.0):
            move = self._credit(claim)
        self.assertRecordValues(
            claim,
            [{"amount_total": 320.0, "credited_total": 320.0, "open_total": 0.0, "currency_difference": 40.0}],
        )
        self._pay(move)
        claim.action_settle()
        self.assertEqual(claim.state, "settled")

    # Writing off

    def test_short_credit_is_written_off_by_a_manager_with_a_reason_and_posts_nothing(self):
        claim = self._accept()
        self._pay(self._credit(claim, 90.0))
        with self.assertRaises(AccessError):
            claim.action_write_off()
        led = claim.with_user(self.manager)
        with self._refused("Say why"):
            led.action_write_off()
        led.write_off_reason = "Agreed on the phone"
        with self.assertPosts():
            led.action_write_off()
        self.assertRecordValues(claim, [{"state": "settled", "open_total": 0.0, "credited_total": 150.0}])
        self.assertEqual(claim.line_ids.mapped("written_off_amount"), [10.0, 0.0])

    def test_nothing_is_written_off_beside_a_draft(self):
        claim = self._accept(self._approve(100))
        claim.action_create_document()
        led = claim.with_user(self.manager)
        led.write_off_reason = "Agreed on the phone"
        with self._refused("is a draft still"):
            led.action_write_off()

    def test_short_payment_is_written_off_from_what_was_recovered(self):
        claim = self._accept()
        move = self._credit(claim)
        self.env["account.payment.register"].with_context(active_model="account.move", active_ids=move.ids).create(
            {"payment_date": fields.Date.today(), "amount": 150.0, "payment_difference_handling": "open"}
        )._create_payments()
        self.assertEqual(claim.unpaid_amount, 10.0)
        with self._refused("Vendor GmbH owes $\xa010.00"):
            claim.action_settle()
        led = claim.with_user(self.manager)
        led.write_off_reason = "They are bankrupt"
        with self.assertPosts(recovered=10.0, payable=-10.0):
            led.action_write_off()
        self.assertRecordValues(claim, [{"state": "settled", "unpaid_amount": 0.0}])
        with self._refused("Open the claim again first"):
            claim.write_off_move_ids.button_draft()
        with self.assertRaises(AccessError):
            claim.action_open_again()
        with self.assertPosts(recovered=-10.0, payable=10.0):
            led.action_open_again()
        self.assertEqual((claim.state, claim.unpaid_amount), ("sent", 10.0))

    def test_company_without_account_is_told_where_to_set_it(self):
        claim = self._accept()
        self.env.company.raya_recovery_account_id = False
        with self._refused("Settings / Service"):
            claim.action_create_document()
