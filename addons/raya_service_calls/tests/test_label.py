from contextlib import suppress
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.raya_service_asset.tests.test_label import LabelCommon, UnitPageCommon

from ..models import raya_asset
from ..models.raya_asset import REQUESTS_A_DAY, REQUESTS_OF_ADDRESS, REQUESTS_OF_UNIT
from .common import ServiceCallsCommon
from .common_portal import HEIC, make_photo


class TestRequest(LabelCommon, ServiceCallsCommon):
    def _ask(self, asset=None, address=None, files=(), times="", **values):
        # The same words at once would be one request.
        words = f"It leaks, {self.env['raya.call'].search_count([])} drops."
        told = {"name": "Reza", "phone": "0912 000 0000", "statement": words, **values}
        return (asset or self.asset).sudo()._request_service(*told.values(), address=address, files=files, times=times)

    def test_request_becomes_a_new_call_of_the_owner(self):
        call = self._ask(name=" Reza  Azari ", phone="۰۹۱۲ ۰۰۰ ۰۰۰۰", statement="<b>It leaks.</b>")
        self.assertRecordValues(
            call,
            [
                {
                    "asset_id": self.asset.id,
                    "partner_id": self.customer.id,
                    "channel": "label",
                    "caller_name": "Reza Azari",
                    "caller_phone": "0912 000 0000",
                    "statement": "<b>It leaks.</b>",
                    "state": "new",
                    "company_id": self.asset.company_id.id,
                }
            ],
        )
        self.assertTrue(call.name.startswith("CALL/"))
        self.assertEqual(self.customer.phone, "0912 555 0101", "a caller changes nothing of the owner")

    def test_caller_is_not_taken_for_a_contact_with_his_phone(self):
        other = self.env["res.partner"].create({"name": "Ali", "phone": "0912 000 0000"})
        self.assertNotEqual(self._ask().partner_id, other)

    def test_unit_without_owner_gets_the_caller_as_contact(self):
        self.asset.partner_id = False
        call = self._ask()
        self.assertEqual((call.partner_id.name, call.partner_id.phone), ("Reza", "0912 000 0000"))
        self.assertFalse(self.asset.partner_id)

    def test_every_fact_is_needed(self):
        for name, wrong in (("name", " "), ("phone", "12"), ("phone", "call me"), ("statement", "")):
            with self.assertRaisesRegex(UserError, "Enter your name"):
                self._ask(**{name: wrong})

    def test_long_texts_are_cut(self):
        call = self._ask(name="x" * 500, phone="9" * 500, statement="y" * 1_000_000)
        self.assertEqual((len(call.caller_name), len(call.caller_phone), len(call.statement)), (80, 30, 2000))

    def test_a_label_takes_some_requests_of_one_caller_a_day(self):
        for phone in ("0912 000 0000", "+98 912 000 0000", "۰۹۱۲-۰۰۰-۰۰۰۰")[:REQUESTS_A_DAY]:
            call = self._ask(phone=phone)
        with self.assertRaisesRegex(UserError, "have your request already"):
            self._ask()
        with patch.object(fields.Datetime, "now", lambda: call.create_date + timedelta(days=1, minutes=1)):
            self.assertTrue(self._ask())

    def test_several_callers_of_one_unit_are_served(self):
        for _request in range(REQUESTS_A_DAY):
            self._ask()
        self.assertTrue(self._ask(phone="0912 000 0001"))
        self.assertTrue(self._ask(phone="0912 000 0002"))

    def test_a_unit_takes_so_many_requests_a_day_whoever_calls(self):
        for number in range(REQUESTS_OF_UNIT):
            self._ask(phone=f"0912 000 10{number:02}")
        with self.assertRaisesRegex(UserError, "Many requests"):
            self._ask()
        self.assertTrue(self._ask(self._create_asset(serial="RF-2")), "another unit is served")

    def test_an_address_sends_so_many_requests_a_day_to_whatever_units(self):
        assets = [self._create_asset(serial=f"RF-{number}") for number in range(100)]
        taken = 0
        with suppress(UserError):
            for number, asset in enumerate(assets):
                self._ask(asset, "5.160.0.7", phone=f"0912 000 {number:04}")
                taken += 1
        self.assertEqual(taken, REQUESTS_OF_ADDRESS)
        self.assertTrue(self._ask(assets[-1], "5.160.0.8"))

    def test_nobody_reads_from_where_a_request_came(self):
        call = self._ask(address="5.160.0.7")
        self.assertNotIn("5.160", call.caller_origin)
        with self.assertRaises(AccessError):
            call.with_user(self.manager).read(["caller_origin"])

    def test_second_tap_is_the_same_request(self):
        call = self._ask(statement="It leaks.")
        self.assertEqual(self._ask(statement="It leaks.", phone="+98 912 000 0000"), call)
        self.assertNotEqual(self._ask(statement="It leaks.", phone="0912 000 0001"), call, "somebody else")

    def test_phones_are_taken_as_people_type_them(self):
        for number, phone in enumerate(
            (
                "tel:+98-912-000-0000",
                "021 8877 6655 ext. 12",
                "۰۲۱۸۸۷۷۶۶۵۵ داخلی ۱۲",
                "02188776655-60",
                "\N{LEFT-TO-RIGHT EMBEDDING}0912 000 0000\N{POP DIRECTIONAL FORMATTING}",
            )
        ):
            call = self._ask(self._create_asset(serial=f"P-{number}"), phone=phone)
            self.assertFalse(set(call.caller_phone) & set("۰۱۲\N{LEFT-TO-RIGHT EMBEDDING}"), call.caller_phone)
        self.assertEqual(call.caller_phone, "0912 000 0000")

    def test_photos_stay_on_the_call_for_the_staff(self):
        """D20: name, number, words and photos of who asked."""
        call = self._ask(name="Reza", files=[("leak.jpg", make_photo())])
        message = call.message_ids.filtered("attachment_ids")
        self.assertEqual((message.attachment_ids.mapped("name"), message.author_id.ids), (["leak.jpg"], []))
        self.assertTrue(message.subtype_id.internal)
        with self.assertRaisesRegex(UserError, "HEIC"):
            self._ask(files=[("leak.jpg", HEIC)])

    def test_team_names_what_it_has_to_be_told(self):
        self.team.requires_times = True
        with self.assertRaisesRegex(UserError, "Still missing: When a visit suits you"):
            self._ask()
        self.assertEqual(self._ask(times="mornings").preferred_times, "mornings")

    def test_calls_of_staff_take_nobody_his_request(self):
        for _call in range(REQUESTS_A_DAY):
            self._create_call(asset_id=self.asset.id)
        self.assertTrue(self._ask())

    def test_unit_that_came_back_takes_no_request(self):
        self.asset._transition("returned")
        with self.assertRaises(UserError):
            self._ask()


