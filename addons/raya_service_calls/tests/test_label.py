from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ..models.raya_asset_label import ALPHABET, REQUESTS_A_DAY, TOKEN_LENGTH
from .common import ServiceCallsCommon


class LabelCommon(ServiceCallsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asset = cls._create_asset(serial="RF-22-SECRET")

    def _get_token(self, asset=None):
        asset = asset or self.asset
        asset._ensure_label_tokens()
        return asset.label_token

    def _ask(self, **values):
        return self.asset.sudo()._request_service(
            values.get("name", "Reza"), values.get("phone", "0912 000 0000"), values.get("statement", "It leaks.")
        )


class TestLabel(LabelCommon):
    def test_registering_makes_no_label_and_printing_makes_one_that_stays(self):
        self.assertFalse(self.asset.label_token)
        token = self._get_token()
        self.assertEqual((len(token), set(token) - set(ALPHABET)), (TOKEN_LENGTH, set()))
        self.assertEqual(self._get_token(), token)

    def test_labels_of_many_units_are_written_at_once(self):
        assets = self.env["raya.asset"].create([{"product_id": self.fridge.id} for _unit in range(50)])
        self.env.flush_all()
        with self.assertQueryCount(5):
            assets._ensure_label_tokens()
            self.env.flush_all()
        self.assertEqual(len(set(assets.mapped("label_token"))), 50)

    def test_who_may_read_a_file_may_label_it(self):
        self.assertTrue(self.asset.with_user(self.technician)._get_label_url())

    def test_address_is_found_again_and_no_other(self):
        token = self._get_token()
        find = self.env["raya.asset"]._find_by_label
        self.assertEqual(find(token), self.asset)
        for wrong in (None, "", token[:-1], token.upper(), "%" * TOKEN_LENGTH, "a" * 10_000, "2" * TOKEN_LENGTH):
            self.assertFalse(find(wrong), wrong)

    def test_label_of_a_merged_file_leads_to_the_one_that_stays(self):
        token, kept = self._get_token(), self._create_asset(serial="RF-22-SECRET")
        self.asset._merge_into(kept)
        self.assertEqual(self.env["raya.asset"]._find_by_label(token), kept)

    def test_copy_of_a_file_needs_a_label_of_its_own(self):
        self._get_token()
        self.assertFalse(self.asset.copy().label_token)

    def test_outsider_reads_no_token(self):
        with self.assertRaises(AccessError):
            self.asset.with_user(self.outsider).read(["label_token"])


class TestRequest(LabelCommon):
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
        call = self._ask(name="x" * 500, statement="y" * 9000)
        self.assertEqual((len(call.caller_name), len(call.statement)), (80, 2000))

    def test_a_label_takes_some_requests_a_day(self):
        for _request in range(REQUESTS_A_DAY):
            call = self._ask()
        with self.assertRaisesRegex(UserError, "have your request already"):
            self._ask()
        with patch.object(fields.Datetime, "now", lambda: call.create_date + timedelta(days=1, minutes=1)):
            self.assertTrue(self._ask())

    def test_calls_of_staff_take_nobody_his_request(self):
        for _call in range(REQUESTS_A_DAY):
            self._create_call(asset_id=self.asset.id)
        self.assertTrue(self._ask())

    def test_unit_that_came_back_takes_no_request(self):
        self.asset._transition("returned")
        with self.assertRaises(UserError):
            self._ask()


@tagged("post_install", "-at_install")
class TestUnitPage(HttpCase, LabelCommon):
    """What the address on a label opens."""

    def _open(self, token=None, **options):
        return self.url_open(f"/service/unit/{token or self._get_token()}", **options)

    def _post(self, **values):
        self.authenticate(None, None)
        page = self._open()
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        data = {"csrf_token": token, "name": "Reza", "phone": "0912 000 0000", "statement": "It leaks.", **values}
        return self._open(data=data)

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

    def test_unknown_label_is_not_genuine(self):
        for token in ("nonsense", "2" * TOKEN_LENGTH, "x" * 3000):
            page = self._open(token)
            self.assertEqual(page.status_code, 404)
            self.assertIn("Not genuine", page.text)

    def test_staff_are_led_to_the_file(self):
        self.authenticate("test_tech", "test_tech")
        answer = self._open(allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertTrue(answer.headers["Location"].endswith(f"/odoo/service-files/{self.asset.id}"))

    def test_employee_without_rights_and_customer_see_the_public_page(self):
        self._create_user("test_customer", "base.group_portal")
        for login in ("test_outsider", "test_customer"):
            self.authenticate(login, login)
            page = self._open(allow_redirects=False)
            self.assertEqual(page.status_code, 200)
            self.assertNotIn("Sara Karimi", page.text)

    def test_staff_of_another_company_see_the_public_page(self):
        other = self.env["res.company"].create({"name": "Other"})
        user = self._create_user("test_other", "raya_service_calls.group_service_operator")
        user.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self.authenticate("test_other", "test_other")
        self.assertEqual(self._open(allow_redirects=False).status_code, 200)

    def test_request_is_answered_with_its_number(self):
        answer = self._post()
        call = self._get_calls()
        self.assertEqual((call.channel, call.caller_name), ("label", "Reza"))
        self.assertIn(call.name, answer.text)
        self.assertNotIn("<form method", answer.text)
        again = self._open()
        self.assertNotIn(call.name, again.text)
        self.assertIn("<form method", again.text)

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

    def test_persian_visitor_is_answered_in_persian(self):
        if not self.env["res.lang"]._get_data(code="fa_IR"):
            self.env["res.lang"]._activate_lang("fa_IR")
        page = self._open(headers={"Accept-Language": "fa-IR,fa;q=0.9"})
        self.assertIn("/fa/service/unit/", page.url)
        self.assertIn("o_rtl", page.text)
