from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from .common_phone import PIXEL, PhoneCommon


@tagged("post_install", "-at_install")
class TestMyJobs(PhoneCommon):
    """What a technician reads of their jobs, and every operation of their phone."""

    # Reading

    def test_technicians_begin_with_their_jobs(self):
        action = self.env["raya.first.page"].with_user(self.technician).open()
        self.assertEqual((action["tag"], action["path"]), ("raya_my_jobs", "my-jobs"))

    def test_technicians_land_on_their_jobs_unless_they_chose_another_page(self):
        def land(user):
            return self.env["raya.first.page"].with_user(user)._get_home_action()

        jobs = self.env.ref("raya_service_workorder.raya_my_jobs_action")
        self.assertEqual(land(self.technician), jobs.id)
        self.technician.action_id = self.env.ref("base.action_res_users").id
        self.assertFalse(land(self.technician))
        for user in (self.dispatcher, self.operator, self.manager, self.clerk):
            self.assertFalse(land(user), user.name)

    def test_each_job_stands_under_one_heading(self):
        later = self._plan_visit(self._create_job(), date_start=fields.Datetime.now() + timedelta(days=3))
        begun, waiting, back = (self._create_workorder() for _each in range(3))
        waiting.action_wait("parts")
        back.sudo().sent_back_reason = "The photo is missing"
        headings = {job["id"]: job["heading"] for job in self.jobs.get_jobs()["jobs"]}
        self.assertEqual(headings[self.job.id], "next")
        self.assertEqual(headings[later.workorder_ids.id], "next")
        self.assertEqual([headings[job.id] for job in (begun, waiting, back)], ["today", "waiting", "correct"])
        self._plan_visit()
        self.assertEqual(self._read()["heading"], "today")
        self.assertEqual(self._read(back)["reason"], "The photo is missing")

    def test_only_own_jobs_and_those_to_which_one_goes(self):
        self.team.user_ids |= self.stranger
        self.assertFalse(self.jobs.with_user(self.stranger).get_jobs()["jobs"])
        self._plan_visit(user_id=self.dispatcher.id, helper_ids=[Command.set(self.stranger.ids)])
        self.assertEqual(self._read(user=self.stranger)["name"], self.job.name)

    def test_a_job_tells_how_to_reach_the_customer(self):
        job = self._read()
        self.assertEqual(job["site"]["phone"], "+98 21 5550101")
        self.assertEqual(job["site"]["address"], "Tehran, Azadi 5")
        self.assertEqual(job["customer"]["name"], self.customer.display_name)

    def test_queries_do_not_grow_with_jobs(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.jobs.get_jobs()
            return self.cr.sql_log_count - before

        for _each in range(2):
            self._create_job()
        count()
        few = count()
        for _each in range(10):
            self._create_job()
        self.assertLessEqual(count(), few + 12)

    # The visit

    def test_three_taps_are_stamped_with_the_moment_of_the_tap(self):
        visit = self._plan_visit()
        now = fields.Datetime.now()
        self._send(self._make("on_my_way", ago=7200), self._make("arrive", ago=3600))
        self.assertEqual((visit.state, self.job.state), ("arrived", "progress"))
        self.assertAlmostEqual(visit.date_on_my_way, now - timedelta(hours=2), delta=timedelta(seconds=5))
        self.assertAlmostEqual(visit.date_arrived, now - timedelta(hours=1), delta=timedelta(seconds=5))
        self._do("arrive", status="skipped")
        self._do("on_my_way", status="skipped")
        self.assertAlmostEqual(visit.date_arrived, now - timedelta(hours=1), delta=timedelta(seconds=5))

    def test_stamps_never_go_backwards(self):
        """The way was told later than the arrival: two taps whose clock was set in between."""
        visit = self._plan_visit()
        self._send(self._make("on_my_way", ago=60), self._make("arrive", ago=600))
        self.assertEqual(visit.date_arrived, visit.date_on_my_way)

    def test_the_way_is_written_down_where_it_was_driven(self):
        visit = self._plan_visit()
        self._do("arrive")
        self.assertEqual(self._read()["visit"]["distance"], 0)
        answer = self._do("write_distance", distance=37.5, base=0)
        self.assertIn("37.5 km", answer["message"])
        self.assertEqual((visit.distance, self._read()["visit"]["distance"]), (37.5, 37.5))
        self._do("write_distance", distance=1e7, base=37.5, status="failed")
        self.assertEqual(visit.distance, 37.5)

    def test_no_way_is_written_down_without_a_visit(self):
        self.assertIs(self._read()["visit"]["distance"], False)
        answer = self._do("write_distance", distance=3, base=0, status="failed")
        self.assertIn("on the visit itself", answer["message"])

    def test_a_job_without_a_visit_is_begun(self):
        self.assertFalse(self._read()["visit"]["canTravel"])
        self._do("on_my_way", status="skipped")
        self._do("arrive")
        self.assertEqual(self.job.state, "progress")
        self._do("arrive", status="skipped")

    def test_nobody_was_there(self):
        visit = self._plan_visit()
        self._do("leave", outcome="absent")
        self.assertEqual((visit.state, visit.outcome, visit.left_ids), ("done", "absent", self.job))
        self.assertEqual(self.job.state, "waiting")
        self.assertTrue(self.job.needs_visit)

    def test_the_rest_of_a_job_waits(self):
        self._do("arrive")
        self._do("leave", outcome="partly")
        self.assertEqual((self.job.state, self.job.waiting_for, self.job.outcome), ("waiting", "visit", False))

    def test_a_visit_ends_with_its_last_job(self):
        other = self._create_job()
        visit = self._plan_visit(self.job | other)
        self._do("arrive")
        self._do("leave", outcome="partly")
        self.assertEqual((visit.state, self.job.state), ("arrived", "waiting"))
        self._do("leave", job=other, outcome="refused")
        self.assertEqual((visit.state, visit.left_ids, other.outcome), ("done", self.job, "refused"))

    def test_what_waits_is_left_by_a_visit_that_ends_without_an_arrival(self):
        other = self._create_job()
        other.action_start()
        other.action_wait("parts")
        visit = self._plan_visit(self.job | other)
        self._do("leave", outcome="no_fault")
        self.assertEqual((visit.outcome, visit.left_ids, self.job.outcome), ("partly", other, "no_fault"))
        self.assertEqual((other.state, other.outcome, other.needs_visit), ("waiting", False, True))

    def test_an_outcome_is_one_of_those_known(self):
        self._do("leave", status="failed", outcome="approved")

    def test_no_fault_is_an_end_too(self):
        visit = self._plan_visit()
        self._do("arrive")
        self._do("leave", outcome="no_fault")
        self.assertEqual((visit.outcome, self.job.outcome), ("done", "no_fault"))

    # Answers, services, checks

    def test_the_first_probable_fault_is_accepted_with_all_it_needs(self):
        [statement] = self._read()["statements"]
        self.assertEqual(statement["title"], self.symptom.name)
        [first, *_others] = statement["probable"]
        self.assertEqual(first["id"], self.fault.id)
        self._do("accept_fault", diagnosis_id=self.line.id, fault_id=first["id"])
        self.assertEqual(self.job.work_line_ids.operation_id, self.operation)
        self.assertEqual(self.job.part_ids.product_id, self.part)
        self._do("accept_fault", status="skipped", diagnosis_id=self.line.id, fault_id=first["id"])
        [statement] = self._read()["statements"]
        self.assertEqual((statement["isAnswered"], statement["answer"]), (True, self.fault.name))

    def test_a_statement_is_answered_by_a_reason(self):
        [reason, *_others] = self.jobs.get_jobs()["reasons"]
        self._do("accept_fault", diagnosis_id=self.line.id, fault_id=self.fault.id)
        self._do("give_reason", diagnosis_id=self.line.id, reason_id=reason["id"])
        self.assertEqual((self.line.reason_id.name, self.line.fault_id.id), (reason["name"], False))

    def test_what_was_done_is_written_down(self):
        self._do("write_note", diagnosis_id=self.line.id, text="Changed", base="")
        self.assertEqual(self.line.note, "Changed")

    def test_a_timer_counts_from_tap_to_tap(self):
        self._do("accept_fault", diagnosis_id=self.line.id, fault_id=self.fault.id)
        line = self.job.work_line_ids
        self._do("start_timer", ago=3600, work_line_id=line.id)
        self.assertTrue(self._read()["services"][0]["runningSince"])
        self._do("start_timer", status="skipped", work_line_id=line.id)
        self._do("stop_timer", ago=1800, work_line_id=line.id)
        self.assertAlmostEqual(line.hours, 0.5, places=2)
        self._do("stop_timer", status="skipped", work_line_id=line.id)
        self._do("add_time", work_line_id=line.id, minutes=5)
        self.assertAlmostEqual(self._read()["services"][0]["minutes"], 35, delta=0.1)

    def test_another_timer_ends_when_the_next_one_began(self):
        other = self._create_workorder()
        self._do("accept_fault", diagnosis_id=self.line.id, fault_id=self.fault.id)
        self._do("start_timer", job=other, ago=3600, work_line_id=other.work_line_ids.id)
        self._do("start_timer", ago=1800, work_line_id=self.job.work_line_ids.id)
        ended = other.work_line_ids.time_ids.filtered("start")
        self.assertAlmostEqual(ended.hours, 0.5, places=2)

    def test_checks_are_answered_by_their_kind(self):
        checks = self._create_checks()
        answers = {"do": "yes", "check": "no", "measure": "۱۲٫۵", "text": "dry", "choice": "Red"}
        for kind, text in answers.items():
            self._do("answer_check", check_id=checks[kind].id, text=text, base="")
        self._do("add_photo", image=PIXEL, name="a.png", check_id=checks["photo"].id)
        self.assertTrue(all(check.is_answered for check in checks.values()))
        shown = {check["kind"]: check for check in self._read()["checks"]}
        self.assertEqual((shown["check"]["answer"], shown["photo"]["hasPhoto"]), ("no", True))
        self.assertEqual(checks["measure"].value, 12.5)
        answer = self._do("answer_check", status="conflict", check_id=checks["check"].id, text="yes", base="")
        self.assertEqual(checks["check"].answer, "no")
        self.assertIn("No", answer["message"])

    def _create_checks(self):
        """One check of each kind on the job, by kind."""
        kinds = ("do", "check", "measure", "text", "choice", "photo")
        steps = [
            Command.create(
                {
                    "instruction": kind,
                    "kind": kind,
                    "unit": "bar" if kind == "measure" else False,
                    "choices": "Red\nBlue" if kind == "choice" else False,
                }
            )
            for kind in kinds
        ]
        procedure = self._create_procedure()
        self._create_published(procedure_id=procedure.id, step_ids=steps)
        self.operation.procedure_ids = procedure
        self._do("accept_fault", diagnosis_id=self.line.id, fault_id=self.fault.id)
        return {check.kind: check for check in self.job.check_ids}

    # Parts

    def _accept(self):
        self._do("arrive")
        self._do("accept_fault", diagnosis_id=self.line.id, fault_id=self.fault.id)
        return self.job.part_ids

    def test_a_part_from_the_van_is_one_tap(self):
        self._fill_van()
        part = self._accept()
        [shown] = self._read()["parts"]
        self.assertTrue(shown["canTake"])
        self._do("take_part", part_id=part.id)
        self.assertRecordValues(part, [{"source": "van", "qty_reported": 1}])
        self._do("take_part", status="skipped", part_id=part.id)
        self.assertFalse(self._read()["parts"][0]["canTake"])

    def test_what_the_van_does_not_have_is_not_taken(self):
        part = self._accept()
        self.assertFalse(self._read()["parts"][0]["canTake"])
        self._do("take_part", status="failed", part_id=part.id)

    def test_what_another_job_was_given_is_not_offered(self):
        self._create_issued(used=0)
        part = self._accept()
        [shown] = self._read()["parts"]
        self.assertFalse(shown["canTake"])
        self.assertNotIn("van", [state["key"] for state in shown["states"]])
        self._do("take_part", status="failed", part_id=part.id)

    def test_parts_are_requested_used_and_returned(self):
        part = self._accept()
        part.quantity = 2
        self.assertTrue(self._read()["canRequest"])
        self._do("request_parts")
        self._do("request_parts", status="skipped")
        self._issue(self.job)
        [shown] = self._read()["parts"]
        self.assertEqual((shown["usable"], shown["used"]), (2, 0))
        self._do("use_part", part_id=part.id, quantity=1, base=0)
        self.assertEqual(part.qty_reported, 1)
        self._do("use_part", status="failed", part_id=part.id, quantity=3, base=1)
        self._do("return_parts")
        self.assertIn("returning", [state["key"] for state in self._read()["parts"][0]["states"]])
        self._do("return_parts", status="skipped")

    def test_a_scanned_part_comes_onto_the_job(self):
        fan = self._create_product("Fan", barcode="4006381333931", default_code="FAN-1")
        self._fill_van(1, fan)
        self._do("add_part", code="4006381333931")
        line = self.job.part_ids.filtered(lambda part: part.product_id == fan)
        self.assertRecordValues(line, [{"source": "van", "qty_reported": 1}])
        self._do("add_part", code="fan-1")
        self.assertEqual(len(self.job.part_ids), 1)
        self._do("add_part", status="failed", code="unknown")

    def test_serial_numbers_fitted_and_taken_out(self):
        pump = self._create_product("Pump", tracking="serial")
        mine, elsewhere = self.env["stock.lot"].create(
            [{"name": name, "product_id": pump.id} for name in ("P-1", "P-2")]
        )
        self._fill_van(1, pump, mine)
        self._stock_up(pump, 1, elsewhere)
        self._do("add_part", code="P-1")
        part = self.job.part_ids
        self.assertRecordValues(part, [{"source": "van", "qty_reported": 1, "lot_ids": mine.ids}])
        self._do("fit_serial", status="skipped", part_id=part.id, serial="P-1")
        self._do("fit_serial", status="failed", part_id=part.id, serial="P-2")
        self._do("fit_serial", status="failed", part_id=part.id, serial="P-9")
        self._do("write_removed", part_id=part.id, text="OLD-7", base="")
        [shown] = self._read()["parts"]
        self.assertEqual((shown["fitted"], shown["removed"], shown["isTracked"]), (["P-1"], "OLD-7", True))
        self._do("use_part", part_id=part.id, quantity=0, base=1)
        self.assertRecordValues(part, [{"qty_reported": 0, "lot_ids": []}])

    def test_two_phones_do_not_overwrite_each_others_numbers(self):
        visit = self._plan_visit()
        part = self._accept()
        part.source = "van"
        cases = (
            ("use_part", "quantity", {"part_id": part.id}, lambda: part.qty_reported),
            ("write_distance", "distance", {}, lambda: visit.distance),
            ("record_meter", "value", {"meter": "hours"}, lambda: self.job.meter_value),
        )
        for name, argument, more, read in cases:
            for first, second in ((1, 2), (4, 3)):
                with self.subTest(operation=name, first=first):
                    base = read()
                    self._do(name, base=base, **{argument: first}, **more)
                    answer = self._do(name, base=base, status="conflict", **{argument: second}, **more)
                    self.assertIn(f"wrote {first}", answer["message"])
                    self.assertEqual(read(), first)
                    self._do(name, base=first, **{argument: second}, **more)
                    self.assertEqual(read(), second)

    def test_number_that_is_kept_rounded_is_no_conflict(self):
        """Of two readings that waited for a connection the second one was typed onto the first."""
        self._do("record_meter", meter="hours", value=120.26, base=0)
        self._do("record_meter", meter="hours", value=121, base=120.26)
        self.assertEqual(self.job.meter_value, 121)

    # The report

    def test_photos_come_one_by_one(self):
        for name in ("before.png", "after.png"):
            self._do("add_photo", image=PIXEL, name=name)
        self.assertEqual(self._read()["photos"], 2)
        photos = self.env["ir.attachment"].search(
            [("res_model", "=", "raya.workorder"), ("res_id", "=", self.job.id), ("mimetype", "=", "image/png")]
        )
        self.assertEqual(photos.mapped("raw"), [self._get_pixel()] * 2)

    def test_a_closed_report_takes_no_photo_and_no_words(self):
        job = self._create_submitted()
        self._do("add_photo", job=job, status="failed", image=PIXEL, name="late.png")
        self._do("write_report", job=job, status="failed", field="finding", text="Late", base="")
        self._do("sign", job=job, status="failed", image=PIXEL, name="Sara")

    def test_the_meter_is_read(self):
        self._do("record_meter", ago=86400, meter="hours", value=120, base=0)
        yesterday = self.company._raya_get_day() - timedelta(days=1)
        self.assertRecordValues(self.job, [{"meter": "hours", "meter_value": 120, "meter_date": yesterday}])
        self._do("record_meter", status="failed", meter="miles", value=1, base=120)

    def test_only_texts_of_the_report_are_written(self):
        self._do("write_report", status="failed", field="name", text="WO/1", base=self.job.name)
        for field in ("finding", "recommendation", "customer_remark"):
            self._do("write_report", field=field, text="Words", base="")
            self.assertEqual(self.job[field], "Words")

    def test_the_customer_signs_once(self):
        now = fields.Datetime.now()
        self._do("sign", ago=3600, image=PIXEL, name="Sara Karimi")
        self.assertEqual(self.job.signed_by, "Sara Karimi")
        self.assertAlmostEqual(self.job.signed_date, now - timedelta(hours=1), delta=timedelta(seconds=5))
        self._do("sign", status="skipped", image=PIXEL, name="Somebody Else")
        self.assertEqual(self._read()["signed"]["by"], "Sara Karimi")

    def test_what_changed_since_is_signed_again(self):
        self._do("sign", ago=3600, image=PIXEL, name="Sara Karimi")
        self.assertEqual(self._read()["signed"]["changes"], [])
        self._do("write_report", field="finding", text="Burnt", base="")
        self.assertEqual(self._read()["signed"]["changes"], ["Findings: – → Burnt"])
        self._do("sign", image=PIXEL, name="Ali Karimi")
        self.assertEqual(self._read()["signed"], {**self._read()["signed"], "by": "Ali Karimi", "changes": []})

    def test_the_report_is_submitted_and_called_back(self):
        visit = self._plan_visit()
        self._fill_van()
        part = self._accept()
        self._do("take_part", part_id=part.id)
        self._do("submit")
        self.assertEqual((self.job.state, self.job.outcome, visit.state), ("submitted", "done", "done"))
        self._do("submit", status="skipped")
        self.assertEqual(self._read()["heading"], "submitted")
        self.assertTrue(self._read()["canCallBack"])
        self._do("call_back")
        self.assertEqual(self.job.state, "progress")
        self._do("call_back", status="skipped")

    def test_an_incomplete_report_stays_with_the_technician(self):
        visit = self._plan_visit()
        self._do("arrive")
        answer = self._do("submit", status="failed")
        self.assertIn(self.symptom.name, answer["message"])
        self.assertEqual((self.job.state, visit.state), ("progress", "arrived"))
