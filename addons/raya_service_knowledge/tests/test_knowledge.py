from odoo.exceptions import UserError
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import KnowledgeCommon


class TestKnowledge(KnowledgeCommon):
    def _applicable(self, product):
        return self.env["raya.symptom"].search(self.env["raya.symptom"]._applicable_domain(product))

    def test_symptom_without_product_is_for_all(self):
        self.assertIn(self.symptom, self._applicable(self.fridge))
        self.assertIn(self.symptom, self._applicable(self.part))

    def test_symptom_of_a_family_is_for_its_children_only(self):
        child = self.env["product.category"].create({"name": "Small", "parent_id": self.family.id})
        self.symptom.categ_ids = self.family
        self.fridge.categ_id = child
        self.assertIn(self.symptom, self._applicable(self.fridge))
        self.assertNotIn(self.symptom, self._applicable(self.part))

    def test_symptom_of_a_product_is_for_that_product_only(self):
        self.symptom.product_tmpl_ids = self.fridge.product_tmpl_id
        self.assertIn(self.symptom, self._applicable(self.fridge))
        self.assertNotIn(self.symptom, self._applicable(self.part))

    def test_no_product_offers_every_symptom(self):
        self.symptom.product_tmpl_ids = self.fridge.product_tmpl_id
        self.assertIn(self.symptom, self._applicable(self.env["product.product"]))

    def test_path_of_a_term_follows_its_parents(self):
        child = self._create_symptom(code="T-WARM", name="Warm at the top", parent_id=self.symptom.id)
        self.assertEqual(child.complete_name, "Does not cool / Warm at the top")
        self.symptom.name = "No cold"
        self.assertEqual(child.complete_name, "No cold / Warm at the top")

    def test_term_cannot_stand_below_itself(self):
        child = self._create_symptom(code="T-WARM", parent_id=self.symptom.id)
        with self.assertRaises(UserError):
            self.symptom.parent_id = child

    @mute_logger("odoo.sql_db")
    def test_code_is_unique_below_one_parent(self):
        self._create_symptom(code="T-COOL", parent_id=self.symptom.id)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._create_symptom(code="T-COOL", parent_id=False)

    @mute_logger("odoo.sql_db")
    def test_part_line_belongs_to_a_fault_or_a_service_not_both(self):
        values = {"product_id": self.part.id}
        for owners in ({}, {"fault_id": self.fault.id, "operation_id": self.operation.id}):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.env["raya.part.line"].create({**values, **owners})

    def test_fault_leads_to_services_and_back(self):
        self.assertEqual(self.operation.fault_ids, self.fault)
        self.assertEqual(self.symptom.fault_ids, self.fault)

    def test_terms_are_found_by_code_and_by_name(self):
        found = self.env["raya.operation"].with_user(self.technician).name_search("T-REL")
        self.assertEqual([item[0] for item in found], self.operation.ids)
        found = self.env["raya.fault"].with_user(self.technician).name_search("relay burnt")
        self.assertIn(self.fault.id, [item[0] for item in found])
