from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time

from .common_sla import SlaCommon
from .reference_clock import moment, tehran


class TestSla(SlaCommon):
    """What happens to a call moves its clocks, and nothing else does."""

    def test_iranian_week_goes_over_friday(self):
        self._create_policy_of_time(lines=[("response", 8, "hour")])
        call = self._call_at("2026-11-25 15:00")
        self._assert_clock(call, date_due="2026-11-28 11:00", state="running", calendar_origin="team")
        self.assertEqual((call.sla_state, call.sla_due), ("ok", tehran("2026-11-28 11:00")))

    def test_complaint_before_nowruz_has_seven_working_days(self):
        for day in ("2027-03-20", "2027-03-21", "2027-03-22", "2027-03-23", "2027-03-24", "2027-04-01", "2027-04-02"):
            self.env["resource.calendar.leaves"].create(
                {
                    "name": "Nowruz",
                    "calendar_id": self.calendar.id,
                    "date_from": tehran(f"{day} 00:00"),
                    "date_to": tehran(f"{day} 23:59:59"),
                }
            )
        self._create_policy_of_time(lines=[("response", 7, "day")], kind="complaint")
        call = self._call_at("2027-03-18 09:00", kind="complaint")
        self._assert_clock(call, date_due="2027-04-03 16:00")
        self.assertFalse(self._call_at("2027-03-18 09:00").sla_ids)

    def test_days_off_of_another_company_do_not_count(self):
        other = self.env["res.company"].create({"name": "Other"})
        for company, due in ((other, "2026-11-28 11:00"), (self.company, "2026-11-29 11:00")):
            leave = self.env["resource.calendar.leaves"].create(
                {"name": "Off", "date_from": tehran("2026-11-28 00:00"), "date_to": tehran("2026-11-28 23:59:59")}
            )
            leave.write({"calendar_id": False})
            # Odoo gives a leave without hours to the company of who writes it.
            self.env.cr.execute(
                "UPDATE resource_calendar_leaves SET company_id = %s WHERE id = %s", [company.id, leave.id]
            )
            leave.invalidate_recordset()
            self._create_policy_of_time(f"For {company.name}", [("response", 8, "hour")])
            self._assert_clock(self._call_at("2026-11-25 15:00"), date_due=due)

    def test_waiting_stands_by_working_time_and_not_by_the_wall(self):
        self.team.resource_calendar_id = self.office
        self._create_policy_of_time()
        with freeze_time("2026-11-27 16:00:00"):
            call = self._create_call(date_reported="2026-11-27 16:00:00")
            call.action_refer()
        with freeze_time("2026-11-27 16:30:00"):
            call.action_wait()
        clock = self._get_clock(call)
        self.assertRecordValues(clock, [{"state": "paused", "date_due": False, "hours_used": 0.5}])
        self.assertFalse(call.sla_due)
        with freeze_time("2026-11-30 10:30:00"):
            call.action_start()
            self.assertEqual(clock.remaining, "First Response: 3 h 30 min left")
        self.assertRecordValues(clock, [{"state": "running", "date_due": moment("2026-11-30 14:00")}])
        self.assertRecordValues(clock.segment_ids, [{"hours": 0.5, "reason": "waiting"}])

    def test_statutory_clock_does_not_stand(self):
        self._create_policy_of_time(
            lines=[("response", 24, "hour", {"hours": "always", "stands_while_waiting": False})]
        )
        call = self._call_at("2026-11-26 23:00")
        self._move(call, "2026-11-26 23:30", "referred", "waiting")
        self._assert_clock(call, date_due="2026-11-27 23:00", state="running")

    def test_before_the_first_answer_only_the_response_counts(self):
        self._create_policy_of_time(lines=[("response", 4, "hour"), ("update", 2, "hour")])
        call = self._call_at("2026-11-28 08:00")
        call._on_customer_wrote(tehran("2026-11-28 09:00"))
        self.assertEqual(call.sla_ids.mapped("kind"), ["response"])
        call._on_answered(tehran("2026-11-28 10:00"))
        self._assert_clock(call, state="reached", date_reached="2026-11-28 10:00", hours_used=2)
        self.assertFalse(call.sla_ids._filtered_open())
        call._on_customer_wrote(tehran("2026-11-28 11:00"))
        call._on_customer_wrote(tehran("2026-11-28 12:30"))
        self._assert_clock(call, "update", state="running", date_due="2026-11-28 13:00")
        call._on_answered(tehran("2026-11-28 13:30"))
        self._assert_clock(call, "update", state="failed", date_failed="2026-11-28 13:00", hours_used=2.5)
        self.assertFalse(call.sla_state)

    def test_internal_note_is_no_answer(self):
        self._create_policy_of_time(lines=[("response", 4, "hour"), ("update", 2, "hour")])
        call = self._call_at("2026-11-28 08:00")
        with freeze_time(tehran("2026-11-28 09:00")):
            call.with_user(self.technician).message_post(body="I ask the workshop.", subtype_xmlid="mail.mt_note")
        self._assert_clock(call, state="running")
        with freeze_time(tehran("2026-11-28 10:00")):
            call.with_user(self.technician).message_post(
                body="We come on Monday.", message_type="comment", subtype_xmlid="mail.mt_comment"
            )
        self._assert_clock(call, state="reached", date_reached="2026-11-28 10:00")
        with freeze_time(tehran("2026-11-28 11:00")):
            call.message_post(
                body="Not on Monday!",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                author_id=self.customer.id,
            )
        self._assert_clock(call, "update", state="running", date_due="2026-11-28 13:00")

    def test_hours_of_iran_are_the_same_in_summer(self):
        """By the time zone data that Odoo's calendars use, and by Python's own."""
        calendar = self._create_calendar("Half past", {"0": (8.5, 10)}, "Asia/Tehran")
        work = calendar._raya_get_working_time(self.company)
        self.assertEqual(work.next_open(moment("2026-06-15 00:00")), moment("2026-06-15 05:00"))
        self.assertEqual(work.next_open(moment("2026-12-14 00:00")), moment("2026-12-14 05:00"))
        self.assertEqual(tehran("2026-06-15 08:30"), moment("2026-06-15 05:00"))

    def test_day_that_ends_at_midnight_is_a_whole_one(self):
        calendar = self._create_calendar("Guard", dict.fromkeys("0123456", (0, 24)), "Asia/Tehran")
        work = calendar._raya_get_working_time(self.company)
        self.assertEqual(work.seconds(tehran("2026-11-25 12:00"), tehran("2026-11-27 12:00")), 48 * 3600)

    def test_team_that_changes_while_the_customer_is_waited_for(self):
        self._create_policy_of_time("Cooling", team_ids=self.team.ids)
        self._create_policy_of_time("Washing", [("response", 6, "hour")], team_ids=self.evening.ids)
        call = self._call_at("2026-11-28 08:00", user_id=False)
        self._move(call, "2026-11-28 10:00", "referred", "waiting")
        for minute, team in (
            ("10:10", self.evening),
            ("10:20", self.evening.copy({"name": "Nobody's"})),
            ("10:30", self.evening),
        ):
            with freeze_time(tehran(f"2026-11-28 {minute}")):
                call.team_id = team
        self._assert_clock(call, state="paused", hours_used=2, amount=6)
        with freeze_time(moment("2026-11-30 09:00")):
            call.sudo()._transition("progress")
        self.assertEqual(call.sla_due, moment("2026-11-30 13:00"))

    def test_answer_by_telephone_is_an_answer(self):
        self._create_policy_of_time()
        call = self._call_at("2026-11-28 08:00")
        with freeze_time(tehran("2026-11-28 09:00")):
            call.with_user(self.technician).action_record_answer()
        self._assert_clock(call, state="reached")

    def test_other_team_other_clock_and_passed_time_stays(self):
        self._create_policy_of_time(
            "Cooling", [("response", 4, "hour"), ("solution", 8, "hour")], team_ids=self.team.ids
        )
        self._create_policy_of_time("Washing", [("solution", 6, "hour")], team_ids=self.evening.ids)
        call = self._call_at("2026-11-28 08:00", user_id=False)
        with freeze_time(tehran("2026-11-28 13:00")):
            call.team_id = self.evening
        # Five hours passed in Tehran; the one that is left begins on Monday at nine in London's winter.
        clock = self._get_clock(call, "solution")
        self.assertRecordValues(
            clock, [{"state": "running", "date_due": moment("2026-11-30 10:00"), "calendar_id": self.office.id}]
        )
        self.assertEqual(clock.policy_id.name, "Washing")
        self._assert_clock(call, state="failed", date_failed="2026-11-28 12:00")
        self.assertTrue(self._get_clock(call).date_ended)

    def test_back_to_the_first_team_the_clock_goes_on(self):
        self._create_policy_of_time("Cooling", team_ids=self.team.ids)
        call = self._call_at("2026-11-28 08:00", user_id=False)
        with freeze_time(tehran("2026-11-28 10:00")):
            call.team_id = self.evening
        self._assert_clock(call, state="stopped")
        with freeze_time(tehran("2026-11-28 11:00")):
            call.team_id = self.team
        self._assert_clock(call, state="running", date_due="2026-11-28 13:00")

    def test_more_urgent_call_is_due_earlier_and_never_in_the_past(self):
        self._create_policy_of_time()
        self._create_policy_of_time("Urgent", [("response", 1, "hour"), ("solution", 2, "hour")], priority="2")
        call = self._call_at("2026-11-28 08:00")
        with freeze_time(tehran("2026-11-28 11:00")):
            call.priority = "2"
        for kind in ("response", "solution"):
            self._assert_clock(call, kind, date_due="2026-11-28 11:00", date_failed=False)
        with freeze_time(tehran("2026-11-28 11:30")):
            call.priority = "0"
        self._assert_clock(call, state="failed", date_failed="2026-11-28 11:00")

    def test_solved_stops_all_and_reopened_goes_on(self):
        self._create_policy_of_time(lines=[("response", 4, "hour"), ("solution", 8, "hour")])
        call = self._call_at("2026-11-28 08:00")
        self._move(call, "2026-11-28 10:00", "referred", "done")
        self._assert_clock(call, state="stopped")
        self._assert_clock(call, "solution", state="reached", date_reached="2026-11-28 10:00")
        self.assertFalse(call.sla_state)
        with freeze_time(tehran("2026-11-29 08:00")):
            call.sudo().stage_id = call._get_stage("progress")
        self._assert_clock(call, "solution", state="running", date_due="2026-11-29 14:00", date_reached=False)
        self._assert_clock(call, state="running", date_due="2026-11-29 10:00")

    def test_reached_response_stays_reached_when_reopened(self):
        self._create_policy_of_time(lines=[("response", 4, "hour"), ("solution", 8, "hour")])
        call = self._call_at("2026-11-28 08:00")
        call._on_answered(tehran("2026-11-28 09:00"))
        self._move(call, "2026-11-28 10:00", "referred", "done")
        with freeze_time(tehran("2026-11-29 08:00")):
            call.sudo().stage_id = call._get_stage("waiting")
        self._assert_clock(call, state="reached")
        self._assert_clock(call, "solution", state="paused")

    def test_what_failed_stays_failed(self):
        self._create_policy_of_time(lines=[("solution", 4, "hour")])
        call = self._call_at("2026-11-28 08:00")
        self._move(call, "2026-11-28 13:00", "referred", "done")
        self._assert_clock(
            call, "solution", state="failed", date_failed="2026-11-28 12:00", date_reached="2026-11-28 13:00"
        )
        with freeze_time(tehran("2026-11-29 08:00")):
            call.sudo().stage_id = call._get_stage("progress")
        self._assert_clock(call, "solution", state="failed", date_failed="2026-11-28 12:00")
        self.assertEqual(call.sla_state, "late")

    def test_no_policy_is_no_crash_and_said(self):
        call = self._call_at("2026-11-28 08:00")
        self.assertFalse(call.sla_ids)
        self.assertFalse(call.sla_state)
        self.assertIn("No service level fits", call.with_user(self.operator).sla_reason)
        self._move(call, "2026-11-28 10:00", "referred", "waiting", "done")
        call._on_answered(tehran("2026-11-28 10:00"))
        call._on_customer_wrote(tehran("2026-11-28 11:00"))
        self.assertFalse(call.sla_ids)

    def test_of_two_that_fit_the_tighter_counts_and_says_so(self):
        self._create_policy_of_time("Gold", [("response", 4, "hour"), ("solution", 4, "day")])
        self._create_policy_of_time("Law", [("response", 24, "hour", {"hours": "always"}), ("solution", 2, "day")])
        call = self._call_at("2026-11-26 11:00")
        self.assertEqual(self._get_clock(call).policy_id.name, "Law")
        self.assertEqual(self._get_clock(call, "solution").policy_id.name, "Law")
        self.assertIn("tighter than what Gold would promise", self._get_clock(call).reason)
        self.assertIn("4 working hours, by Gold", self._get_clock(self._call_at("2026-11-28 08:00")).reason)
        self.assertIn("tighter than what Gold would promise", call.with_user(self.technician).sla_reason)

    def test_hours_of_the_company_count_where_the_team_has_none(self):
        self._create_policy_of_time()
        self.team.resource_calendar_id = False
        call = self._call_at("2026-11-28 08:00")
        self.assertRecordValues(call.sla_ids, [{"calendar_origin": "company", "date_due": moment("2026-11-30 13:00")}])
        self.assertIn("Cooling has no working hours: those of the company", call.sla_reason)
        without_team = self._call_at("2026-11-28 08:00", team_id=False, user_id=False)
        self.assertIn("Without a team the hours of the company count", without_team.sla_reason)

    def test_one_of_a_unit_is_said_as_one(self):
        self._create_policy_of_time(lines=[("response", 1, "hour", {"hours": "always"}), ("solution", 1, "day")])
        call = self._call_at("2026-11-28 08:00")
        self.assertIn("First Response within one hour, by Usual.", call.sla_reason)
        self.assertIn("Solution within one working day, by Usual.", call.sla_reason)

    def test_nobody_has_hours_and_nothing_crashes(self):
        self._create_policy_of_time()
        self.team.resource_calendar_id = self.company.resource_calendar_id = False
        call = self._call_at("2026-11-28 08:00")
        self.assertRecordValues(call.sla_ids, [{"calendar_origin": "none", "date_due": tehran("2026-11-28 12:00")}])
        self.assertIn("No working hours are known", call.sla_reason)

    def test_calendar_that_never_works_is_never_due(self):
        never = self._create_calendar("Never", {}, "UTC")
        self._create_policy_of_time(lines=[("response", 4, "hour", {"hours": "own", "calendar_id": never.id})])
        call = self._call_at("2026-11-28 08:00")
        self.assertRecordValues(call.sla_ids, [{"state": "running", "date_due": False}])
        self._look("2027-11-28 08:00")
        self.assertFalse(call.sla_ids.date_failed)

    def test_hours_that_were_deleted_meanwhile_fall_to_the_company(self):
        self._create_policy_of_time()
        call = self._call_at("2026-11-28 08:00")
        self.calendar.sudo().unlink()
        with freeze_time(moment("2026-11-30 10:00")):
            self.assertEqual(call.sla_remaining, "First Response: 3 h 0 min left")

    def test_conditions_choose_the_calls(self):
        vip = self.env["res.partner.category"].create({"name": "VIP"})
        parent = self.env["product.category"].create({"name": "Appliances"})
        self.family.parent_id = parent
        tag = self.env["raya.call.tag"].create({"name": "Hospital"})
        company = self.env["res.partner"].create({"name": "Clinic", "category_id": vip.ids, "is_company": True})
        self.customer.parent_id = company
        fitting = [
            {"kind": "repair"},
            {"priority": "1"},
            {"coverage_status": "covered"},
            {"partner_tag_ids": vip.ids},
            {"tag_ids": tag.ids},
            {"product_ids": self.fridge.ids},
            {"categ_id": parent.id},
            {"team_ids": self.team.ids},
        ]
        strange = [
            {"kind": "question"},
            {"priority": "2"},
            {"coverage_status": "charged"},
            {"partner_tag_ids": vip.copy().ids},
            {"tag_ids": tag.copy({"name": "School"}).ids},
            {"product_ids": self.part.ids},
            {"categ_id": parent.copy().id},
            {"team_ids": self.evening.ids},
        ]
        for values, is_fitting in [*((each, True) for each in fitting), *((each, False) for each in strange)]:
            with self.subTest(values):
                policy = self._create_policy_of_time(**values)
                call = self._call_at("2026-05-04 08:00", priority="1", tag_ids=tag.ids)
                self.assertEqual(bool(call.sla_ids), is_fitting)
                policy.active = False

    def test_every_kind_of_target_says_when_its_clock_starts(self):
        for kind, _label in self.env["raya.sla.policy.line"]._fields["kind"]._description_selection(self.env):
            start = getattr(self.env["raya.sla"], f"_get_{kind}_start", None)
            self.assertTrue(callable(start), kind)

    def test_corrected_day_of_the_report_is_the_start(self):
        self._create_policy_of_time()
        call = self._call_at("2026-11-28 12:00")
        with freeze_time(tehran("2026-11-28 12:10")):
            call.date_reported = tehran("2026-11-28 09:00")
        self._assert_clock(call, date_started="2026-11-28 09:00", date_due="2026-11-28 13:00")

    def test_call_of_another_age_has_no_clock(self):
        self._create_policy_of_time()
        for day in ("2010-01-02 08:00:00", "2099-01-02 08:00:00"):
            with freeze_time("2026-11-28 08:00:00"):
                self.assertFalse(self._create_call(date_reported=day).sla_ids, day)

    def test_promise_that_changes_later_changes_no_clock(self):
        policy = self._create_policy_of_time()
        call = self._call_at("2026-11-28 08:00")
        policy.line_ids.amount = 1
        self._move(call, "2026-11-28 08:10", "referred", "waiting", "progress")
        self._assert_clock(call, date_due="2026-11-28 12:00")
        policy.line_ids.unlink()
        self.assertTrue(self._get_clock(call).exists())
        with self.assertRaisesRegex(UserError, "Archive it"):
            policy.unlink()

    def test_targets_are_sound(self):
        with self.assertRaisesRegex(ValidationError, "Choose the working hours"):
            self._create_policy_of_time(lines=[("response", 4, "hour", {"hours": "own"})])
        with self.assertRaises(ValidationError):
            self._create_policy_of_time(lines=[("response", 0, "hour")])

    def test_what_is_left_is_said_in_the_unit_of_the_promise(self):
        self._create_policy_of_time(lines=[("response", 30, "minute"), ("solution", 3, "day")])
        call = self._call_at("2026-11-28 08:00")
        with freeze_time(tehran("2026-11-28 08:10")):
            self.assertEqual(self._get_clock(call).remaining, "First Response: 20 min left")
            self.assertEqual(self._get_clock(call, "solution").remaining, "Solution: 3 d left")
            self.assertEqual(call.sla_remaining, "First Response: 20 min left")
        self.env.invalidate_all()
        with freeze_time(tehran("2026-11-30 17:00")):
            self.assertEqual(self._get_clock(call).remaining, "First Response: 23 h 30 min late")
            self.assertEqual(self._get_clock(call, "solution").remaining, "Solution: 1 d left")

    def test_clocks_of_many_calls_cost_few_queries(self):
        asset = self._create_asset()
        values = {"asset_id": asset.id, "team_id": self.team.id, "date_reported": "2026-11-28 08:00:00"}

        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with freeze_time("2026-11-28 08:00:00"):
                calls = self.env["raya.call"].sudo().create([values] * 100)
                self.env.flush_all()
            return self.env.cr.sql_log_count - before, len(calls.sla_ids)

        count()
        without, none = count()
        self._create_policy_of_time(lines=[("response", 4, "hour"), ("solution", 2, "day")])
        count()
        queries, clocks = count()
        self.assertEqual((none, clocks), (0, 200))
        self.assertLessEqual(queries - without, 25)
