import base64
from unittest.mock import patch

from lxml import etree
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import BaseCase, tagged
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from ..tools import folding
from .common import ServiceCommon
from .properties import given, strategies

# What stands for another letter, falls away, or has several forms, among plain letters.
ODD = "ابکیكيئىآأةهہۀےۓپ\u0654\u064b\u0651\u200c\u200fـ۱١1aAáấÀßİıΣσςé\u0301\u0323′″''\"‐–-½/. \n\u00a0"
texts = strategies.text(ODD, max_size=8) | strategies.text(max_size=5)


class FoldedCommon(ServiceCommon):
    """Looking for Odoo's own records as its screens do."""

    def _find_by_view(self, records, view, text):
        """Those of these records that the first field of a search view finds for whoever looks."""
        arch = etree.fromstring(records.get_view(self.env.ref(view).id, "search")["arch"])
        domain = arch.find(".//field[@name='name']").get("filter_domain") or "[('name', 'ilike', self)]"
        return records.search([("id", "in", records.ids), *safe_eval(domain, {"self": text})])

    def _find_by_name(self, records, text):
        return records.browse(each for each, _name in records.name_search(text, [("id", "in", records.ids)]))

    def _assert_index_used(self, *tables):
        if not self.registry.has_trigram:
            self.skipTest("no trigrams in this database")
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute("SET LOCAL enable_indexscan = off")
        for model in tables:
            domain = Domain.OR(Domain(name, "ilike", "۱۲34") for name in model._folded_fields)
            query = model.with_context(active_test=False)._search(domain)
            # Asked for several of its texts at once, as search views do.
            lines = [line for [line] in self.env.execute_query(SQL("EXPLAIN %s", query.select()))]
            with self.subTest(model=model._name):
                self.assertTrue([line for line in lines if f"{model._table}__raya_folded_key_index" in line], lines)


class TestKey(BaseCase):
    """What is compared when Odoo looks for a text."""

    @given(texts, texts, texts, examples=300)
    def test_whatever_contains_a_text_has_a_key_that_contains_the_key_of_it(self, before, text, after):
        sought = folding.sought_key(text)
        if sought.strip():
            self.assertIn(sought, folding.key(before + text + after))

    def test_persian_is_alike_with_space_half_space_or_nothing(self):
        keys = {folding.key(text) for text in ("محمد رضا", "محمد‌رضا", "محمدرضا", "محمّد  رضا", "مُحَمَّد رِضا")}
        self.assertEqual(len(keys), 1)

    def test_spaces_of_latin_and_of_numbers_stay(self):
        self.assertEqual(folding.key("Ann Arbor 2 3"), "ann arbor 2 3")
        self.assertNotIn(folding.sought_key("nar"), folding.key("Ann Arbor"))
        self.assertEqual(folding.key("فاز ۲ شرق"), "فاز 2 شرق")


