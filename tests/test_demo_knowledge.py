"""The starter data of the technical knowledge: enough of it, whole, consistent, in both languages."""

from collections import defaultdict
from pathlib import Path

from odoo.tests import TransactionCase, tagged

ADDON = "raya_service_knowledge"
# Products stand on the ground that all floors share.
PRODUCTS = "raya_service_base"
# The appliance of each family, and the category of the parts made for it.
APPLIANCES = {
    "product_refrigerator_demo": "categ_part_refrigerator_demo",
    "product_washer_demo": "categ_part_washer_demo",
    "product_split_demo": "categ_part_split_demo",
    "product_heater_demo": "categ_part_heater_demo",
    "product_gas_heater_demo": "categ_part_heater_demo",
}
AT_LEAST = {
    "raya.symptom": 40,
    "raya.fault": 60,
    "raya.cause": 40,
    "raya.operation": 30,
    "raya.part.need": 60,
    "raya.component": 30,
    "raya.condition": 12,
    "raya.procedure": 6,
}
# What people typed, one search on each line: spoken, misspelt, written together or apart; behind it the codes of which
# one is meant.
QUERIES = [line.split("\t") for line in Path(__file__).with_name("persian_queries.txt").read_text("utf-8").splitlines()]
# As many of each kind are shown at once.
SHOWN = 8
# Searches for which nothing that is meant is offered, and why.
UNFOUND = {
    "گازR600": "a Latin name written onto a Persian word shares too few trigrams with either",
    "فیلتر درایر": "nothing has both words, and the longer one leads to other filters",
    "فن یخچال": "the fan is that of the evaporator, and the word for the appliance leads elsewhere",
    "موتور یخچال": "people say motor of its compressor, and other appliances have motors",
    "شیر برگشتی": "a second name of the four-way valve, which nothing in the data has",
}
NAMED = [*AT_LEAST, "raya.classification.kind", "raya.term", "raya.checklist.line", "product.product"]


