from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form

from .common import ServiceCallsCommon


class TestStatement(ServiceCallsCommon):
    """What the customer says, line by line."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.noise = cls._create_symptom(code="T-NOISE", name="Makes noise")
        cls.smoke = cls._create_symptom(code="T-SMOKE", name="Smoke comes out", is_safety=True)
        cls.cold, cls.always = cls.env["raya.condition"].create(
            [{"code": "T-COLD", "name": "When cold"}, {"code": "T-ALWAYS", "name": "Always"}]
        )

    def _tell(self, *lines, **vals):
        return self._create_call(statement_ids=[Command.create(line) for line in lines], **vals)

    def test_summaries_are_read_from_the_lines(self):
        call = self._create_call()
        call.statement_ids = [
            Command.clear(),
            Command.create({"symptom_id": self.noise.id, "words": "It hums.", "condition_ids": self.cold.ids}),
            Command.create({"symptom_id": self.symptom.id, "condition_ids": self.always.ids}),
            Command.create({"words": "The door is loose."}),
        ]
        self.assertEqual(call.symptom_ids, self.noise | self.symptom)
        self.assertEqual(call.condition_ids, self.cold | self.always)
        self.assertEqual(call.statement, "It hums.\nThe door is loose.")
        call.statement_ids[1].symptom_id = self.smoke
        self.assertEqual(call.symptom_ids, self.noise | self.smoke)

    def test_what_is_given_at_once_becomes_lines(self):
        """As imports, other programs and the label's page give it, in any order."""
        values = {
            "condition_ids": self.cold.ids,
            "statement": "It hums.",
            "symptom_ids": (self.noise | self.symptom).ids,
        }
        for names in (list(values), list(reversed(values))):
            call = self.env["raya.call"].create(
                {"partner_id": self.customer.id, **{name: values[name] for name in names}}
            )
            first, second = call.statement_ids
            self.assertEqual(first.symptom_id | second.symptom_id, self.noise | self.symptom)
            self.assertRecordValues(first, [{"words": "It hums.", "condition_ids": self.cold.ids}])
            self.assertRecordValues(second, [{"words": False, "condition_ids": []}])
            self.assertRecordValues(call, [{**values, "symptom_ids": call.statement_ids.symptom_id.ids}])

    def test_symptom_that_is_taken_back_leaves_the_words(self):
        call = self._tell({"symptom_id": self.noise.id, "words": "It hums."}, {"symptom_id": self.symptom.id})
        call.symptom_ids = False
        self.assertRecordValues(call.statement_ids, [{"symptom_id": False, "words": "It hums."}])
        call.symptom_ids = self.smoke
        self.assertRecordValues(call.statement_ids, [{"symptom_id": self.smoke.id, "words": "It hums."}])
        call.write({"statement": False, "symptom_ids": False})
        self.assertFalse(call.statement_ids)

    def test_words_are_written_anew_and_the_codes_stay(self):
        call = self._tell({"symptom_id": self.noise.id, "words": "a"}, {"symptom_id": self.symptom.id, "words": "b"})
        lines = call.statement_ids
        call.statement = "a\nb"
        self.assertEqual(lines.mapped("words"), ["a", "b"])
        call.statement = "Other words"
        self.assertRecordValues(
            call.statement_ids,
            [
                {"symptom_id": self.noise.id, "words": "Other words"},
                {"symptom_id": self.symptom.id, "words": False},
            ],
        )

    def test_conditions_that_are_taken_back_leave_every_line(self):
        call = self._tell({"condition_ids": (self.cold | self.always).ids}, {"condition_ids": self.cold.ids})
        call.condition_ids = self.always
        self.assertEqual(call.statement_ids.condition_ids, self.always)
        self.assertEqual(len(call.statement_ids), 1)

    def test_danger_makes_a_call_urgent_at_once_and_says_why(self):
        with Form(self.env["raya.call"].with_user(self.operator)) as form:
            form.partner_id = self.customer
            self.assertEqual(form.priority, "0")
            with form.statement_ids.new() as told:
                told.symptom_id = self.smoke
            self.assertEqual(form.priority, "2")
        call = form.record
        self.assertIn("Smoke comes out", "".join(call.message_ids.mapped("body")))
        quiet = self._create_call(symptom_ids=self.noise.ids, priority="1")
        self.assertEqual((quiet.priority, "hurt" in "".join(quiet.message_ids.mapped("body"))), ("1", False))
        quiet.statement_ids.with_user(self.operator).symptom_id = self.smoke
        self.assertEqual(quiet.priority, "2")
        self.assertIn("somebody may be hurt", quiet.message_ids[0].body)

    def test_person_who_knows_better_lowers_the_urgency(self):
        call = self._create_call(symptom_ids=self.smoke.ids)
        self.assertEqual(call.priority, "2")
        call.with_user(self.operator).priority = "0"
        self.assertEqual(call.priority, "0")

    def test_call_of_an_importing_program_that_names_a_danger_is_urgent(self):
        call = self.env["raya.call"].create(
            {"partner_id": self.customer.id, "symptom_ids": self.smoke.ids, "priority": "0"}
        )
        self.assertEqual(call.priority, "2")

    def test_most_used_symptoms_come_first_among_the_equally_specific(self):
        own = self._create_symptom(code="T-OWN", name="Own smell", product_tmpl_ids=self.fridge.product_tmpl_id.ids)
        rare = self._create_symptom(code="T-AAA", name="Rare smell")
        often = self._create_symptom(code="T-ZZZ", name="Frequent smell")
        for _number in range(2):
            self._create_call(symptom_ids=often.ids)
        Symptom = self.env["raya.symptom"].with_user(self.operator)
        found = Symptom.with_context(applicable_to=self.fridge.id).name_search("smell")
        self.assertEqual([item[0] for item in found], [own.id, often.id, rare.id])
        found = Symptom.with_context(applicable_to=False).name_search("smell")
        self.assertEqual(found[0][0], often.id)

    def test_warning_of_a_symptom_made_for_another_product_comes_with_the_line(self):
        washing = self._create_symptom(code="T-WASH", product_tmpl_ids=self.part.product_tmpl_id.ids)
        call = self._create_call()
        line = self.env["raya.statement"].new({"call_id": call.id, "symptom_id": washing.id})
        self.assertIn("not made for", line._onchange_symptom_warn()["warning"]["message"])
        self.assertFalse(self.env["raya.statement"].new({"call_id": call.id})._onchange_symptom_warn())

    def test_line_that_says_nothing_is_not_saved(self):
        form = Form(self._tell({"symptom_id": self.noise.id}))
        with self.assertRaisesRegex(AssertionError, "words"), form.statement_ids.new():
            pass

    def test_statements_are_read_and_written_with_their_call(self):
        call = self._tell({"symptom_id": self.noise.id})
        stranger = self._create_user("test_stranger", "raya_service_base.group_service_technician")
        call.statement_ids.with_user(self.technician).words = "It hums."
        with self.assertRaises(AccessError):
            call.statement_ids.with_user(stranger).read(["words"])
        with self.assertRaises(AccessError):
            call.statement_ids.with_user(self.outsider).read(["words"])
        accountant = self._create_user("test_accountant", "raya_service_base.group_service_accountant")
        self.assertEqual(call.statement_ids.with_user(accountant).words, "It hums.")
        with self.assertRaises(AccessError):
            call.statement_ids.with_user(accountant).words = "Other"

    def test_copied_call_says_the_same(self):
        call = self._tell({"symptom_id": self.noise.id, "words": "It hums."})
        copy = call.copy()
        self.assertRecordValues(copy.statement_ids, [{"symptom_id": self.noise.id, "words": "It hums."}])
        self.assertEqual(copy.symptom_ids, self.noise)
