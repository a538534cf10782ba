from odoo.exceptions import AccessError

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
        self.assertNotIn(self.fault.id, self._find("relay compressor").get("raya.fault", []))

    def test_code_is_found_and_comes_first(self):
        longer = self._create_fault(code="T-RELAY-2", name="Another relay", sequence=1)
        self.assertEqual(self._find("t-relay")["raya.fault"][:2], [self.fault.id, longer.id])

    def test_persian_is_found_however_it_is_typed(self):
        for typed in ("سرد نمی‌کند", "نميكند سرد", "سرد نمی کند", "نميزند"):
            self.assertEqual(self._find(typed).get("raya.symptom"), [self.symptom.id], typed)

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
        self.assertNotIn("raya.fault", self._find("%relay_"))

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

    def test_index_serves_the_search(self):
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        query = self.env["raya.fault"]._search(self.env["raya.fault"]._search_words("relay"))
        self.env.cr.execute(query.select())
        code = query.select()
        self.env.cr.execute("EXPLAIN " + self.env.cr.mogrify(code.code, code.params).decode())
        self.assertIn("folded_words_index", " ".join(row[0] for row in self.env.cr.fetchall()))


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
