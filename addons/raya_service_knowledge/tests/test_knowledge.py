from lxml import etree
from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form
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

    def test_tables_of_families_and_products_go_with_their_models(self):
        """What stays behind of an add-on that goes keeps it from coming back."""
        relations = self.env["ir.model.relation"].search([("model.model", "=", "raya.component")])
        owners = relations.mapped(lambda relation: (relation.name, relation.module.name))
        for table in ("product_category_raya_component_rel", "product_template_raya_component_rel"):
            self.assertEqual([owner for name, owner in owners if name == table], ["raya_service_knowledge"])

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
    def test_code_may_stand_for_other_things_of_other_products(self):
        """For each product the most specific one counts, and no two are equally near."""
        Fault = self.env["raya.fault"].with_user(self.editor)
        other = self.env["product.template"].create({"name": "Freezer", "type": "consu"})

        def create(**vals):
            return Fault.create({"code": "E1", "name": "Fault", **vals})

        for_fridge = create(product_tmpl_ids=[Command.link(self.fridge.product_tmpl_id.id)])
        for_family = create(categ_ids=[Command.link(self.family.id)])
        for_all = create()
        codes = (for_all | for_family | for_fridge)._sort_by_applicability(self.fridge)
        self.assertEqual(codes.ids, [for_fridge.id, for_family.id, for_all.id])
        second, third = Fault.create(
            [
                {"code": "E1", "name": "Of the freezer", "product_tmpl_ids": [Command.link(other.id)]},
                {"code": "E2", "name": "Of the freezer", "product_tmpl_ids": [Command.link(other.id)]},
            ]
        )
        both = [Command.link(product.id) for product in (self.fridge.product_tmpl_id, other)]
        with (
            self.assertRaisesRegex(ValidationError, "below the same parent, for Refrigerator"),
            self.env.cr.savepoint(),
        ):
            second.product_tmpl_ids = both
        for record, vals, error in (
            (second, {"product_tmpl_ids": [Command.set(self.fridge.product_tmpl_id.ids)]}, ValidationError),
            (third, {"code": "E1"}, IntegrityError),
            (Fault, {}, IntegrityError),
            (Fault, {"categ_ids": [Command.link(self.family.id)]}, IntegrityError),
        ):
            with self.assertRaises(error), self.env.cr.savepoint():
                record.write(vals) if record else create(**vals)
        third.scope_key = "what somebody sends"
        self.assertEqual(third.scope_key, f"product_tmpl_ids=[{other.id}]")
        third.product_tmpl_ids = False
        by_default = Fault.with_context(default_product_tmpl_ids=other.ids).create({"code": "E2", "name": "Freezer"})
        self.assertNotEqual(by_default.scope_key, third.scope_key, "a default counts as what is typed")
        parent = create(code="OTHER")
        create(parent_id=parent.id, product_tmpl_ids=[Command.link(other.id)])

    @mute_logger("odoo.sql_db")
    def test_editor_types_no_second_code_that_only_looks_like_another(self):
        """What tells two codes of a file tells those of the form."""
        self._create_fault(code="F-RELAY")
        with Form(self.env["raya.fault"].with_user(self.editor)) as form:
            form.code, form.name = " F\N{NON-BREAKING HYPHEN}22\N{RIGHT-TO-LEFT MARK}  B ", "Fan"
        self.assertEqual(form.record.code, "F-22 B")
        for code in ("f-relay", "F\N{EN DASH}RELAY\N{RIGHT-TO-LEFT MARK}", "f-22 b", "F-۲۲ B"):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self._create_fault(code=code)
        for record in (self.operation, self.env["raya.condition"].create({"code": "C-1", "name": "Cold"})):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                record.copy({"code": record.code.lower()})
        for write in (
            lambda: self._create_fault(code="\N{RIGHT-TO-LEFT MARK}"),
            lambda: form.record.write({"code": " \N{ZERO WIDTH NON-JOINER} "}),
        ):
            with self.assertRaisesRegex(ValidationError, "code is blank"):
                write()
        form.record.write({"product_tmpl_ids": self.fridge.product_tmpl_id.ids})
        other = self._create_fault(code="f-22 b", categ_ids=self.family.ids)
        with self.assertRaisesRegex(ValidationError, "exists already below the same parent, for"):
            other.write({"product_tmpl_ids": self.fridge.product_tmpl_id.ids})

    def test_code_stays_that_of_its_archived_product(self):
        Fault = self.env["raya.fault"]
        other = self.env["product.template"].create({"name": "Oven", "active": False})
        of_other = Fault.create({"code": "E8", "name": "Of the oven", "product_tmpl_ids": other.ids})
        of_other.flush_recordset()
        self.env.invalidate_all()
        of_other.product_tmpl_ids = [Command.link(self.fridge.product_tmpl_id.id)]
        of_other.product_tmpl_ids = [Command.unlink(self.fridge.product_tmpl_id.id)]
        self.assertEqual(of_other.scope_key, f"product_tmpl_ids=[{other.id}]")
        # A second one that is for all would be told from it by nothing else.
        self.assertTrue(Fault.create({"code": "E8", "name": "For all"}))

    @mute_logger("odoo.sql_db")
    def test_archived_product_is_shown_and_not_offered(self):
        models = ("cause", "component", "fault", "operation", "procedure", "symptom", "term")
        for model in (self.env[f"raya.{name}"] for name in models):
            arch = etree.fromstring(model.with_user(self.editor).get_view(view_type="form")["arch"])
            (field,) = arch.xpath("//field[@name='product_tmpl_ids']")
            self.assertEqual(field.get("domain"), "[('active', '=', True)]", model._name)

    def test_part_need_belongs_to_a_fault_or_a_service_not_both(self):
        values = {"product_id": self.part.id}
        for owners in ({}, {"fault_id": self.fault.id, "operation_id": self.operation.id}):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.env["raya.part.need"].create({**values, **owners})

    def test_fault_leads_to_services_and_back(self):
        self.assertEqual(self.operation.fault_ids, self.fault)
        self.assertEqual(self.symptom.fault_ids, self.fault)

    def test_terms_are_found_by_code_and_by_name(self):
        found = self.env["raya.operation"].with_user(self.technician).name_search("T-REL")
        self.assertEqual([item[0] for item in found], self.operation.ids)
        found = self.env["raya.fault"].with_user(self.technician).name_search("relay burnt")
        self.assertIn(self.fault.id, [item[0] for item in found])

    def test_most_specific_code_comes_first(self):
        top = self.env["product.category"].create({"name": "Appliances"})
        self.family.parent_id = top
        for_all, for_top = self._create_symptom(code="T-1"), self._create_symptom(code="T-2", categ_ids=top.ids)
        for_family = self._create_symptom(code="T-3", categ_ids=self.family.ids)
        for_product = self._create_symptom(code="T-4", product_tmpl_ids=self.fridge.product_tmpl_id.ids)
        codes = for_all | for_top | for_family | for_product
        self.assertEqual(codes._sort_by_applicability(self.fridge), for_product | for_family | for_top | for_all)

    def test_code_of_another_product_is_warned_of_or_forbidden(self):
        self.symptom.product_tmpl_ids = self.fridge.product_tmpl_id
        symptom = self.symptom.with_user(self.technician)
        self.assertIsNone(symptom._get_applicability_warning(self.fridge))
        self.assertIn("Does not cool", symptom._get_applicability_warning(self.part)["warning"]["message"])
        symptom._check_applicable(self.part)
        settings = self.env["res.config.settings"].create({"raya_forbid_other_products": True})
        settings.execute()
        symptom._check_applicable(self.fridge)
        with self.assertRaisesRegex(ValidationError, "not made for"):
            symptom._check_applicable(self.part)

    def test_branch_is_archived_and_comes_back_with_those_above(self):
        child = self._create_symptom(code="T-WARM", parent_id=self.symptom.id)
        leaf = self._create_symptom(code="T-TOP", parent_id=child.id)
        self.symptom.with_user(self.editor).action_archive()
        self.assertEqual((self.symptom | child | leaf).mapped("active"), [False] * 3)
        child.with_user(self.editor).action_unarchive()
        self.assertEqual((self.symptom | child | leaf).mapped("active"), [True, True, False])

    def test_whole_branch_moves_with_its_top(self):
        child = self._create_symptom(code="T-WARM", name="Warm", parent_id=self.symptom.id)
        leaf = self._create_symptom(code="T-TOP", name="At the top", parent_id=child.id)
        other = self._create_symptom(code="T-OTHER", name="Other")
        child.with_user(self.editor).parent_id = other
        self.assertEqual(leaf.complete_name, "Other / Warm / At the top")
        self.assertIn(leaf, self.env["raya.symptom"].search([("id", "child_of", other.ids)]))

    def test_term_is_found_by_its_path(self):
        child = self._create_symptom(code="T-WARM", name="Warm", parent_id=self.symptom.id)
        Symptom = self.env["raya.symptom"].with_user(self.editor)
        for path in ("Does not cool / Warm", "T-COOL / T-WARM", "[T-WARM] Warm"):
            self.assertEqual(Symptom.search([("display_name", "=", path)]), child, path)
        self.assertFalse(Symptom.search([("display_name", "=", "Warm / Does not cool")]))

    def test_symptom_stands_once_on_a_fault_with_its_weight(self):
        self.assertEqual(self.fault.symptom_line_ids.weight, 5)
        noise = self._create_symptom(code="T-NOISE")
        fault = self.fault.with_user(self.editor)
        fault.symptom_line_ids.weight = 8
        fault.symptom_ids = self.symptom | noise
        self.assertEqual(fault.symptom_line_ids.mapped("weight"), [8, 5])
        fault.symptom_ids = noise
        self.assertEqual(fault.symptom_line_ids.symptom_id, noise)
        self.assertEqual(self.env["raya.fault"].search([("symptom_ids", "in", noise.ids)]), fault)

    def test_product_that_sells_a_service_is_made_in_one_click(self):
        operation = self._create_operation(code="T-NEW", name="Clean the filter", product_id=False)
        operation.with_user(self.editor).action_create_product()
        self.assertRecordValues(operation.product_id, [{"name": "Clean the filter", "type": "service"}])
        product = operation.product_id
        operation.with_user(self.editor).action_create_product()
        self.assertEqual(operation.product_id, product)

    def test_own_classification_keeps_its_terms_together(self):
        kinds = (
            self.env["raya.classification.kind"]
            .with_user(self.manager)
            .create([{"name": "Mechanism"}, {"name": "Origin"}])
        )
        Term = self.env["raya.term"].with_user(self.editor)
        wear = Term.create({"code": "W", "name": "Wear", "kind_id": kinds[0].id})
        self.fault.with_user(self.editor).term_ids = wear
        self.assertEqual(kinds.mapped("term_count"), [1, 0])
        with self.assertRaisesRegex(ValidationError, "different classifications"):
            Term.create({"code": "F", "name": "Factory", "kind_id": kinds[1].id, "parent_id": wear.id})
        with self.assertRaises(AccessError):
            self.env["raya.classification.kind"].with_user(self.editor).create({"name": "Mine"})

    def test_knowledge_may_be_limited_to_companies(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.fault.company_ids = other
        self.assertFalse(self.env["raya.fault"].with_user(self.technician).search([("id", "=", self.fault.id)]))
        self.technician.company_ids += other
        both = self.env["raya.fault"].with_user(self.technician).with_context(allowed_company_ids=other.ids)
        self.assertTrue(both.search([("id", "=", self.fault.id)]))

    def test_company_limit_on_a_parent_does_not_break_the_branch(self):
        parent = self._create_fault(
            code="T-TOP", name="Top", company_ids=self.env["res.company"].create({"name": "B"}).ids
        )
        child = self._create_fault(code="T-BELOW", name="Below", parent_id=parent.id).with_user(self.technician)
        self.env.invalidate_all()
        specification = {"complete_name": {}, "parent_id": {"fields": {"display_name": {}}}}
        [found] = child.search([("code", "=", "T-BELOW")]).web_read(specification)
        self.assertEqual(found["complete_name"], "Top / Below")
        self.assertEqual(child.with_context(import_compat=True).display_name, "T-TOP / T-BELOW")
        [group] = self.env["raya.knowledge.search"].with_user(self.technician).find("T-BELOW")
        self.assertEqual(group["records"][0]["path"], "Top")

    def test_what_a_published_procedure_speaks_of_is_not_deleted(self):
        component = self.env["raya.component"].create({"code": "T-K", "name": "K"})
        fault, operation = (
            self._create_fault(code="T-USED", component_ids=component.ids),
            self._create_operation(code="T-U"),
        )
        procedure = self._create_procedure(code="T-P", fault_ids=fault.ids, operation_ids=operation.ids)
        version = self._create_version(procedure_id=procedure.id).with_user(self.editor)
        version.action_submit()
        version.action_publish()
        procedure.active = False
        for record in (fault, operation, component):
            with self.assertRaisesRegex(UserError, r"stands in \[T-P\].*Archive it instead"):
                record.with_user(self.editor).unlink()
        procedure.write({"fault_ids": [(5,)], "operation_ids": [(5,)]})
        self.assertTrue(fault.unlink() and operation.unlink() and component.unlink())

    def test_long_list_costs_no_more_queries_than_a_short_one(self):
        Fault = self.env["raya.fault"].with_user(self.technician)
        shown = {"code": {}, "complete_name": {}, "severity": {}, "categ_ids": {"fields": {"display_name": {}}}}

        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            Fault.web_search_read([], shown, limit=80)
            return self.env.cr.sql_log_count - before

        count()
        short = count()
        parents = [self._create_fault(code=f"T-TOP-{number}", categ_ids=self.family.ids) for number in range(5)]
        for number in range(60):
            self._create_fault(code=f"T-LONG-{number}", parent_id=parents[number % 5].id)
        self.assertLessEqual(count(), short + 3)
