from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .fake_models import FakeModelsCommon, RayaFakeEdition


@tagged("post_install", "-at_install")
class TestVersion(FakeModelsCommon):
    """Content stands still once people rely on it; what is new goes into the next version."""

    fake_models = (RayaFakeEdition,)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._allow("raya.fake.edition", "knowledge_editor", read=True, write=True, create=True)
        cls._allow("raya.fake.edition", "service_technician", read=True)
        cls.tag = cls.env["res.partner.category"].create({"name": "Tag"})
        cls.first = (
            cls.env["raya.fake.edition"]
            .with_user(cls.editor)
            .create({"title": "Handbook", "text": "First", "tag_ids": cls.tag.ids})
        )

    def _issue(self, edition):
        edition.is_issued = True

    def test_open_version_is_written(self):
        self.first.write({"text": "Better", "tag_ids": False})
        self.assertRecordValues(self.first, [{"text": "Better", "tag_ids": []}])

    def test_content_of_a_closed_version_stands_still(self):
        self._issue(self.first)
        for values in ({"text": "Better"}, {"tag_ids": False}, {"remark": "x", "text": "Better"}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "Handbook 1 is issued. Create a new version"):
                self.first.write(values)
        self.assertRecordValues(self.first, [{"text": "First", "remark": False, "tag_ids": self.tag.ids}])

    def test_also_for_the_program(self):
        self._issue(self.first)
        with self.assertRaises(UserError):
            self.first.sudo().text = "Better"

    def test_what_is_no_content_may_change(self):
        self._issue(self.first)
        self.first.remark = "Printed"
        self.assertEqual(self.first.remark, "Printed")

    def test_translation_is_content_too(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.first.update_field_translations("text", {"fa_IR": "یکم"})
        self._issue(self.first)
        with self.assertRaisesRegex(UserError, "is issued"):
            self.first.update_field_translations("text", {"fa_IR": "دیگر"})
        self.assertEqual(self.first.with_context(lang="fa_IR").text, "یکم")

    def test_one_closed_version_keeps_all_as_they_were(self):
        other = self.first.create({"title": "Other", "text": "First"})
        self._issue(self.first)
        with self.assertRaises(UserError):
            (other | self.first).text = "Better"
        self.assertEqual(other.text, "First")

    def test_next_version_is_an_open_copy_with_the_next_number(self):
        self._issue(self.first)
        second = self.first._create_next_version()
        self.assertRecordValues(
            second, [{"title": "Handbook", "version": 2, "text": "First", "is_issued": False, "tag_ids": self.tag.ids}]
        )
        self.assertFalse(second.env.su)
        second.text = "Second"
        self.assertEqual(self.first.text, "First")

    def test_versions_know_the_one_before_them(self):
        second = self.first._create_next_version()
        third = self.first._create_next_version()
        self.assertEqual([third._get_previous_version(), second._get_previous_version()], [second, self.first])
        self.assertFalse(self.first._get_previous_version())

    def test_number_of_a_version_is_not_typed(self):
        with self.assertRaises(AccessError):
            self.first.version = 7
        with self.assertRaises(AccessError):
            self.first.create({"title": "Other", "version": 7})

    def test_reader_makes_no_version(self):
        with self.assertRaises(AccessError):
            self.first.with_user(self.technician)._create_next_version()

    def test_reader_is_told_that_they_may_not_write_not_that_it_is_closed(self):
        self._issue(self.first)
        with self.assertRaises(AccessError):
            self.first.with_user(self.technician).text = "Mine"
