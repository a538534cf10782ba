from odoo.tests import TransactionCase, tagged

from ..tools.linking import repoint
from .fake_models import FakeModelsCommon, RayaFakeReference


@tagged("post_install", "-at_install")
class TestRepoint(TransactionCase):
    """Every link to a record leads to another one, whatever made the link."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Partner = cls.env["res.partner"]
        cls.old, cls.new, cls.other = cls.Partner.create([{"name": "Old"}, {"name": "New"}, {"name": "Other"}])

    def _repoint(self):
        repoint(self.Partner, {self.old.id: self.new.id})

    def test_links_to_one(self):
        child = self.Partner.create({"name": "Branch", "parent_id": self.old.id})
        bank = self.env["res.partner.bank"].create({"acc_number": "IR-1", "partner_id": self.old.id})
        self._repoint()
        self.assertEqual((child.parent_id, bank.partner_id), (self.new, self.new))

    def test_others_keep_theirs(self):
        child = self.Partner.create({"name": "Branch", "parent_id": self.other.id})
        self._repoint()
        self.assertEqual(child.parent_id, self.other)

    def test_link_from_the_one_to_the_other_would_lead_to_itself_and_goes(self):
        self.new.parent_id = self.old
        self._repoint()
        self.assertFalse(self.new.parent_id)

    def test_links_to_many_once_each_from_both_ends(self):
        first, second = self.env["res.partner.category"].create([{"name": "First"}, {"name": "Second"}])
        (first | second).partner_ids = self.old
        first.partner_ids += self.new
        self._repoint()
        self.assertEqual((first.partner_ids, second.partner_ids), (self.new, self.new))
        self.assertEqual(self.new.category_id, first | second)
        self.assertFalse(self.old.category_id)

    def test_links_of_many_lead_to_another_category(self):
        Category = self.env["res.partner.category"]
        old, new = Category.create([{"name": "Old"}, {"name": "New"}])
        below = Category.create({"name": "Below", "parent_id": old.id})
        self.old.category_id = old
        self.new.category_id = old | new
        repoint(Category, {old.id: new.id})
        self.assertEqual((self.old.category_id, self.new.category_id, below.parent_id), (new, new, new))

    def test_several_at_once(self):
        children = self.Partner.create([{"name": "a", "parent_id": one.id} for one in (self.old, self.other)])
        repoint(self.Partner, {self.old.id: self.new.id, self.other.id: self.new.id})
        self.assertEqual(children.parent_id, self.new)

    def test_messages_activities_and_files_go_along(self):
        message = self.old.message_post(body="Hello")
        activity = self.old.activity_schedule("mail.mail_activity_data_todo", summary="Call")
        file = self.env["ir.attachment"].create({"name": "a.txt", "res_model": "res.partner", "res_id": self.old.id})
        self._repoint()
        self.assertIn(message, self.new.message_ids)
        self.assertIn(activity, self.new.activity_ids)
        self.assertEqual((file.res_id, self.old.message_ids), (self.new.id, self.env["mail.message"]))

    def test_same_id_of_another_model_is_somebody_else(self):
        category = self.env["product.category"].browse(self.old.id)
        file = self.env["ir.attachment"].create({"name": "a.txt", "res_model": category._name, "res_id": category.id})
        self._repoint()
        self.assertEqual(file.res_id, self.old.id)

    def test_photo_of_a_record_stays_with_it(self):
        pixel = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        self.old.image_1920 = pixel
        self._repoint()
        self.assertTrue(self.old.image_1920)
        self.assertFalse(self.new.image_1920)

    def test_followers_of_both_follow_once(self):
        mutual, own = self.Partner.create([{"name": "Mutual"}, {"name": "Own"}])
        self.old.message_subscribe((mutual | own).ids)
        self.new.message_subscribe(mutual.ids)
        self._repoint()
        self.assertEqual(self.new.message_partner_ids, mutual | own)
        self.assertFalse(self.old.message_partner_ids)

    def test_external_id_names_its_record_for_good(self):
        name = self.env["ir.model.data"].create(
            {"module": "raya_test", "name": "old", "model": "res.partner", "res_id": self.old.id}
        )
        self._repoint()
        self.assertEqual(name.res_id, self.old.id)

    def test_what_was_computed_from_a_link_stays_as_it_was(self):
        """Such as the customer of a call, or the name under which a branch was known."""
        self.old.is_company = self.new.is_company = True
        child = self.Partner.create({"name": "Branch", "parent_id": self.old.id})
        self._repoint()
        self.assertEqual((child.parent_id, child.complete_name), (self.new, "Old, Branch"))


@tagged("post_install", "-at_install")
class TestRepointReferences(FakeModelsCommon):
    fake_models = (RayaFakeReference,)

    def test_model_and_id_in_one_column(self):
        old, new = self.env["res.partner"].create([{"name": "Old"}, {"name": "New"}])
        links = self.env["raya.fake.reference"].create(
            [{"reference": f"res.partner,{old.id}"}, {"reference": f"res.partner.category,{self._category(old.id)}"}]
        )
        repoint(self.env["res.partner"], {old.id: new.id})
        self.assertEqual(links[0].reference, new)
        self.assertEqual(links[1].reference._name, "res.partner.category")

    def _category(self, _id):
        return self.env["res.partner.category"].create({"name": "Any"}).id

    def test_links_between_records_of_the_same_model(self):
        old, new, third = self.env["raya.fake.reference"].create([{}, {}, {}])
        third.other_ids = old
        old.other_ids = third
        repoint(old, {old.id: new.id})
        self.assertEqual((third.other_ids, new.other_ids, old.other_ids), (new, third, old.browse()))

    def test_records_that_become_one_do_not_link_to_themselves(self):
        old, new = self.env["raya.fake.reference"].create([{}, {}])
        old.other_ids, new.other_ids = new, old
        repoint(old, {old.id: new.id})
        self.assertFalse((old | new).other_ids)
