from unittest.mock import patch

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form

from .common import ServiceCallsCommon


@freeze_time("2026-05-04 10:00:00")
class TestRelatedCalls(ServiceCallsCommon):
    """Calls of one conversation, calls that follow another, and calls for the same thing again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.raya_repeat_days = 30
        cls.noise = cls._create_symptom(code="T-NOISE", name="Makes noise")
        cls.neighbour = cls.env["res.partner"].create({"name": "Ali Hosseini", "phone": "0912 555 0202"})
        cls.unit = cls._create_asset(serial="FIRST-1")

    def _open_form(self, action):
        """The form that an action opens, as the operator."""
        self.assertEqual((action["res_model"], action["views"]), ("raya.call", [(False, "form")]))
        return Form(self.env["raya.call"].with_user(self.operator).with_context(**action["context"]))

    def test_calls_of_a_batch_are_compared_with_those_for_their_unit_only(self):
        units = [self._create_asset(serial=f"MANY-{number}") for number in range(12)]
        values = [{"asset_id": unit.id, "symptom_ids": [Command.set(self.noise.ids)]} for unit in units]
        earlier = self.env["raya.call"].create([{**each, "date_reported": "2026-05-01 08:00:00"} for each in values])
        compared = []
        is_after = type(self.env["raya.call.history"])._is_after

        def count(history, call, other):
            compared.append((call, other))
            return is_after(history, call, other)

        with patch.object(type(self.env["raya.call.history"]), "_is_after", count):
            calls = self.env["raya.call"].create(values)
            calls.flush_recordset()
        self.assertEqual(calls.mapped("repeat_of_id"), earlier)
        self.assertLess(len(set(compared)), 6 * len(calls))

    def test_another_unit_of_the_same_conversation_keeps_all_that_was_said(self):
        second_unit = self._create_asset(serial="SECOND-1")
        call = self._create_call(
            asset_id=self.unit.id,
            caller_id=self.neighbour.id,
            contact_phone="021 8888",
            channel="phone",
            preferred_times="After four",
            date_reported="2026-05-01 08:30:00",
        )
        with self._open_form(call.with_user(self.operator).action_create_sister()) as form:
            form.asset_id = second_unit
        sister = form.record
        kept = ("partner_id", "caller_id", "contact_phone", "channel", "preferred_times", "date_reported", "site_id")
        self.assertRecordValues(
            sister, [{name: call._fields[name].convert_to_write(call[name], call) for name in kept}]
        )
        self.assertRecordValues(sister, [{"conversation_id": call.id, "asset_id": second_unit.id, "state": "new"}])
        self.assertFalse(sister.statement_ids)
        with self._open_form(sister.with_user(self.operator).action_create_sister()) as form:
            form.asset_id = self.unit
        third = form.record
        self.assertEqual(third.conversation_id, call, "one conversation, however many units")
        self.assertEqual((call | sister | third).mapped("related_call_count"), [2, 2, 2])
        found = self.env["raya.call"].search(sister.action_view_related_calls()["domain"])
        self.assertEqual(found, call | third)

    def test_follow_up_is_a_new_call_for_the_same_unit(self):
        call = self._create_call(asset_id=self.unit.id, caller_id=self.neighbour.id)
        with self._open_form(call.with_user(self.operator).action_create_follow_up()) as form:
            pass
        later = form.record
        self.assertRecordValues(
            later,
            [{"previous_call_id": call.id, "asset_id": self.unit.id, "caller_id": self.neighbour.id}],
        )
        self.assertFalse(later.statement_ids)
        self.assertEqual((call.related_call_count, later.related_call_count), (1, 1))

    def test_statement_is_split_off_into_a_call_of_its_own(self):
        call = self._create_call(
            asset_id=self.unit.id,
            caller_name="Reza",
            statement_ids=[
                Command.create({"symptom_id": self.symptom.id}),
                Command.create({"symptom_id": self.noise.id, "words": "It hums."}),
            ],
        )
        statement = call.statement_ids[1]
        action = statement.with_user(self.operator).action_split()
        own = self.env["raya.call"].browse(action["res_id"])
        self.assertRecordValues(
            own,
            [
                {
                    "asset_id": self.unit.id,
                    "caller_name": "Reza",
                    "conversation_id": call.id,
                    "symptom_ids": self.noise.ids,
                    "statement": "It hums.",
                    "state": "new",
                }
            ],
        )
        self.assertEqual(call.symptom_ids, self.symptom)
        self.assertIn(own.name, call.message_ids[0].body)
        with self.assertRaisesRegex(UserError, "says nothing else"):
            call.statement_ids.with_user(self.operator).action_split()
        with self.assertRaises(AccessError):
            call.statement_ids.with_user(self.technician).action_split()

    def test_same_unit_and_symptom_within_the_days_is_a_repeat(self):
        first = self._create_call(asset_id=self.unit.id, date_reported="2026-04-01 08:00:00")
        other = self._create_call(
            asset_id=self.unit.id, date_reported="2026-04-10 08:00:00", symptom_ids=self.noise.ids
        )
        self.assertFalse(other.repeat_of_id)
        last = self._create_call(asset_id=self.unit.id, date_reported="2026-05-01 08:00:00")
        self.assertEqual(last.repeat_of_id, first)
        self.assertRecordValues(
            last.with_user(self.operator),
            [{"repeat_date": first.date_reported, "repeat_statement": first.statement}],
        )
        late = self._create_call(asset_id=self.unit.id, date_reported="2026-05-10 08:00:01", symptom_ids=self.noise.ids)
        self.assertFalse(late.repeat_of_id, "30 days and a second")
        late.date_reported = "2026-05-10 08:00:00"
        self.assertEqual(late.repeat_of_id, other)
        found = self.env["raya.call"].search([("repeat_of_id", "!=", False), ("asset_id", "=", self.unit.id)])
        self.assertEqual(found, late | last)

    def test_repeat_is_known_while_the_call_is_taken(self):
        first = self._create_call(asset_id=self.unit.id)
        with Form(self.env["raya.call"].with_user(self.operator)) as form:
            form.asset_id = self.unit
            self.assertFalse(form.repeat_of_id)
            with form.statement_ids.new() as told:
                told.symptom_id = self.symptom
            self.assertEqual(form.repeat_of_id, first)

    def test_cancelled_call_and_calls_of_other_units_are_no_first_ones(self):
        cancelled = self._create_call(asset_id=self.unit.id)
        cancelled.with_user(self.operator).action_cancel()
        self._create_call()
        self.assertFalse(self._create_call(asset_id=self.unit.id, date_reported="2026-05-04 09:00:00").repeat_of_id)

    def test_earlier_call_of_another_team_is_named_and_not_told(self):
        other = self.team.copy({"name": "Washing", "user_ids": False})
        self._create_call(asset_id=self.unit.id, team_id=other.id, user_id=False, statement="Private")
        call = self._create_call(asset_id=self.unit.id, date_reported="2026-05-04 09:00:00")
        self.assertTrue(call.with_user(self.technician).repeat_of_id)
        self.assertFalse(call.with_user(self.technician).repeat_statement)
        self.assertEqual(call.with_user(self.operator).repeat_statement, "Private")

    def test_repeats_of_many_calls_are_found_by_one_search(self):
        units = [self._create_asset(serial=f"MANY-{number}") for number in range(12)]
        values = [{"asset_id": unit.id, "symptom_ids": self.symptom.ids} for unit in units]
        self.env["raya.call"].create(values)
        costs = []
        for part in (values[:2], values[2:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            calls = self.env["raya.call"].create(part)
            self.env.flush_all()
            self.assertTrue(all(call.repeat_of_id for call in calls))
            costs.append(self.env.cr.sql_log_count - before)
        # Some are for each call by Odoo's own doing: its number, its messages.
        self.assertLessEqual((costs[1] - costs[0]) / 8, 12)
