from unittest.mock import patch

from odoo import Command

from .common import LABOUR_PRICE, PART_PRICE, BillingCommon

JOB_PRICE = 2 * LABOUR_PRICE


class TestAllowance(BillingCommon):
    """A coverage pays as often and as much as it promises, and no more."""

    def _approve_with(self, jobs=1, **line):
        """Work orders on one unit whose coverage has this maximum, approved together."""
        policy = self._create_policy(
            name="Limited", line_ids=[Command.create({"scope": "labour", "share": 100, **line})]
        )
        self.fridge.raya_policy_ids = policy
        asset = self._create_asset(serial="RF-LIMITED")
        workorders = self.env["raya.workorder"]
        for _job in range(jobs):
            call = self._create_call(asset_id=asset.id)
            call.with_user(self.dispatcher).action_refer()
            workorder = self._create_workorder(call_id=call.id, part_ids=[])
            workorder.work_line_ids.hours = 2
            workorder.with_user(self.technician).action_submit()
            workorders |= workorder
        workorders.with_user(self.dispatcher).action_approve()
        return workorders.charge_ids.sorted("id"), asset.warranty_ids.line_ids

    def test_second_service_of_a_free_one_is_charged(self):
        charges, line = self._approve_with(2, max_count=1)
        self.assertEqual(charges.mapped("company_share"), [100, 0])
        self.assertEqual(charges.mapped("reason_key"), ["covered", "spent"])
        self.assertEqual(charges.warranty_line_id, line)
        self.assertEqual(line._get_usage(), {line: (1, JOB_PRICE)})

    def test_amount_is_paid_until_it_is_spent(self):
        charges, line = self._approve_with(3, max_amount=JOB_PRICE * 1.5)
        self.assertEqual(charges.mapped("company_share"), [100, 50, 0])
        self.assertEqual(charges.mapped("reason_key"), ["covered", "covered_to_amount", "spent"])
        self.assertEqual(charges.mapped("covered_amount"), [JOB_PRICE, JOB_PRICE / 2, 0])
        self.assertEqual(line.used_amount, JOB_PRICE * 1.5)

    def test_services_of_one_report_share_the_maximum(self):
        self.fridge.raya_policy_ids = self._create_policy(
            line_ids=[Command.create({"scope": "labour", "share": 100, "max_count": 1})]
        )
        call = self._create_call(asset_id=self._create_asset(serial="RF-TWO").id)
        call.with_user(self.dispatcher).action_refer()
        lines = [Command.create({"operation_id": self.operation.id, "hours": 1}) for _line in range(2)]
        workorder = self._create_workorder(call_id=call.id, part_ids=[], work_line_ids=lines)
        workorder.with_user(self.technician).action_submit()
        workorder.with_user(self.dispatcher).action_approve()
        self.assertEqual(workorder.charge_ids.sorted("id").mapped("company_share"), [100, 0])

    def _report_job(self, asset, part=None, **vals):
        """A submitted work order on a unit: two hours of work and two parts."""
        call = self._create_call(asset_id=asset.id, **vals)
        call.with_user(self.dispatcher).action_refer()
        parts = [Command.create({"product_id": part.id, "quantity": 2})] if part else []
        job = self._create_workorder(call_id=call.id, part_ids=parts).with_user(self.technician)
        job.work_line_ids.hours = 2
        if part:
            job.action_request_parts()
            self._issue(job.sudo())
            job.part_ids.action_use_all()
        job.action_submit()
        return job

    def test_reports_of_different_days_use_up_one_maximum(self):
        """Labour and parts of two jobs, approved together: the report date counts for each."""
        self.fridge.raya_policy_ids = self._create_policy(
            line_ids=[Command.create({"scope": "all", "share": 100, "max_amount": JOB_PRICE + 2 * PART_PRICE + 20})]
        )
        asset = self._create_asset(serial="RF-DAYS")
        part = self.parts["periodic"]
        first = self._report_job(asset, part)
        late = self._report_job(asset, date_reported="2029-01-10 08:00:00")
        last = self._report_job(asset, part, date_reported="2026-05-06 08:00:00")
        (first | late | last).with_user(self.dispatcher).action_approve()
        shares = [job.sudo().charge_ids.sorted("id").mapped("company_share") for job in (first, late, last)]
        self.assertEqual(shares, [[100, 100], [0], [25, 0]])
        line = asset.warranty_ids.line_ids
        self.assertEqual((line.used_count, line.used_amount), (3, JOB_PRICE + 2 * PART_PRICE + 20))

    def test_charges_of_a_batch_are_made_at_once(self):
        self.fridge.raya_policy_ids = self._create_policy(
            line_ids=[Command.create({"scope": "labour", "share": 100, "max_count": 2})]
        )
        asset = self._create_asset(serial="RF-BATCH")
        jobs = self._report_job(asset) | self._report_job(asset) | self._report_job(asset)
        Charge, Line = self.env.registry["raya.charge"], self.env.registry["raya.warranty.line"]
        create, usage = Charge.create, Line._get_usage
        with (
            patch.object(Charge, "create", autospec=True, side_effect=create) as created,
            patch.object(Line, "_get_usage", autospec=True, side_effect=usage) as read,
        ):
            jobs.with_user(self.dispatcher).action_approve()
        self.assertEqual(created.call_count, 1)
        self.assertEqual(read.call_count, 1)
        charges = jobs.sudo().charge_ids.sorted("id")
        self.assertEqual(charges.mapped("company_share"), [100, 100, 0])
        self.assertEqual(charges.mapped("workorder_id").ids, jobs.ids)

    def test_coverage_without_maximum_counts_as_well(self):
        charges, line = self._approve_with(2)
        self.assertEqual(charges.mapped("company_share"), [100, 100])
        self.assertEqual(line._get_usage(), {line: (2, 2 * JOB_PRICE)})

    def test_unit_given_in_exchange_has_only_the_rest(self):
        _charges, line = self._approve_with(1, max_count=2)
        asset = line.warranty_id.asset_id
        new = asset.with_user(self.dispatcher)._exchange("RF-NEW", asset.date_invoice, "Goodwill").sudo()
        self.assertEqual(new.warranty_ids.line_ids.used_count, 1)
        self.assertEqual(new.with_user(self.technician).warranty_ids.line_ids.limits_text, "1 of 2 times")

    def test_merged_file_brings_along_what_was_paid(self):
        charges, line = self._approve_with(1, max_count=1)
        double = line.warranty_id.asset_id
        kept = self._create_asset(serial="RF-KEPT")
        double._merge_into(kept)
        self.assertEqual(charges.warranty_line_id, kept.warranty_ids.line_ids)
        self.assertEqual(charges.workorder_id.asset_id, kept)
        self.assertEqual(kept._decide_coverage("labour", kept.date_invoice).reason_key, "spent")