@tagged("post_install", "-at_install")
class TestFoldedSearch(FoldedCommon):
    """Partners and products are found by Odoo's own search however they, and what is asked, were typed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = ("شركت محمد رضا كيان", "شرکت محمد‌رضا کیان", "شركت مُحَمَّدرضا كيان")
        cls.alike = cls.env["res.partner"].create([{"name": name} for name in names])
        cls.other = cls.env["res.partner"].create(
            {"name": "Raya Zürich", "ref": "K-۲۲/۷", "email": "zurich@example.com", "phone": "۰۲۱ ۸۸۵۵", "vat": "١٢٣٤"}
        )
        cls.partners = (cls.alike | cls.other).with_user(cls.outsider)
        cls.product = cls.env["product.product"].create(
            {"name": "كولر گازي", "default_code": "AC-۲۴", "barcode": "6260001234567"}
        )

    def _search(self, *conditions):
        return self.partners.search([("id", "in", self.partners.ids), *conditions])

    def test_partner_is_found_by_every_spelling_of_its_name(self):
        for text in ("محمد رضا کیان", "محمدرضا كيان", "محمد‌رضا کيان", "شرکت", "ﻣﺤﻤﺪ", " رضا "):
            with self.subTest(text=text):
                self.assertEqual(self._find_by_name(self.partners, text), self.alike)
                self.assertEqual(self._find_by_view(self.partners, "base.view_res_partner_filter", text), self.alike)
                self.assertEqual(self._search(("name", "ilike", text)), self.alike)

    def test_partner_is_found_by_its_numbers_in_any_digits(self):
        for text in ("k-22", "۲۲/۷", "K–٢٢", "1234", "۱۲۳۴", "ZURICH@", "zürich"):
            with self.subTest(text=text):
                self.assertEqual(self._find_by_name(self.partners, text), self.other)
        self.assertEqual(self._search(("phone", "ilike", "٠٢١ ٨٨")), self.other)

    def test_a_document_is_found_by_its_partner(self):
        users = self.env["res.users"].create({"login": "kian", "partner_id": self.alike[0].id})
        self.assertIn(users, self.env["res.users"].search([("partner_id", "ilike", "محمدرضا کیان")]))
        self.assertIn(users, self.env["res.users"].search([("partner_id", "child_of", "محمدرضا کیان")]))
        self.assertIn(users, self.env["res.users"].search([("name", "ilike", "محمدرضا کیان")]))

    def test_each_field_is_asked_for_itself(self):
        self.assertFalse(self._search(("email", "ilike", "raya")))
        self.assertFalse(self._search(("name", "ilike", "22")))
        self.assertFalse(self._search(("ref", "ilike", "zurich")))

    def test_what_is_not_like_it_is_all_others(self):
        self.assertEqual(self._search(("name", "not ilike", "محمدرضا")), self.other)
        self.assertEqual(self._search(("display_name", "not ilike", "محمدرضا")), self.other)
        self.assertEqual(self._search(("ref", "not ilike", "k-22")), self.alike)

    def test_signs_of_patterns_mean_what_they_mean_to_odoo(self):
        for text in ("Raya_Z", "K-_", "aya%rich", "aya %rich"):
            with self.subTest(text=text):
                self.assertEqual(self._find_by_name(self.partners, text), self.other)
        self.assertFalse(self._find_by_name(self.partners, "Raya\\_Z"))
        # Between Persian words a pattern knows the space of the text.
        self.assertEqual(self._search(("name", "ilike", "محمد _ضا")), self.alike[0])

    def test_nothing_to_be_seen_is_odoos_own_question(self):
        self.assertFalse(self._search(("name", "ilike", "\u200f")))
        self.assertEqual(self._search(("name", "ilike", "\u200c")), self.alike[1])
        self.assertEqual(self._search(("name", "ilike", "")), self.partners)

    def test_the_very_text_is_another_question(self):
        self.assertFalse(self._search(("name", "=", "شرکت محمدرضا کیان")))
        self.assertFalse(self._search(("name", "like", "محمدرضا کیان")))
        self.assertEqual(self._search(("name", "=", "شرکت محمد‌رضا کیان")), self.alike[1])

    def test_latin_names_are_found_as_without_us(self):
        names = ["Ann Arbor", "anna bor", "O'Neil & Co.", "A-1  Service", "x/y_z", "100%"]
        partners = self.env["res.partner"].create([{"name": name} for name in names])
        self.env.flush_all()
        for text in ("ann", "AR", "nn a", "a b", "r ", "'n", "1  s", "1 s", "%", "_", "x/y", "co.", " "):
            with self.subTest(text=text):
                query = SQL(
                    "SELECT id FROM res_partner WHERE id IN %s AND name ILIKE %s", tuple(partners.ids), f"%{text}%"
                )
                found = partners.search([("id", "in", partners.ids), ("name", "ilike", text)])
                self.assertEqual(set(found.ids), {each for [each] in self.env.execute_query(query)})

    def test_a_renamed_partner_is_found_by_its_new_name(self):
        self.other.write({"name": "يزد", "phone": "٣٥"})
        self.assertEqual(self._find_by_name(self.partners, "یزد"), self.other)
        self.assertEqual(self._search(("phone", "ilike", "35")), self.other)
        self.assertFalse(self._find_by_name(self.partners, "raya z"))

    def test_what_is_not_searched_folds_nothing(self):
        self.env.flush_all()
        with patch.object(folding, "key", side_effect=AssertionError("folded")):
            self.other.write({"comment": "x", "street": "y"})
            self.env.flush_all()
        with patch.object(folding, "key", wraps=folding.key) as folded:
            self.env["res.partner"].create({"name": "Once"})
            self.env.flush_all()
        self.assertEqual(folded.call_count, len(self.other._folded_fields), "each text once for each new partner")

    def test_nobody_sees_the_key_or_searches_by_it(self):
        for records in (self.partners, self.product.with_user(self.outsider)):
            self.assertNotIn("raya_folded_key", records.fields_get())
            with self.assertRaises(AccessError):
                records.read(["raya_folded_key"])
        with self.assertRaises(AccessError):
            self.partners.search([("raya_folded_key", "ilike", "k-22")])

    def test_a_text_that_somebody_may_not_read_is_not_asked(self):
        self.patch(self.env["res.partner"]._fields["ref"], "groups", "base.group_system")
        with self.assertRaises(AccessError):
            self._search(("ref", "ilike", "k-22"))

    def test_phone_is_found_in_any_digits_by_odoos_own_search(self):
        if "phone_mobile_search" not in self.partners._fields:
            self.skipTest("no search by phone in this database")
        self.other.phone = "+98 912 555 0101"
        # Odoo reads the numbers of the database without writing first.
        self.env.flush_all()
        for text in ("۹۱۲۵۵۵", "٩١٢ ٥٥٥", "+۹۸۹۱۲", "912555\u200f"):
            with self.subTest(text=text):
                self.assertEqual(self._search(("phone_mobile_search", "ilike", text)), self.other)

    def test_product_is_found_by_name_reference_and_barcode(self):
        product, template = (record.with_user(self.outsider) for record in (self.product, self.product.product_tmpl_id))
        self.assertTrue(product.has_access("read"))
        for text in ("کولر", "كولر‌گازی", "ac-24", "AC–٢٤", "6260001", "۶۲۶۰۰۰۱۲۳"):
            with self.subTest(text=text):
                self.assertEqual(self._find_by_view(product, "product.product_search_form_view", text), product)
                self.assertEqual(self._find_by_view(template, "product.product_template_search_view", text), template)
        for text in ("کولر", "كولر‌گازی", "ac-24", "6260001234567", "۶۲۶۰۰۰۱۲۳۴۵۶۷"):
            with self.subTest(text=text):
                self.assertEqual(self._find_by_name(product, text), product)
                self.assertIn(template.id, [each for each, _name in template.name_search(text)])
                self.assertIn(product, product.search([("display_name", "ilike", text)]))
        self.assertNotIn(product, product.search([("display_name", "not ilike", "کولر")]))

    def test_product_is_found_by_its_name_in_every_language(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        template = self.product.product_tmpl_id
        template.with_context(lang="en_US").name = "Air conditioner"
        template.with_context(lang="fa_IR").name = "كولر‌ها"
        for lang in ("en_US", "fa_IR"):
            for text in ("air cond", "کولرها", "کولر ها"):
                with self.subTest(text=text, lang=lang):
                    self.assertEqual(self._find_by_name(template.with_context(lang=lang), text), template)

    def _import_names(self, name, xmlid, **options):
        """A file of translations, as people import it: written past the ORM."""
        content = f'module,type,name,res_id,src,value,comments\nx,model,"product.template,name",{xmlid},Vat,{name},\n'
        wizard = self.env["base.language.import"].create(
            {
                "name": "Persian",
                "code": "fa_IR",
                "filename": "fa.csv",
                "data": base64.b64encode(content.encode()),
                **options,
            }
        )
        wizard.import_lang()

    def test_names_of_a_file_of_translations_are_found_at_once(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        template, archived = self.env["product.template"].create([{"name": "Vat"}, {"name": "Vat", "active": False}])
        for record, xmlid in ((template, "vat"), (archived, "vat_old")):
            self.env["ir.model.data"].create(
                {"module": "__words__", "name": xmlid, "model": "product.template", "res_id": record.id}
            )
        self.assertFalse(self._find_by_name(template, "ديگ بخار"))
        self._import_names("دیگ‌بخار", "__words__.vat")
        self._import_names("دیگ‌بخار", "__words__.vat_old")
        for lang in ("en_US", "fa_IR"):
            self.assertEqual(self._find_by_name(template.with_context(lang=lang), "ديگ بخار"), template)
        old = self.env["product.template"].with_context(active_test=False).search([("name", "ilike", "دیگ بخار")])
        self.assertIn(archived, old)

    def test_names_that_come_with_a_language_or_an_installation_are_found(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        template = self.product.product_tmpl_id
        write = SQL(
            """UPDATE product_template SET name = name || '{"fa_IR": "ديگ"}'::jsonb WHERE id = %s""", template.id
        )
        self.env.flush_all()
        self.env.cr.execute(write)
        template.invalidate_recordset()
        self.assertFalse(self._find_by_name(template, "دیگ"))
        self.env["ir.module.module"]._load_module_terms(["base"], ["fa_IR"])
        self.assertEqual(self._find_by_name(template, "دیگ"), template)
        template.with_context(lang="fa_IR").name = "x"
        self.env.flush_all()
        self.env.cr.execute(write)
        template.invalidate_recordset()
        self.assertFalse(self._find_by_name(template, "دیگ"))
        with patch.object(self.registry, "updated_modules", ["base"]):
            self.env["product.template"]._register_hook()
        self.assertEqual(self._find_by_name(template, "دیگ"), template)

    def test_each_kind_has_its_index(self):
        self._assert_index_used(*(self.env[name] for name in ("res.partner", "product.template", "product.product")))
