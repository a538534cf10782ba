from datetime import date

from odoo.tools.misc import file_path

from ..tools import import_templates
from .common_import import OPTIONS, XLSX, ImportCommon


class TestImportScreen(ImportCommon):
    rows = (
        ("Code", "Name", "Parent", "Severity", "Parts/Part", "Parts/Quantity"),
        ("S2", "Relay", "S1", "Critical", "Start relay", 2),
        ("S1", "Starting", "", "Minor", "", ""),
    )

    def test_csv_and_xlsx_are_taken(self):
        for number, (name, content) in enumerate(
            {"faults.csv": self._csv(*self.rows), "faults.xlsx": self._xlsx(*self.rows)}.items()
        ):
            result = self._upload("raya.fault", content, name)
            self.assertEqual(result["messages"], [], name)
            faults = self.env["raya.fault"].browse(result["ids"])
            self.assertEqual(faults.mapped("code"), ["S2", "S1"])
            self.assertEqual(faults[0].parent_id, faults[1])
            self.assertRecordValues(faults[0].part_need_ids, [{"product_id": self.part.id, "quantity": 2}])
            self.assertEqual(self.env["raya.fault"].search_count([("code", "in", ("S1", "S2"))]), 2, number)

    def test_trial_tells_the_same_and_writes_nothing(self):
        result = self._upload("raya.fault", self._csv(*self.rows), "faults.csv", dryrun=True)
        self.assertEqual(result["messages"], [])
        self.assertFalse(self.env["raya.fault"].search([("code", "in", ("S1", "S2"))]))

    def test_small_batches_are_one_file(self):
        result = self._upload("raya.fault", self._csv(*self.rows), "faults.csv", limit=1)
        self.assertEqual((len(result["ids"]), result["nextrow"]), (2, 0))

    def test_wrong_line_is_reported_with_its_number(self):
        result = self._upload(
            "raya.fault", self._csv(*self.rows, ("S3", "x", "Nowhere", "Minor", "", "")), "faults.csv"
        )
        self.assertFalse(result["ids"])
        [message] = result["messages"]
        self.assertEqual((message["rows"], message["field_path"]), ({"from": 3, "to": 3}, ["parent_id"]))
        self.assertIn("Row 4: ", message["message"], "as the spreadsheet counts it, with its headings")

    def test_rows_are_counted_as_in_the_file(self):
        """Headings, empty rows, those that were skipped and those that say nothing in a chosen column count as well."""
        rows = [
            ("Code", "Name", "Parent", "Remarks"),
            ("", "", "", ""),
            ("S1", "Starting", "", ""),
            ("", "", "", "checked until here"),
            ("", " ", "", ""),
            ("S2", "Relay", "Nowhere", ""),
            ("S3", "Winding", "", ""),
            ("S3", "Winding", "", ""),
        ]
        names = {
            "faults.csv": self._csv(*rows),
            "faults.xlsx": self._xlsx(*rows),
        }
        for name, content in names.items():
            for skip in (0, 1):
                with self.subTest(file=name, skip=skip):
                    result = self._upload("raya.fault", content, name, left_out=["Remarks"], skip=skip)
                    self.assertFalse(result["ids"])
                    self.assertEqual(
                        [
                            (message["rows"]["from"] + 1, message["record"], message["message"])
                            for message in result["messages"]
                        ],
                        [
                            (
                                6,
                                6,
                                "Row 6: there is no “Nowhere”, neither here nor in the file. Check the code or the path.",
                            ),
                            (7, 7, "Row 7: “S3” stands in the file again, in row 8. Keep one of them."),
                            (8, 8, "Row 8: “S3” stands in the file again, in row 7. Keep one of them."),
                        ],
                    )
                    self.assertEqual(result["name"][5:], ["Relay", "Winding", "Winding"])

    def test_codes_of_which_a_spreadsheet_made_something_else_are_refused(self):
        """``31-5`` is a date now, of ``000`` nothing but nought is left, of a long number the last digits are lost."""
        rows = (
            ("Code", "Name", "External Reference"),
            (date(2026, 5, 31), "SPN 31 FMI 5", ""),
            (0, "No error", ""),
            ("T-GOOD", "Good", "0"),
            ("T-MAKER", "Maker", date(2026, 1, 10)),
            (12345678901234567890, "Long", ""),
        )
        hint = "Format the column as text and enter the "
        for content in (self._xlsx(*rows), self._csv(rows[0], ["31-May", "x", ""], ["May-31", "y", ""])):
            name = "faults.csv" if content.startswith(b"Code") else "faults.xlsx"
            result = self._upload("raya.fault", content, name)
            self.assertFalse(result["ids"])
            told = [(message["rows"]["from"] + 1, message["message"]) for message in result["messages"]]
            self.assertEqual([row for row, _text in told], [2, 3] if name.endswith("csv") else [2, 3, 5, 6])
            for row, text in told:
                self.assertIn(f"Row {row}: ", text)
                self.assertIn(hint, text)
        self.assertEqual(told[0][1], f"Row 2: of this code the spreadsheet made “31-May”. {hint}code again.")

    def test_codes_of_numbers_shown_with_zeros_and_quantities_of_nought_are_taken(self):
        result = self._upload(
            "raya.fault", self._xlsx(*self.rows[:1], ("T-Q", "x", "", "Minor", "Start relay", 0)), "a.xlsx"
        )
        self.assertNotIn("spreadsheet", str(result["messages"]))
        made = self._upload("raya.component", self._csv(("Code", "Name"), ("0", "Zero"), ("31-5", "x")), "a.csv")
        self.assertEqual(self.env["raya.component"].browse(made["ids"]).mapped("code"), ["0", "31-5"])

    def test_persian_headers_and_values(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        editor = self.editor.with_context(lang="fa_IR")
        editor.lang = "fa_IR"
        label = self.env["raya.component"].with_context(lang="fa_IR").fields_get(["code", "name", "parent_id"])
        headers = [label[name]["string"] for name in ("code", "name", "parent_id")]
        self.engine.with_context(lang="fa_IR").name = "موتور كوچک"
        rows = (headers, ("۱۲", "شمع", "موتور کوچك"))
        result = self._upload("raya.component", self._csv(*rows), "a.csv", user=editor)
        self.assertEqual(result["messages"], [])
        made = self.env["raya.component"].browse(result["ids"])
        self.assertEqual((made.parent_id, made.code), (self.engine, "۱۲"))


class TestImportTemplates(ImportCommon):
    def _importable(self):
        """Every model of this floor that takes files by code."""
        return [
            name
            for name, model in self.env.items()
            if hasattr(model, "_place_rows")
            and not model._abstract
            and model._original_module == "raya_service_knowledge"
        ]

    def test_every_model_has_a_template(self):
        self.assertEqual(sorted(self._importable()), sorted(import_templates.TEMPLATES))
        for name in self._importable():
            [template] = self.env[name].with_user(self.editor).get_import_templates()
            self.assertTrue(file_path(template["template"][1:]), name)
            self.assertIn(self.env["ir.model"]._get(name).name, template["label"])

    def test_persian_notes_have_the_words_of_the_screens(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.env["ir.module.module"]._load_module_terms(["raya_service_base", "raya_service_knowledge"], ["fa_IR"])
        for name, (columns, _examples) in import_templates.TEMPLATES.items():
            model = self.env[name].with_context(lang="fa_IR")
            for _heading, path, note, persian in columns:
                for wrong in ("پرونده", "رده", "عیب", "عمده", "کالا"):
                    self.assertNotIn(wrong, persian, (name, path))
                field = model._fields[path.partition("/")[0]]
                if path == "severity":
                    labels = zip(field.selection, field._description_selection(model.env), strict=True)
                    for (_key, english), (_value, label) in labels:
                        self.assertIn(english, note)
                        self.assertIn(label, persian)
        label = self.env["raya.fault"].with_context(lang="fa_IR")._fields["categ_ids"]._description_string
        self.assertIn(label(self.env(context={"lang": "fa_IR"})), import_templates.FAMILIES[3])

    def test_every_template_is_taken_twice_without_a_word(self):
        self.env["raya.classification.kind"].create({"name": "Noise"})
        for name, (_columns, examples) in import_templates.TEMPLATES.items():
            user = self.manager if name == "raya.classification.kind" else self.editor
            content = import_templates.file_of(name).read_bytes()
            made = [self._upload(name, content, "template.xlsx", user=user) for _time in range(2)]
            self.assertEqual([result["messages"] for result in made], [[], []], name)
            self.assertEqual(made[0]["ids"], made[1]["ids"], name)
            self.assertEqual(len(made[0]["ids"]), len([row for row in examples if row[0]]), name)

    def test_headings_lead_to_the_fields_that_are_meant(self):
        for name, (columns, _examples) in import_templates.TEMPLATES.items():
            wizard = self.env["base_import.import"].create(
                {
                    "res_model": name,
                    "file": import_templates.file_of(name).read_bytes(),
                    "file_name": "template.xlsx",
                    "file_type": XLSX,
                }
            )
            matches = wizard.parse_preview({**OPTIONS})["matches"]
            found = ["/".join(matches.get(at, ())) for at in range(len(columns))]
            self.assertEqual(found, [field for _heading, field, _note, _persian in columns], name)
