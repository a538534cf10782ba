from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import ServiceCallsCommon


@tagged("post_install", "-at_install")
class TestDeskRinging(ServiceCallsCommon):
    """A telephone system says who calls, and the operator's screen shows it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator.raya_extension = "۱۲"
        cls.desk = cls.env["raya.desk"].with_user(cls.operator)

    def _ring(self, **values):
        """What the screens were told: pairs of user and message."""
        told = []

        def note(user, kind, message, **_options):
            self.assertEqual(kind, "raya_ringing")
            told.append((user, message))

        with patch.object(type(self.env["res.users"]), "_bus_send", note):
            answer = self.desk.ring(**values)
        return answer, told

    def test_the_screen_of_the_extension_shows_the_caller(self):
        answer, [(user, message)] = self._ring(phone="+989125550101", extension="12")
        self.assertEqual(answer, {"operators": 1, "callers": 1})
        self.assertEqual(user, self.operator)
        self.assertEqual(message["sentence"], "Sara Karimi (+989125550101)")

    def test_withheld_and_unknown_numbers_are_shown_as_such(self):
        for phone in (None, "", "anonymous", "\x00", "9" * 500):
            with self.subTest(phone=phone):
                answer, [(_user, message)] = self._ring(phone=phone, extension="12")
                self.assertEqual(answer["callers"], 0)
                self.assertIn("Unknown caller", message["sentence"])

    def test_a_number_of_two_contacts_names_both(self):
        self.env["res.partner"].create({"name": "Karimi Trading", "phone": "0912-555-0101"})
        _answer, [(_user, message)] = self._ring(phone="09125550101", extension="12")
        self.assertIn("Sara Karimi", message["sentence"])
        self.assertIn("Karimi Trading", message["sentence"])

    def test_page_and_telephone_say_the_same_of_a_caller(self):
        self.env["res.partner"].create({"name": "Karimi Trading", "phone": "0912-555-0101"})
        for phone in ("09125550101", "anonymous", "0912 111 0000", "۰۹۱۲۱۱۱۰۰۰۰"):
            with self.subTest(phone=phone):
                _answer, [(_user, message)] = self._ring(phone=phone, extension="12")
                self.assertEqual(self.desk.find_callers(phone)["sentence"], message["sentence"])

    def test_an_extension_that_nobody_has_is_refused(self):
        with self.assertRaisesRegex(UserError, "77"):
            self.desk.ring(phone="09125550101", extension="77")

    def test_only_operators_may_let_it_ring(self):
        with self.assertRaises(AccessError):
            self.env["raya.desk"].with_user(self.technician).ring(phone="09125550101", extension="12")


@tagged("post_install", "-at_install")
class TestDeskRingingByHttp(ServiceCallsCommon, HttpCase):
    def test_the_documented_address_takes_an_api_key(self):
        self.operator.raya_extension = "12"
        until = fields.Datetime.now() + timedelta(days=30)
        key = self.env["res.users.apikeys"].with_user(self.operator)._generate(None, "telephones", until)
        answer = self.url_open(
            "/json/2/raya.desk/ring",
            json={"phone": "+989125550101", "extension": "12"},
            headers={"Authorization": f"Bearer {key}"},
        )
        self.assertEqual(answer.json(), {"operators": 1, "callers": 1})

    def test_without_a_key_nothing_rings(self):
        self.assertEqual(self.url_open("/json/2/raya.desk/ring", json={"phone": "1"}).status_code, 401)
