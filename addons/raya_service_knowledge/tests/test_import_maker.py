from .common_import import ImportCommon

HEADINGS = ("Code", "Name", "Keywords", "External Reference")


class TestImportMaker(ImportCommon):
    """Tables of error codes as makers publish them."""

    def _find(self, *codes):
        return self.env["raya.fault"].search([("code", "in", codes)])

    def test_table_of_thousands_is_taken_whole_or_not_at_all(self):
        """C1: codes that stand twice and lines without one are named, and nothing of the rest is taken."""
        rows = [[f"ECU/{number}-{number % 31}", f"Fault {number}", "", f"P{number:04}"] for number in range(400)]
        rows[7][0] = ""
        rows[300][0] = rows[12][0]
        result = self._upload("raya.fault", self._xlsx(HEADINGS, *rows), "codes.xlsx")
        self.assertFalse(result["ids"])
        self.assertEqual([message["record"] for message in result["messages"]], [9, 14, 302])
        self.assertEqual(result["messages"][0]["message"], "Row 9 has no code. Enter one.")
        self.assertFalse(self._find("ECU/0-0"))
        rows[7][0], rows[300][0] = "ECU/7-7", "ECU/300-21"
        result = self._upload("raya.fault", self._xlsx(HEADINGS, *rows), "codes.xlsx")
        self.assertEqual((result["messages"], len(result["ids"])), ([], 400))
        self.assertEqual(self._find("ECU/0-0").external_reference, "P0000")

    def test_texts_stay_as_the_maker_wrote_them(self):
        """C1: line breaks, other scripts, and numbers beside texts that are the same number."""
        words = "Check the plug.\nThen the wire."
        rows = [
            (523612, "Датчик давления", words, 4660),
            ("523613", "Druckgeber", "", "4661"),
            ("000190", "Speed", "", "P0335"),
        ]
        result = self._upload("raya.fault", self._xlsx(HEADINGS, *rows), "codes.xlsx")
        self.assertEqual(result["messages"], [])
        self.assertRecordValues(
            self.env["raya.fault"].browse(result["ids"]),
            [
                {
                    "code": "523612",
                    "name": "Датчик давления",
                    "keywords": words,
                    "external_reference": "4660",
                },
                {"code": "523613", "name": "Druckgeber", "keywords": False, "external_reference": "4661"},
                {"code": "000190", "name": "Speed", "keywords": False, "external_reference": "P0335"},
            ],
        )
        swapped = [(523613, *rows[1][1:]), ("523612", *rows[0][1:])]
        again = self._upload("raya.fault", self._xlsx(HEADINGS, *swapped), "codes.xlsx")
        self.assertEqual(again["ids"], result["ids"][1::-1], "no second one of a number that was a text")

    def test_column_of_models_says_for_which_a_code_is(self):
        """C3: the most specific code first; no list means all."""
        names = ("Printer MK4", "Printer XL")
        first, second = self.env["product.template"].create([{"name": name, "type": "consu"} for name in names])
        rows = (
            ("Code", "Name", "Products"),
            ("XX100", "Heater", ""),
            ("XX101", "Bed", "Printer MK4,Printer XL"),
            ("XX102", "Filament", "Printer XL"),
        )
        result = self._upload("raya.fault", self._xlsx(*rows), "codes.xlsx")
        self.assertEqual(result["messages"], [])
        for_all, for_both, _for_second = codes = self.env["raya.fault"].browse(result["ids"])
        self.assertEqual(for_both.product_tmpl_ids, first | second)
        for product, applicable in ((first, for_all | for_both), (second, codes), (self.fridge, for_all)):
            product = product.product_variant_id if product != self.fridge else product
            self.assertEqual(codes.filtered_domain(codes._applicable_domain(product)), applicable, product.name)
        self.assertEqual(codes._sort_by_applicability(first.product_variant_id)[:2], for_both | for_all)


