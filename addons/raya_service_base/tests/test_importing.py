from odoo.tests import BaseCase

from ..tools.import_sheet import Sheet
from ..tools.import_text import key, quote, split_path, unquote
from ..tools.importing import Catalogue, Found, Refusal, Row, Term, gather


class TestPaths(BaseCase):
    """How people and exports write codes, paths and lists of them."""

    def test_codes_that_would_be_cut_come_back_whole(self):
        for code in ("ENG", "A,B", "A / B", '19"', '"x"', 'A,"1', '"', "AC/DC", "کد، ۱"):
            with self.subTest(code):
                self.assertEqual(unquote(quote(code)), code)
                self.assertEqual(split_path(f"TOP / {quote(code)} / 7"), ["TOP", code, "7"])
                self.assertEqual(gather(f"ONE,{quote(code)},TWO", unquote), ["ONE", code, "TWO"])

    def test_steps_have_no_spaces_around_and_none_is_empty(self):
        self.assertEqual(split_path("  Engine /   Pump / "), ["Engine", "Pump"])
        self.assertEqual(split_path(" "), [])

    def test_name_with_commas_is_tried_whole_before_it_is_refused(self):
        known = {"Valve": 1, "Valve, left": 2, "a,b,c": 3}
        self.assertEqual(gather("a,b,c,Valve", known.get), [3, 1])
        # What means something alone is taken alone; the rest must mean something, too.
        with self.assertRaises(Refusal) as caught:
            gather("Valve, left", known.get)
        self.assertEqual((caught.exception.kind, caught.exception.facts), ("unknown", {"value": "left"}))

    def test_empty_entries_of_a_list_mean_nothing(self):
        self.assertEqual(gather("a,, b,", {"a": 1, "b": 2}.get), [1, 2])
        self.assertEqual(gather("", {}.get), [])

    def test_search_of_a_name_with_commas_ends(self):
        with self.assertRaises(Refusal) as caught:
            gather(",".join("x" * 50), {}.get)
        self.assertEqual(caught.exception.facts, {"value": "x"})

    def test_texts_mean_the_same_however_they_are_typed(self):
        self.assertEqual(key(" كد  ۱۲ "), key("کد 12"))
        self.assertNotEqual(key("Pump"), key("Pumps"))


