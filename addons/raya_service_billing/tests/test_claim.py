from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .common_claim import ClaimCommon


@tagged("post_install", "-at_install")
class TestClaim(ClaimCommon):
    """From the approved report to the supplier's answer."""

    def test_decision_on_the_supplier_is_stored_with_the_charge(self):
        job = self._approve(50, self.parts["periodic"])
        labour = job.charge_ids.filtered(lambda charge: charge.kind == "labour")
        coverage = job.asset_id.warranty_ids.filtered(lambda cover: cover.policy_id == self.supplier_policy)
        self.assertRecordValues(
            labour,
            [
                {
                    "company_share": 50.0,
                    "claim_share": 50.0,
                    "claim_line_id": coverage.line_ids.id,
                    "claim_policy_line_id": self.supplier_policy.line_ids.id,
                    "claim_until": coverage.date_end,
                }
            ],
        )

    def test_work_of_no_supplier_or_without_covered_share_is_not_claimed(self):
        self.supplier_policy.line_ids.scope = "part"
        charged = self._approve(0, self.parts["periodic"])
        self.assertFalse(any(charged.charge_ids.mapped("claim_share")))
        job = self._approve(100)
        self.assertFalse(job.charge_ids.claim_policy_line_id)
        self.assertEqual(job.voucher_ids.line_ids.mapped("claim_status"), [False])
        with self._refused("nothing to claim"):
            job.voucher_ids.line_ids.with_user(self.accountant).action_claim()

    def test_share_of_the_supplier_in_cents_is_never_more_than_what_is_covered(self):
        self.supplier_policy.line_ids.share = 33.33
        job = self._approve(50, self.parts["periodic"])
        # 50 % covered: 50.00 and 30.00; of it 33.33 %, in whole hundredths of a percent of the whole: 16.66.
        self.assertEqual(job.voucher_ids.line_ids.mapped("claim_value"), [16.66, 10.0])

    def test_what_is_given_as_goodwill_is_owed_by_no_supplier(self):
        voucher = self._approve(100).voucher_ids
        self.assertEqual(voucher.line_ids.mapped("claim_status"), ["to_claim"])
        voucher.reason = "goodwill"
        self.assertEqual((voucher.line_ids.claim_value, voucher.line_ids.claim_status), (0.0, False))

    def test_costs_of_several_jobs_come_on_one_draft_of_their_supplier(self):
        first, second = self._approve(100, self.parts["periodic"]), self._approve(50)
        claim = self._claim(first)
        self.assertEqual(self._claim(second), claim)
        self.assertRecordValues(
            claim, [{"state": "draft", "partner_id": self.vendor.id, "amount_total": 210.0, "line_count": 3}]
        )
        self.assertEqual(claim.line_ids.workorder_id, first | second)
        self.assertEqual(set((first | second).voucher_ids.line_ids.mapped("claim_status")), {"claimed"})

    def test_each_cost_stands_on_one_claim(self):
        claim = self._claim()
        voucher_line = claim.line_ids[0].voucher_line_id
        with self._refused(f"claimed already, on {claim.name}"):
            voucher_line.with_user(self.accountant).action_claim()
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            claim.sudo().line_ids.create({"claim_id": claim.id, "voucher_line_id": voucher_line.id, "value": 1})

    def test_supplier_that_nobody_entered_is_asked_for(self):
        self.supplier_policy.partner_id = False
        job = self._approve(100)
        with self._refused("names no supplier"):
            job.voucher_ids.line_ids.with_user(self.accountant).action_claim()
        self.supplier_policy.partner_id = self.vendor
        self.assertEqual(self._claim(job).partner_id, self.vendor)

    def test_line_that_was_removed_from_a_draft_is_to_be_claimed_again_when_somebody_says_so(self):
        claim = self._claim()
        cost = claim.line_ids[0].voucher_line_id
        claim.line_ids[0].unlink()
        cost.with_user(self.accountant).action_unwaive()
        self.assertEqual((cost.claim_status, claim.amount_total), ("to_claim", 60.0))

    # Sending

    def test_sent_claim_is_mailed_with_its_paper_and_stays_as_it_is(self):
        claim = self._claim()
        said = claim.action_send()
        self.assertEqual((claim.state, said["params"]["type"]), ("sent", "success"))
        mail = self.env["mail.mail"].search([("model", "=", claim._name), ("res_id", "=", claim.id)])
        self.assertEqual(mail.recipient_ids, self.vendor)
        self.assertEqual(len(mail.attachment_ids), 1)
        for change in ({"late_reason": "x"}, {"settlement": "out_invoice"}):
            with self._refused("only as long as it is Draft"):
                claim.write(change)
        with self._refused("only as long as it is Draft"):
            claim.line_ids[0].unlink()
        with self._refused("Withdraw it instead"):
            claim.unlink()

    def test_supplier_without_address_gets_the_paper_by_other_ways(self):
        self.vendor.email = False
        claim = self._claim()
        said = claim.action_send()["params"]
        self.assertEqual((claim.state, said["type"]), ("sent", "warning"))
        self.assertIn(f"print {claim.name}", said["message"])

    def test_empty_claim_is_not_sent(self):
        claim = self._claim()
        claim.line_ids.unlink()
        with self._refused("claims nothing"):
            claim.action_send()

    def test_claim_after_the_last_day_of_the_window_needs_a_word(self):
        claim = self._claim()
        yesterday = self.env.company._raya_get_day() - timedelta(days=1)
        claim.sudo().line_ids.charge_id.claim_until = yesterday
        self.assertTrue(claim.is_late)
        with self._refused(f"window of Vendor GmbH for {claim.line_ids.workorder_id.name} ended"):
            claim.action_send()
        self.assertEqual(claim.state, "draft")
        claim.late_reason = "The part came late from you."
        claim.action_send()
        self.assertEqual(claim.state, "sent")

    def test_claim_on_the_last_day_of_the_window_is_in_time(self):
        claim = self._claim()
        claim.sudo().line_ids.charge_id.claim_until = self.env.company._raya_get_day()
        claim.action_send()
        self.assertEqual(claim.state, "sent")

    def test_paper_names_unit_fault_job_part_and_amount_but_not_the_customer(self):
        claim = self._claim()
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("raya_service_billing.report_raya_supplier_claim", claim.ids)[0]
            .decode()
        )
        line = claim.line_ids[1]
        for text in (claim.name, line.workorder_id.name, line.serial, self.fault.name, line.product_id.name, "160.00"):
            self.assertIn(text, html)
        self.assertNotIn(self.customer.name, html)

    # Collecting by night

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("raya_service_billing.ir_cron_raya_supplier_claim").method_direct_trigger()
        self.env.invalidate_all()

    def test_night_collects_what_is_to_be_claimed_and_reminds_of_the_window(self):
        job = self._approve(100)
        job.charge_ids.claim_until = self.env.company._raya_get_day() + timedelta(days=3)
        self.supplier_policy.user_id = self.dispatcher
        self.env.company.raya_claim_days = 3
        self._run_cron()
        claim = job.voucher_ids.line_ids.claim_line_ids.claim_id
        self.assertEqual(claim.state, "draft")
        self.assertRecordValues(
            claim.activity_ids, [{"user_id": self.dispatcher.id, "date_deadline": claim.date_until}]
        )
        self._run_cron()
        self.assertEqual(len(claim.activity_ids), 1)
        claim.with_user(self.accountant).action_send()
        self.assertFalse(claim.activity_ids)

    def test_company_that_claims_by_hand_collects_nothing_by_night(self):
        self.env.company.raya_is_collecting_claims = False
        job = self._approve(100)
        self.env["raya.supplier.claim"]._cron_collect_claims()
        self.assertEqual(job.voucher_ids.line_ids.claim_status, "to_claim")

    def test_reminder_of_the_supplier_policy_leads_to_what_is_to_be_claimed(self):
        job = self._approve(100)
        coverage = job.asset_id.warranty_ids.filtered(lambda cover: cover.policy_id == self.supplier_policy)
        self.assertIn("/odoo/service-to-claim", self.supplier_policy._prepare_claim_note(coverage))
        self._claim(job)
        self.assertNotIn("/odoo/service-to-claim", self.supplier_policy._prepare_claim_note(coverage))

    # The answer

    def test_answer_is_recorded_line_by_line(self):
        claim = self._send()
        labour, part = claim.line_ids
        part.accepted_amount = 60.0
        with self._refused("Say why the supplier does not accept"):
            claim.action_record_answer()
        labour.refusal = "Labour is not ours"
        claim.action_record_answer()
        self.assertRecordValues(claim, [{"state": "partly", "accepted_total": 60.0, "open_total": 60.0}])
        self.assertEqual(claim.line_ids.mapped("answer"), ["refused", "accepted"])
        self.assertEqual(claim.date_answered, self.env.company._raya_get_day())
        with self._refused("only as long as it is Sent"):
            part.accepted_amount = 10.0

    def test_whole_claim_is_accepted_or_refused_at_once(self):
        accepted = self._accept()
        self.assertRecordValues(accepted, [{"state": "accepted", "accepted_total": 160.0}])
        refused = self._send(self._approve(100))
        with self._refused("why the supplier refuses"):
            refused.action_refuse_all()
        refused.answer_note = "Misuse"
        refused.action_refuse_all()
        self.assertRecordValues(refused, [{"state": "refused", "open_total": 0.0}])
        self.assertEqual(refused.line_ids.refusal, "Misuse")

    def test_accepted_amount_is_not_negative(self):
        claim = self._send()
        with self.assertRaises(UserError):
            claim.line_ids[0].accepted_amount = -1

    def test_withdrawn_claim_leaves_its_costs_to_be_claimed_anew(self):
        claim = self._send()
        costs = claim.sudo().line_ids.voucher_line_id
        claim.action_withdraw()
        self.assertRecordValues(claim, [{"state": "withdrawn", "amount_total": 0.0}])
        self.assertEqual(set(costs.mapped("claim_status")), {"to_claim"})
        again = costs.with_user(self.accountant).action_claim()
        self.assertNotEqual(again["res_id"], claim.id)

    # Rights

    def test_facts_of_a_claim_are_written_by_nobody(self):
        claim = self._claim()
        for change in ({"state": "settled"}, {"partner_id": self.customer.id}, {"date": fields.Date.today()}):
            with self.assertRaises(AccessError):
                claim.write(change)
        for change in ({"value": 1.0}, {"answer": "accepted"}, {"written_off_amount": 1.0}):
            with self.assertRaises(AccessError):
                claim.line_ids[0].write(change)

    def test_technicians_and_dispatchers_claim_nothing(self):
        job = self._approve(100)
        for user in (self.technician, self.dispatcher, self.operator):
            with self.assertRaises(AccessError):
                job.voucher_ids.line_ids.with_user(user).action_claim()