class TestImportCodesOfProducts(ImportCommon):
    """One code stands for different things, each for other products (real tables do)."""

    headings = ("Code", "Name", "Parent", "Products")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = ("Printer MK3", "Printer MK4", "Printer XL")
        cls.printers = cls.env["product.template"].create([{"name": name, "type": "consu"} for name in names])
        cls.rows = (
            ("XX100", "Thermal runaway", "ENG", "Printer MK3"),
            ("XX100", "Filament sensor", "ENG", "Printer MK4,Printer XL"),
            ("XX100", "Any other", "ENG", ""),
            ("XX101", "Bed", "ENG", "Printer MK3"),
        )

    def _import(self, *rows, headings=None, user=None):
        return self._upload("raya.component", self._xlsx(headings or self.headings, *rows), "codes.xlsx", user=user)

    def _codes(self):
        codes = self.env["raya.component"].search([("code", "=like", "XX10_")], order="id")
        return [(code.code, code.name, code.product_tmpl_ids.mapped("name")) for code in codes]

    def test_taken_and_taken_again(self):
        result = self._import(*self.rows)
        self.assertEqual(result["messages"], [])
        expected = [
            ("XX100", "Thermal runaway", ["Printer MK3"]),
            ("XX100", "Filament sensor", ["Printer MK4", "Printer XL"]),
            ("XX100", "Any other", []),
            ("XX101", "Bed", ["Printer MK3"]),
        ]
        self.assertEqual(self._codes(), expected)
        again = self._import(*self.rows[::-1])
        self.assertEqual((again["messages"], again["ids"]), ([], result["ids"][::-1]))
        self.assertEqual(self._codes(), expected)

    def test_table_of_another_product_changes_no_code_of_the_first(self):
        self._import(*self.rows[:1])
        result = self._import(("XX100", "Fan", "ENG", "Printer XL"))
        self.assertEqual(result["messages"], [])
        self.assertEqual(
            self._codes(), [("XX100", "Thermal runaway", ["Printer MK3"]), ("XX100", "Fan", ["Printer XL"])]
        )

    def test_only_line_of_a_code_may_change_its_products(self):
        self._import(*self.rows[:2])
        result = self._import(
            ("XX100", "Thermal runaway", "ENG", "Printer MK3,Printer XL"), ("XX101", "Bed", "ENG", "")
        )
        self.assertIn("“XX100” means several: ENG / XX100 (ID ", str(result["messages"]), "some of it is the other's")
        self.assertEqual(self._import(("XX100", "Sensor", "ENG", "Printer MK4"))["messages"], [])
        self.assertEqual(self._import(("XX100", "Runaway", "ENG", "Printer MK3,Printer XL"))["messages"], [])
        self.assertEqual(
            self._codes(),
            [("XX100", "Runaway", ["Printer MK3", "Printer XL"]), ("XX100", "Sensor", ["Printer MK4"])],
        )

    def test_parents_told_in_several_ways(self):
        """By code, by name or by ID: what makes a code several is what it is for."""
        by_name = self._import(self.rows[0], ("XX100", "Sensor", "Engine", "Printer MK4"))
        self.assertEqual((by_name["messages"], len(by_name["ids"])), ([], 2))
        headings, parents = ("Code", "Name", "Parent/Database ID", "Products"), (self.engine.id, self.fuel.id)
        self._import(("XX101", "Of the fuel system", "FUEL", "Printer MK3"), ("XX101", "Bed", "ENG", "Printer MK3"))
        rows = [("XX101", name, str(id_), "Printer MK3,Printer XL") for name, id_ in zip("ab", parents, strict=True)]
        result = self._import(*rows, headings=headings)
        self.assertEqual(result["messages"], [])
        codes = self.env["raya.component"].search([("code", "=", "XX101")])
        self.assertEqual({(code.name, code.parent_id.id) for code in codes}, set(zip("ab", parents, strict=True)))

    def test_twice_for_the_same_products_is_refused_with_both_lines(self):
        result = self._import(*self.rows, ("xx100", "Once more", "ENG", "Printer XL,Printer MK4"))
        self.assertEqual(
            [message["message"] for message in result["messages"]],
            [
                "Row 3: “XX100” stands in the file again, in row 6. Keep one of them.",
                "Row 6: “xx100” stands in the file again, in row 3. Keep one of them.",
            ],
        )

    def test_file_that_does_not_tell_the_products_names_the_candidates(self):
        found = self._import(*self.rows)["ids"]
        result = self._import(("XX100", "New name", "ENG"), headings=self.headings[:3])
        [message] = result["messages"]
        for id_ in found[:3]:
            self.assertIn(f"ENG / XX100 (ID {id_})", message["message"])

    def test_without_a_column_of_parents(self):
        self._import(*self.rows)
        names = [(code, f"{name}, new", products) for code, name, _parent, products in self.rows]
        result = self._import(*names, headings=("Code", "Name", "Products"))
        self.assertEqual(result["messages"], [])
        self.assertEqual([name for _code, name, _products in self._codes()], [name for _code, name, _p in names])

    def test_what_nobody_knows_is_refused_for_its_column(self):
        self._import(*self.rows)
        result = self._import(("XX100", "x", "ENG", "Printer MK9"))
        self.assertIn("Printer MK9", str(result["messages"]))
        self.assertEqual(len(self._codes()), 4)

    def test_what_refers_to_one_of_several_comes_back_unchanged(self):
        """Exported by code and name, since the code alone means several; a child of one as well."""
        made = self.env["raya.component"].browse(self._import(*self.rows)["ids"])
        child = self._create_component(code="XX109", name="Child", parent_id=made[1].id)
        fault = self.env["raya.fault"].create({"code": "F-XX", "name": "Fault", "component_ids": made[:3].ids})
        for record, fields in ((fault, ["code", "component_ids"]), (child, ["code", "parent_id"])):
            before = record.read(["write_date", "component_ids" if record == fault else "parent_id"])
            told = record.with_user(self.editor).with_context(import_compat=True).export_data(fields)["datas"]
            self.assertIn("ENG / [XX100] Filament sensor", told[0][1])
            self._taken(record._name, fields, *told)
            self.assertEqual(record.read(["write_date", "component_ids" if record == fault else "parent_id"]), before)
        self.assertNotIn("[", made[3].with_context(import_compat=True).display_name)