class TestCatalogue(BaseCase):
    """Which term of a tree a text means, and which term a line of a file speaks of."""

    def setUp(self):
        super().setUp()
        self.book = Catalogue()
        self.engine = self._add("ENG", "Engine")
        self.fuel = self._add("FUEL", "Fuel system", self.engine)
        self.pump = self._add("P", "Pump", self.fuel)

    def _add(self, code, name, parent=None):
        return self.book.add(Term(code, parent, id=len(self.book.by_id) + 1), [name])

    def _refusal(self, text, root=None):
        with self.assertRaises(Refusal) as caught:
            self.book.find(text, root)
        return caught.exception

    def _place(self, *rows):
        """Lines of code, name and parent's text, laid upon the tree."""
        rows = [Row(number, code, name, parent) for number, (code, name, parent) in enumerate(rows)]
        self.book.place(rows)
        return rows

    def _kinds(self, rows):
        return [row.refusal and row.refusal.kind for row in rows]

    def test_term_is_found_by_code_name_label_and_path(self):
        for text in ("P", "pump", "[P] Pump", "FUEL / P", "Engine / Fuel system / Pump", "ENG / Fuel system / P"):
            with self.subTest(text):
                self.assertIs(self.book.find(text), self.pump)

    def test_slashes_of_a_path_are_spaced_anyhow(self):
        for text in ("ENG/FUEL/P", "ENG /FUEL", "Engine/ Fuel system", "engine／fuel  system", "FUEL/P"):
            with self.subTest(text):
                self.assertIn(self.book.find(text), (self.pump, self.fuel))
        # What a slash belongs to goes first.
        current = self._add("AC/DC", "Current")
        self._add("DC", "Direct", self._add("AC", "Alternating"))
        self.assertIs(self.book.find("AC/DC"), current)
        self.assertEqual(self._refusal("ENG/Nowhere").kind, "unknown")

    def test_path_through_another_branch_means_nobody(self):
        gearbox = self._add("G", "Gearbox")
        self.assertEqual(self._refusal("Gearbox / Pump").kind, "unknown")
        self._add("P", "Pump", gearbox)
        self.assertIs(self.book.find("Gearbox / Pump").parent, gearbox)

    def test_empty_text_means_nobody(self):
        self.assertEqual(self._refusal("").kind, "unknown")

    def test_name_that_holds_a_slash(self):
        term = self._add("S", "On / off")
        self.assertIs(self.book.find("On / off"), term)

    def test_code_goes_before_the_same_name(self):
        named = self._add("X", "ENG")
        self.assertIs(self.book.find("ENG"), self.engine)
        self.assertIs(self.book.find("X"), named)

    def test_top_goes_before_the_same_code_deeper(self):
        top = self._add("P", "Power")
        self.assertIs(self.book.find("P"), top)
        self.assertIs(self.book.find("ENG / FUEL / P"), self.pump)

    def test_two_of_one_rank_are_named_by_their_paths(self):
        other = self._add("G", "Gearbox")
        self._add("FUEL", "Fuel, old", other)
        refusal = self._refusal("FUEL")
        self.assertEqual((refusal.kind, refusal.facts["paths"]), ("ambiguous", "ENG / FUEL; G / FUEL"))

    def test_only_three_of_many_namesakes_are_named(self):
        for number in range(5):
            self._add("N", "Nut", self._add(f"R{number}", f"Root {number}"))
        self.assertEqual(self._refusal("Nut").facts["paths"], "R0 / N; R1 / N; R2 / N")

    def test_search_below_a_root(self):
        other = self._add("G", "Gearbox")
        there = self._add("P", "Pump", other)
        self.assertIs(self.book.find("Pump", other), there)
        self.assertEqual(self._refusal("Fuel system", other).kind, "unknown")

    def test_path_of_a_term_is_found_again(self):
        odd = self._add("A / B", "Odd", self.pump)
        self.assertEqual(odd.path(), 'ENG / FUEL / P / "A / B"')
        self.assertIs(self.book.find(odd.path()), odd)

    def test_lines_of_known_and_of_new_terms(self):
        known, new = self._place(("P", "Pump", "Engine / Fuel system"), ("J", "Jet", "FUEL"))
        self.assertIs(known.term, self.pump)
        self.assertEqual((new.term.id, new.term.parent), (None, self.fuel))

    def test_same_code_elsewhere_is_another_term(self):
        [row] = self._place(("P", "Piston", "ENG"))
        self.assertIsNone(row.term.id)
        self.assertIs(row.term.parent, self.engine)

    def test_code_is_enough_without_a_column_of_parents(self):
        [row] = self._place(("P", "Pump", None))
        self.assertIs(row.term, self.pump)
        self._add("P", "Piston", self.engine)
        self.assertEqual(self._kinds(self._place(("P", "Pump", None))), ["ambiguous"])

    def test_parents_come_after_their_children(self):
        needle, body, jet = self._place(("C", "Needle", "Body"), ("B", "Body", "ENG"), ("J", "Jet", "Body / C"))
        self.assertIs(needle.term.parent, body.term)
        self.assertIs(jet.term.parent, needle.term)
        self.assertEqual([row.level() for row in (body, needle, jet)], [0, 1, 2])

    def test_parent_below_itself_is_refused(self):
        self.assertIn("loop", self._kinds(self._place(("A", "a", "B"), ("B", "b", "A"))))

    def test_children_of_a_refused_line_are_refused_with_it(self):
        rows = self._place(("A", "a", "Nowhere"), ("B", "b", "A"), ("C", "c", "B"))
        self.assertEqual(self._kinds(rows), ["unknown", "dependent", "dependent"])
        self.assertTrue(all(row.is_refused for row in rows))

    def test_one_term_twice_names_the_other_line(self):
        rows = self._place(("J", "Jet", "FUEL"), ("K", "Key", ""), ("J", "Jet again", "Engine / Fuel system"))
        self.assertEqual(self._kinds(rows), ["twice", None, "twice"])
        self.assertEqual((rows[0].refusal.facts["records"], rows[2].refusal.facts["records"]), ([2], [0]))

    def test_line_with_an_external_id_of_its_own_is_never_matched_by_code(self):
        row = Row(0, "P", "Pump", None, own_id=True)
        self.book.place([row])
        self.assertIsNone(row.term.id)

    def test_line_of_a_known_id_moves_and_renames_its_term(self):
        row = Row(0, "P", "Injector", "ENG", known=self.pump)
        self.book.place([row])
        self.assertIs(row.term, self.pump)
        self.assertIs(self.pump.parent, self.engine)
        self.assertIs(self.book.find("ENG / Injector"), self.pump)

    def test_kinds_stand_above_the_roots_and_are_no_terms(self):
        noise, smell = Term("Noise", id=91, is_kind=True), Term("Smell", id=92, is_kind=True)
        for kind in (noise, smell):
            kind.keys = {key(kind.code)}
        hum = self.book.add(Term("01", noise, id=50), ["Hum"])
        burnt = self.book.add(Term("01", smell, id=51), ["Burnt"])
        self.assertIs(self.book.find("Noise / 01"), hum)
        self.assertIs(self.book.find("01", smell), burnt)
        self.assertEqual(self._refusal("Noise").kind, "unknown")
        row = Row(0, "01", "Burnt", "", root=smell)
        self.book.place([row])
        self.assertIs(row.term, burnt)

    def test_place_of_a_term_that_is_there(self):
        self.assertTrue(self.book.has_place(Term("P", self.fuel)))
        self.assertFalse(self.book.has_place(Term("P", self.engine)))