@tagged("post_install", "-at_install")
class TestUnitPageRequest(UnitPageCommon, ServiceCallsCommon):
    """What the address on a label lets people ask for."""

    def _post(self, files=None, **values):
        self.authenticate(None, None)
        page = self._open()
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        data = {"csrf_token": token, "name": "Reza", "phone": "0912 000 0000", "statement": "It leaks.", **values}
        return self._open(data=data, files=files)

    def _get_calls(self):
        return self.env["raya.call"].search([("asset_id", "=", self.asset.id)])

    def test_anybody_sees_the_product_and_nothing_personal(self):
        page = self._open()
        self.assertEqual(page.status_code, 200)
        self.assertIn("Refrigerator", page.text)
        for shown in ("Genuine", 'name="name"', 'name="phone"', 'name="statement"'):
            self.assertIn(shown, page.text)
        for secret in ("SECRET", "Sara Karimi", "555 0101", "2026-03-10", "03/10/2026", "24 months"):
            self.assertNotIn(secret, page.text)

    def test_request_is_answered_with_its_number(self):
        answer = self._post()
        call = self._get_calls()
        self.assertEqual((call.channel, call.caller_name), ("label", "Reza"))
        self.assertIn(call.name, answer.text)
        self.assertNotIn("<form method", answer.text)
        again = self._open()
        self.assertNotIn(call.name, again.text)
        self.assertIn("<form method", again.text)

    def test_answer_leads_to_a_page_that_follows_this_request(self):
        answer = self._post()
        call = self._get_calls()
        link = f"/service/request/{call.tracking_token}"
        self.assertIn(f'href="{link}"', answer.text)
        self.assertIn(call.name, self.url_open(link).text)

    def test_photos_are_sent_and_a_bad_one_is_named(self):
        self._post(files=[("photos", (f"{number}.png", make_photo(), "image/png")) for number in (1, 2)])
        self.assertEqual(sorted(self._get_calls().message_ids.attachment_ids.mapped("name")), ["1.jpg", "2.jpg"])
        answer = self._post(statement="Again.", files=[("photos", ("my.jpg", HEIC, "image/jpeg"))])
        self.assertIn("my.jpg is a HEIC picture", answer.text)
        self.assertIn("Again.", answer.text)
        self.assertEqual(len(self._get_calls()), 1)

    def test_what_a_team_wants_is_marked_and_said(self):
        self.team.requires_symptom = True
        self.assertIn('name="symptom"', self._open().text)
        self.assertIn("Still missing: What is wrong", self._post().text)
        self._post(symptom=str(self.symptom.id))
        self.assertEqual(self._get_calls().symptom_ids, self.symptom)

    def test_requests_of_one_address_are_limited(self):
        units = [self._create_asset(serial=f"N-{number}") for number in range(3)]
        here = patch.object(raya_asset, "origin", lambda _address, _secret: "here")
        with here, patch.object(raya_asset, "REQUESTS_OF_ADDRESS", 2):
            for unit in units:
                self.asset = unit
                answer = self._post()
        self.assertIn("Many requests", answer.text)
        calls = self.env["raya.call"].search([("asset_id", "in", [unit.id for unit in units])])
        self.assertEqual(len(calls), 2)

    def test_what_is_missing_is_said_and_what_was_typed_stays(self):
        answer = self._post(phone="1")
        self.assertIn("Enter your name, your phone number", answer.text)
        self.assertIn("It leaks.", answer.text)
        self.assertFalse(self._get_calls())

    def test_robot_that_fills_the_hidden_field_opens_no_call(self):
        self.assertIn("Thank you", self._post(website="http://spam.example").text)
        self.assertFalse(self._get_calls())

    def test_request_without_the_form_is_refused(self):
        self.authenticate(None, None)
        answer = self._open(data={"name": "x", "phone": "0912 000 0000", "statement": "y"})
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self._get_calls())

    def test_typed_marks_are_shown_as_typed(self):
        answer = self._post(phone="1", statement="</textarea><script>alert(1)</script>")
        self.assertNotIn("<script>alert(1)", answer.text)

    def test_returned_unit_is_genuine_and_takes_no_request(self):
        self.asset._transition("returned")
        page = self._open()
        self.assertIn("Genuine", page.text)
        self.assertNotIn('name="statement"', page.text)
