import base64
import uuid
from contextlib import suppress

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common_sale import SaleCommon
from .test_customer_registration import PNG, RegistrationCommon

PICTURE = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


class ConversationCommon(RegistrationCommon):
    """A unit that a customer of the portal had, and the next one has now."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unit = cls._create_asset(serial="OWN-1", partner_id=cls.owner.id)
        cls.former_link = cls.unit.get_portal_url()
        cls.former_token = cls.unit.access_token

    def _say(self, text, author=None, *, is_note=False):
        """A message on the unit with a file, written an hour ago."""
        message = self.unit.message_post(
            body=text,
            author_id=(author or self.operator.partner_id).id,
            message_type="comment",
            subtype_xmlid="mail.mt_note" if is_note else "mail.mt_comment",
            attachments=[(f"{text}.png", PNG)],
        )
        self.cr.execute(
            "UPDATE mail_message SET create_date = create_date - interval '1 hour' WHERE id = %s", [message.id]
        )
        self.env.invalidate_all()
        return message

    def _say_now(self):
        return self.unit.message_post(body="After", message_type="comment", subtype_xmlid="mail.mt_comment")

    def _hand_over(self, partner=None):
        self.unit.with_user(self.operator).partner_id = partner or self.neighbour.partner_id
        self.env.flush_all()

    def _find_messages(self, user):
        domain = [("model", "=", "raya.asset"), ("res_id", "=", self.unit.id)]
        return self.env["mail.message"].with_user(user).search(domain).sudo()


class TestConversation(ConversationCommon):
    """What was said belongs to the owner of its time."""

    def test_new_owner_reads_what_is_said_from_then_on(self):
        before = self._say("Before")
        self._hand_over()
        after = self._say_now()
        self.assertEqual(self._find_messages(self.neighbour), after)
        for records in (before, before.attachment_ids):
            with self.assertRaises(AccessError):
                records.with_user(self.neighbour).read()

    def test_what_the_program_notes_is_not_read_by_its_number_either(self):
        """Odoo hides such notes from searches only."""
        note = self.unit.message_post(body="Cost 120")
        self.assertEqual(note.message_type, "notification")
        with self.assertRaises(AccessError):
            note.with_user(self.portal).read(["body"])
        self.assertTrue(note.with_user(self.operator).read(["body"]))

    def test_owner_reads_what_is_said_to_them_and_their_own_words(self):
        told, own, note = self._say("Told"), self._say("Own", self.owner), self._say("Note", is_note=True)
        self.assertEqual(self._find_messages(self.portal) & (told | own | note), told | own)
        for records in (note, note.attachment_ids):
            with self.assertRaises(AccessError):
                records.with_user(self.portal).read()

    def test_former_owner_keeps_their_words_and_nothing_else(self):
        told, own = self._say("Told"), self._say("Own", self.owner)
        self._hand_over()
        self.assertEqual(self._find_messages(self.portal), own)
        for records in (told, told.attachment_ids, self.unit):
            with self.assertRaises(AccessError):
                records.with_user(self.portal).read()

    def test_former_owner_gets_no_further_message(self):
        self.unit.message_subscribe((self.owner | self.operator.partner_id).ids)
        self._hand_over()
        self.assertNotIn(self.owner, self.unit.message_partner_ids)
        self.assertIn(self.operator.partner_id, self.unit.message_partner_ids)

    def test_customers_and_visitors_list_no_files_at_all(self):
        """What the chatter shows them it shows with a key; by themselves they find nothing, whatever it hangs on."""
        files = self._say("Told").attachment_ids | self._say("Note", is_note=True).attachment_ids
        for user in (self.portal, self.neighbour, self.env.ref("base.public_user")):
            for domain in ([], [("res_model", "=", "raya.asset")], [("id", "in", files.ids)]):
                found = []
                with suppress(AccessError):
                    found = self.env["ir.attachment"].with_user(user).search_read(domain, ["name"])
                self.assertFalse({file["id"] for file in found} & set(files.ids), (user.login, domain))

    def test_staff_read_all_times(self):
        before = self._say("Before")
        self._hand_over()
        self.assertIn(before, self._find_messages(self.technician))
        self.assertTrue(before.attachment_ids.with_user(self.technician).read(["name"]))

    def test_colleague_of_the_owner_opens_the_same_link(self):
        firm = self.env["res.partner"].create({"name": "Cafe", "is_company": True})
        (self.owner | self.neighbour.partner_id).parent_id = firm
        before = self._say("Before")
        self._hand_over()
        self.assertEqual(self.unit.access_token, self.former_token)
        self.assertIn(before, self._find_messages(self.neighbour))

    def test_every_way_to_another_owner_renews_the_link(self):
        def transfer():
            self.unit._transfer_ownership(self.neighbour.partner_id, self.company._raya_get_day(), "Sold")

        def correct():
            self.unit._transfer_ownership(self.owner, self.company._raya_get_day(), "Wrong name", how="corrected")

        for change in (transfer, correct, self._hand_over, lambda: self.unit.write({"partner_id": False})):
            token = self.unit._portal_ensure_token()
            change()
            self.assertNotIn(self.unit.access_token, (False, token), change)

    def test_what_is_not_the_owner_keeps_the_link(self):
        self.unit.with_user(self.operator).write({"partner_id": self.owner.id, "site_id": self.owner.id})
        self.unit._transition("returned")
        self.assertEqual(self.unit.access_token, self.former_token)

    def test_merged_file_of_another_customer_brings_no_conversation(self):
        before = self._say("Before")
        kept = self._create_asset(serial="OWN-I", partner_id=self.neighbour.partner_id.id)
        self.unit._merge_into(kept)
        self.env.flush_all()
        self.assertEqual(before.res_id, kept.id)
        self.assertNotIn(before, self.env["mail.message"].with_user(self.neighbour).search([]))

    def test_merged_file_of_the_same_customer_brings_its_conversation(self):
        before = self._say("Before")
        kept = self._create_asset(serial="OWN-I", partner_id=self.owner.id)
        self.unit._merge_into(kept)
        self.assertIn(before, self.env["mail.message"].with_user(self.portal).search([]))

    def test_link_is_not_written_by_hand(self):
        for values in ({"access_token": "x"}, {"owner_since": False}):
            with self.assertRaises(AccessError):
                self.unit.with_user(self.manager).write(values)


class TestMailOfFormerOwner(ConversationCommon):
    """What an owner before answers by mail is for the company, not for the owner of today."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner.email, cls.neighbour.partner_id.email = "former@example.com", "present@example.com"
        cls.operator.partner_id.email = "operator@example.com"

    def _reply(self, to, sender):
        """A mail that answers a message comes in."""
        mail = (
            f"From: {sender}\r\nTo: service@example.com\r\nSubject: Re: OWN-1\r\nMessage-Id: <{uuid.uuid4()}@example.com>\r\n"
            f"References: {to.message_id}\r\nIn-Reply-To: {to.message_id}\r\nContent-Type: text/plain\r\n\r\nAnswer\r\n"
        )
        before = self.unit.message_ids
        self.env["mail.thread"].with_context(mail_notify_force_send=False).message_process(False, mail)
        self.env.flush_all()
        [answer] = self.unit.message_ids - before
        self.assertIn("Answer", answer.body)
        return answer

    def test_answer_to_what_was_said_in_their_time_is_not_for_the_owner_of_today(self):
        told = self._say("Told")
        self._hand_over()
        self.unit.message_subscribe(self.neighbour.partner_id.ids)
        for sender in ("former@example.com", "second.address@example.com"):
            answer = self._reply(told, sender)
            self.assertNotIn(answer, self._find_messages(self.neighbour), sender)
            self.assertEqual(answer.notified_partner_ids, self.operator.partner_id, sender)
            self.assertIn(answer, self._find_messages(self.technician), sender)
            with self.assertRaises(AccessError):
                answer.with_user(self.neighbour).read()
        self.assertNotIn(self.owner, self.unit.message_partner_ids)

    def test_mail_of_a_former_owner_is_not_for_the_owner_of_today_whatever_it_answers(self):
        self._hand_over()
        answer = self._reply(self._say_now(), "former@example.com")
        self.assertNotIn(answer, self._find_messages(self.neighbour))

    def test_owner_of_today_and_others_whom_the_company_asks_are_read_as_ever(self):
        told = self._say("Told")
        self.assertIn(self._reply(told, "former@example.com"), self._find_messages(self.portal))
        self._hand_over()
        self.assertIn(self._reply(told, "present@example.com"), self._find_messages(self.neighbour))
        self.assertIn(self._reply(self._say_now(), "janitor@example.com"), self._find_messages(self.neighbour))

    def test_unit_that_comes_back_to_its_owner_has_their_mails_again(self):
        for owner in (self.neighbour.partner_id, self.owner):
            self._hand_over(owner)
        self.assertIn(self._reply(self._say_now(), "former@example.com"), self._find_messages(self.portal))


