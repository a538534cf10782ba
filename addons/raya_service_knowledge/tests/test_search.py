from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .common import KnowledgeCommon


class TestSearch(KnowledgeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        cls.symptom.with_context(lang="fa_IR").name = "سرد نمی‌کند"
        cls.symptom.with_context(lang="fa_IR").keywords = "یخ نمی‌زند"
        cls.search_page = cls.env["raya.knowledge.search"].with_user(cls.technician)

    def _find(self, text, product=None):
        groups = self.search_page.find(text, product.id if product else False)
        return {group["model"]: [record["id"] for record in group["records"]] for group in groups}

    def test_words_in_any_order_find_every_kind(self):
        found = self._find("relay start")
        self.assertIn(self.fault.id, found["raya.fault"])
        self.assertIn(self.operation.id, found["raya.operation"])
        self.assertNotIn("raya.symptom", found)

    def test_every_word_must_be_there(self):
        self.assertNotIn(self.fault, self.env["raya.fault"].search(self.fault._search_words("relay compressor")))
        self.assertTrue(all(group["is_guess"] for group in self.search_page.find("relay compressor")))

    def test_code_is_found_and_comes_first(self):
        longer = self._create_fault(code="T-RELAY-2", name="Another relay", sequence=1)
        self.assertEqual(self._find("t-relay")["raya.fault"][:2], [self.fault.id, longer.id])

    def test_exact_code_is_shown_among_thousands(self):
        """However many codes of a lower sequence hold what is asked for."""
        names = ("E1 of another", "Error e1x", "Sensor 10 AMT")
        codes = [(f"Z{name[-1]}{at}10", name) for at in range(20) for name in names]
        codes += [(f"E1{at:02}", "Noise") for at in range(20)]
        self.env["raya.fault"].create([{"code": code, "name": name, "sequence": 1} for code, name in codes])
        for code in ("e1", "10", "AMT"):
            fault = self._create_fault(code=code, name="Quite another thing", sequence=99)
            self.assertEqual(self._find(code.swapcase())["raya.fault"][0], fault.id, code)
            self.assertEqual(self.env["raya.fault"].name_search(code, limit=1)[0][0], fault.id, code)

    def test_order_is_code_then_its_beginning_then_the_name_then_elsewhere(self):
        elsewhere = self._create_fault(code="QA", name="Lamp", keywords="xq7", sequence=1)
        inside = self._create_fault(code="QB", name="Lampxq7 dark", sequence=2)
        named = self._create_fault(code="QC", name="Lamp (XQ7) dark", sequence=3)
        beginning = self._create_fault(code="XQ7-2", name="Lamp", sequence=4)
        exact = self._create_fault(code="XQ7", name="Lamp", sequence=5)
        expected = [exact.id, beginning.id, named.id, elsewhere.id, inside.id]
        self.assertEqual(self._find("xq7")["raya.fault"], expected)

    def test_code_of_the_own_family_comes_first(self):
        other = self.env["product.category"].create({"name": "Other family"})
        brand = self._create_fault(code="BOSCH", name="Bosch")
        carrier = self._create_fault(code="CARRIER", name="Carrier")
        for_all, _there, own = self.env["raya.fault"].create(
            [
                {"code": "e1", "name": "Drain", "sequence": 1},
                {"code": "e1", "name": "Drain", "parent_id": brand.id, "categ_ids": other.ids, "sequence": 2},
                {"code": "e1", "name": "Drain", "parent_id": carrier.id, "categ_ids": self.family.ids, "sequence": 9},
            ]
        )
        self.assertEqual(self._find("e1", self.fridge)["raya.fault"][:2], [own.id, for_all.id])
        offered = self.env["raya.fault"].with_context(applicable_to=self.fridge.id).name_search("e1")
        self.assertEqual([found for found, _name in offered][:2], [own.id, for_all.id])

    def test_code_of_the_maker_is_found(self):
        for reference in ("CH05", "Er dH", "P0562"):
            fault = self._create_fault(code=f"T-{reference}", name="Own name", external_reference=reference)
            fault.code = f"T-OWN-{fault.id}"
            self.assertEqual(self._find(reference)["raya.fault"], [fault.id], reference)

    def test_words_of_the_parents_count(self):
        parents = {name: self._create_fault(code=f"T-{name}", name=name) for name in ("Carrier", "AMT", "یخچال")}
        for typed, parent, code, name in (
            ("carrier e1", "Carrier", "e1", "Drain"),
            ("AMT 350", "AMT", "350", "Gearbox"),
            ("یخچال سرد نمی‌کند", "یخچال", "T-COLD", "سرد نمی کند"),
        ):
            fault = self._create_fault(code=code, name=name, parent_id=parents[parent].id)
            self.assertEqual(self._find(typed)["raya.fault"], [fault.id], typed)
            self.assertEqual(fault, fault.filtered_domain(fault._search_words(typed)), typed)
        self.assertEqual(self._find("carrier")["raya.fault"], parents["Carrier"].ids)

    def test_beyond_500_applicable_codes_none_drops_out_of_the_offer(self):
        self.env["raya.fault"].create([{"code": f"M{at}", "name": "Many", "sequence": 1} for at in range(520)])
        own = self._create_fault(code="ZZ", name="Many", sequence=99, product_tmpl_ids=self.fridge.product_tmpl_id.ids)
        Fault = self.env["raya.fault"].with_context(applicable_to=self.fridge.id)
        for typed in ("", "many"):
            self.assertEqual(Fault.name_search(typed, limit=1)[0][0], own.id, typed)

    def test_persian_is_found_however_it_is_typed(self):
        for typed in ("سرد نمی‌کند", "نميكند سرد", "سرد نمی کند", "نميزند"):
            self.assertEqual(self._find(typed).get("raya.symptom"), [self.symptom.id], typed)

    def test_half_spaces_are_found_both_ways(self):
        spaced = self._create_symptom(code="T-SPACED", name="یخچال ها سرد نمی کند")
        for typed in ("یخچال‌ها نمی‌کند", "یخچالها", "یخچال ها نمی کند", "یخچالها نمیکند"):
            self.assertEqual(self._find(typed).get("raya.symptom"), [spaced.id], typed)
        self.assertEqual(spaced, spaced.filtered_domain(spaced._search_words("یخچالها")))
        spaced.code, spaced.name = "T-JOINED", "کولر‌ها"
        for typed in ("کولر ها", "کولرها", "کولر‌ها"):
            self.assertEqual(self._find(typed).get("raya.symptom"), [spaced.id], typed)

    def test_letters_of_other_keyboards_are_found(self):
        fault = self._create_fault(code="T-KEYS", name="کلاهک همزن ۱۲۷ é ﺑﺮﺩ")
        for typed in ("ڪلاهڪ", "ہمزن", "１２７", "e\u0301 کلاهک", "برد", "ﮐﻼﻫﮏ", "١٢٧"):
            self.assertEqual(self._find(typed).get("raya.fault"), [fault.id], typed)

    def test_marks_and_brackets_are_letters_like_others(self):
        fault = self._create_fault(code="T-INCH", name='Rack 19" [left] C:\\dir\nnext "quoted"')
        for typed in ('19"', "19″", "19”", "[left]", "(left)", "c:\\dir", "\nnext", '"quoted"', "[T-INCH] Rack"):
            self.assertEqual(self._find(typed).get("raya.fault"), [fault.id], typed)
            self.assertEqual(fault, fault.filtered_domain(fault._search_words(typed)), typed)
        for typed in ('["', '"]', '", "', "nnext", '\\"', "\\n"):
            self.assertNotIn(fault.id, self.env["raya.fault"].search(fault._search_words(typed)).ids, typed)

    def test_column_holds_what_python_says(self):
        names = ['a "b", "c" \\ [x]', '["', '"]', "]", "x\\", "یخچال ها\nسرد و گرم", "é\u0301 ﷲ 19″"]
        for at, name in enumerate(names):
            fault = self._create_fault(code=f"T-SAME-{at}", name=name, keywords=name, external_reference=name)
            fault.with_context(lang="fa_IR").name = f"{name} «دو»"
            self.env.flush_all()
            self.env.cr.execute("SELECT folded_words FROM raya_fault WHERE id = %s", [fault.id])
            in_database, in_python = self.env.cr.fetchone()[0], fault._get_folded_text()
            # A language without a text of its own has no line in the database.
            self.assertEqual(
                *([set(part.split("\n")) for part in text.split("\x02")] for text in (in_database, in_python)), name
            )

    def test_what_nobody_has_is_guessed_by_its_sound(self):
        for name, typed in (
            ("تعویض کمپرسور", ("کمپروسور", "کمپرسر", "تعویض کمپرسر")),
            ("خرابی ترموستات", ("ترموستاد", "ترمستات")),
            ("نشتی کندانسور", ("کندانسر",)),
            ("رله استارت F-RELAY compressor", ("FRELAY", "compresser")),
            ("NTC thermistor", ("thermistr",)),
            ("ذغال موتور", ("زغال",)),
        ):
            fault = self._create_fault(code=f"T-{name}", name=name)
            for text in typed:
                groups = self.search_page.find(text)
                self.assertTrue(groups and all(group["is_guess"] for group in groups), text)
                guessed = [record["id"] for group in groups for record in group["records"]]
                self.assertIn(fault.id, guessed, text)

    def test_spoken_forms_are_guessed_with_the_short_words_first(self):
        self._create_symptom(code="T-A", name="گرم نمی‌کند", sequence=1)
        [group] = self.search_page.find("سرد نمی‌کنه")
        self.assertTrue(group["is_guess"])
        self.assertEqual(group["records"][0]["id"], self.symptom.id)

    def test_where_nothing_sounds_like_all_words_most_of_them_are_guessed(self):
        both = self._create_fault(code="T-BOTH", name="یخچال صدای بلند", sequence=90)
        one = self._create_fault(code="T-ONE", name="یخچال گرم", sequence=1)
        [group] = self.search_page.find("یخچالم صدای وزوزک")
        self.assertTrue(group["is_guess"])
        found = [record["id"] for record in group["records"]]
        self.assertEqual(found[:2], [both.id, one.id])
        self.assertTrue(self.search_page.note_unfound("یخچالم صدای وزوزک"), "it is on the list of the editors")

    def test_words_written_together_are_found(self):
        for name, typed in (("نشت کولر گازی", "کولرگازی"), ("شیر برقی", "شیربرقی")):
            fault = self._create_fault(code=f"T-{typed}", name=name)
            self.assertEqual(self._find(typed)["raya.fault"], [fault.id], typed)

    def test_what_is_found_is_no_guess_and_nonsense_is_not_guessed(self):
        self.assertFalse(any(group["is_guess"] for group in self.search_page.find("relay")))
        for typed in ("qqqqxw", '["', "ab", "؟؟؟"):
            self.assertEqual(self.search_page.find(typed), [], typed)

    def test_guess_keeps_to_the_product_the_company_and_what_is_in_use(self):
        self.assertIn("raya.fault", self._find("relai burned", self.fridge))
        for values in (
            {"product_tmpl_ids": self.part.product_tmpl_id.ids},
            {"company_ids": self.env["res.company"].create({"name": "Other"}).ids},
            {"active": False},
        ):
            fault = self._create_fault(code=f"T-{values}", name="Zeppelin", **values)
            self.assertNotIn(fault.id, self._find("zepelin", self.fridge).get("raya.fault", []), values)

    def test_synonyms_are_found(self):
        fault, service = self._create_fault(code="T-GASKET", name="گسکت در"), self._create_operation(code="T-WASH")
        component = self.env["raya.component"].create({"code": "T-BOARD", "name": "برد", "keywords": "بورد"})
        fault.keywords, service.keywords = "واشر", "شستشو، شست‌وشو"
        self.assertEqual(self._find("واشر")["raya.fault"], [fault.id])
        for typed in ("شستشو", "شست وشو", "شست‌وشو"):
            self.assertEqual(self._find(typed)["raya.operation"], [service.id], typed)
        self.assertEqual(self.env["raya.component"].name_search("بورد")[0][0], component.id)

    def test_name_just_changed_is_found(self):
        self.fault.name = "Zeppelin"
        self.assertEqual(self._find("zeppelin")["raya.fault"], [self.fault.id])

    def test_translation_written_past_the_orm_is_found(self):
        """As the import of a translation catalogue does."""
        self.env.flush_all()
        self.env.cr.execute(
            """UPDATE raya_fault SET name = name || '{"fa_IR": "رلهٔ سوخته"}'::jsonb WHERE id = %s""", [self.fault.id]
        )
        self.assertEqual(self._find("سوخته رله")["raya.fault"], [self.fault.id])

    def test_signs_of_the_database_are_letters_like_others(self):
        fault = self._create_fault(code="T-PCT", name=r"100% charged_up \ full")
        for typed in ("100%", "charged_up", "\\"):
            self.assertEqual(self._find(typed)["raya.fault"], [fault.id], typed)
        self.assertFalse(self.env["raya.fault"].search(fault._search_words("%relay_")))

    def test_product_narrows_the_finds(self):
        self.fault.product_tmpl_ids = self.fridge.product_tmpl_id
        self.assertIn("raya.fault", self._find("burnt relay", self.fridge))
        self.assertNotIn("raya.fault", self._find("burnt relay", self.part))

    def test_nothing_typed_finds_nothing(self):
        self.assertEqual(self.search_page.find("  "), [])

    def test_more_than_the_limit_is_said(self):
        for number in range(3):
            self._create_fault(code=f"T-MANY-{number}", name="Zebra")
        [group] = self.search_page.find("zebra", limit=2)
        self.assertEqual((len(group["records"]), group["has_more"]), (2, True))
        [group] = self.search_page.find("zebra", limit=3)
        self.assertFalse(group["has_more"])

    def test_all_of_a_kind_are_found_for_the_same_product(self):
        faults = [self._create_fault(code=f"T-MANY-{number}", name="Zebra") for number in range(12)]
        faults[0].product_tmpl_ids = self.fridge.product_tmpl_id
        other = self._create_fault(code="T-OTHER", name="Zebra", product_tmpl_ids=self.part.product_tmpl_id.ids)
        [first] = self.search_page.find("zebra", self.fridge.id)
        self.assertTrue(first["has_more"])
        whole = self.search_page.find_all("raya.fault", "zebra", self.fridge.id)
        expected = {fault.id for fault in faults}
        self.assertEqual({record["id"] for record in whole["records"]}, expected)
        self.assertEqual(whole["records"][: len(first["records"])], first["records"], "in the same order")
        self.assertFalse(whole["has_more"])
        action = self.search_page.get_list_action("raya.fault", "zebra", self.fridge.id)
        listed = self.env["raya.fault"].with_user(self.technician).search(action["domain"])
        self.assertEqual(set(listed.ids), expected)
        action = self.search_page.get_list_action("raya.fault", "zebra")
        self.assertIn(other, self.env["raya.fault"].search(action["domain"]))
        with self.assertRaisesRegex(UserError, "not searched"):
            self.search_page.find_all("res.users", "zebra")

    def test_archived_knowledge_is_not_found(self):
        self.fault.action_archive()
        self.assertNotIn(self.fault.id, self._find("burnt relay").get("raya.fault", []))

    def test_knowledge_of_another_company_is_not_found(self):
        self.fault.company_ids = self.env["res.company"].create({"name": "Other"})
        self.assertNotIn(self.fault.id, self._find("burnt relay").get("raya.fault", []))

    def test_outsider_finds_nothing(self):
        with self.assertRaises(AccessError):
            self.env["raya.knowledge.search"].with_user(self.outsider).find("relay")

    def test_a_search_costs_one_query_for_each_kind(self):
        self.search_page.find("relay")
        self.env.invalidate_all()
        models = len(self.search_page._get_searched_models())
        with self.assertQueryCount(3 * models + 3):
            self.search_page.find("relay")

    def test_choosing_a_code_finds_it_as_people_type_it(self):
        found = self.env["raya.symptom"].with_user(self.technician).name_search("نميكند")
        self.assertEqual([item[0] for item in found], self.symptom.ids)

    def test_index_serves_the_search_in_every_script(self):
        Fault = self.env["raya.fault"]
        Fault.flush_model()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        for text in ("relay", "کمپرسور", "burnt relay", "نشتی کمپرسور"):
            query = Fault._search(Fault._search_words(text)).select()
            plan = self.env.execute_query(SQL("EXPLAIN %s", query))
            self.assertIn("sound_words_index", " ".join(line for (line,) in plan), text)


class TestSuggestion(KnowledgeCommon):
    def _suggest(self, *symptoms, product=None):
        ids = [symptom.id for symptom in symptoms]
        return (
            self.env["raya.knowledge.search"].with_user(self.technician).suggest(ids, product.id if product else False)
        )

    def test_faults_are_ranked_by_the_weights_of_their_symptoms(self):
        noise = self._create_symptom(code="T-NOISE", name="Makes noise")
        compressor = self._create_fault(code="T-COMP", name="Compressor stuck")
        compressor.symptom_line_ids = [
            (0, 0, {"symptom_id": self.symptom.id, "weight": 4}),
            (0, 0, {"symptom_id": noise.id, "weight": 9}),
        ]
        self.assertEqual([found["id"] for found in self._suggest(self.symptom)], [self.fault.id, compressor.id])
        both = self._suggest(self.symptom, noise)
        self.assertEqual([(found["id"], found["weight"]) for found in both], [(compressor.id, 13), (self.fault.id, 5)])

    def test_counts_are_shown_never_a_percentage(self):
        [found] = self._suggest(self.symptom)
        self.assertEqual((found["jobs"], found["total"]), (0, 0))
        self.assertNotIn("percent", " ".join(found))

    def test_faults_of_other_products_are_not_suggested(self):
        self.fault.product_tmpl_ids = self.fridge.product_tmpl_id
        self.assertTrue(self._suggest(self.symptom, product=self.fridge))
        self.assertFalse(self._suggest(self.symptom, product=self.part))

    def test_no_symptom_no_suggestion(self):
        self.assertEqual(self._suggest(), [])
