import doctest

from odoo.addons.raya_service_base.tools import importing

from .common_import import ImportCommon


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

    def test_file_archives_a_branch_as_the_form_does(self):
        pump = self._create_component(code="PUMP", name="Pump", parent_id=self.fuel.id)
        branch = self.engine | self.fuel | pump
        self._taken("raya.component", ["code", "active"], ["ENG", "0"])
        self.assertFalse(any(branch.mapped("active")))
        branch.action_unarchive()
        fields = ["code", "parent_id", "active"]
        self._taken("raya.component", fields, ["ENG", "", "0"], ["FUEL", "ENG", "1"], ["PUMP", "ENG / FUEL", "1"])
        self.assertFalse(any(branch.mapped("active")), "below an archived term all are archived")

    def test_identity_is_cleaned_as_references_are(self):
        relay = self._create_component(code="F-RELAY-12", name="Relay", parent_id=self.engine.id)
        for code in (
            "f-relay-12",
            "\u200fF-RELAY-12\u200e",
            "F\u2010RELAY\u201112",
            "F—RELAY—12",
            "F-RELAY-۱۲",
            "F-RE\u200cLAY-12",
            "Ｆ-RELAY-12",
        ):
            self.assertEqual(self._taken("raya.component", ["code", "parent_id"], [code, "eng"]), relay, code)
            self.assertEqual(self._taken("raya.component", ["code", "name"], [code, "Relay"]), relay, code)
        self.assertEqual(relay.code, "F-RELAY-12")
        new = self._taken("raya.component", ["code", "name"], ["\u200fN—۱۲\u200c ", "New"])
        self.assertEqual(new.code, "N-۱۲")

    def test_code_that_nobody_sees_is_refused(self):
        refused = self._refused("raya.component", ["code", "name"], ["\u200f\u200b", "Nothing"])
        self.assertEqual(refused, [(1, "Row 1 has no code. Enter one.")])

    def test_code_that_stands_elsewhere_is_no_silent_second(self):
        self._create_component(code="GEAR", name="Gear")
        fields = ["code", "name", "parent_id"]
        [(row, message)] = self._refused("raya.component", fields, ["fuel", "Fuel system", "GEAR"])
        self.assertEqual(row, 1)
        self.assertIn("“fuel” stands already as ENG / FUEL", message)
        both = self._taken("raya.component", fields, ["FUEL", "Fuel", "ENG"], ["FUEL", "Fuel", "GEAR"])
        self.assertEqual(both.parent_id.mapped("code"), ["ENG", "GEAR"])
        other = self._create_component(code="OTHER", name="Other", parent_id=self.engine.id)
        own = self._taken("raya.component", ["id", *fields], ["my.other", "OTHER", "Other", "GEAR"])
        self.assertNotEqual(own, other)

    def test_ambiguous_reference_to_odoos_records_is_refused_with_its_candidates(self):
        first, second = self.env["product.product"].create([{"name": "Twin", "type": "service"}] * 2)
        [(row, message)] = self._refused("raya.operation", ["code", "name", "product_id"], ["T-TWIN", "Twin", "Twin"])
        self.assertEqual(row, 1)
        self.assertIn(f"Twin (ID {first.id}); Twin (ID {second.id})", message)
        fields = ["code", "name", "part_need_ids/product_id", "part_need_ids/quantity"]
        [(row, message)] = self._refused("raya.operation", fields, ["T-TWIN", "Twin", "Twin", "1"])
        self.assertIn(f"Twin (ID {first.id})", message)

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
