from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import WorkorderCommon


@tagged("post_install", "-at_install")
class TestFacts(WorkorderCommon):
    """A job is about what it was made for, whatever is changed around it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dealer = cls.env["res.partner"].create({"name": "Dealer"})
        cls.other = cls.env["res.partner"].create({"name": "Ali Hosseini"})

    def _approve(self, **vals):
        workorder = self._create_submitted(**vals)
        workorder.with_user(self.dispatcher).action_approve()
        return workorder

    def test_job_takes_its_facts_from_the_call_and_its_unit(self):
        site = self.env["res.partner"].create({"name": "Shop", "parent_id": self.customer.id, "type": "other"})
        asset = self._create_asset(payer_id=self.dealer.id, site_id=site.id)
        call = self._create_call(
            asset_id=asset.id, kind="installation", priority="2", date_promised="2026-05-06", channel="walk_in"
        )
        job = self.env["raya.workorder"].create({"call_id": call.id})
        self.assertRecordValues(
            job,
            [
                {
                    "company_id": self.company.id,
                    "partner_id": self.customer.id,
                    "payer_id": self.dealer.id,
                    "site_id": site.id,
                    "asset_id": asset.id,
                    "product_id": self.fridge.id,
                    "date_reported": date(2026, 5, 4),
                    "kind": "installation",
                    "place": "workshop",
                    "priority": "2",
                    "date_promised": date(2026, 5, 6),
                    "statement": "It does not get cold.",
                    "team_id": self.team.id,
                    "user_id": self.technician.id,
                    "version": 1,
                }
            ],
        )

    def test_day_of_the_report_is_the_day_of_the_company(self):
        self.company.partner_id.tz = "Asia/Tehran"
        call = self._create_call(date_reported="2026-05-04 21:00:00")
        job = self.env["raya.workorder"].create({"call_id": call.id})
        self.assertEqual(job.date_reported, call._get_report_date())
        self.assertEqual(job._get_report_date(), job.date_reported)

    def test_call_changed_later_changes_nothing_of_an_open_job(self):
        job = self._create_workorder(part_ids=[])
        before = job.read(["partner_id", "asset_id", "product_id", "date_reported", "payer_id"])
        unit = self._create_asset(partner_id=self.other.id)
        job.call_id.with_user(self.operator).write({"asset_id": unit.id, "date_reported": "2029-01-01 08:00:00"})
        self.assertEqual(job.read(["partner_id", "asset_id", "product_id", "date_reported", "payer_id"]), before)
        self.assertTrue(job.is_told_otherwise)
        job.with_user(self.technician).action_take_over_facts()
        self.assertRecordValues(
            job,
            [
                {
                    "asset_id": unit.id,
                    "partner_id": self.other.id,
                    "payer_id": self.other.id,
                    "date_reported": date(2029, 1, 1),
                    "is_told_otherwise": False,
                }
            ],
        )

    def test_unit_customer_and_day_of_a_call_stay_once_its_report_is_closed(self):
        job = self._create_submitted()
        call = job.call_id.with_user(self.operator)
        unit = self._create_asset(partner_id=self.other.id)
        others = (
            {"asset_id": unit.id},
            {"partner_id": self.other.id},
            {"product_id": self.part.id},
            {"date_reported": "2029-01-01 08:00:00"},
        )
        for state in ("submitted", "approved"):
            for vals in others:
                for person in (call, call.with_user(self.manager), call.sudo()):
                    with self.subTest(state=state, vals=vals), self._refused(job.name):
                        person.write(vals)
            if state == "submitted":
                job.with_user(self.dispatcher).action_approve()
        self.assertEqual(call.partner_id, self.customer)

    def test_what_decides_nothing_is_written_on_the_call_of_a_closed_report(self):
        job = self._create_submitted()
        call = job.call_id.with_user(self.operator)
        call.write(
            {"asset_id": call.asset_id.id, "date_reported": "2026-05-04 09:30:00", "preferred_times": "Mornings"}
        )
        self.assertEqual(call.preferred_times, "Mornings")

    def test_sent_back_report_lets_its_call_be_corrected(self):
        job = self._create_submitted()
        job.with_user(self.dispatcher).action_send_back("Wrong customer")
        job.call_id.with_user(self.operator).partner_id = self.other
        self.assertEqual(job.partner_id, self.customer)
        self.assertTrue(job.is_told_otherwise)

    def test_what_the_call_tells_is_not_told_otherwise_on_the_job(self):
        job = self._create_workorder(part_ids=[])
        unit = self._create_asset(partner_id=self.other.id)
        for vals in ({"partner_id": self.other.id}, {"asset_id": unit.id}, {"date_reported": "2029-01-01"}):
            for user in (self.technician, self.dispatcher):
                with self._refused("Correct the call"):
                    job.with_user(user).write(vals)
        job.with_user(self.technician).write({"payer_id": self.dealer.id, "place": "workshop"})
        self.assertEqual(job.payer_id, self.dealer)

    def test_file_handed_over_later_leaves_the_job_with_its_customer(self):
        job = self._approve()
        job.asset_id.with_user(self.dispatcher)._transfer_ownership(self.other, date(2026, 6, 1), "Sold")
        job.asset_id.payer_id = self.dealer
        self.assertRecordValues(job, [{"partner_id": self.customer.id, "payer_id": self.customer.id}])

    def test_coverage_is_that_of_the_day_of_the_report_of_the_job(self):
        job = self._create_workorder(part_ids=[])
        self.assertEqual(job.coverage_status, "covered")
        job.call_id.with_user(self.operator).date_reported = "2029-01-01 08:00:00"
        self.assertEqual(job.coverage_status, "covered")
        job.with_user(self.technician).action_take_over_facts()
        self.assertEqual(job.coverage_status, "charged")


@tagged("post_install", "-at_install")
class TestDirectJob(WorkorderCommon):
    """A technician meets a unit and works on it; nobody has called."""

    def test_technician_makes_a_job_on_a_unit(self):
        asset = self._create_asset()
        with Form(self.env["raya.workorder"].with_user(self.technician)) as form:
            form.asset_id = asset
        job = form.save()
        self.assertRecordValues(
            job,
            [
                {
                    "call_id": False,
                    "partner_id": self.customer.id,
                    "payer_id": self.customer.id,
                    "product_id": self.fridge.id,
                    "user_id": self.technician.id,
                    "team_id": self.team.id,
                    "date_reported": self.company._raya_get_day(),
                    "kind": "repair",
                    "place": "site",
                }
            ],
        )

    def test_direct_job_goes_its_whole_way(self):
        job = self._create_submitted(call_id=False, asset_id=self._create_asset().id, user_id=self.technician.id)
        job.with_user(self.dispatcher).action_approve()
        self.assertEqual(job.state, "approved")
        self.assertEqual(self._get_on_hand(self._get_location()), 0)

    def test_direct_job_without_a_customer_is_not_submitted(self):
        job = self._create_workorder(
            call_id=False, product_id=self.fridge.id, user_id=self.technician.id, team_id=self.team.id, part_ids=[]
        )
        with self._refused("customer"):
            job.with_user(self.technician).action_submit()
        job.partner_id = self.customer
        job.with_user(self.technician).action_submit()
        self.assertEqual(job.state, "submitted")

    def test_technician_of_another_team_gets_no_job_of_this_one(self):
        stranger = self._create_user("test_stranger", "raya_service_base.group_service_technician")
        with self._refused("not in the team"):
            self._create_workorder(user_id=stranger.id, part_ids=[])
        with self.assertRaises(UserError):
            self.env["raya.workorder"].with_user(stranger).create(
                {"partner_id": self.customer.id, "team_id": self.team.id, "user_id": stranger.id}
            )

    def test_job_is_opened_from_its_product_file(self):
        asset = self._create_asset()
        action = asset.with_user(self.technician).action_create_workorder()
        job = self.env["raya.workorder"].with_user(self.technician).with_context(**action["context"]).create({})
        self.assertEqual(job.asset_id, asset)
        self.assertEqual(asset.with_user(self.technician).workorder_count, 1)


@tagged("post_install", "-at_install")
class TestOutcome(WorkorderCommon):
    """Each outcome closes the job honestly."""

    def _submit(self, outcome, **vals):
        job = self._create_workorder(part_ids=[], outcome=outcome, **vals)
        job.with_user(self.technician).action_submit()
        job.with_user(self.dispatcher).action_approve()
        return job

    def test_nobody_there_or_refused_or_partly_done_needs_neither_service_nor_answer(self):
        for outcome in ("absent", "refused", "partly"):
            job = self._submit(outcome, work_line_ids=[], diagnosis_ids=[])
            self.assertRecordValues(job, [{"state": "approved", "outcome": outcome}])

    def test_not_repairable_and_no_fault_need_answers_and_no_service(self):
        for outcome in ("not_repairable", "no_fault"):
            with self._refused("what you found about"):
                self._submit(outcome, work_line_ids=[], diagnosis_ids=[])
            self.assertEqual(self._submit(outcome, work_line_ids=[]).state, "approved")

    def test_done_is_what_nobody_says_otherwise(self):
        self.assertEqual(self._submit(False).outcome, "done")
        with self._refused("add the service"):
            self._submit("done", work_line_ids=[])

    def test_outcome_of_a_closed_report_stays(self):
        job = self._submit("done")
        with self._refused("closed"):
            job.with_user(self.technician).outcome = "refused"
