from .common_import import ImportCommon


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
