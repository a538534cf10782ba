from odoo.tests import tagged

from .fake_models import FakeModelsCommon, RayaFakeTerm, RayaFakeTermLine

TREE = ["code", "name", "parent_id"]
LINES = ["code", "line_ids/name", "line_ids/quantity"]


class ImportMixinCommon(FakeModelsCommon):
    """Files as an editor gives them; a technician may only read."""

    fake_models = (RayaFakeTerm, RayaFakeTermLine)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for model in ("raya.fake.term", "raya.fake.term.line"):
            cls._allow_all(model, "knowledge_editor")
            cls._allow(model, "service_technician", read=True)
        cls.Term = cls.env["raya.fake.term"]
        cls.engine = cls.Term.create({"code": "ENG", "name": "Engine"})
        cls.fuel = cls.Term.create({"code": "FUEL", "name": "Fuel system", "parent_id": cls.engine.id})

    def _load(self, fields, *rows, user=None, **context):
        Term = self.Term.with_user(user or self.editor).with_context(**context)
        result = Term.load(fields, [list(row) for row in rows])
        self.env.invalidate_all()
        return result

    def _taken(self, fields, *rows, **options):
        result = self._load(fields, *rows, **options)
        self.assertEqual(result["messages"], [])
        return self.Term.browse(result["ids"])

    def _refused(self, fields, *rows, **options):
        """Number of the line in the file, counted from 1, and message, of each refusal; nothing is written."""
        before = self._read_all()
        result = self._load(fields, *rows, **options)
        self.assertFalse(result["ids"])
        self.assertEqual(self._read_all(), before)
        return [(m["rows"]["from"] + 1 if "rows" in m else None, m["message"]) for m in result["messages"]]

    def _read_all(self):
        self.env.flush_all()
        terms = self.Term.with_context(active_test=False).search([])
        return terms.read(["code", "name", "parent_id", "related_ids", "hours"]), terms.line_ids.read(
            ["name", "quantity"]
        )


