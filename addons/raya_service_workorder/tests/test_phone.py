import uuid
from datetime import timedelta
from functools import partial

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError, MissingError, RedirectWarning, ValidationError
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger
from psycopg2.errors import SerializationFailure

from ..tools import phone
from ..tools.phone_operations import OPERATIONS
from .common_phone import PIXEL, PhoneCommon


@tagged("post_install", "-at_install")
class TestPhone(PhoneCommon):
    """What is done on a phone happens once, whatever the connection does."""

    def test_the_same_operation_again_is_answered_and_not_run(self):
        operation = self._make("write_report", field="finding", text="Relay burnt", base="")
        first = self._send(operation)
        self.job.finding = "Relay burnt, and the fan hums"
        again = self._send(operation)
        self.assertEqual([answer["status"] for answer in first + again], ["done", "done"])
        self.assertEqual(self.job.finding, "Relay burnt, and the fan hums")
        self.assertEqual(len(self.env["raya.phone.operation"].search([("uuid", "=", operation["uuid"])])), 1)
        self.assertEqual(again[0]["job"]["texts"]["finding"], "Relay burnt, and the fan hums")

    def test_a_key_is_of_its_user_only(self):
        self.team.user_ids |= self.stranger
        operation = self._make("write_report", field="finding", text="Relay burnt", base="")
        self._send(operation)
        [answer] = self._send(operation, user=self.stranger)
        self.assertEqual((answer["status"], answer["job"]), ("failed", False))
        self.assertIn("Another user", answer["message"])

    def test_what_was_done_is_answered_when_the_job_is_somebody_elses_by_now(self):
        operation = self._make("write_report", field="finding", text="Relay burnt", base="")
        self._send(operation)
        washing = self.team.copy({"name": "Washing", "user_ids": self.stranger.ids})
        self.job.write({"team_id": washing.id, "user_id": self.stranger.id})
        [answer] = self._send(operation)
        self.assertEqual((answer["status"], answer["job"]), ("done", False))

    def test_what_is_refused_leaves_nothing_and_stops_no_other(self):
        self.job.user_id = False
        answers = self._send(
            self._make("write_report", field="finding", text="Relay burnt", base=""),
            self._make("submit"),
            self._make("write_report", field="customer_remark", text="Thanks", base=""),
        )
        self.assertEqual([answer["status"] for answer in answers], ["done", "failed", "done"])
        self.assertEqual((self.job.state, self.job.outcome), ("draft", False))
        self.assertEqual(self.job.customer_remark, "Thanks")

    def test_whatever_stops_one_operation_is_its_refusal_and_stops_no_other(self):
        fails = []

        def run(jobs, job, date, **arguments):
            job.finding = "half done"
            fails[-1]()

        def fail_by_database():
            self.env.cr.execute("INSERT INTO raya_phone_operation (uuid) VALUES ('x')")

        def fail_by_table():
            self.env.cr.execute("SELECT 1 / 0")

        def fail_by(error):
            raise error

        self.patch(self.registry["raya.my.jobs"], "_run_arrive", run)
        for fail, told in (
            (lambda: fail_by(AccessError("Not yours")), "Not yours"),
            (lambda: fail_by(ValidationError("Not so")), "Not so"),
            (lambda: fail_by(MissingError("Gone")), "Gone"),
            (lambda: fail_by(RedirectWarning("Choose first", 1, "Go")), "Choose first"),
            (fail_by_database, "required"),
            (fail_by_table, "could not do this (DivisionByZero)"),
            (lambda: fail_by(KeyError("x")), "could not do this (KeyError)"),
        ):
            fails.append(fail)
            with (
                self.subTest(told),
                mute_logger("odoo.sql_db", "odoo.addons.raya_service_workorder.models.raya_my_jobs"),
            ):
                refused, done = self._send(
                    self._make("arrive"), self._make("write_report", field="customer_remark", text=told, base="")
                )
                self.assertEqual((refused["status"], refused["job"], done["status"]), ("failed", False, "done"))
                self.assertIn(told, refused["message"])
                self.assertEqual((self.job.finding, self.job.customer_remark), (False, told))
                self.job.customer_remark = False
        fails.append(partial(fail_by, SerializationFailure()))
        with self.assertRaises(SerializationFailure):
            self._send(self._make("arrive"))

    def test_a_refused_operation_may_be_sent_again(self):
        self.job.user_id = False
        operation = self._make("arrive")
        [refused] = self._send(operation)
        self.assertEqual(refused["status"], "failed")
        self.job.user_id = self.technician
        [answer] = self._send(operation)
        self.assertEqual((answer["status"], self.job.state), ("done", "progress"))

    def test_outside_the_team_everything_is_refused(self):
        for name in OPERATIONS:
            with self.subTest(operation=name):
                [answer] = self._send(self._make(name, **self._get_arguments(name)), user=self.stranger)
                self.assertEqual(answer["status"], "failed")
        self.assertFalse(self.env["raya.phone.operation"].search([("user_id", "=", self.stranger.id)]))
        self.assertFalse(self.jobs.with_user(self.stranger).get_jobs()["jobs"])

    def test_who_only_reads_a_job_does_nothing_on_it(self):
        """Call operators read all jobs; one who is a technician as well works on those of their team."""
        self.stranger.group_ids |= self.env.ref("raya_service_base.group_service_operator")
        self.assertTrue(self.job.with_user(self.stranger).name)
        for name in ("on_my_way", "arrive", "return_parts", "call_back"):
            self._do(name, status="failed", user=self.stranger)

    def _get_arguments(self, name):
        """Arguments that can be read, of any operation."""
        known = {
            phone.read_id: self.line.id,
            phone.read_text: "text",
            phone.read_name: "name",
            phone.read_number: 1,
            phone.read_image: PIXEL,
        }
        return {each.removesuffix("?"): known[read] for each, read in OPERATIONS[name].items()}

    def test_only_technicians_have_jobs(self):
        for user in (self.operator, self.outsider):
            with self.assertRaises(AccessError):
                self.jobs.with_user(user).get_jobs()
            with self.assertRaises(AccessError):
                self.jobs.with_user(user).run([], 0)

    def test_every_operation_has_its_method_and_no_other_is_run(self):
        methods = {name.removeprefix("_run_") for name in dir(self.jobs) if name.startswith("_run_")}
        self.assertEqual(methods - {"alone", "once"}, set(OPERATIONS))
        for name in ("alone", "once", "unlink", "_run_submit"):
            [answer] = self._send(self._make(name))
            self.assertEqual(answer["status"], "failed")

    def test_what_cannot_be_read_is_refused_one_by_one(self):
        good = self._make("write_report", field="finding", text="Dry", base="")
        odd = [
            None,
            {},
            good | {"uuid": "1"},
            good | {"uuid": str(uuid.uuid4()), "job_id": True},
            good | {"uuid": str(uuid.uuid4()), "at": None},
            good | {"uuid": str(uuid.uuid4()), "args": {"field": "state", "text": "approved", "base": "draft"}},
            good | {"uuid": str(uuid.uuid4()), "args": {"field": "finding", "text": "Dry", "base": "", "user_id": 1}},
            self._make("sign", image="data:text/html;base64,PGI+", name="Sara"),
            self._make("sign", image="PGI+", name="Sara"),
            self._make("use_part", part_id=1, quantity=-1, base=0),
            self._make("accept_fault", diagnosis_id=self.line.id + 10**6, fault_id=self.fault.id),
        ]
        answers = self._send(*odd, good)
        self.assertEqual([answer["status"] for answer in answers], ["failed"] * len(odd) + ["done"])
        self.assertFalse(self.job.signature)

    def test_two_phones_on_one_job_keep_each_others_fields(self):
        """E11: one writes a remark, one answers a statement, both without connection."""
        self.team.user_ids |= self.stranger
        mine = self._make("accept_fault", diagnosis_id=self.line.id, fault_id=self.fault.id, ago=600)
        theirs = self._make("write_report", field="customer_remark", text="Noisy at night", base="", ago=500)
        self._send(theirs, user=self.stranger)
        self._send(mine)
        # The answer was lost on the way: both phones send again.
        self._send(mine)
        self._send(theirs, user=self.stranger)
        self.assertRecordValues(self.job, [{"customer_remark": "Noisy at night"}])
        self.assertEqual(self.line.fault_id, self.fault)
        self.assertEqual(len(self.job.work_line_ids), 1)

    def test_words_of_somebody_else_are_never_overwritten(self):
        self._do("write_report", field="finding", text="Relay burnt", base="")
        self.job.finding = "Relay burnt and pump dry"
        answer = self._do("write_report", status="conflict", field="finding", text="Relay is new", base="Relay burnt")
        self.assertEqual(answer["theirs"], "Relay burnt and pump dry")
        self.assertEqual(self.job.finding, "Relay burnt and pump dry")
        # The user has seen both and decides.
        self._do("write_report", field="finding", text="Relay is new", base="Relay burnt and pump dry")
        self.assertEqual(self.job.finding, "Relay is new")

    def test_the_same_words_are_no_conflict(self):
        self.job.finding = "Relay burnt"
        self._do("write_report", field="finding", text="Relay burnt", base="")

    def test_the_phone_is_believed_within_limits(self):
        now = fields.Datetime.now()
        for ago, expected in ((3600, now - timedelta(hours=1)), (-3600, now), (8 * 86400, now)):
            with self.subTest(ago=ago), freeze_time(now):
                operation = self._make("write_report", field="finding", text="Dry", base="", ago=ago)
                self._send(operation)
                taken = self.env["raya.phone.operation"].search([("uuid", "=", operation["uuid"])])
                self.assertEqual(taken.date, expected)

    def test_technicians_read_their_own_operations_and_write_none(self):
        self._do("write_report", field="finding", text="Dry", base="")
        Log = self.env["raya.phone.operation"]
        taken = Log.with_user(self.technician).search([("workorder_id", "=", self.job.id)])
        self.assertEqual(taken.user_id, self.technician)
        self.assertFalse(Log.with_user(self.stranger).search([("workorder_id", "=", self.job.id)]))
        for user in (self.technician, self.dispatcher):
            with self.assertRaises(AccessError):
                taken.with_user(user).write({"result": {}})
            with self.assertRaises(AccessError):
                taken.with_user(user).copy()

    def test_old_keys_are_forgotten(self):
        self._do("write_report", field="finding", text="Dry", base="")
        Log = self.env["raya.phone.operation"]
        kept = Log.search([("workorder_id", "=", self.job.id)])
        Log._gc_old()
        self.assertTrue(kept.exists())
        with freeze_time(fields.Datetime.now() + timedelta(days=401)):
            Log._gc_old()
        self.assertFalse(kept.exists())


