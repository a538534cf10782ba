from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common_claim import ClaimCommon


@tagged("post_install", "-at_install")
class TestClaimWaived(ClaimCommon):
    """What a person does not claim stays unclaimed until a person says otherwise."""

    def _collect(self):
        """By night."""
        with self.enter_registry_test_mode():
            self.env.ref("raya_service_billing.ir_cron_raya_supplier_claim").method_direct_trigger()
        self.env.invalidate_all()

    def _waive(self, costs, reason="We bear it ourselves", user=None):
        form = self.env["raya.supplier.claim.waive"].with_user(user or self.accountant)
        return form.with_context(active_ids=costs.ids).create({"reason": reason}).action_waive()

    def test_line_that_was_removed_from_a_draft_is_not_collected_again(self):
        job = self._approve(100, self.parts["periodic"])
        self._collect()
        labour, part = job.voucher_ids.line_ids
        claim = job.voucher_ids.line_ids.claim_line_ids.claim_id.with_user(self.accountant)
        with Form(claim) as form:
            form.line_ids.remove(0)
        self.assertRecordValues(
            labour | part,
            [
                {
                    "claim_status": "waived",
                    "waived_by_id": self.accountant.id,
                    "waive_reason": f"Removed from {claim.name}",
                },
                {"claim_status": "claimed", "waived_by_id": False, "waive_reason": False},
            ],
        )
        self._collect()
        self.assertEqual(claim.line_ids.voucher_line_id, part)
        self.assertIn(f"Not claimed (Removed from {claim.name})", job.voucher_ids.message_ids[0].body)
        self.assertIn(f"Claim After All: {labour.product_id.display_name}", claim.message_ids[0].body)
        told = labour.with_user(self.accountant).action_unwaive()
        self.assertIn(labour.product_id.display_name, told["params"]["message"])
        self.assertFalse(labour.waived_by_id or labour.waive_reason)
        self.assertIn("To be claimed all the same", job.voucher_ids.message_ids[0].body)
        self._collect()
        self.assertEqual(claim.line_ids.voucher_line_id, labour | part)

    def test_draft_that_was_deleted_is_not_collected_again(self):
        job = self._approve(100, self.parts["periodic"])
        self._claim(job).unlink()
        self._collect()
        self.assertEqual(job.voucher_ids.line_ids.mapped("claim_status"), ["waived", "waived"])
        self.assertFalse(job.voucher_ids.line_ids.claim_line_ids)

    def test_cost_is_not_claimed_for_a_reason(self):
        job = self._approve(100)
        cost = job.voucher_ids.line_ids
        with self._refused("Say why it is not claimed"):
            self._waive(cost, "  ")
        self.assertIn("Not Claimed", self._waive(cost)["params"]["message"])
        self.assertRecordValues(
            cost,
            [{"claim_status": "waived", "waive_reason": "We bear it ourselves", "waived_by_id": self.accountant.id}],
        )
        self._collect()
        self.assertEqual(cost.claim_status, "waived")
        with self._refused(f"{self.accountant.name} decided not to claim"):
            cost.with_user(self.accountant).action_claim()
        cost.with_user(self.accountant).action_unwaive()
        self.assertEqual(self._claim(job).line_ids.voucher_line_id, cost)
        with self._refused("claimed already"):
            self._waive(cost)

    def test_program_decides_for_nobody(self):
        """An amendment takes costs off drafts; the next version is claimed by night as every other one."""
        job = self._approve(100)
        self._claim(job)
        first = job.voucher_ids.line_ids
        job.with_user(self.dispatcher).action_amend("Wrong part")
        self.assertFalse(first.waived_by_id or first.claim_status)
        job.with_user(self.technician).action_submit()
        job.with_user(self.dispatcher).action_approve()
        self._collect()
        again = job.voucher_ids.filtered(lambda voucher: voucher.state == "posted").line_ids
        self.assertEqual(again.claim_status, "claimed")

    def test_answers_are_entered_on_the_form_of_the_claim(self):
        claim = self._send()
        with Form(claim) as form, form.line_ids.edit(0) as line:
            line.accepted_amount = 40.0
            line.refusal = "Only the first hour"
        self.assertEqual(claim.line_ids[0].accepted_amount, 40.0)

    def test_costs_come_on_a_claim_by_the_program_only(self):
        other = self._send(self._approve(100))
        claim = self._claim()
        cost = other.line_ids.voucher_line_id
        for command in (
            Command.create({"voucher_line_id": cost.id, "value": 1.0}),
            Command.link(other.line_ids.id),
            Command.update(claim.line_ids[0].id, {"value": 1.0}),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                claim.line_ids = [command]
        with self._refused("only as long as it is Draft"), self.env.cr.savepoint():
            other.line_ids = [Command.delete(other.line_ids.id)]

    def test_who_claims_nothing_decides_nothing(self):
        cost = self._approve(100).voucher_ids.line_ids
        for user in (self.technician, self.dispatcher, self.operator):
            with self.assertRaises(AccessError):
                cost.with_user(user).action_waive("No")
            with self.assertRaises(AccessError):
                cost.with_user(user).action_unwaive()
        with self.assertRaises(AccessError):
            cost.with_user(self.accountant).waive_reason = "No"