@tagged("post_install", "-at_install")
class TestStarterKnowledge(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        cls.env["ir.module.module"].search([("name", "in", (ADDON, PRODUCTS))])._update_translations("fa_IR")
        cls.appliances = {cls._ref(appliance): cls._ref(part) for appliance, part in APPLIANCES.items()}

    @classmethod
    def _ref(cls, name):
        return cls.env.ref(f"{PRODUCTS}.{name}")

    @classmethod
    def _starter(cls, model):
        """The records of a model that came with our demo data."""
        data = cls.env["ir.model.data"].search(
            [("module", "in", (ADDON, PRODUCTS)), ("model", "=", model), ("name", "=like", "%\\_demo")]
        )
        return cls.env[model].browse(data.mapped("res_id"))

    def _get_appliances(self, code):
        """The appliances to which a code applies."""
        return [product for product in self.appliances if code.filtered_domain(code._applicable_domain(product))]

    def _share_an_appliance(self, code, other):
        return not set(self._get_appliances(code)).isdisjoint(self._get_appliances(other))

    def _find_misfits(self, owners, field):
        """Codes chosen on an owner that do not apply to every appliance of the owner."""
        return [
            (owner.code, code.code)
            for owner in owners
            for code in owner[field]
            if not set(self._get_appliances(owner)) <= set(self._get_appliances(code))
        ]

    def test_there_is_enough_of_everything(self):
        for model, least in AT_LEAST.items():
            with self.subTest(model):
                self.assertGreaterEqual(len(self._starter(model)), least)

    def test_every_fault_shows_in_a_symptom_and_is_cured_by_a_service(self):
        faults = self._starter("raya.fault")
        silent = faults.filtered(lambda fault: not fault.symptom_line_ids and not fault.is_no_fault_found)
        self.assertFalse(silent.mapped("code"))
        self.assertFalse(faults.filtered(lambda fault: not fault.operation_ids).mapped("code"))

    def test_every_symptom_leads_to_a_fault(self):
        symptoms = self._starter("raya.symptom")
        self.assertFalse(symptoms.filtered(lambda symptom: not symptom.fault_line_ids).mapped("code"))

    def test_every_service_has_a_product_a_time_and_a_check(self):
        for operation in self._starter("raya.operation"):
            with self.subTest(operation.code):
                self.assertEqual(operation.product_id.type, "service")
                self.assertGreater(operation.duration, 0)
                self.assertTrue(operation.checklist_ids)

    def test_codes_of_a_fault_apply_wherever_the_fault_does(self):
        faults = self._starter("raya.fault")
        for field in ("operation_ids", "component_ids", "cause_ids"):
            with self.subTest(field):
                self.assertFalse(self._find_misfits(faults, field))

    def test_a_symptom_of_a_fault_shows_on_one_of_its_appliances(self):
        for line in self._starter("raya.fault.symptom"):
            with self.subTest(fault=line.fault_id.code, symptom=line.symptom_id.code):
                self.assertTrue(self._share_an_appliance(line.fault_id, line.symptom_id))

    def test_a_child_applies_no_further_than_its_parent(self):
        for model in ("raya.symptom", "raya.fault", "raya.cause", "raya.component"):
            with self.subTest(model):
                # A parent without families is for all.
                children = self._starter(model).filtered("parent_id")
                self.assertFalse(self._find_misfits(children, "parent_id"))

    def test_no_appliance_gets_the_parts_of_another(self):
        families = set(self.appliances.values())
        for line in self._starter("raya.part.need"):
            owner = line.fault_id or line.operation_id
            family = line.product_id.categ_id
            with self.subTest(owner=owner.code, part=line.product_id.default_code):
                wanted = {self.appliances[product] for product in self._get_appliances(owner)}
                self.assertTrue(family not in families or {family} == wanted)

    def test_every_part_is_needed_somewhere_and_has_a_price_above_its_cost(self):
        parts = self.env["product.product"].search([("categ_id", "child_of", self._ref("categ_part_demo").id)])
        parts &= self._starter("product.product")
        self.assertFalse((parts - self._starter("raya.part.need").product_id).mapped("default_code"))
        self.assertFalse(parts.filtered(lambda part: part.list_price <= part.standard_price > 0).mapped("default_code"))

    def test_every_procedure_is_published_with_steps_of_several_kinds(self):
        for procedure in self._starter("raya.procedure"):
            with self.subTest(procedure.code):
                steps = procedure.published_version_id.step_ids
                self.assertTrue(5 <= len(steps) <= 10)
                self.assertGreaterEqual(len(set(steps.mapped("kind"))), 2)
                self.assertTrue(any(steps.mapped("safety_note")))
                for code in [*procedure.operation_ids, *procedure.fault_ids]:
                    self.assertTrue(self._share_an_appliance(procedure, code), code.code)

    def test_everything_has_a_persian_name(self):
        english = defaultdict(list)
        for model in NAMED:
            records = self._starter(model)
            if "name" not in records._fields:
                continue
            persian = records.with_context(lang="fa_IR")
            english[model] = [one.name for one, other in zip(records, persian, strict=True) if one.name == other.name]
        self.assertFalse({model: names for model, names in english.items() if names})

    def test_persian_searches_find_what_is_meant(self):
        """For at most 5 of 137 it is not among what is shown, each with its reason."""
        self.assertGreaterEqual(len({text for text, _codes in QUERIES}), 137)
        self.assertLessEqual(len(UNFOUND), 5)
        page = self.env["raya.knowledge.search"].with_context(lang="fa_IR")
        missed = {text for text, codes in QUERIES if not self._get_shown(page.find(text)) & set(codes.split())}
        self.assertEqual(missed, UNFOUND.keys())

    def _get_shown(self, groups):
        return {record["code"] for group in groups for record in group["records"][:SHOWN]}

    def test_steps_and_their_notes_are_persian(self):
        steps = self._starter("raya.procedure.step")
        for field in ("instruction", "safety_note", "choices"):
            pairs = zip(steps.mapped(field), steps.with_context(lang="fa_IR").mapped(field), strict=True)
            self.assertFalse([english for english, persian in pairs if english and english == persian])
