from odoo import fields
from odoo.exceptions import AccessError, UserError

from .common import KnowledgeCommon


class TestUnfoundWords(KnowledgeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        cls.page = cls.env["raya.knowledge.search"].with_user(cls.technician)
        cls.list = cls.env["raya.unfound.words"].with_user(cls.editor)

    def test_what_nobody_finds_is_counted_once_for_each_way_to_type_it(self):
        for text in ("Squirrel cage", "cage  squirrel", "SQUIRREL cage?"):
            self.assertTrue(self.page.note_unfound(text))
        [noted] = self.list.search([])
        self.assertEqual((noted.search_count, noted.text, noted.lang), (3, "SQUIRREL cage?", "en_US"))
        self.assertFalse(noted.sudo().create_uid)

    def test_what_is_found_is_not_noted_and_neither_is_what_is_no_words(self):
        for text in (self.fault.code, "relay start", "", "   ", "x" * 81):
            self.assertFalse(self.page.note_unfound(text), text)
        self.assertFalse(self.list.search([]))

    def test_words_of_each_language_stand_for_themselves(self):
        self.page.note_unfound("گسکت")
        self.page.with_context(lang="fa_IR").note_unfound("گسكت")
        self.assertEqual(self.list.search([]).mapped("lang"), ["fa_IR", "en_US"])

    def test_editor_says_what_they_stand_for_and_they_are_found(self):
        self.page.with_context(lang="fa_IR").note_unfound("گسکت")
        noted = self.list.search([])
        with self.assertRaisesRegex(UserError, "Choose what “گسکت” stands for"):
            noted.action_add_words()
        noted.stands_for = self.fault
        told = noted.action_add_words()
        self.assertIn(self.fault.display_name, told["params"]["message"])
        self.assertEqual(noted.state, "settled")
        self.assertEqual(self.fault.with_context(lang="fa_IR").keywords, "گسکت")
        [group] = self.page.find("گسکت")
        self.assertEqual([record["id"] for record in group["records"]], self.fault.ids)
        self.assertFalse(self.page.note_unfound("گسکت"))

    def test_whatever_they_may_stand_for_is_found_by_them(self):
        made = {"raya.symptom": self.symptom, "raya.fault": self.fault, "raya.operation": self.operation}
        made["raya.procedure"] = self.env["raya.procedure"].create({"code": "P-UNFOUND", "name": "Look"})
        kinds = [name for name, _label in self.list._selection_stands_for()]
        self.assertEqual(set(kinds), set(made))
        for number, name in enumerate(kinds):
            with self.subTest(model=name):
                self.page.note_unfound(f"qzx{number}")
                noted = self.list.search([("text", "=", f"qzx{number}")])
                noted.stands_for = made[name]
                noted.action_add_words()
                self.assertFalse(self.page.note_unfound(f"qzx{number}"))

    def test_words_are_added_to_those_that_stand_and_once(self):
        self.fault.keywords = "gasket"
        self.page.note_unfound("washer ring")
        noted = self.list.search([])
        noted.stands_for = self.fault
        noted.action_add_words()
        noted.action_add_words()
        self.assertEqual(self.fault.keywords, "gasket, washer ring")

    def test_settled_words_that_are_not_found_again_are_open_and_ignored_ones_stay_so(self):
        self.page.note_unfound("washer ring")
        self.page.note_unfound("qwertz")
        ring, noise = self.list.search([]).sorted("text", reverse=True)
        ring.stands_for = self.fault
        ring.action_add_words()
        noise.action_ignore()
        self.fault.keywords = False
        self.page.note_unfound("washer ring")
        self.page.note_unfound("qwertz")
        self.assertEqual((ring.state, noise.state), ("open", "ignored"))
        self.assertEqual((ring.search_count, noise.search_count), (2, 2))

    def test_deleted_record_stands_for_nothing(self):
        self.page.note_unfound("washer ring")
        noted, other = self.list.search([]), self._create_fault(code="T-GONE", name="Gone")
        noted.stands_for = other
        other.unlink()
        noted.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "Choose what"):
            noted.action_add_words()

    def test_others_read_nothing_and_nobody_writes_counts(self):
        self.page.note_unfound("washer ring")
        noted = self.list.search([])
        self.assertFalse(self.env["raya.unfound.words"].with_user(self.technician).search([]))
        with self.assertRaises(AccessError):
            noted.write({"search_count": 100})
        with self.assertRaises(AccessError):
            noted.with_user(self.technician).action_ignore()
        with self.assertRaises(AccessError):
            self.list.create({"text": "x", "key": "x", "lang": "en_US", "last_date": fields.Datetime.now()})

    def test_what_nobody_asks_for_any_more_goes(self):
        self.page.note_unfound("washer ring")
        self.page.note_unfound("qwertz")
        old = self.list.search([], order="text")[0]
        old.sudo().last_date = fields.Datetime.subtract(fields.Datetime.now(), days=366)
        self.env["raya.unfound.words"]._gc_unfound_words()
        self.assertEqual(self.list.search([]).mapped("text"), ["washer ring"])
