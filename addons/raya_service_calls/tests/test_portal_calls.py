from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models import raya_call_page
from ..models.raya_call_page import STATUS
from ..models.raya_call_stage import STAGE_KINDS
from .common_portal import HEIC, CallPagesCommon, CallPortalCommon, make_photo


class TestCallPage(CallPortalCommon):
    """What a customer is shown, and tells."""

    def _reply(self, words="Still dripping.", files=(), call=None):
        page = self._get_page_model()
        return page._reply((call or self.call).sudo(), self.owner, words, list(files))

    def test_every_kind_of_stage_has_plain_words(self):
        self.assertEqual({kind for kind, _label in STAGE_KINDS} | {"customer"}, set(STATUS))

    def test_names_of_stages_are_not_shown(self):
        self.env["raya.call.stage"].search([]).name = "Secret step"
        page = self._get_page_model()
        self.call.action_refer()
        self.assertEqual(page._get_status(self.call)[0], "With Our Technicians")
        self.call.action_wait()
        self.assertEqual(page._get_status(self.call)[0], "On Hold")
        self.call.stage_id.waits_for_customer = True
        self.assertEqual(page._get_status(self.call)[0], "Waiting for You")

    def test_timeline_tells_the_kinds_of_stages_it_passed(self):
        call = self._trace(self.call)
        for act in (call.action_refer, call.action_start, call.action_done):
            act()
            self._end_transaction()
        told = [word for _date, word in self._get_page_model()._get_timeline(self.call)]
        self.assertEqual(told, ["Received", "With Our Technicians", "Being Worked On", "Done"])

    def test_reply_goes_on_in_the_same_thread_as_the_customers(self):
        """Dolibarr#33571: one thread, the customer its author, the responsible told."""
        before = self.env["raya.call"].search_count([])
        self.assertEqual(self._reply(), self.call)
        message = self.call.message_ids[0]
        self.assertEqual((message.author_id, message.message_type), (self.owner, "comment"))
        self.assertIn("Still dripping.", message.body)
        self.assertIn(self.technician.partner_id, message.notified_partner_ids)
        self.assertEqual(self.env["raya.call"].search_count([]), before)

    def test_reply_to_a_call_that_waits_for_the_customer_goes_on_with_it(self):
        self.call._get_stage("waiting").waits_for_customer = True
        self.call.action_refer()
        self.call.action_wait()
        self._reply()
        self.assertEqual(self.call.state, "progress")

    def test_reply_to_a_finished_call_reopens_it_and_later_makes_a_follow_up(self):
        self.call.action_done()
        self.assertEqual(self._reply(), self.call)
        self.assertEqual(self.call.state, "progress")
        self.call.action_done()
        self.call.sudo().date_done = fields.Datetime.now() - timedelta(days=400)
        follow_up = self._reply("Again.")
        self.assertEqual((follow_up.previous_call_id, self.call.state), (self.call, "done"))
        self.assertIn("Again.", follow_up.message_ids[0].body)

    def test_words_stay_as_typed_but_for_control_characters(self):
        self._reply("صدای تق‌تق\x07\r\n می\N{ZERO WIDTH NON-JOINER}دهد")
        body = self.call.message_ids[0].body
        self.assertIn("تق‌تق", body)
        self.assertIn("می\N{ZERO WIDTH NON-JOINER}دهد", body)
        self.assertNotIn("\x07", body)

    def test_marks_in_a_reply_are_text(self):
        self._reply("<script>alert(1)</script>")
        self.assertIn("&lt;script&gt;", self.call.message_ids[0].body)

    def test_empty_reply_is_refused_and_too_many_are(self):
        with self.assertRaisesRegex(UserError, "Write something"):
            self._reply(" ")
        self.patch(raya_call_page, "MESSAGES_A_DAY", 2)
        self._reply("1"), self._reply("2")
        with self.assertRaisesRegex(UserError, "call us"):
            self._reply("3")
        self.assertEqual(len(self._get_page_model()._get_messages(self.call)), 2)

    def test_notes_and_their_files_are_no_messages(self):
        self._note()
        self._write()
        self._trace(self.call).date_promised = "2026-06-01"
        self._end_transaction()
        self.assertTrue(self.call.message_ids.tracking_value_ids)
        messages = self._get_page_model()._get_messages(self.call)
        self.assertEqual(len(messages), 1)
        self.assertIn("We come on Monday.", messages.body)

    def test_name_of_a_stranger_who_wrote_is_not_told(self):
        stranger = self.env["res.partner"].create({"name": "Reza Azari"})
        message = self.call.message_post(body="Hm", author_id=stranger.id, subtype_xmlid="mail.mt_comment")
        page = self._get_page_model()
        self.assertEqual(page._get_author(self.call, message), "Somebody else")
        self.assertEqual(page._get_author(self.call, self._write()), self.dispatcher.name)

    def test_preferred_times_change_while_the_call_is_open(self):
        page = self._get_page_model()
        page._change_times(self.call, self.owner, " after ۴ ")
        self.assertEqual(self.call.preferred_times, "after ۴")
        self.assertEqual(self.call.message_ids[0].author_id, self.owner)
        self.call.action_done()
        with self.assertRaisesRegex(UserError, "closed"):
            page._change_times(self.call, self.owner, "never")
        self.assertEqual(self.call.preferred_times, "after ۴")

    def test_finished_work_is_rated_once(self):
        page = self._get_page_model()
        with self.assertRaisesRegex(UserError, "Finished work"):
            page._rate(self.call, 5, "")
        self.call.action_done()
        with self.assertRaisesRegex(UserError, "Finished work"):
            page._rate(self.call, 4, "")
        page._rate(self.call, 5, "Quick")
        self.assertRecordValues(
            self.call.rating_ids,
            [{"rating": 5.0, "feedback": "Quick", "consumed": True, "partner_id": self.owner.id}],
        )
        self.assertEqual(self.call.state, "done", "praise reopens nothing")
        with self.assertRaisesRegex(UserError, "already"):
            page._rate(self.call, 1, "")

    def test_mail_of_a_done_stage_asks_for_the_rating(self):
        stage = self.call._get_stage("done", self.team)
        stage.mail_template_id = self.env.ref("raya_service_calls.mail_template_rating")
        self.owner.email = "customer@x.example"
        self.call.action_done()
        self._end_transaction()
        body = self.call.message_ids.filtered(lambda message: message.message_type == "auto_comment").body
        rating = self.call.rating_ids
        self.assertEqual(len(rating), 1)
        for value in (5, 3, 1):
            self.assertIn(f"/rate/{rating.access_token}/{value}", body)
        self.assertIn(f"/my/calls/{self.call.id}?access_token={self.call.access_token}", body)


