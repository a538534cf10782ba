from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .fake_models import FakeModelsCommon, RayaFakePaper


@tagged("post_install", "-at_install")
class TestTransition(FakeModelsCommon):
    """States that move along declared pairs, for a person who may write the record."""

    fake_models = (RayaFakePaper,)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._allow_all("raya.fake.paper", "service_operator")
        cls._allow("raya.fake.paper", "service_technician", read=True)
        cls.Paper = cls.env["raya.fake.paper"].with_user(cls.operator)
        cls.paper = cls.Paper.create({"name": "First"})

    def _create_paper(self, *states):
        """A paper that went this way."""
        paper = self.Paper.create({"name": "Second"})
        for state in states:
            paper._transition(state)
        return paper

    def test_declared_moves_are_made_with_their_values(self):
        self.paper._transition("open")
        self.assertRecordValues(self.paper, [{"state": "open", "stamp": "as open"}])
        self.paper._transition("done")
        self.assertRecordValues(self.paper, [{"state": "done", "stamp": "as done"}])

    def test_many_records_move_together(self):
        papers = self.paper | self._create_paper()
        papers._transition("open")
        self.assertEqual(papers.mapped("state"), ["open", "open"])

    def test_one_record_that_may_not_move_keeps_all_where_they_are(self):
        ready, done = self._create_paper("open"), self._create_paper("open", "done")
        before = ready.stamp
        with self.assertRaises(UserError):
            (ready | done)._transition("void")
        self.assertRecordValues(
            ready | done, [{"state": "open", "stamp": before}, {"state": "done", "stamp": "as done"}]
        )

    def test_refusal_says_where_the_record_stands_and_where_it_may_go(self):
        paper = self._create_paper("open")
        with self.assertRaisesRegex(UserError, r"Second is Open and cannot become Draft\. .*: Done, Void\."):
            paper._transition("draft")

    def test_refusal_says_that_an_end_is_an_end(self):
        paper = self._create_paper("open", "done")
        with self.assertRaisesRegex(UserError, "Second is Done and stays so: it cannot become Open"):
            paper._transition("open")

    def test_same_state_again_is_no_move(self):
        with self.assertRaises(UserError):
            self.paper._transition("draft")

    def test_verb_leads_only_out_of_its_own_states(self):
        """Two verbs may lead to one state: each has its own way there."""
        opened = self._create_paper("open")
        with self.assertRaisesRegex(UserError, "Second is Open. This can be done only as long as it is Draft, Void"):
            opened._transition("void", only_from={"draft", "void"})
        self.assertEqual(opened.state, "open")
        opened._transition("void", only_from="open")
        self.assertEqual(opened.state, "void")

    def test_verb_of_many_states_makes_no_pair_that_is_not_declared(self):
        with self.assertRaisesRegex(UserError, "First is Draft and cannot become Done"):
            self.paper._transition("done", only_from="draft")

    def test_unknown_state_is_refused(self):
        with self.assertRaisesRegex(UserError, "nowhere"):
            self.paper._transition("nowhere")

    def test_who_may_only_read_moves_nothing(self):
        with self.assertRaises(AccessError):
            self.paper.with_user(self.technician)._transition("open")
        with self.assertRaises(AccessError):
            self.paper.with_user(self.outsider)._transition("open")
        self.assertEqual(self.paper.state, "draft")

    def test_nobody_writes_states_and_stamps(self):
        for values in ({"state": "open"}, {"stamp": "as done"}, {"name": "x", "state": "done"}):
            with self.subTest(values), self.assertRaises(AccessError):
                self.paper.write(values)
        with self.assertRaisesRegex(AccessError, "State of Paper is set by the buttons of the form"):
            self.paper.state = "open"
        self.assertRecordValues(self.paper, [{"name": "First", "state": "draft", "stamp": False}])

    def test_nobody_brings_a_state_along(self):
        for values in ({"state": "done"}, {"stamp": "x"}):
            with self.subTest(values), self.assertRaises(AccessError):
                self.Paper.create([{"name": "Plain"}, {"name": "Forged", **values}])
        self.assertFalse(self.Paper.search([("name", "in", ("Plain", "Forged"))]))

    def test_import_brings_no_state_along_either(self):
        result = self.Paper.load(["name", "state"], [["Forged", "Done"]])
        self.assertFalse(result["ids"])
        self.assertIn("is set by the buttons", result["messages"][0]["message"])

    def test_other_fields_are_written_as_usual(self):
        self.paper.write({"name": "Renamed"})
        self.assertEqual(self.paper.name, "Renamed")

    def test_program_itself_writes_states(self):
        self.paper.sudo().write({"state": "void"})
        made = self.Paper.sudo().create({"name": "Made", "state": "done"})
        self.assertEqual((self.paper.state, made.state), ("void", "done"))

    def test_card_made_in_a_column_begins_at_the_beginning(self):
        made = self.Paper.with_context(default_state="done", default_stamp="x", default_name="Named").create({})
        self.assertRecordValues(made, [{"state": "draft", "stamp": False, "name": "Named"}])

    def test_copy_does_not_carry_a_state_along(self):
        paper = self._create_paper("open")
        with self.assertRaises(AccessError):
            paper.copy()
