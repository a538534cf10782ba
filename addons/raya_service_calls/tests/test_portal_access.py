from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_portal import CallPagesCommon, CallPortalCommon, make_photo

# What belongs to a call; none of it is for customers to read by itself.
MODELS = ("raya.statement", "raya.referral", "raya.sla", "raya.sla.segment", "raya.team", "raya.mail.refusal")


class TestPortalAccess(CallPortalCommon):
    def test_customer_reads_their_own_calls_and_of_them_what_is_meant_for_them(self):
        Call = self.env["raya.call"].with_user(self.portal)
        self.assertEqual(Call.search([]), self.call)
        [values] = self.call.with_user(self.portal).read(["name", "state", "statement", "date_promised"])
        self.assertEqual(values["statement"], "It drips.")
        hidden = ("user_id", "team_id", "told_reason", "caller_phone", "contact_phone", "caller_id", "tracking_token")
        for name in (*hidden, "message_ids", "referral_ids", "sla_ids", "priority", "tag_ids"):
            with self.assertRaises(AccessError, msg=name):
                self.call.with_user(self.portal).read([name])
            with self.assertRaises(AccessError, msg=name):
                Call.search([(name, "=", 1)])

    def test_nobody_from_outside_writes_calls(self):
        for user in (self.portal, self.env.ref("base.public_user")):
            call = self.call.with_user(user)
            for act in (
                lambda call=call: call.write({"preferred_times": "x"}),
                call.unlink,
                lambda call=call: call.copy(),
                lambda call=call: call.create({"asset_id": self.unit.id}),
                call.action_cancel,
                call.action_refer,
                call.action_done,
            ):
                with self.assertRaises(AccessError):
                    act()
        self.assertEqual(self.call.state, "new")

    def test_call_of_their_firm_is_theirs_and_of_another_company_is_not(self):
        firm = self.env["res.partner"].create({"name": "Cafe", "is_company": True})
        self.owner.parent_id = firm
        own = self._create_call(asset_id=self._create_asset(partner_id=firm.id).id)
        Call = self.env["raya.call"].with_user(self.portal)
        self.assertIn(own, Call.search([]))
        elsewhere = self.env["res.company"].create({"name": "Other"})
        asset = self._create_asset(partner_id=firm.id, company_id=elsewhere.id)
        hidden = self._create_call(asset_id=asset.id, company_id=elsewhere.id, team_id=False, user_id=False)
        self.assertNotIn(hidden, Call.search([]))

    def test_no_model_of_ours_opens_calls_to_outsiders(self):
        """odoo#18766: neither records nor their files."""
        self.call.action_refer()
        for call in (self.call, self.other):
            self._note(call)
        for user in (self.portal, self.neighbour, self.env.ref("base.public_user")):
            for name in MODELS:
                with self.assertRaises(AccessError, msg=name):
                    self.env[name].with_user(user).search_read([])
            with mute_logger("odoo.models"):
                files = self.env["ir.attachment"].with_user(user).search([("res_model", "=like", "raya.%")])
            self.assertFalse(files)
        for user in (self.neighbour, self.env.ref("base.public_user")):
            try:
                found = self.env["raya.call"].with_user(user).search_read([])
            except AccessError:
                found = []
            self.assertFalse(found)

    def test_customer_reads_messages_of_their_calls_only_and_never_notes(self):
        mine, theirs = self._write(), self._write(call=self.other)
        notes = self._note() | self._note(self.other)
        self._trace(self.call).user_id = self.dispatcher
        self._end_transaction()
        Message = self.env["mail.message"].with_user(self.portal)
        found = Message.search([("model", "=", "raya.call")])
        self.assertEqual(found, mine)
        for hidden in (theirs, *notes, *self.call.message_ids.filtered("tracking_value_ids")):
            with self.assertRaises(AccessError):
                hidden.with_user(self.portal).read(["body"])
        self.assertFalse(self.env["mail.message"].with_user(self.neighbour).search([("id", "in", mine.ids)]))