@tagged("post_install", "-at_install")
class TestPortalCalls(CallPagesCommon):
    """The pages of a customer's own calls."""

    def test_list_and_home_show_their_own(self):
        page = self.url_open("/my/calls").text
        self.assertIn(self.call.name, page)
        self.assertNotIn(self.other.name, page)
        self.assertIn("021 555 0100", page)
        counters = self.make_jsonrpc_request("/my/counters", {"counters": ["service_call_count"]})
        self.assertEqual(counters["service_call_count"], 1)
        self.assertIn("/my/calls", self.url_open("/my").text)

    def test_a_number_to_call_stands_on_every_page(self):
        self.company.phone = "+98 21 5550 9999"
        for page in ("/my/products", "/my/products/register", "/my/calls", self.call.access_url):
            with self.subTest(page=page):
                self.assertIn("+98 21 5550 9999", self.url_open(page).text)

    def test_page_tells_status_words_unit_and_day(self):
        self.call.date_promised = "2026-06-01"
        page = self.url_open(self.call.access_url).text
        for shown in ("Received", "It drips.", "OWN-1", "06/01/2026", "021 555 0100", self.symptom.name):
            self.assertIn(shown, page)

    def test_call_of_somebody_else_is_as_one_that_is_not_there(self):
        for action in ("", "/reply", "/times", "/rate"):
            answers = [
                self.url_open(f"/my/calls/{id_}{action}", allow_redirects=False)
                for id_ in (self.other.id, self.other.id + 10_000)
            ]
            self.assertEqual({answer.status_code for answer in answers}, {303})
            self.assertEqual(len({answer.headers["Location"] for answer in answers}), 1)

    def test_link_of_a_message_opens_it_without_signing_in(self):
        self.authenticate(None, None)
        url = self.call.access_url
        self.assertNotIn("It drips.", self.url_open(url).text)
        self.assertNotIn("It drips.", self.url_open(f"{url}?access_token=wrong").text)
        self.assertIn("It drips.", self.url_open(self.call.get_portal_url()).text)

    def test_list_needs_an_account(self):
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open("/my/calls").url)

    def test_employees_see_their_own_calls_here_not_all(self):
        self.authenticate("test_op", "test_op")
        self.assertNotIn(self.call.name, self.url_open("/my/calls").text)
        self.authenticate("test_outsider", "test_outsider")
        self.assertTrue(self.url_open("/my/calls").url.endswith("/my"))

    def test_links_of_merged_calls_lead_to_the_living_one(self):
        """D2: chains resolve, and what is written there lands there."""
        second, third = (self._create_call(asset_id=self.unit.id, statement=word) for word in ("Two", "Three"))
        links = [call.get_portal_url() for call in (self.call, second)]
        self.call._merge_into(second)
        second._merge_into(third)
        listed = self.url_open("/my/calls").text
        self.assertEqual([call.name in listed for call in (self.call, second, third)], [False, False, True])
        self.assertIn(f"/my/calls/{third.id}", self.url_open(self.call.access_url).url)
        self.authenticate(None, None)
        for link in links:
            page = self.url_open(link)
            self.assertIn(f"/my/calls/{third.id}", page.url)
            self.assertIn("Three", page.text)
        answer = self.url_open(f"/mail/view?model=raya.call&res_id={second.id}&access_token={second.access_token}")
        self.assertNotIn("Two</h3>", answer.text)

    def test_customer_writes_by_the_page_with_photos_and_by_the_link(self):
        url = f"{self.call.access_url}/reply"
        photo = ("photos", ("DCIM 1.JPG", make_photo(), "image/jpeg"))
        answer = self._send(url, [photo], page=self.call.access_url, words="Look")
        self.assertIn("Look", answer.text)
        self.assertIn("DCIM 1.jpg", answer.text)
        self.assertEqual(self.call.message_ids[0].author_id, self.owner)
        self.authenticate(None, None)
        link = self.call.get_portal_url()
        self._send(url, page=link, words="By link", access_token=self.call.access_token)
        self.assertEqual(self.call.message_ids[0].author_id, self.owner)
        self._send(url, page=link, words="Without link")
        self.assertNotIn("Without link", str(self.call.message_ids.mapped("body")))

    def test_what_is_refused_is_said_and_what_was_typed_stays(self):
        url = f"{self.call.access_url}/reply"
        heic = ("photos", ("photo.jpg", HEIC, "image/jpeg"))
        answer = self._send(url, [heic], page=self.call.access_url, words="<b>My words")
        self.assertIn("HEIC", answer.text)
        self.assertIn("&lt;b&gt;My words", answer.text)
        self.assertFalse(self.call.message_attachment_count)

    def test_times_are_changed_and_finished_work_is_rated_on_the_page(self):
        url = self.call.access_url
        self._send(f"{url}/times", page=url, times="mornings")
        self.assertEqual(self.call.preferred_times, "mornings")
        self.call.action_done()
        answer = self._send(f"{url}/rate", page=url, value="1", feedback="Late")
        self.assertIn("You rated this service", answer.text)
        self.assertEqual((self.call.rating_ids.rating, self.call.rating_ids.feedback), (1.0, "Late"))

    def test_forms_without_their_token_are_refused(self):
        for action in ("reply", "times", "rate"):
            answer = self.url_open(f"{self.call.access_url}/{action}", data={"words": "x", "times": "x", "value": "5"})
            self.assertEqual(answer.status_code, 400)

    def test_rating_is_asked_for_by_a_link_as_well(self):
        self.call.action_done()
        token = self.call._rating_get_access_token()
        self.authenticate(None, None)
        self.assertEqual(self.url_open(f"/rate/{token}/5").status_code, 200)
