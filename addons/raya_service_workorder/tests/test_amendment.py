from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import WorkorderCommon


@tagged("post_install", "-at_install")
class TestAmendment(WorkorderCommon):
    """An approved report is corrected as its next version; the old one is kept."""

    def _approve(self, **vals):
        job = self._create_submitted(**vals)
        job.with_user(self.dispatcher).action_approve()
        return job

    def _amend(self, job, reason="Wrong relay"):
        wizard = self.env["raya.workorder.amend"].with_user(self.dispatcher)
        wizard.create({"workorder_ids": job.ids, "reason": reason}).action_amend()

    def test_who_amends_is_told_which_version_is_open(self):
        job = self._approve()
        wizard = self.env["raya.workorder.amend"].with_user(self.dispatcher)
        told = wizard.create({"workorder_ids": job.ids, "reason": "Wrong relay"}).action_amend()
        self.assertEqual(told["params"]["message"].splitlines()[0], f"{job.name} is open again as version 2.")

    def test_amended_report_is_open_again_as_version_two(self):
        job = self._approve()
        approver, day = job.approved_by_id, job.approved_date
        self._amend(job)
        self.assertRecordValues(
            job, [{"state": "progress", "version": 2, "amendment_reason": "Wrong relay", "call_id": job.call_id.id}]
        )
        self.assertRecordValues(
            job.version_ids,
            [
                {
                    "number": 1,
                    "reason": "Wrong relay",
                    "user_id": self.dispatcher.id,
                    "approved_by_id": approver.id,
                    "approved_date": day,
                }
            ],
        )
        self.assertIn(self.technician.partner_id, job.message_ids[0].partner_ids)

    def test_report_is_corrected_under_a_closed_call_which_stays_closed_and_says_so(self):
        job = self._approve()
        call = job.call_id
        if call.state != "done":
            call.action_done()
        closed_on = call.date_done
        self.assertFalse(job.is_call_closed)
        self._amend(job)
        self.assertRecordValues(call, [{"state": "done", "date_done": closed_on}])
        self.assertTrue(job.with_user(self.technician).is_call_closed)
        self.assertIn(f"The report of {job.name} is opened again as version 2: Wrong relay", call.message_ids[0].body)
        job.with_user(self.technician).finding = "Relay of the other kind"
        job.with_user(self.technician).action_submit()
        job.with_user(self.dispatcher).action_approve()
        self.assertRecordValues(call, [{"state": "done", "date_done": closed_on}])
        self.assertFalse(job.is_call_closed)

    def test_amended_job_of_an_open_call_says_nothing_of_it(self):
        job = self._approve()
        if job.call_id.state == "done":
            job.call_id.sudo().action_reopen()
        self._amend(job)
        self.assertFalse(job.is_call_closed)
        self.assertNotIn("stays closed", "".join(job.call_id.message_ids.mapped("body")))

    def test_old_version_is_kept_with_its_paper(self):
        job = self._approve(finding="Keep the door closed.")
        self._amend(job)
        version = job.version_ids.with_user(self.technician)
        paper = version.with_context(bin_size=False).paper
        self.assertTrue(paper)
        self.assertTrue(version.paper_name.startswith(job.name.replace("/", "-") + " v1."))
        self.assertIn(
            b"Keep the door closed.",
            self.env["ir.attachment"]
            .search([("res_model", "=", version._name), ("res_id", "=", version.id), ("res_field", "=", "paper")])
            .raw,
        )

    def test_what_changed_is_shown(self):
        job = self._approve(finding="Dry")
        self._amend(job)
        own = job.with_user(self.technician)
        own.finding = "Wet"
        own.part_ids.quantity = 2
        own.diagnosis_ids.unlink()
        own.diagnosis_ids = [Command.create({"symptom_id": self.symptom.id, "fault_id": self.fault.id})]
        told = job.version_ids.changes
        for sentence in ("Findings: Dry → Wet", "Needed: 1 → 2", "Diagnosis left out", "Diagnosis added"):
            self.assertIn(sentence, told)

    def test_nothing_changed_is_nothing_shown(self):
        job = self._approve()
        self._amend(job)
        self.assertFalse(job.version_ids.changes)

    def test_versions_are_compared_one_with_the_next(self):
        job = self._approve(finding="One")
        for words in ("Two", "Three"):
            self._amend(job)
            job.with_user(self.technician).finding = words
            job.with_user(self.technician).action_submit()
            job.with_user(self.dispatcher).action_approve()
        self.assertEqual(job.version, 3)
        self.assertIn("Two → Three", job.version_ids.filtered(lambda version: version.number == 2).changes)
        self.assertIn("One → Two", job.version_ids.filtered(lambda version: version.number == 1).changes)

    def test_stock_and_time_are_as_if_the_job_had_not_been(self):
        job = self._approve()
        self.assertEqual(self._get_on_hand(self._get_location()), 0)
        self._amend(job)
        self.assertEqual(self._get_on_hand(self._get_location()), 1)
        self.assertEqual(sum(job.work_line_ids.timesheet_ids.mapped("unit_amount")), 0)
        self.assertEqual(sum(job.work_line_ids.timesheet_ids.mapped("amount")), 0)

    def test_approved_again_it_is_booked_once(self):
        job = self._approve()
        self._amend(job)
        job.with_user(self.technician).action_submit()
        job.with_user(self.dispatcher).action_approve()
        self.assertEqual(self._get_on_hand(self._get_location()), 0)
        self.assertEqual(self._get_on_hand(self.stock), 9)
        self.assertEqual(sum(job.work_line_ids.timesheet_ids.mapped("unit_amount")), 1.5)

    def test_warranty_of_the_repair_ends_with_the_approval_and_comes_back_with_it(self):
        repair = self._create_policy(name="Repair", kind="repair", start_event="repair", duration=2)
        self.fridge.raya_policy_ids |= repair
        job = self._approve()
        self.assertTrue(job._get_repair_warranties())
        self._amend(job)
        self.assertFalse(job._get_repair_warranties().filtered(lambda cover: cover.standing != "void"))
        job.with_user(self.technician).action_submit()
        job.with_user(self.dispatcher).action_approve()
        self.assertEqual(job._get_repair_warranties().standing, "normal")

    def test_only_who_approves_amends_and_says_why(self):
        job = self._approve()
        for user in (self.technician, self.operator):
            with self.assertRaises(AccessError):
                job.with_user(user).action_amend("Because")
        for reason in ("", "  ", False):
            with self._refused("Say why"):
                job.with_user(self.dispatcher).action_amend(reason)
        self.assertEqual((job.state, job.version), ("approved", 1))

    def test_only_an_approved_report_is_amended(self):
        job = self._create_submitted()
        with self._refused("only as long as it is Approved"):
            job.with_user(self.dispatcher).action_amend("Because")
        self.assertFalse(job.version_ids)

    def test_nobody_writes_versions(self):
        job = self._approve()
        self._amend(job)
        for user in (self.technician, self.dispatcher, self.manager):
            for attempt in (
                lambda version: version.write({"reason": "?"}),
                lambda version: version.unlink(),
                lambda version: version.copy(),
            ):
                with self.assertRaises(AccessError):
                    attempt(job.version_ids.with_user(user))
        with self._refused("has been started"):
            job.with_user(self.dispatcher).unlink()