@tagged("post_install", "-at_install")
class TestPhoneByRpc(PhoneCommon, HttpCase):
    """The phone as it talks to the server."""

    def _call(self, method, *args):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/raya.my.jobs/{method}",
            {"model": "raya.my.jobs", "method": method, "args": args, "kwargs": {}},
        )

    def test_jobs_are_read_and_worked_on(self):
        self.authenticate(self.technician.login, self.technician.login)
        self.assertIn(self.job.id, [job["id"] for job in self._call("get_jobs")["jobs"]])
        [answer] = self._call("run", [self._make("write_report", field="finding", text="Dry", base="")], 1000.0)
        self.assertEqual((answer["status"], answer["job"]["texts"]["finding"]), ("done", "Dry"))

    def test_whoever_logs_in_lands_where_they_work(self):
        jobs = self.env.ref("raya_service_workorder.raya_my_jobs_action").id
        for user, home in ((self.technician, jobs), (self.dispatcher, False)):
            self.authenticate(user.login, user.login)
            info = self.make_jsonrpc_request("/web/session/get_session_info", {})
            self.assertEqual(info["home_action_id"], home, user.name)

    @mute_logger("odoo.http")
    def test_nothing_else_is_called(self):
        self.authenticate(self.technician.login, self.technician.login)
        for method in ("_run_submit", "_run_once", "_prepare_jobs"):
            with self.subTest(method=method), self.assertRaisesRegex(JsonRpcException, "AccessError"):
                self._call(method, self.job.id)
