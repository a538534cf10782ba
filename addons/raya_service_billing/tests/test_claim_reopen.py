from odoo import fields
from odoo.tests import tagged

from .common_claim import ClaimCommon


@tagged("post_install", "-at_install")
class TestClaimReopen(ClaimCommon):
    """A report that is opened again takes its claim along, or says what to do first."""

    def _amend(self, job):
        job.with_user(self.dispatcher).action_amend("Wrong part")

    def test_draft_loses_the_lines_of_the_job_and_goes_when_it_is_empty(self):
        first, second = self._approve(100), self._approve(100)
        claim = self._claim(first, second)
        self._amend(first)
        self.assertEqual(claim.line_ids.workorder_id, second)
        self._amend(second)
        self.assertFalse(claim.exists())
        self.assertEqual(set((first | second).voucher_ids.line_ids.mapped("claim_status")), {False})

    def test_next_version_is_claimed_once(self):
        job = self._approve(100)
        self._claim(job)
        self._amend(job)
        job.with_user(self.technician).action_submit()
        job.with_user(self.dispatcher).action_approve()
        posted = job.voucher_ids.filtered(lambda voucher: voucher.state == "posted")
        action = posted.line_ids.with_user(self.accountant).action_claim()
        self.assertEqual(self.env["raya.supplier.claim"].browse(action["res_id"]).amount_total, 100.0)

    def test_sent_claim_refuses_the_amendment_until_the_line_is_withdrawn(self):
        job = self._approve(100)
        other = self._approve(100)
        claim = self._send(job, other)
        with (
            self.assertPosts(),
            self._refused(f"claimed from Vendor GmbH on {claim.name}. Have the accountant withdraw"),
        ):
            self._amend(job)
        self.assertEqual(job.state, "approved")
        claim.line_ids.filtered(lambda line: line.workorder_id == job).action_withdraw()
        self._amend(job)
        self.assertRecordValues(claim, [{"state": "sent", "amount_total": 100.0}])

    def test_credited_claim_refuses_the_amendment_until_the_credit_is_taken_back(self):
        job = self._approve(100)
        claim = self._accept(job)
        move = self._credit(claim)
        with self._refused("credits it. Have the accountant take that back"):
            self._amend(job)
        with self._refused("Have the accountant take that back first"):
            claim.line_ids.action_withdraw()
        move._reverse_moves([{"invoice_date": fields.Date.today()}], cancel=True)
        with self._refused("withdraw"):
            self._amend(job)
        claim.line_ids.action_withdraw()
        self._amend(job)
        self.assertEqual((job.state, claim.state), ("progress", "withdrawn"))

    def test_refused_claim_hinders_nothing(self):
        job = self._approve(100)
        claim = self._send(job)
        claim.answer_note = "Misuse"
        claim.action_refuse_all()
        self._amend(job)
        self.assertEqual(job.state, "progress")
        # What the next version claims anew is not accepted on the old claim as well.
        self.assertEqual(set(claim.line_ids.mapped("answer")), {"withdrawn"})