class TestSheet(BaseCase):
    """Which lines of a table make one record."""

    def _sheet(self, *rows):
        return Sheet([["code"], ["name"], ["line_ids", "name"]], rows, {"line_ids"})

    def test_line_with_nothing_of_its_own_goes_on(self):
        sheet = self._sheet(("A", "a", "1"), ("", "", "2"), ("B", "b", ""), ("", "", ""), ("C", "", "3"))
        self.assertEqual(sheet.spans, [(0, 2), (2, 3), (3, 4), (4, 5)])

    def test_first_line_begins_a_record_whatever_it_holds(self):
        self.assertEqual(self._sheet(("", "", "1"), ("", "", "2")).spans, [(0, 2)])
        self.assertEqual(self._sheet().spans, [])

    def test_cells_are_read_without_spaces_and_numbers_as_text(self):
        sheet = self._sheet((" A ", 12, None))
        self.assertEqual([sheet.text(0, column) for column in (0, 1, 2, None)], ["A", "12", "", ""])

    def test_column_that_is_added_is_empty_and_can_be_filled(self):
        sheet = self._sheet(("A", "a", "1"), ("", "", "2"), ("B", "b", ""))
        self.assertIsNone(sheet.column(".id"))
        column = sheet.add_column(".id")
        self.assertEqual(sheet.column(".id"), column)
        sheet.put(1, column, Found((7,)))
        self.assertEqual([row[column] for row in sheet.rows], ["", "", (7,)])

    def test_chosen_records_keep_the_numbers_of_their_lines(self):
        sheet = self._sheet(("A", "a", "1"), ("B", "b", "2"), ("", "", "3"))
        lines, numbers = sheet.pick([1])
        self.assertEqual((numbers, [line[2] for line in lines]), ([1, 2], ["2", "3"]))

    def test_table_of_the_caller_is_not_changed(self):
        rows = [["A", "a", "1"]]
        sheet = self._sheet(*rows)
        sheet.put(0, 0, "Z")
        sheet.add_column("x")
        self.assertEqual(rows, [["A", "a", "1"]])

    def test_columns_of_lines_are_known(self):
        sheet = self._sheet()
        self.assertTrue(sheet.has_lines("line_ids"))
        self.assertFalse(sheet.has_lines("part_ids"))
