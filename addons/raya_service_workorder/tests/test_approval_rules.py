from lxml import etree
from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import WorkorderCommon


@tagged("post_install", "-at_install")
class TestApprovalRules(WorkorderCommon):
    """Who approves reports: by team, amount, payer and exception, and what becomes of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls._create_user("test_accountant", "raya_service_base.group_service_accountant")
        cls.stranger = cls._create_user("test_stranger", "raya_service_base.group_service_technician")
        cls.second = cls._create_user("test_sup2", "raya_service_base.group_service_dispatcher")

    @classmethod
    def _create_rule(cls, *users, **vals):
        asked = {"approver": "users", "user_ids": [user.id for user in users]} if users else {}
        return cls.env["raya.approval.rule"].create({"name": "Rule", "document": "raya.workorder", **asked, **vals})

    def _submit(self, **vals):
        workorder = self._create_workorder(**{"part_ids": [], **vals})
        workorder.with_user(workorder.user_id).action_submit()
        return workorder

    def _get_exceptions(self, workorder):
        return set(workorder._get_approval_exceptions()[workorder])

    # The next in line

    def test_leaders_own_report_and_team_without_leader_ask_the_manager(self):
        self._create_employee(self.dispatcher)
        own = self._submit(user_id=self.dispatcher.id)
        self.assertIn(self.manager, own.activity_ids.user_id)
        self.assertNotIn(self.dispatcher, own.activity_ids.user_id)
        self.assertFalse(own.with_user(self.dispatcher).waits_for_me)
        self.team.leader_id = False
        headless = self._submit()
        self.assertIn(self.manager, headless.activity_ids.user_id)

    def test_deputy_of_the_team_is_asked_once_the_leader_goes_and_the_leader_again_when_back(self):
        self.team.deputy_id = self.second
        workorder = self._submit()
        self.assertEqual(workorder.activity_ids.user_id, self.dispatcher)
        for asked in (self.second, self.dispatcher):
            self.team.with_user(self.dispatcher).action_switch_away()
            self.assertEqual(workorder.activity_ids.user_id, asked)

    # Conditions

    def test_rules_fit_by_team_amount_payer_and_exception(self):
        other = self.team.copy({"name": "Washing", "user_ids": self.technician.ids})
        rules = {
            "team": self._create_rule(self.second, team_ids=other.ids),
            "amount": self._create_rule(self.second, amount=60),
            "customer": self._create_rule(self.second, payer="customer"),
            "company": self._create_rule(self.second, payer="company"),
            "repeat": self._create_rule(self.second, exception="repeat_call"),
        }
        plain = self._submit()
        self.assertEqual(plain._get_approval_amount(), 60, "an hour and a half of labour at 40")
        self.assertEqual(plain.approval_step_ids.rule_id, rules["amount"] | rules["company"])
        rules["amount"].amount = 60.01
        strange = self._create_call(asset_id=self._create_asset(serial="RF-9", product_id=self.part.id).id)
        elsewhere = self._submit(team_id=other.id, call_id=strange.id)
        self.assertEqual(elsewhere.approval_step_ids.rule_id, rules["team"] | rules["customer"])

    def test_report_over_the_standard_time_is_an_exception(self):
        self.company.raya_over_time_percent = 200
        on_time = self._create_workorder(part_ids=[])
        self.assertNotIn("over_time", self._get_exceptions(on_time), "1:30 is three times 0:30, not more")
        self.company.raya_over_time_percent = 199
        self.assertIn("over_time", self._get_exceptions(on_time))
        self.assertIn("1:30", on_time._get_approval_exceptions()[on_time]["over_time"].replace("01:30", "1:30"))

    def test_part_that_neither_fault_nor_service_needs_is_an_exception(self):
        workorder = self._create_issued()
        self.fault.part_need_ids.unlink()
        self.operation.part_need_ids.unlink()
        self.assertIn("unassigned_part", self._get_exceptions(workorder))
        self.operation.part_need_ids = [Command.create({"product_id": self.part.id, "quantity": 1})]
        self.assertNotIn("unassigned_part", self._get_exceptions(workorder))

    def test_warranty_that_ends_soon_after_the_call_is_an_exception(self):
        workorder = self._create_workorder(part_ids=[])
        [decision] = self.env["raya.workorder.appraisal"]._decide_lines(workorder).values()
        end = fields.Date.to_date(decision.reason_args["date_end"])
        left = (end - workorder._get_report_date()).days
        self.company.raya_expiring_days = left - 1
        self.assertNotIn("warranty_ends", self._get_exceptions(workorder))
        self.company.raya_expiring_days = left
        self.assertIn("warranty_ends", self._get_exceptions(workorder))

    def test_second_call_about_the_same_is_an_exception(self):
        asset = self._create_asset(serial="RF-77")
        self._create_call(asset_id=asset.id, date_reported="2026-05-01 08:00:00")
        again = self._create_call(asset_id=asset.id)
        self.assertTrue(again.repeat_of_id)
        workorder = self._create_workorder(call_id=again.id, part_ids=[])
        self.assertIn("repeat_call", self._get_exceptions(workorder))

    def test_exceptional_report_asks_somebody_else_and_a_clean_one_approves_itself(self):
        self._create_rule(is_automatic=True, name="Clean")
        self._create_rule(self.second, exception="over_time", order=20)
        self.company.raya_over_time_percent = 300
        clean = self._submit()
        self.assertEqual(clean.state, "approved")
        self.assertNotEqual(clean.approved_by_id, self.technician)
        self.assertTrue(clean.work_line_ids.timesheet_ids, "all that an approval does is done")
        self.company.raya_over_time_percent = 10
        slow = self._submit()
        self.assertEqual((slow.state, slow.activity_ids.user_id), ("submitted", self.dispatcher))
        slow.with_user(self.dispatcher).action_approve()
        self.assertEqual((slow.state, slow.activity_ids.user_id), ("submitted", self.second))

    def test_nothing_is_used_or_booked_before_the_last_approval(self):
        self._create_rule(self.second, order=1)
        self._create_rule(self.accountant, order=2)
        workorder = self._create_submitted()
        workorder.with_user(self.second).action_approve()
        self.assertFalse(workorder.work_line_ids.timesheet_ids)
        self.assertEqual(self._get_on_hand(self._get_location()), 1)
        workorder.with_user(self.accountant).action_approve()
        self.assertEqual((workorder.state, workorder.approved_by_id), ("approved", self.accountant))
        self.assertEqual(self._get_on_hand(self._get_location()), 0)
        self.assertTrue(workorder.work_line_ids.timesheet_ids)

    # F2: exactly this report, while it waits

    def test_approver_reads_exactly_this_report_while_it_waits_and_not_after(self):
        hidden = self._create_workorder()
        self._create_rule(self.stranger)
        workorder = self._create_submitted()
        lines = (workorder, workorder.diagnosis_ids, workorder.work_line_ids, workorder.part_ids)
        for records in lines:
            self.assertEqual(records.with_user(self.stranger).search([]), records)
        job = workorder.with_user(self.stranger)
        self.assertIn(self.part.name, job.summary)
        self.assertTrue(job.can_decide)
        with self.assertRaises(AccessError):
            hidden.with_user(self.stranger).read(["name"])
        with self.assertRaises(AccessError):
            job.finding = "Mine"
        job.action_approve()
        self.env.invalidate_all()
        self.assertEqual((workorder.state, workorder.approved_by_id), ("approved", self.stranger))
        for records in lines:
            self.assertFalse(records.with_user(self.stranger).search([]))
            self.assertFalse(records.with_user(self.stranger).has_access("read"))

    def test_approver_sends_back_from_the_form_that_asks_why(self):
        self._create_rule(self.stranger)
        workorder = self._submit()
        opened = {"active_model": workorder._name, "active_ids": workorder.ids}
        Wizard = self.env["raya.send.back"].with_user(self.stranger).with_context(**opened)
        Wizard.create({"reason": "Which relay?"}).action_send_back()
        self.assertRecordValues(workorder, [{"state": "progress", "sent_back_reason": "Which relay?"}])
        self.assertIn("Which relay?", workorder.message_ids[0].body)
        with self.assertRaises(AccessError):
            Wizard.create({"reason": "Again"}).action_send_back()
        with self._refused("Open this from what should be corrected"):
            Wizard.with_context(active_model="res.partner").create({"reason": "Again"}).action_send_back()

    def test_only_what_waits_for_me_is_to_approve(self):
        self._create_rule(self.accountant, amount=1000)
        mine, own = self._submit(), None
        self._create_employee(self.dispatcher)
        own = self._submit(user_id=self.dispatcher.id)
        action = self.env.ref("raya_service_workorder.raya_workorder_action_decide")
        domain = [("waits_for_me", "=", True)]
        self.assertEqual(str(domain), action.domain)
        found = {
            user: self.env["raya.workorder"].with_user(user).search(domain)
            for user in (self.dispatcher, self.accountant)
        }
        self.assertEqual(found[self.dispatcher] & (mine | own), mine)
        self.assertFalse(found[self.accountant] & (mine | own))
        tile = self.env["raya.overview"].with_user(self.dispatcher).get_tiles()[0]
        self.assertEqual((tile["key"], tile["count"]), ("to_approve", str(len(found[self.dispatcher]))))

    # Called back

    def test_technician_calls_back_what_nobody_has_decided_on(self):
        self._create_rule(self.second, order=1)
        self._create_rule(self.accountant, order=2)
        workorder = self._submit()
        job = workorder.with_user(self.technician)
        job.action_call_back()
        self.assertEqual((workorder.state, len(workorder.activity_ids)), ("progress", 0))
        job.finding = "More"
        job.action_submit()
        workorder.with_user(self.second).action_approve()
        with self._refused("has decided on"):
            job.action_call_back()

    def test_cancelled_job_asks_nobody_any_more(self):
        workorder = self._submit()
        workorder.with_user(self.dispatcher).action_cancel()
        self.assertFalse(workorder.activity_ids)
        self.assertEqual(workorder.approval_step_ids.mapped("state"), ["dropped"])
        self.assertFalse(workorder.with_user(self.dispatcher).waits_for_me)

    # Readiness

    def test_readiness_names_the_team_whose_reports_nobody_approves(self):
        Readiness = self.env["raya.readiness"].with_user(self.manager)
        managers = self.env.ref("raya_service_base.group_service_manager")
        self.env["raya.team"].search([("id", "!=", self.team.id)]).active = False

        def row():
            return next(row for row in Readiness.get_rows() if row["key"] == "approvals")

        self.assertTrue(row()["is_ready"])
        self.team.leader_id = False
        self.assertIn("the service managers", row()["sentence"])
        self.assertTrue(managers)


@tagged("post_install", "-at_install")
class TestSubmission(WorkorderCommon):
    """What the technician sees before a report is submitted, and what a second tap does."""

    def _open(self, workorder):
        action = workorder.with_user(self.technician).action_open_submission()
        return Form.from_action(self.env(user=self.technician), action)

    def test_summary_tells_what_is_done_and_what_is_not(self):
        self.company.raya_over_time_percent = 10
        workorder = self._create_issued(used=0)
        noise = self._create_symptom(code="T-NOISE", name="Makes noise")
        workorder.diagnosis_ids = [Command.create({"symptom_id": noise.id})]
        summary = etree.fromstring(f"<div>{workorder.with_user(self.technician).summary}</div>")

        def text(key):
            return " ".join(summary.xpath(f"//section[@data-section='{key}']//text()"))

        self.assertIn("write what you found about", text("missing"))
        self.assertIn("Makes noise", text("missing"))
        self.assertIn(self.fault.display_name, text("answers"))
        self.assertIn("01:30", text("services"))
        self.assertIn("0 Units used of 1 Units issued", text("parts"))
        self.assertIn("Covered until", text("coverage"))
        self.assertIn("Over the Standard Time", text("exceptions"))

    def test_summary_tells_travel_waiting_kept_parts_and_own_stock(self):
        workorder = self._create_issued(used=0)
        workorder.part_ids.write({"qty_kept": 1, "kept_reason": "For tomorrow"})
        own = {"product_id": self.part.id, "source": "van", "qty_reported": 2}
        workorder.part_ids = [Command.create(own)]
        times = [{"kind": "travel", "hours": 0.5}, {"kind": "wait", "hours": 0.25}]
        workorder.time_ids = [Command.create(values) for values in times]
        sections = self.env["raya.workorder.summary"]._get_sections(workorder)
        told = {section.key: [(row.label, row.value) for row in section.rows] for section in sections}
        self.assertLessEqual({("Travel", "00:30"), ("Waiting", "00:15")}, set(told["services"]))
        values = [value for _label, value in told["parts"]]
        self.assertEqual(
            values, ["0 Units used of 1 Units issued · 1 Units kept: For tomorrow", "2 Units used from own stock"]
        )

    def test_report_is_submitted_from_its_summary(self):
        workorder = self._create_issued()
        self._open(workorder).save().action_submit()
        self.assertEqual(workorder.state, "submitted")

    def test_second_tap_submits_and_cancels_nothing(self):
        workorder = self._create_issued()
        first, second = self._open(workorder).save(), self._open(workorder).save()
        first.action_submit()
        steps, activities = workorder.approval_step_ids, workorder.activity_ids
        for wizard in (first, second):
            with self.assertRaises(UserError):
                wizard.action_submit()
        self.assertEqual((workorder.approval_step_ids, workorder.activity_ids), (steps, activities))

    def test_tapping_twice_where_request_stood_submits_nothing(self):
        workorder = self._create_workorder()
        job = workorder.with_user(self.technician)
        job.action_request_parts()
        action = job.action_open_submission()
        self.assertEqual(action["target"], "new", "a tap on Submit asks first")
        self.assertEqual((workorder.state, workorder.picking_ids.state), ("progress", "assigned"))
        arch = etree.fromstring(job.get_views([(False, "form")])["views"]["form"]["arch"])
        header = arch.xpath("//header//button/@name")
        self.assertIn("action_open_submission", header)
        self.assertNotIn("action_request_parts", header)

    def test_what_is_not_issued_is_asked_about(self):
        workorder = self._create_workorder()
        job = workorder.with_user(self.technician)
        job.action_request_parts()
        with self._refused("requested and not issued yet"):
            job.action_submit()
        wizard = self.env["raya.workorder.submission"].with_user(self.technician).create({"workorder_id": job.id})
        with self._refused("Choose whether you wait"):
            wizard.action_submit()
        wizard.choice = "wait"
        wizard.action_submit()
        self.assertRecordValues(workorder, [{"state": "waiting", "waiting_for": "parts"}])
        self.assertEqual(workorder.picking_ids.state, "assigned", "the request stands")
        wizard.choice = "cancel"
        with self._refused("Say why"):
            wizard.action_submit()
        self.assertEqual(workorder.picking_ids.state, "assigned")
        wizard.reason = "Cleaned the old one"
        wizard.action_submit()
        self.assertEqual((workorder.state, workorder.picking_ids.state), ("submitted", "cancel"))
        self.assertTrue(any("Cleaned the old one" in (body or "") for body in workorder.message_ids.mapped("body")))

    def test_strangers_submit_nothing(self):
        workorder = self._create_issued()
        stranger = self._create_user("test_stranger", "raya_service_base.group_service_technician")
        with self.assertRaises(AccessError):
            workorder.with_user(stranger).action_open_submission()
        with self.assertRaises(AccessError):
            self.env["raya.workorder.submission"].with_user(stranger).create({"workorder_id": workorder.id})
