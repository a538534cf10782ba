import csv
import doctest
import io

from odoo.tools.misc import file_path
from openpyxl import Workbook

from odoo.addons.raya_service_base.tools import importing

from ..tools import import_templates
from .common import KnowledgeCommon

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPTIONS = {"has_headers": True, "quoting": '"', "separator": ",", "encoding": "utf-8", "limit": 2000, "skip": 0}


class ImportCommon(KnowledgeCommon):
    """Files as an editor gives them to Odoo's import."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.engine = cls._create_component(code="ENG", name="Engine")
        cls.fuel = cls._create_component(code="FUEL", name="Fuel system", parent_id=cls.engine.id)

    @classmethod
    def _create_component(cls, **vals):
        return cls.env["raya.component"].create(vals)

    def _load(self, model, fields, *rows, user=None, **context):
        result = self.env[model].with_user(user or self.editor).with_context(**context).load(fields, [*map(list, rows)])
        self.env.invalidate_all()
        return result

    def _taken(self, model, fields, *rows, **options):
        """The records that a file made or changed."""
        result = self._load(model, fields, *rows, **options)
        self.assertEqual(result["messages"], [])
        return self.env[model].browse(result["ids"])

    def _refused(self, model, fields, *rows, **options):
        """Line numbers, counted from 1, and messages of a refused file."""
        before = self.env[model].with_context(active_test=False).search_count([])
        result = self._load(model, fields, *rows, **options)
        self.assertFalse(result["ids"])
        self.assertEqual(self.env[model].with_context(active_test=False).search_count([]), before)
        return [(m["rows"]["from"] + 1 if "rows" in m else None, m["message"]) for m in result["messages"]]

    def _csv(self, *rows):
        file = io.StringIO()
        csv.writer(file).writerows(rows)
        return file.getvalue().encode()

    def _xlsx(self, *rows):
        book, file = Workbook(), io.BytesIO()
        for row in rows:
            book.active.append(row)
        book.save(file)
        return file.getvalue()

    def _upload(self, model, content, name, *, user=None, dryrun=False, **options):
        """What the import screen does: read the file, match the columns, import."""
        kind = "text/csv" if name.endswith(".csv") else XLSX
        user = user or self.editor
        wizard = (
            self.env["base_import.import"]
            .with_user(user)
            .with_context(lang=user.lang)
            .create({"res_model": model, "file": content, "file_name": name, "file_type": kind})
        )
        preview = wizard.parse_preview({**OPTIONS, **options})
        self.assertNotIn("error", preview)
        columns = [
            "/".join(preview["matches"][at]) if at in preview["matches"] else False
            for at in range(len(preview["headers"]))
        ]
        self.assertNotIn(False, columns, preview["headers"])
        result = wizard.execute_import(columns, preview["headers"], {**preview["options"], **options}, dryrun=dryrun)
        self.env.invalidate_all()
        return result


class TestImport(ImportCommon):
    def test_examples_in_the_kernel_hold(self):
        results = doctest.testmod(importing)
        self.assertTrue(results.attempted)
        self.assertFalse(results.failed)

    def test_name_with_a_comma_or_a_slash_is_found(self):
        odd = self._create_component(code="ODD", name="Valve, left / right")
        made = self._taken("raya.component", ["code", "name", "parent_id"], ("A", "a", "Valve, left / right"))
        self.assertEqual(made.parent_id, odd)
        fault = self._taken("raya.fault", ["code", "name", "component_ids"], ("A", "a", "ENG,Valve, left / right"))
        self.assertEqual(fault.component_ids, self.engine + odd)

    def test_parent_by_path_of_names_codes_or_as_exported(self):
        for at, path in enumerate(
            ("Engine / Fuel system", "ENG / FUEL", "FUEL", "[FUEL] Fuel system", "eng / Fuel  System")
        ):
            made = self._taken("raya.component", ["code", "name", "parent_id"], (f"P{at}", "Pump", path))
            self.assertEqual(made.parent_id, self.fuel, path)

    def test_parent_typed_with_arabic_letters_is_the_persian_one(self):
        root = self._create_component(code="F", name="سیستم سوخت‌رسانی")
        key = self._create_component(code="K", name="کلید", parent_id=root.id)
        made = self._taken("raya.component", ["code", "name", "parent_id"], ("X", "فنر", "سيستم سوخترساني / كليد"))
        self.assertEqual(made.parent_id, key)

    def test_parents_and_children_stand_in_any_order(self):
        made = self._taken(
            "raya.component",
            ["code", "name", "parent_id"],
            ("C", "Needle", "Body / Carburettor"),
            ("B", "Carburettor", "A"),
            ("A", "Body", ""),
            ("D", "Jet", "FUEL"),
        )
        self.assertEqual(made.mapped("code"), ["C", "B", "A", "D"])
        self.assertEqual(made[0].parent_id, made[1])
        self.assertEqual(made[1].parent_id, made[2])
        self.assertEqual(made[3].parent_id, self.fuel)

    def test_parent_comes_in_a_later_batch(self):
        rows = (("B", "b", "A"), ("C", "c", "A"), ("A", "a", ""), ("D", "d", ""))
        made = self._taken("raya.component", ["code", "name", "parent_id"], *rows, _import_limit=1)
        self.assertEqual(made.mapped("code"), ["B", "C", "A", "D"])
        self.assertEqual(made[:2].parent_id, made[2])

    def test_same_code_below_the_same_parent_is_updated(self):
        fields = ["code", "name", "parent_id"]
        first = self._taken("raya.component", fields, ("P", "Pump", "ENG / FUEL"), ("P", "Piston", "ENG"))
        second = self._taken("raya.component", fields, ("P", "Fuel pump", "Engine / Fuel system"))
        self.assertEqual(second, first[0])
        self.assertEqual(first.mapped("name"), ["Fuel pump", "Piston"])

    def test_code_alone_updates_when_it_stands_once(self):
        self.assertEqual(self._taken("raya.component", ["code", "name"], ("FUEL", "Fuel")), self.fuel)
        self.assertEqual(self.fuel.parent_id, self.engine)
        self._create_component(code="FUEL", name="Other")
        [(row, message)] = self._refused("raya.component", ["code", "name"], ("ENG", "Motor"), ("FUEL", "Fuel"))
        self.assertEqual(row, 2)
        self.assertIn("ENG / FUEL; FUEL", message)

    def test_renamed_parent_is_found_by_its_new_name(self):
        made = self._taken(
            "raya.component", ["code", "name", "parent_id"], ("ENG", "Motor", ""), ("M", "Mount", "Motor")
        )
        self.assertEqual(made[1].parent_id, self.engine)

    def test_columns_left_out_keep_what_they_hold(self):
        self.fault.write({"severity": "critical", "is_safety": True})
        self._taken("raya.fault", ["code", "name"], ("T-RELAY", "Relay burnt"))
        self.assertRecordValues(self.fault, [{"name": "Relay burnt", "severity": "critical", "is_safety": True}])
        self.assertEqual(self.fault.part_need_ids.product_id, self.part)
        self.assertEqual(self.fault.symptom_ids, self.symptom)

    def test_archived_term_is_updated_and_stays_archived(self):
        self.fuel.active = False
        self.assertEqual(self._taken("raya.component", ["code", "name"], ("FUEL", "Fuel")), self.fuel)
        self.assertFalse(self.fuel.active)

    def test_flat_codes_are_updated_too(self):
        made = self._taken(
            "raya.operation", ["code", "name", "duration"], ("T-RELAY", "Relay", "0.75"), ("T-NEW", "New", "1")
        )
        self.assertEqual(made[0], self.operation)
        self.assertEqual(made.mapped("duration"), [0.75, 1.0])

    def test_unknown_path_names_the_line_and_the_text(self):
        rows = (("A", "a", "ENG / Nowhere"), ("B", "b", "ENG"), ("C", "c", "A"))
        [(row, message)] = self._refused("raya.component", ["code", "name", "parent_id"], *rows)
        self.assertEqual(row, 1)
        self.assertIn("ENG / Nowhere", message)

    def test_ambiguous_name_names_the_paths(self):
        self._create_component(
            code="FUEL", name="Fuel system", parent_id=self._create_component(code="GEN", name="Generator").id
        )
        [(_row, message)] = self._refused("raya.component", ["code", "name", "parent_id"], ("A", "a", "Fuel system"))
        self.assertIn("ENG / FUEL; GEN / FUEL", message)

    def test_whole_path_goes_before_the_same_code_deeper(self):
        deep = self._create_component(code="01", name="Deep", parent_id=self.engine.id)
        top = self._create_component(code="01", name="Top")
        made = self._taken("raya.component", ["code", "name", "parent_id"], ("A", "a", "01"), ("B", "b", "ENG / 01"))
        self.assertEqual(made.parent_id, top + deep)

    def test_terms_below_each_other_are_refused(self):
        found = self._refused("raya.component", ["code", "name", "parent_id"], ("A", "a", "B"), ("B", "b", "A"))
        self.assertTrue(found)
        self.assertIn("below itself", found[0][1])

    def test_line_without_code_is_refused(self):
        [(row, message)] = self._refused("raya.component", ["code", "name"], ("A", "a"), ("", "b"))
        self.assertEqual(row, 2)
        self.assertIn("no code", message)

    def test_code_twice_in_the_file_is_reported_with_both_lines(self):
        found = self._refused(
            "raya.component", ["code", "name", "parent_id"], ("A", "a", "ENG"), ("B", "b", ""), ("A", "c", "Engine")
        )
        self.assertEqual([row for row, _message in found], [1, 3])
        self.assertIn("row 3", found[0][1])
        self.assertIn("row 1", found[1][1])

    def test_known_code_twice_in_the_file_is_reported_too(self):
        found = self._refused("raya.operation", ["code", "name"], ("T-RELAY", "a"), ("T-RELAY", "b"))
        self.assertEqual([row for row, _message in found], [1, 2])

    def test_every_refused_line_is_reported_and_nothing_is_written(self):
        found = self._refused(
            "raya.fault",
            ["code", "name", "parent_id", "severity", "component_ids"],
            ("A", "a", "", "Critical", "ENG"),
            ("B", "b", "Nowhere", "minor", ""),
            ("C", "c", "", "awful", ""),
            ("D", "d", "A", "minor", "ENG,NONE"),
            ("E", "e", "A", "worse", ""),
        )
        self.assertEqual([row for row, _message in found], [2, 3, 4, 5])
        self.assertIn("NONE", found[2][1])

    def test_refusal_of_the_database_names_its_line(self):
        found = self._refused(
            "raya.operation", ["code", "name", "duration"], ("A", "a", "1"), ("B", "b", "-1"), ("C", "c", "2")
        )
        self.assertIn((2, "The standard time of a service cannot be negative."), found)

    def test_lists_of_codes_names_and_paths(self):
        child = self.env["product.category"].create({"name": "Large, with ice", "parent_id": self.family.id})
        cause = self.env["raya.cause"].create({"code": "C,1", "name": "Wear"})
        fault = self._taken(
            "raya.fault",
            ["code", "name", "symptom_ids", "operation_ids", "component_ids", "cause_ids", "categ_ids"],
            (
                "A",
                "a",
                "T-COOL",
                "T-RELAY",
                "ENG,Engine / Fuel system",
                '"C,1"',
                "Refrigerators,Refrigerators / Large, with ice",
            ),
        )
        self.assertEqual(fault.symptom_ids, self.symptom)
        self.assertEqual(fault.operation_ids, self.operation)
        self.assertEqual(fault.component_ids, self.engine + self.fuel)
        self.assertEqual(fault.cause_ids, cause)
        self.assertEqual(fault.categ_ids, self.family + child)

    def test_unknown_family_is_refused_in_odoos_words(self):
        [(row, message)] = self._refused(
            "raya.fault", ["code", "name", "categ_ids"], ("A", "a", ""), ("B", "b", "Rockets")
        )
        self.assertEqual(row, 2)
        self.assertIn("Rockets", message)

    def test_lines_of_a_fault_are_those_of_the_file(self):
        other = self.env["product.product"].create({"name": "Gasket", "default_code": "GSK"})
        old = self.fault.part_need_ids
        fields = ["code", "name", "part_need_ids/product_id", "part_need_ids/quantity"]
        rows = (("T-RELAY", "Burnt", "Start relay", "2"), ("", "", "[GSK] Gasket", "3"), ("NEW", "New", "GSK", "1"))
        made = self._taken("raya.fault", fields, *rows)
        self.assertEqual(made[0], self.fault)
        self.assertIn(old, self.fault.part_need_ids)
        self.assertEqual(sorted(self.fault.part_need_ids.mapped("quantity")), [2, 3])
        self.assertEqual(made[1].part_need_ids.product_id, other)
        self.assertEqual(self._taken("raya.fault", fields, rows[0]).part_need_ids, old)

    def test_symptoms_with_weights_keep_their_lines(self):
        line = self.fault.symptom_line_ids
        fields = ["code", "name", "symptom_line_ids/symptom_id", "symptom_line_ids/weight"]
        self._taken("raya.fault", fields, ("T-RELAY", "Burnt", "T-COOL", "9"))
        self.assertRecordValues(self.fault.symptom_line_ids, [{"id": line.id, "weight": 9}])
        [(row, message)] = self._refused("raya.fault", fields, ("X", "x", "T-COOL", "1"), ("", "", "T-HOT", "1"))
        self.assertEqual(row, 2)
        self.assertIn("T-HOT", message)

    def test_own_classification_is_told_by_its_kind(self):
        kinds = self.env["raya.classification.kind"].create([{"name": "Noise"}, {"name": "Smell"}])
        fields = ["kind_id", "code", "name", "parent_id"]
        made = self._taken(
            "raya.term", fields, ("Smell", "01", "Burnt", ""), ("Noise", "02", "Hum", "01"), ("Noise", "01", "Low", "")
        )
        self.assertEqual(made.kind_id, kinds)
        self.assertEqual(made[1].parent_id, made[2])
        again = self._taken("raya.term", fields, ("Noise", "01", "Deep", ""))
        self.assertEqual(again, made[2])
        fault = self._taken("raya.fault", ["code", "name", "term_ids"], ("A", "a", "Noise / 01 / 02,Smell / 01"))
        self.assertEqual(fault.term_ids, made[1] + made[0])

    def test_user_may_leave_out_lines_with_unknown_values(self):
        fields = ["code", "name", "component_ids", "severity"]
        rows = (
            ("A", "a", "ENG", "minor"),
            ("B", "b", "NONE", "minor"),
            ("C", "c", "ENG", "awful"),
            ("D", "d", "", "major"),
        )
        result = self._load(
            "raya.fault", fields, *rows, import_file=True, import_skip_records=["component_ids", "severity"]
        )
        self.assertEqual(result["messages"], [])
        self.assertEqual(self.env["raya.fault"].browse(result["ids"]).mapped("code"), ["A", "D"])

    def test_user_may_leave_unknown_values_empty(self):
        fault = self._taken(
            "raya.fault",
            ["code", "name", "component_ids"],
            ("B", "b", "NONE"),
            import_file=True,
            import_set_empty_fields=["component_ids"],
        )
        self.assertFalse(fault.component_ids)


class TestImportRights(ImportCommon):
    def test_technician_and_outsider_are_refused_once(self):
        rows = [(f"N{number}", "n") for number in range(30)]
        for user in (self.technician, self.outsider):
            [(row, message)] = self._refused("raya.symptom", ["code", "name"], *rows, user=user)
            self.assertIsNone(row)
            self.assertIn("not allowed", message)

    def test_technician_cannot_change_what_is_there(self):
        [(_row, _message)] = self._refused("raya.symptom", ["code", "name"], ("T-COOL", "x"), user=self.technician)
        self.assertEqual(self.symptom.name, "Does not cool")

    def test_term_of_another_company_is_neither_found_nor_changed(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.engine.company_ids = other
        [(row, message)] = self._refused("raya.component", ["code", "name", "parent_id"], ("A", "a", "ENG"))
        self.assertEqual(row, 1)
        self.assertIn("ENG", message)
        [(row, message)] = self._refused("raya.component", ["code", "name", "parent_id"], ("ENG", "Mine", ""))
        self.assertIn("exists already", message)

    def test_company_is_told_by_name(self):
        made = self._taken("raya.component", ["code", "name", "company_ids"], ("A", "a", self.env.company.name))
        self.assertEqual(made.company_ids, self.env.company)


class TestExport(ImportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.editor.group_ids += cls.env.ref("base.group_allow_export")

    def _export(self, records, fields):
        """The file that the export screen gives, as an editor."""
        rows = records.with_user(self.editor).with_context(import_compat=True).export_data(fields)["datas"]
        return self._csv(fields, *[["" if cell is False else cell for cell in row] for row in rows])

    def _assert_unchanged(self, records, fields):
        """Taken back, the file changes no record, and its export is the same."""
        self.env.flush_all()
        self.env.invalidate_all()
        file = self._export(records, fields)
        self.env.cr.execute(f'UPDATE "{records._table}" SET write_uid = NULL')
        result = self._upload(records._name, file, "export.csv")
        self.assertEqual(result["messages"], [])
        self.assertEqual(result["ids"], records.ids)
        self.assertEqual(self._export(records, fields), file)
        self.assertFalse(records.write_uid, "nothing is written")

    def _create_namesakes(self):
        """Faults that only their paths tell apart, in words that are hard to cut."""
        washer = self._create_fault(code="W", name="Washer, large")
        dryer = self._create_fault(code="D / 1", name="Dryer / small")
        return (
            washer
            + dryer
            + self._create_fault(code="01", name="Other", parent_id=washer.id)
            + self._create_fault(code="01", name="Other", parent_id=dryer.id)
            + self._create_fault(code='A,"1', name="Other", parent_id=dryer.id, is_safety=True, severity="critical")
        )

    def test_tree_comes_back_unchanged(self):
        records = self._create_namesakes() + self.fault
        self._assert_unchanged(records, ["code", "name", "parent_id", "severity", "is_safety", "keywords", "sequence"])

    def test_lines_and_lists_come_back_unchanged(self):
        gasket = self.env["product.product"].create({"name": "Gasket", "default_code": "G,1"})
        self.fault.write(
            {
                "part_need_ids": [(0, 0, {"product_id": gasket.id, "quantity": 2})],
                "component_ids": (self.engine + self.fuel).ids,
                "categ_ids": self.family.ids,
                "product_tmpl_ids": self.fridge.product_tmpl_id.ids,
            }
        )
        lines = (self.fault.part_need_ids.ids, self.fault.symptom_line_ids.ids)
        self._assert_unchanged(
            self.fault + self.fault_misuse,
            [
                "code",
                "name",
                "component_ids",
                "symptom_ids",
                "operation_ids",
                "categ_ids",
                "product_tmpl_ids",
                "part_need_ids/product_id",
                "part_need_ids/quantity",
                "is_customer_caused",
            ],
        )
        self.assertEqual((self.fault.part_need_ids.ids, self.fault.symptom_line_ids.ids), lines)

    def test_file_with_external_ids_comes_back_unchanged(self):
        self._assert_unchanged(self._create_namesakes(), ["id", "code", "name", "parent_id/id"])

    def test_exported_ids_make_a_tree_elsewhere(self):
        made = self._taken(
            "raya.component", ["id", "code", "name", "parent_id/id"], ("x.b", "B", "b", "x.a"), ("x.a", "A", "a", "")
        )
        self.assertEqual(made[0].parent_id, made[1])
        self.assertEqual(self.env.ref("x.b"), made[0])

    def test_own_terms_come_back_unchanged(self):
        kinds = self.env["raya.classification.kind"].create([{"name": "Noise"}, {"name": "Smell, strong"}])
        terms = self.env["raya.term"]
        for kind in kinds:
            root = terms.create({"kind_id": kind.id, "code": "01", "name": "Low"})
            terms += root + terms.create({"kind_id": kind.id, "code": "02", "name": "Hum", "parent_id": root.id})
        self._assert_unchanged(terms, ["kind_id", "code", "name", "parent_id"])
        self.fault.term_ids = terms
        self._assert_unchanged(self.fault, ["code", "term_ids"])

    def test_operations_come_back_unchanged(self):
        self.operation.checklist_ids = [
            (0, 0, {"name": "Door closes"}),
            (0, 0, {"name": "No leak", "is_required": False}),
        ]
        self._assert_unchanged(
            self.operation,
            [
                "code",
                "name",
                "duration",
                "skill_level",
                "product_id",
                "checklist_ids/name",
                "checklist_ids/is_required",
            ],
        )

    def test_file_for_reading_shows_names(self):
        datas = self.fuel.with_context(import_compat=False).export_data(["parent_id"])["datas"]
        self.assertEqual(datas, [["[ENG] Engine"]])
        self.fuel.child_ids = [(0, 0, {"code": "P", "name": "Pump"})]
        self.assertEqual(self.fuel.child_ids.export_data(["parent_id"])["datas"], [["ENG / FUEL"]])


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
        self.assertEqual((message["rows"], message["field_path"]), ({"from": 2, "to": 2}, ["parent_id"]))
        self.assertIn("Row 3", message["message"])

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
            matches = wizard.parse_preview(OPTIONS)["matches"]
            found = ["/".join(matches.get(at, ())) for at in range(len(columns))]
            self.assertEqual(found, [field for _heading, field, _note, _persian in columns], name)


class TestImportAtScale(ImportCommon):
    fields = ["code", "name", "parent_id", "severity", "component_ids", "symptom_ids"]

    def _rows(self, count):
        for at in reversed(range(count)):
            yield f"N{at}", f"Fault {at}", f"N{at % 10}" if at >= 10 else "", "Minor", "ENG / FUEL,ENG", "T-COOL"

    def _count_queries(self, *rows):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._taken("raya.fault", self.fields, *rows, tracking_disable=True)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_grow_with_the_lines(self):
        self._count_queries(*self._rows(20))
        new = [
            self._count_queries(*[(f"{mark}{row[0]}", row[1], "", *row[3:]) for row in self._rows(count)])
            for mark, count in (("A", 20), ("B", 120))
        ]
        self.assertLess(new[1], new[0] + 20)
        known = [self._count_queries(*self._rows(count)) for count in (120, 120)]
        self.assertLess(known[1], 60, "nothing to write")

    def test_five_thousand_lines_with_wrong_ones_are_refused_as_a_whole(self):
        rows = [list(row) for row in self._rows(5000)]
        rows[7][2], rows[4000][5] = "Nowhere", "T-NONE"
        rows[4907][0] = rows[17][0]
        found = self._refused("raya.fault", self.fields, *rows, tracking_disable=True)
        self.assertEqual([row for row, _message in found], [8, 18, 4001, 4908])