@tagged("post_install", "-at_install")
class TestImportMixin(ImportMixinCommon):
    def test_levels_of_a_tree_in_any_order(self):
        made = self._taken(
            TREE,
            ("C", "c", "B"),
            ("B", "b", "Alpha"),
            ("A", "Alpha", ""),
            ("D", "d", "FUEL / C"),
            (
                "C",
                "c",
                "FUEL",
            ),
        )
        self.assertEqual(made.mapped("code"), ["C", "B", "A", "D", "C"])
        self.assertEqual([term.parent_id for term in made], [made[1], made[2], self.Term, made[4], self.fuel])

    def test_parent_is_told_by_code_name_label_or_path(self):
        for number, text in enumerate(("FUEL", "fuel  system", "[FUEL] Fuel system", "ENG / FUEL", "Engine / FUEL")):
            with self.subTest(text):
                self.assertEqual(self._taken(TREE, (f"N{number}", "n", text)).parent_id, self.fuel)

    def test_name_in_any_language_tells_the_parent(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.fuel.with_context(lang="fa_IR").name = "سوخت‌رسانی"
        self.assertEqual(self._taken(TREE, ("N", "n", "سوخترساني")).parent_id, self.fuel)
        self.assertEqual(self._taken(TREE, ("M", "m", "Fuel system"), lang="fa_IR").parent_id, self.fuel)

    def test_known_term_is_updated_and_is_no_silent_second_at_the_top(self):
        self.assertEqual(self._taken(TREE, ("FUEL", "Fuel", "ENG")), self.fuel)
        self.assertRecordValues(self.fuel, [{"name": "Fuel", "parent_id": self.engine.id}])
        [(_row, message)] = self._refused(TREE, ("FUEL", "Another", ""))
        self.assertIn("stands already as ENG / FUEL", message)
        other = self._taken(["id", *TREE], ("x.another", "FUEL", "Another", ""))
        self.assertNotEqual(other, self.fuel)
        self.assertFalse(other.parent_id)

    def test_archived_term_is_found_and_stays_archived(self):
        self.fuel.active = False
        self.assertEqual(self._taken(["code", "name"], ("FUEL", "Fuel")), self.fuel)
        self.assertFalse(self.fuel.active)

    def test_file_taken_again_writes_nothing(self):
        fields = [*TREE, "hours", "related_ids", "line_ids/name", "line_ids/quantity"]
        rows = (
            ("A", "a", "ENG", "1.5", "FUEL,ENG", "x", "1"),
            ("", "", "", "", "", "y", "2"),
            ("B", "b", "A", "", "", "", ""),
        )
        made = self._taken(fields, *rows)
        self.env.flush_all()
        for table in ("raya_fake_term", "raya_fake_term_line"):
            self.env.cr.execute(f"UPDATE {table} SET write_uid = NULL")
        self.env.invalidate_all()
        self.assertEqual(self._taken(fields, *rows), made)
        self.assertFalse((made | self.engine).write_uid)
        self.assertFalse(made.line_ids.write_uid)

    def test_only_what_differs_is_written(self):
        made = self._taken([*TREE, "hours"], ("A", "a", "ENG", "1"), ("B", "b", "ENG", "2"))
        self.env.flush_all()
        self.env.cr.execute("UPDATE raya_fake_term SET write_uid = NULL")
        self.env.invalidate_all()
        self._taken([*TREE, "hours"], ("A", "a", "ENG", "1"), ("B", "b", "ENG", "3"))
        self.assertEqual(made.mapped("write_uid"), self.editor)
        self.assertFalse(made[0].write_uid)

    def test_lists_are_codes_names_and_paths(self):
        odd = self.Term.create({"code": "O,1", "name": "Odd, even"})
        made = self._taken(["code", "related_ids"], ("A", 'Engine / FUEL,"O,1"'), ("B", "Odd, even,ENG"))
        self.assertEqual([term.related_ids for term in made], [self.fuel | odd, odd | self.engine])

    def test_list_in_the_file_is_the_list_or_joins_it_where_the_user_says_so(self):
        made = self._taken(["code", "related_ids"], ("A", "ENG"))
        self._taken(["code", "related_ids"], ("A", "FUEL"), update_many2many=True)
        self.assertEqual(made.related_ids, self.engine | self.fuel)
        self._taken(["code", "related_ids"], ("A", "FUEL"))
        self.assertEqual(made.related_ids, self.fuel)

    def test_lines_in_the_file_are_the_lines_of_the_record(self):
        made = self._taken(LINES, ("A", "x", "1"), ("", "y", "2"), ("", "y", "3"))
        x, y, twin = made.line_ids
        self._taken(LINES, ("A", "y", "5"), ("", "z", "6"))
        self.assertEqual((x | twin).exists(), self.env["raya.fake.term.line"])
        self.assertRecordValues(
            made.line_ids,
            [{"id": y.id, "name": "y", "quantity": 5}, {"id": made.line_ids[1].id, "name": "z", "quantity": 6}],
        )

    def test_references_inside_of_lines(self):
        fields = ["code", "line_ids/name", "line_ids/other_id"]
        made = self._taken(fields, ("A", "x", "Engine / Fuel system"), ("", "y", ""), ("B", "z", "ENG"))
        self.assertEqual(made.line_ids.mapped("other_id"), self.fuel | self.engine)
        self.assertFalse(made[0].line_ids[1].other_id)
        [(row, message)] = self._refused(fields, ("C", "x", "ENG"), ("", "y", "NONE"))
        self.assertEqual(row, 2)
        self.assertIn("Row 2: there is no “NONE”", message)

    def test_term_of_odoo_is_told_by_its_name(self):
        title = self.env["res.partner.category"].create({"name": "Raya Gold"})
        self.assertEqual(self._taken(["code", "title_id"], ("A", "Raya Gold")).title_id, title)
        [(row, message)] = self._refused(["code", "title_id"], ("B", "Raya Gold"), ("C", "Raya Tin"))
        self.assertEqual(row, 2)
        self.assertIn("Raya Tin", message)

    def test_external_and_database_ids_tell_records_too(self):
        made = self._taken(["id", *TREE[:2], "parent_id/id"], ("x.b", "B", "b", "x.a"), ("x.a", "A", "a", ""))
        self.assertEqual(made[0].parent_id, made[1])
        again = self._taken(["id", "code", "parent_id/.id"], ("x.b", "B2", str(self.fuel.id)))
        self.assertEqual((again, again.code, again.parent_id), (made[0], "B2", self.fuel))
        self.assertEqual(self._taken([".id", "name"], (str(self.fuel.id), "Fuel")), self.fuel)
        self.assertEqual(self.fuel.name, "Fuel")

    def test_file_of_headings_alone_makes_nothing(self):
        self.assertEqual(self._load(TREE), {"ids": [], "messages": [], "nextrow": 0})

    def test_file_is_one_whatever_the_size_of_batches(self):
        result = self._load(TREE, ("B", "b", "A"), ("A", "a", ""), _import_limit=1)
        self.assertEqual((len(result["ids"]), result["nextrow"]), (2, 0))

    def test_template_is_named_after_the_model(self):
        [template] = self.Term.get_import_templates()
        self.assertEqual(
            template,
            {
                "label": "Template for Term",
                "template": "/raya_service_base/static/xls/raya_fake_term.xlsx",
            },
        )


@tagged("post_install", "-at_install")
class TestImportRefusals(ImportMixinCommon):
    """Whole or not at all, and every line that cannot be taken is told with its number."""

    def test_every_wrong_line_is_told_and_none_is_written(self):
        found = self._refused(
            [*TREE, "related_ids"],
            ("A", "a", "ENG", ""),
            ("", "b", "ENG", ""),
            ("C", "c", "Nowhere", ""),
            ("D", "d", "C", ""),
            ("E", "e", "ENG", "ENG,NONE"),
            ("A", "again", "Engine", ""),
        )
        self.assertEqual([row for row, _message in found], [1, 2, 3, 5, 6])
        self.assertEqual(
            [message for _row, message in found],
            [
                "Row 1: “A” stands in the file again, in row 6. Keep one of them.",
                "Row 2 has no code. Enter one.",
                "Row 3: there is no “Nowhere”, neither here nor in the file. Check the code or the path.",
                "Row 5: there is no “NONE”, neither here nor in the file. Check the code or the path.",
                "Row 6: “A” stands in the file again, in row 1. Keep one of them.",
            ],
        )

    def test_refusal_names_the_column(self):
        [message] = self._load(TREE, ("A", "a", "Nowhere"))["messages"]
        self.assertEqual(
            (message["field"], message["field_path"], message["field_name"]),
            (
                "parent_id",
                ["parent_id"],
                self.Term._fields["parent_id"].string,
            ),
        )
        [message] = self._load(["code", "line_ids/name", "line_ids/other_id"], ("A", "x", "Nowhere"))["messages"]
        self.assertEqual((message["field"], message["field_path"]), ("line_ids", ["line_ids", "other_id"]))

    def test_circle_and_namesakes_are_told_as_such(self):
        [(_row, message), *_others] = self._refused(TREE, ("A", "a", "B"), ("B", "b", "A"))
        self.assertIn("would stand below itself", message)
        gearbox = self.Term.create({"code": "G", "name": "Gearbox"})
        self.Term.create({"code": "FUEL", "name": "Fuel system", "parent_id": gearbox.id})
        [(row, message)] = self._refused(TREE, ("A", "a", "Fuel system"))
        self.assertEqual(
            (row, message),
            (
                1,
                "Row 1: “Fuel system” means several: ENG / FUEL; G / FUEL. Write the whole path.",
            ),
        )

    def test_refusal_of_the_database_names_line_and_rule(self):
        found = self._refused(["code", "hours"], ("A", "1"), ("B", "-1"), ("C", "2"))
        self.assertIn((2, "The hours of a term cannot be negative."), found)

    def test_refusal_of_a_line_is_in_the_words_of_the_line(self):
        found = self._refused(LINES, ("A", "x", "1"), ("B", "y", "-1"))
        self.assertIn((2, "The quantity of a line cannot be negative."), found)

    def test_wrong_line_above_does_not_hide_wrong_lines_below(self):
        found = self._refused([*TREE, "hours"], ("A", "a", "", "-1"), ("B", "b", "", "1"), ("C", "c", "B", "-2"))
        self.assertEqual({row for row, _message in found}, {1, 3})

    def test_user_may_leave_out_lines_with_unknown_values(self):
        rows = (("A", "ENG"), ("B", "NONE"), ("C", ""))
        made = self._taken(["code", "related_ids"], *rows, import_file=True, import_skip_records=["related_ids"])
        self.assertEqual(made.mapped("code"), ["A", "C"])

    def test_user_may_leave_unknown_values_empty(self):
        options = {"import_file": True, "import_set_empty_fields": ["related_ids"]}
        self.assertFalse(self._taken(["code", "related_ids"], ("B", "NONE"), **options).related_ids)

    def test_who_may_not_write_is_refused_once(self):
        for user in (self.technician, self.outsider):
            for rows in ([(f"N{number}", "n") for number in range(9)], [("FUEL", "x")]):
                with self.subTest(user=user.login, rows=len(rows)):
                    [(row, message)] = self._refused(["code", "name"], *rows, user=user)
                    self.assertIsNone(row)
                    self.assertIn("not allowed", message)

    def test_term_that_the_user_does_not_see_is_not_known(self):
        self.env["ir.rule"].create(
            {
                "name": "No fuel",
                "model_id": self.env["ir.model"]._get_id("raya.fake.term"),
                "domain_force": "[('code', '!=', 'FUEL')]",
            }
        )
        [(row, message)] = self._refused(TREE, ("A", "a", "FUEL"))
        self.assertEqual(row, 1)
        self.assertIn("there is no “FUEL”", message)


@tagged("post_install", "-at_install")
class TestExportMixin(ImportMixinCommon):
    """A file that is exported to be imported back names terms so that they are found again."""

    def _export(self, terms, fields, **context):
        return terms.with_context(**context).export_data(fields)["datas"]

    def test_parents_and_lists_are_paths_of_codes(self):
        odd = self.Term.create({"code": "A / B", "name": "Odd", "parent_id": self.fuel.id})
        jet = self.Term.create({"code": "J", "parent_id": odd.id, "related_ids": (self.engine | odd).ids})
        [[parent, related]] = self._export(jet, ["parent_id", "related_ids"])
        self.assertEqual(parent, 'ENG / FUEL / "A / B"')
        self.assertEqual(set(related.split(",")), {"ENG", 'ENG / FUEL / "A / B"'})
        self.assertEqual(self._taken(["code", "related_ids"], ("NEW", related)).related_ids, self.engine | odd)

    def test_file_for_reading_shows_names(self):
        self.assertEqual(self._export(self.fuel, ["parent_id"], import_compat=False), [["[ENG] Engine"]])

    def test_what_was_exported_is_taken_back_without_a_change(self):
        self.fuel.related_ids = self.engine
        terms, fields = self.engine | self.fuel, [*TREE, "related_ids", "hours"]
        rows = [["" if cell is False else cell for cell in row] for row in self._export(terms, fields)]
        before = self._read_all()
        self.assertEqual(self._taken(fields, *rows), terms)
        self.assertEqual(self._read_all(), before)
