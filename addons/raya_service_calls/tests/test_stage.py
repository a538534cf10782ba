from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from ..models.raya_call_stage import STAGE_KINDS
from .common import ServiceCallsCommon


class TestStage(ServiceCallsCommon):
    """Another stage is an action: a card is dragged where it may go, and nowhere else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outcome = cls.env["raya.call.outcome"].create({"name": "Solved"})

    def _get_stage(self, kind):
        return self.env["raya.call"]._get_stage(kind)

    def _drag(self, call, kind, user):
        """What the board sends when a card is dropped."""
        call.with_user(user).web_save({"stage_id": self._get_stage(kind).id}, {"stage_id": {}})

    def _create_progressing(self):
        call = self._create_call()
        for kind in ("referred", "progress"):
            self._drag(call, kind, self.operator)
        return call

    def test_every_kind_of_stage_has_its_action(self):
        for kind, _label in STAGE_KINDS:
            self.assertTrue(callable(getattr(self.env["raya.call.stage"], f"_take_{kind}", None)), kind)

    def test_dragging_to_referred_refers(self):
        call = self._create_call()
        self._drag(call, "referred", self.operator)
        self.assertRecordValues(call, [{"state": "referred", "stage_id": self._get_stage("referred").id}])
        self.assertRecordValues(call.referral_ids, [{"user_id": self.technician.id, "author_id": self.operator.id}])
        self.assertEqual(call.activity_ids.user_id, self.technician)

    def test_dragging_checks_what_the_button_checks(self):
        self.env["raya.team"].search([]).active = False
        call = self._create_call(team_id=False, user_id=False)
        with self.assertRaisesRegex(UserError, "Choose the technical team"):
            self._drag(call, "referred", self.operator)
        self.assertEqual(call.state, "new")
        self.assertFalse(call.referral_ids)

    def test_technician_works_along_the_board_and_does_not_cancel(self):
        call = self._create_call()
        self._drag(call, "referred", self.operator)
        for kind in ("progress", "waiting", "progress"):
            self._drag(call, kind, self.technician)
            self.assertEqual(call.state, kind)
        call_of_waiting = self._create_call(user_id=self.technician.id)
        for kind in ("referred", "cancelled"):
            with self.assertRaisesRegex(AccessError, "Only a call operator"):
                self._drag(call_of_waiting, kind, self.technician)
        self.assertEqual(call_of_waiting.state, "new")
        call.outcome_id = self.outcome
        self._drag(call, "done", self.technician)
        self.assertEqual(call.state, "done")

    def test_forbidden_drag_says_why_and_changes_nothing(self):
        call = self._create_progressing()
        with self.assertRaisesRegex(UserError, "In Progress and cannot become Cancelled"):
            self._drag(call, "cancelled", self.operator)
        with self.assertRaisesRegex(UserError, "cannot become New"):
            self._drag(call, "new", self.operator)
        self.assertEqual(call.stage_id, self._get_stage("progress"))

    def test_stages_of_one_kind_are_a_matter_of_taste(self):
        parts = self.env["raya.call.stage"].create({"name": "Waits for parts", "kind": "waiting", "sequence": 45})
        call = self._create_progressing()
        call.with_user(self.technician).stage_id = parts
        self.assertRecordValues(call, [{"state": "waiting", "stage_id": parts.id}])
        self._drag(call, "waiting", self.technician)
        self.assertEqual(call.stage_id, self._get_stage("waiting"))
        self.assertEqual(len(call.referral_ids), 1)

    def test_stage_is_changed_alone(self):
        call = self._create_call().with_user(self.operator)
        with self.assertRaisesRegex(UserError, "changes its stage alone"):
            call.write({"stage_id": self._get_stage("cancelled").id, "statement": "Other words"})
        self.assertEqual((call.state, call.statement), ("new", "It does not get cold."))

    def test_call_begins_as_new(self):
        Call = self.env["raya.call"].with_user(self.operator)
        waiting, values = self._get_stage("waiting"), {"partner_id": self.customer.id}
        with self.assertRaisesRegex(UserError, "begins as new"):
            Call.create({**values, "stage_id": waiting.id})
        with self.assertRaisesRegex(UserError, "begins as new"):
            Call.with_context(default_stage_id=waiting.id).create(values)
        with Form(Call) as form:
            form.partner_id = self.customer
        self.assertEqual(form.record.state, "new")

    def test_kind_of_a_stage_with_calls_stays(self):
        self._create_call()
        new = self._get_stage("new").with_user(self.manager)
        new.name = "Just came in"
        with self.assertRaisesRegex(UserError, "its kind stays"):
            new.kind = "done"
        empty = self.env["raya.call.stage"].create({"name": "Empty", "kind": "waiting"}).with_user(self.manager)
        empty.kind = "done"
        self.assertEqual(empty.kind, "done")

    def test_stage_of_one_team_takes_no_calls_of_others(self):
        other = self.team.copy({"name": "Washing"})
        self.env["raya.call.stage"].create({"name": "At the bench", "kind": "referred", "team_ids": other.ids})
        own = self.env["raya.call.stage"].create({"name": "On the road", "kind": "progress", "team_ids": self.team.ids})
        call = self._create_call()
        self._drag(call, "referred", self.operator)
        self.assertEqual(call.stage_id, self._get_stage("referred"), "not a stage of another team")
        bench = self.env["raya.call"]._get_stage("referred", other)
        self.assertEqual(bench.name, "At the bench")
        with self.assertRaisesRegex(UserError, "At the bench is a stage of Washing"):
            call.with_user(self.operator).stage_id = bench
        call.with_user(self.technician).action_start()
        self.assertEqual(call.stage_id, own)

    def test_calls_of_two_teams_move_to_the_stage_of_each(self):
        other = self.team.copy({"name": "Washing"})
        bench = self.env["raya.call.stage"].create({"name": "At the bench", "kind": "referred", "team_ids": other.ids})
        here, there = self._create_call(), self._create_call(team_id=other.id)
        (here | there).with_user(self.operator).action_refer()
        self.assertEqual((here.stage_id, there.stage_id), (self._get_stage("referred"), bench))

    def test_call_that_changes_its_team_leaves_the_stages_of_the_old_one(self):
        other = self.team.copy({"name": "Washing"})
        first = self.env["raya.call.stage"].create({"name": "Unsorted", "kind": "new", "team_ids": self.team.ids})
        call = self._create_call(stage_id=first.id)
        self.assertEqual(call.stage_id, first)
        call.with_user(self.operator).write({"team_id": other.id})
        self.assertRecordValues(call, [{"stage_id": self._get_stage("new").id, "state": "new"}])
        made = self._create_call(stage_id=first.id, team_id=other.id)
        self.assertEqual(made.stage_id, self._get_stage("new"))
