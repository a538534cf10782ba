from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form

from .common import ServiceCallsCommon


class TestCall(ServiceCallsCommon):
    def test_operator_records_a_call_from_the_serial_number(self):
        asset = self._create_asset()
        with Form(self.env["raya.call"].with_user(self.operator)) as form:
            form.asset_id = asset
            with form.statement_ids.new() as told:
                told.symptom_id = self.symptom
                told.words = "It does not get cold."
        call = form.record
        self.assertRecordValues(
            call,
            [{"partner_id": self.customer.id, "product_id": self.fridge.id, "state": "new"}],
        )
        self.assertTrue(call.name.startswith("CALL/"))

    def test_call_shows_coverage_on_the_day_it_was_reported(self):
        asset = self._create_asset()
        call = self._create_call(asset_id=asset.id, date_reported="2028-03-09 10:00:00")
        self.assertEqual(call.with_user(self.operator).coverage_status, "covered")
        self.assertIn("24 months", call.coverage_reason)
        call.date_reported = "2028-03-10 10:00:00"
        self.assertEqual(call.coverage_status, "charged")
        self.assertIn("ended", call.coverage_reason)

    def test_call_of_friday_that_is_typed_on_monday_is_covered_as_of_friday(self):
        """The warranty ended on Saturday; what is written about the day leaves a trace, since money depends on it."""
        asset = self._create_asset(date_invoice="2024-11-29")
        self.assertEqual(asset.warranty_ids.date_end, date(2026, 11, 28))
        call = self._create_call(asset_id=asset.id, date_reported="2026-11-30 09:00:00")
        self.assertEqual(call.coverage_status, "charged")
        call = call.with_context(tracking_disable=False, mail_notrack=False)
        call.with_user(self.operator).date_reported = "2026-11-27 16:00:00"
        self.assertEqual(call.coverage_status, "covered")
        self.assertIn("11/28/2026", call.with_user(self.operator).coverage_reason)
        self.assertIn("date_reported", call._track_get_fields())

    def test_day_of_the_call_is_that_of_the_company(self):
        """21:00 in London is the next day in Tehran: midnight at 20:30 UTC."""
        self.company.resource_calendar_id.tz = "Asia/Tehran"
        call = self._create_call(date_reported="2028-03-09 20:29:00")
        self.assertEqual(call.coverage_status, "covered")
        call.date_reported = "2028-03-09 20:31:00"
        self.assertEqual(call.with_user(self.operator).coverage_status, "charged")

    def test_partly_covered_unit_is_explained_by_kind_of_work(self):
        self.policy.line_ids.write({"scope": "part", "share": 50})
        call = self._create_call()
        self.assertEqual(call.coverage_status, "partly")
        self.assertEqual(len(call.coverage_reason.splitlines()), 2)

    def test_call_without_file_says_nothing_about_coverage(self):
        call = self._create_call(asset_id=False, partner_id=self.customer.id)
        self.assertFalse(call.coverage_status)
        self.assertFalse(call.coverage_reason)

    def test_call_for_a_unit_whose_sale_nobody_has_proven(self):
        unit = self._create_asset(serial="RF-NO-PROOF", date_invoice=False)
        call = self._create_call(asset_id=unit.id).with_user(self.operator)
        self.assertEqual(call.coverage_status, "unproven")
        self.assertIn("Proof needed", call.coverage_reason)

    def test_referral_hands_the_call_over_and_is_remembered(self):
        call = self._create_call().with_user(self.operator)
        call.action_refer()
        self.assertEqual(call.state, "referred")
        self.assertRecordValues(
            call.referral_ids,
            [
                {
                    "team_id": self.team.id,
                    "user_id": self.technician.id,
                    "author_id": self.operator.id,
                }
            ],
        )
        self.assertEqual(call.activity_ids.user_id, self.technician)
        call.action_refer_again()
        self.assertEqual(len(call.referral_ids), 2)

    def test_referral_that_no_team_serves_is_refused(self):
        self.env["raya.team"].search([]).categ_ids = self.env["product.category"].create({"name": "Cars"})
        first = self._create_call()
        second = self._create_call(asset_id=False, partner_id=self.customer.id, team_id=False, user_id=False)
        second.product_id = self.fridge
        with self.assertRaisesRegex(UserError, "Choose the technical team"):
            (first | second).with_user(self.operator).action_refer()
        self.assertEqual(first.state, "new")
        self.assertFalse(first.referral_ids)

    def test_technician_of_another_team_cannot_be_chosen(self):
        call = self._create_call()
        with self.assertRaises(ValidationError):
            call.user_id = self.operator

    def test_done_call_is_not_referred_again(self):
        call = self._create_call()
        call.action_refer()
        call._transition("progress")
        call._transition("done")
        with self.assertRaisesRegex(UserError, "Done"):
            call.with_user(self.operator).action_refer()
        self.assertEqual(len(call.referral_ids), 1)

    def test_many_calls_move_together_or_not_at_all(self):
        first, second = self._create_call(), self._create_call(asset_id=False, partner_id=self.customer.id)
        second.action_cancel()
        with self.assertRaises(UserError):
            (first | second)._transition("referred")
        self.assertEqual(first.state, "new")

    def test_missing_stage_is_a_clear_error(self):
        self.env["raya.call.stage"].search([("kind", "=", "referred")]).active = False
        call = self._create_call()
        with self.assertRaisesRegex(UserError, "Call Stages"):
            call.action_refer()

    def test_referred_call_is_cancelled_not_deleted(self):
        call = self._create_call()
        call.action_refer()
        with self.assertRaisesRegex(UserError, "Cancel it"):
            call.with_user(self.manager).unlink()

    def test_earlier_calls_of_the_unit_are_counted(self):
        asset = self._create_asset()
        first = self._create_call(asset_id=asset.id)
        second = self._create_call(asset_id=asset.id)
        third = self._create_call(asset_id=asset.id, date_reported="2026-05-03 08:00:00")
        self.assertEqual((first | second | third).mapped("previous_call_count"), [1, 2, 0])
        self.assertEqual(asset.call_count, 3)
        with Form(self.env["raya.call"].with_user(self.operator)) as form:
            form.partner_id = self.customer
            self.assertEqual(form.previous_call_count, 0)
            form.asset_id = asset
            self.assertEqual(form.previous_call_count, 3, "known before the call is saved")

    def test_board_shows_every_stage_also_the_empty_ones(self):
        self._create_call()
        Call = self.env["raya.call"].with_user(self.operator).with_context(read_group_expand=True)
        columns = [group["stage_id"][0] for group in Call.web_read_group([], ["stage_id"])["groups"]]
        self.assertEqual(columns, self.env["raya.call.stage"].search([]).ids)

    def test_call_is_found_by_serial_and_by_customer(self):
        call = self._create_call(asset_id=self._create_asset(serial="XQ-77").id)
        Call = self.env["raya.call"].with_user(self.operator)
        for words in (call.name, "XQ-77", "Sara Kar"):
            self.assertIn(call.id, [item[0] for item in Call.name_search(words)])

    def test_symptoms_of_the_product_are_offered_the_most_specific_first(self):
        call = self._create_call().with_user(self.operator)
        washing = self._create_symptom(
            code="A-WASH", name="Does not wash", product_tmpl_ids=self.part.product_tmpl_id.ids
        )
        own = self._create_symptom(
            code="Z-OWN", name="Does not freeze", product_tmpl_ids=self.fridge.product_tmpl_id.ids
        )
        Symptom = self.env["raya.symptom"].with_user(self.operator).with_context(applicable_to=self.fridge.id)
        offered = [item[0] for item in Symptom.name_search("Does not", call.symptom_domain)]
        self.assertEqual(offered[0], own.id)
        self.assertIn(self.symptom.id, offered)
        self.assertNotIn(washing.id, offered)
        call.show_all_symptoms = True
        offered = [item[0] for item in Symptom.name_search("Does not", call.symptom_domain)]
        self.assertIn(washing.id, offered)

    def test_symptom_of_another_product_is_refused_when_the_administrator_says_so(self):
        washing = self._create_symptom(code="A-WASH", product_tmpl_ids=self.part.product_tmpl_id.ids)
        call = self._create_call().with_user(self.operator)
        call.symptom_ids = washing
        call.symptom_ids = self.symptom
        self.env["res.config.settings"].create({"raya_forbid_other_products": True}).execute()
        with self.assertRaisesRegex(ValidationError, "not made for"):
            call.symptom_ids = washing