@tagged("post_install", "-at_install")
class TestPortalRoutes(CallPagesCommon):
    """I1, D7: every door as another customer, and as the public."""

    def _get_people(self):
        for login in ("test_customer", "test_neighbour", None):
            self.authenticate(login, login)
            yield login

    def test_notes_traces_and_their_files_never_show(self):
        note = self._note()
        self._trace(self.call).date_promised = "2026-06-01"
        self._write(attachments=[("offer.txt", b"Offer for you")])
        self._end_transaction()
        link = self.call.get_portal_url()
        for login in ("test_customer", None):
            self.authenticate(login, login)
            page = self.url_open(link).text
            self.assertIn("We come on Monday.", page)
            self.assertIn("offer.txt", page)
            for secret in ("difficult", "cost.txt", "cost 120", self.technician.name):
                self.assertNotIn(secret, page)
        file = note.attachment_ids
        token = self.call.access_token
        for login in self._get_people():
            for address in (f"/web/content/{file.id}", f"/web/image/{file.id}"):
                for key in ("", f"?access_token={token}"):
                    self.assertNotIn(b"cost 120", self.url_open(address + key).content, (login, address))

    def test_file_of_a_message_opens_by_the_link_of_its_page_and_by_no_other(self):
        file = self._write(attachments=[("offer.txt", b"Offer for you")]).attachment_ids
        shown = f"/web/content/{file.id}?access_token={file._get_raw_access_token()}"
        self.assertIn(shown.replace("&", "&amp;"), self.url_open(self.call.access_url).text)
        for login in self._get_people():
            self.assertNotIn(b"Offer", self.url_open(f"/web/content/{file.id}").content, login)
            self.assertIn(b"Offer", self.url_open(shown).content)

    def test_fields_of_calls_are_no_pictures_and_files(self):
        for login in self._get_people():
            for call in (self.call, self.other):
                for field in ("told_reason", "statement", "rating_last_image"):
                    for door in ("content", "image"):
                        answer = self.url_open(f"/web/{door}/raya.call/{call.id}/{field}")
                        self.assertNotIn(b"drips", answer.content, (login, door, field))
                        self.assertNotIn(b"hums", answer.content, (login, door, field))

    @mute_logger("odoo.http")
    def test_doors_of_odoos_threads_show_messages_only(self):
        note, message = self._note(), self._write()
        other = self._write("For the neighbour.", call=self.other)
        asked = {"thread_model": "raya.call", "thread_id": self.call.id}
        for login in self._get_people():
            for key in ({}, {"token": self.call.sudo()._portal_ensure_token()}):
                for thread in (asked, {**asked, "thread_id": self.other.id}):
                    for door in ("/mail/chatter_fetch", "/mail/thread/messages", "/mail/data"):
                        answer = self._call(door, {**thread, **key})
                        for hidden in ("difficult", "cost.txt", "For the neighbour."):
                            self.assertNotIn(hidden, answer, (login, door, key, thread))
            for id_ in (*note.ids, *other.ids):
                answer = self._call("/mail/message/reaction", {"message_id": id_, "content": "x", "action": "add"})
                self.assertNotIn("difficult", answer)
        self.authenticate("test_customer", "test_customer")
        self.assertIn("Monday", self._call("/mail/chatter_fetch", asked))
        self.assertTrue(message)

    def _call(self, door, params):
        """What a route of the web client answers, whatever it thinks of the caller."""
        return self.url_open(door, json={"jsonrpc": "2.0", "method": "call", "params": params}).text

    def _post(self, words):
        """Write to the customer's call as Odoo's own chatter does."""
        post = {"body": words, "message_type": "comment", "subtype_xmlid": "mail.mt_comment"}
        data = {"thread_model": "raya.call", "thread_id": self.call.id, "post_data": post}
        answer = self._call("/mail/message/post", {**data, "token": self.call.sudo()._portal_ensure_token()})
        self.assertNotIn("error", answer[:200])
        self.env.invalidate_all()

    def test_words_by_the_chatter_of_odoo_reopen_a_closed_call_or_follow_it(self):
        """As the form of the page does."""
        self.authenticate("test_customer", "test_customer")
        self.call.sudo()._transition("done")
        self._post("It leaks again.")
        self.assertEqual(self.call.state, "progress" if self.call.team_id else "new")
        self.assertIn("leaks again", str(self.call.message_ids.mapped("body")))
        self.call.sudo()._transition("done")
        self.call.sudo().date_done = fields.Datetime.now() - timedelta(days=400)
        self._post("A year later.")
        follow_up = self.env["raya.call"].search([("previous_call_id", "=", self.call.id)])
        self.assertEqual((len(follow_up), self.call.state), (1, "done"))
        self.assertIn("A year later", str(follow_up.message_ids.mapped("body")))
        self._post("And now?")
        self.assertIn("And now?", str(follow_up.message_ids.mapped("body")))

    def test_words_of_the_staff_stay_with_a_closed_call(self):
        self.call.sudo()._transition("done")
        self.call.sudo().date_done = fields.Datetime.now() - timedelta(days=400)
        self._write("We found your key.")
        self.assertIn("your key", str(self.call.message_ids.mapped("body")))
        self.assertFalse(self.env["raya.call"].search([("previous_call_id", "=", self.call.id)]))

    @mute_logger("odoo.http")
    def test_nobody_writes_into_the_thread_of_another_customer(self):
        before = len(self.other.message_ids)
        for _login in self._get_people():
            data = {"thread_model": "raya.call", "thread_id": self.other.id, "post_data": {"body": "Intruder"}}
            self._call("/mail/message/post", data)
            self._call("/mail/message/post", {**data, "token": self.call.sudo()._portal_ensure_token()})
        self.assertEqual(len(self.other.message_ids), before)

    @mute_logger("odoo.http")
    def test_remote_calls_read_nothing_of_others(self):
        for model in ("raya.call", "raya.statement", "raya.referral", "raya.sla", "mail.message", "ir.attachment"):
            params = {"model": model, "method": "search_read", "args": [[]], "kwargs": {"fields": []}}
            for _login in self._get_people():
                answer = self._call(f"/web/dataset/call_kw/{model}/search_read", params)
                self.assertNotIn("hums", answer, model)

    def test_tracking_link_tells_how_far_it_is_and_nothing_else(self):
        call = self.unit._request_service("Reza", "0912 000 0000", "It smells.", files=[("x.jpg", make_photo())])
        self._write(call=call)
        link = self.env["raya.call.request"]._get_tracking_url(call)
        self.authenticate(None, None)
        page = self.url_open(link).text
        self.assertIn(call.name, page)
        self.assertIn("Received", page)
        for secret in (
            "It smells.",
            "OWN-1",
            self.owner.name,
            self.call.name,
            "Reza",
            "000 0000",
            "0000000",
            "Monday",
            "x.jpg",
        ):
            self.assertNotIn(secret, page.partition('<div id="wrap"')[2])
        self.assertNotIn("It smells.", self.url_open(f"{call.access_url}?access_token={call.tracking_token}").text)
        self.assertEqual(self.url_open(f"{link}x").status_code, 404)

    def test_tracking_link_of_a_merged_request_tells_of_the_living_one(self):
        call = self.unit._request_service("Reza", "0912 000 0000", "It smells.")
        link = self.env["raya.call.request"]._get_tracking_url(call)
        call._merge_into(self.call)
        self.call.action_refer()
        page = self.url_open(link).text
        self.assertIn("With Our Technicians", page)
        self.assertNotIn(self.call.name, page.partition('<div id="wrap"')[2])

    def test_caller_by_a_label_is_no_secret_of_the_page_of_the_owner(self):
        """The owner sees the request, not who made it nor how to reach them."""
        call = self.unit._request_service("Reza Azari", "0912 000 7777", "It smells.", files=[("x.jpg", make_photo())])
        page = self.url_open(call.access_url).text
        self.assertIn("It smells.", page)
        for secret in ("Reza Azari", "000 7777", "0007777", "x.jpg"):
            self.assertNotIn(secret, page)