class TestConversationOfSale(SaleCommon):
    def test_document_that_names_another_customer_renews_the_link(self):
        invoice = self._create_invoice({})
        file = self._get_files(invoice)
        token = file._portal_ensure_token()
        invoice.button_draft()
        invoice.partner_id = self.env["res.partner"].create({"name": "The right one"})
        invoice.action_post()
        self.assertEqual(file.partner_id.name, "The right one")
        self.assertNotIn(file.access_token, (False, token))
        self.assertTrue(file.owner_since)


@tagged("post_install", "-at_install")
class TestConversationPages(HttpCase, ConversationCommon):
    """The same by the web: links of mails, the chatter, files."""

    def _fetch(self, token=None):
        params = {"thread_model": "raya.asset", "thread_id": self.unit.id, **({"token": token} if token else {})}
        return self.make_jsonrpc_request("/mail/chatter_fetch", params)["messages"]

    def test_link_of_the_former_owner_opens_nothing(self):
        self._hand_over()
        page = self.url_open(self.former_link)
        self.assertNotIn("OWN-1", page.text)
        self.assertNotIn(self.neighbour.name, page.text)
        paper = self.url_open(f"{self.former_link}&report_type=pdf&download=true")
        self.assertNotEqual(paper.headers.get("Content-Type"), "application/pdf")
        mail = f"/mail/view?model=raya.asset&res_id={self.unit.id}&access_token={self.former_token}"
        self.assertNotIn("OWN-1", self.url_open(mail).text)
        self.assertIn("OWN-1", self.url_open(self.unit.get_portal_url()).text)

    def test_link_of_the_new_owner_shows_their_time_only(self):
        before = self._say("Before")
        self.assertEqual(self._fetch(self.unit.access_token), before.ids)
        self._hand_over()
        after = self._say_now()
        self.assertEqual(self._fetch(self.unit.access_token), after.ids)
        self.authenticate("test_neighbour", "test_neighbour")
        self.assertEqual(self._fetch(), after.ids)
        Message = self.env["mail.message"].with_user(self.neighbour)
        self.assertEqual(Message._get_with_access(after.id), after)
        self.assertFalse(Message._get_with_access(before.id), "the unit opens, its older messages do not")

    def _get_files(self, token=None):
        """Addresses of the files that the chatter shows."""
        params = {"thread_model": "raya.asset", "thread_id": self.unit.id, **({"token": token} if token else {})}
        messages = self.make_jsonrpc_request("/mail/chatter_fetch", params)["data"]["mail.message"]
        return [
            f"/web/content/{file['id']}?access_token={file['raw_access_token']}"
            for message in messages
            for file in message["attachment_ids"]
        ]

    def test_files_open_where_the_chatter_shows_them_and_nowhere_else(self):
        told, note = self._say("Told"), self._say("Note", is_note=True)
        self.unit.image = base64.b64encode(PICTURE)
        urls = [f"/web/content/{file.id}" for file in (told | note).attachment_ids]
        urls += [f"/web/image/raya.asset/{self.unit.id}/image", f"/web/content/raya.asset/{self.unit.id}/image"]
        for login, shown in (("test_customer", 1), ("test_neighbour", 0), (None, 0)):
            self.authenticate(login, login)
            for url in urls:
                self.assertNotIn(self.url_open(url).content, (PNG, PICTURE), (login, url))
            files = self._get_files() if login else []
            self.assertEqual([self.url_open(url).content for url in files], [PNG] * shown, login)
        self._hand_over()
        self.authenticate("test_neighbour", "test_neighbour")
        self.assertFalse(self._get_files(), "a new owner sees no file of the one before")
