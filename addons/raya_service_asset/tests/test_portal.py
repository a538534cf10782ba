from unittest.mock import patch

from odoo import fields
from odoo.tests import HttpCase, tagged

from ..controllers.portal import ServicePortal
from .test_customer_registration import PNG, RegistrationCommon


class PortalCommon(HttpCase, RegistrationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls._create_asset(serial="OWN-1", partner_id=cls.owner.id, notes="Complains a lot")
        cls.other = cls._create_asset(serial="OTHER-1")

    def setUp(self):
        super().setUp()
        self.authenticate("test_customer", "test_customer")

    def _send_form(self, **values):
        page = self.url_open("/my/products/register")
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        data = {
            "csrf_token": token,
            "product": "Refrigerator",
            "serial": "NEW-1",
            "date_purchase": "2026-03-10",
            **values,
        }
        files = {"proof": ("bill.png", data.pop("proof", PNG), "image/png")}
        return self.url_open("/my/products/register", data=data, files=files)

    def _get_registrations(self):
        return self.env["raya.asset.registration"].search([("state", "=", "to_confirm")])


@tagged("post_install", "-at_install")
class TestPortal(PortalCommon):
    """The pages of a customer's own units."""

    def test_list_shows_his_own_units(self):
        page = self.url_open("/my/products")
        self.assertIn("OWN-1", page.text)
        self.assertNotIn("OTHER-1", page.text)

    def test_home_counts_them(self):
        counters = self.make_jsonrpc_request("/my/counters", {"counters": ["product_file_count"]})
        self.assertEqual(counters["product_file_count"], 1)
        self.assertIn("/my/products", self.url_open("/my").text)

    def test_home_counts_registrations_that_are_listed_too(self):
        self._register(serial="NEW-1")
        self._register(serial="NO-1")._refuse("No")
        self._register(serial="OWN-1").action_confirm()
        counters = self.make_jsonrpc_request("/my/counters", {"counters": ["product_file_count"]})
        self.assertEqual(counters["product_file_count"], 3)

    def test_pages_go_on_from_registrations_to_files(self):
        registrations = [self._register(serial=f"NEW-{number}") for number in range(3)]
        self._create_asset(serial="OWN-2", partner_id=self.owner.id)
        with patch.object(ServicePortal, "_items_per_page", 2):
            pages = [self.url_open(f"/my/products/page/{number}").text for number in (1, 2, 3)]
        serials = ["OWN-1", "OWN-2", *(registration.serial for registration in registrations)]
        shown = [{serial for serial in serials if f">{serial}<" in page} for page in pages]
        self.assertEqual(shown, [{"NEW-2", "NEW-1"}, {"NEW-0", "OWN-2"}, {"OWN-1"}])

    def test_file_of_somebody_else_is_as_one_that_is_not_there(self):
        answers = [
            self.url_open(f"/my/products/{id_}", allow_redirects=False)
            for id_ in (self.other.id, self.other.id + 10_000)
        ]
        self.assertEqual({answer.status_code for answer in answers}, {303})
        self.assertEqual(len({answer.headers["Location"] for answer in answers}), 1)

    def test_former_owner_reads_why_a_file_does_not_open(self):
        self.own.partner_id = self.customer
        page = self.url_open(self.own.access_url)
        self.assertIn("the product may have another owner by now", page.text)
        self.assertNotIn("OWN-1", page.text)

    def test_merged_file_leads_its_owner_to_the_one_that_stays(self):
        kept = self._create_asset(serial="OWN-2", partner_id=self.owner.id)
        link = self.own.get_portal_url()
        self.own._merge_into(kept)
        self.assertTrue(self.url_open(link).url.endswith(kept.access_url))
        self.authenticate(None, None)
        page = self.url_open(link).text
        self.assertIn("Merged", page)
        self.assertIn("All that belongs to it is in the other one", page)
        self.assertNotIn("OWN-2", page)

    def test_link_of_a_message_opens_it_without_signing_in(self):
        self.authenticate(None, None)
        url = f"/my/products/{self.own.id}"
        self.assertNotIn("OWN-1", self.url_open(url).text)
        self.assertNotIn("OWN-1", self.url_open(f"{url}?access_token=wrong").text)
        self.assertIn("OWN-1", self.url_open(self.own.get_portal_url()).text)

    def test_registration_of_somebody_else_is_as_one_that_is_not_there(self):
        other = self._register(self.neighbour, serial="NEXT-1")
        answers = [
            self.url_open(f"/my/products/registrations/{id_}", allow_redirects=False)
            for id_ in (other.id, other.id + 10_000)
        ]
        self.assertEqual({answer.status_code for answer in answers}, {303})
        self.assertEqual(len({answer.headers["Location"] for answer in answers}), 1)
        self.assertNotIn("NEXT-1", self.url_open("/my/products").text)

    def test_link_of_a_registration_opens_it_but_no_file(self):
        registration = self._register(serial="NEW-1")
        registration.action_confirm()
        link, file = registration.get_portal_url(), f"/my/products/{registration.asset_id.id}"
        self.assertIn(f'href="{file}"', self.url_open(registration.access_url).text)
        self.authenticate(None, None)
        self.assertNotIn("NEW-1", self.url_open(registration.access_url).text)
        page = self.url_open(link).text
        self.assertIn("NEW-1", page)
        self.assertNotIn(file, page)
        registration.asset_id.partner_id = self.customer
        self.authenticate("test_customer", "test_customer")
        self.assertNotIn(file, self.url_open(registration.access_url).text, "it is somebody else's by now")

    def test_cancelled_file_is_no_refused_registration(self):
        self.own._transition("cancelled")
        self.assertNotIn("OWN-1", self.url_open("/my/products").text)
        page = self.url_open(self.own.access_url).text
        self.assertIn("Cancelled", page)
        self.assertNotIn("Refused", page)

    def test_list_and_registering_need_an_account(self):
        self.authenticate(None, None)
        for url in ("/my/products", "/my/products/register"):
            self.assertIn("/web/login", self.url_open(url).url)

    def test_employee_sees_his_own_units_here_not_all(self):
        self.authenticate("test_op", "test_op")
        page = self.url_open("/my/products").text
        self.assertNotIn("OWN-1", page)

    def test_employee_without_rights_on_files_gets_a_page(self):
        self.authenticate("test_outsider", "test_outsider")
        self.assertEqual(self.url_open("/my").status_code, 200)
        self.assertTrue(self.url_open("/my/products").url.endswith("/my"))

    def test_registering_asks_for_confirmation(self):
        answer = self._send_form()
        self.assertIn("Thank you", answer.text)
        self.assertIn("Being Checked", answer.text)
        registration = self._get_registrations()
        self.assertRecordValues(
            registration,
            [{"serial": "NEW-1", "partner_id": self.owner.id, "date_purchase": fields.Date.to_date("2026-03-10")}],
        )
        self.assertEqual(registration.message_ids.attachment_ids.raw, PNG)

    def test_persian_customer_writes_their_own_calendar(self):
        self._send_form(date_purchase="۱۴۰۴/۱۲/۱۹")
        self.assertEqual(self._get_registrations().date_purchase, fields.Date.to_date("2026-03-10"))

    def test_answer_is_the_same_for_a_serial_of_somebody_else(self):
        fresh, known = self._send_form(serial="NEW-1"), self._send_form(serial="OTHER-1")
        self.assertEqual(fresh.url, known.url)
        self.assertIn("Thank you", known.text)
        self.assertNotIn("Sara Karimi", known.text)
        self.assertEqual(len(self._get_registrations()), 2)

    def test_what_is_wrong_is_said_and_what_was_typed_stays(self):
        for values, words in (
            ({"date_purchase": "tomorrow"}, "“tomorrow” is no date"),
            ({"date_purchase": ""}, "Enter the product"),
            ({"proof": b"MZ\x90\x00"}, "as a PDF"),
            ({"proof": b""}, "Add a picture"),
            ({"proof": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"}, "HEIC"),
        ):
            page = self._send_form(serial="<script>NEW-2", **values).text
            self.assertIn(words, page)
            self.assertIn("&lt;script&gt;NEW-2", page)
        self.assertFalse(self._get_registrations())

    def test_registering_without_the_form_is_refused(self):
        answer = self.url_open(
            "/my/products/register", data={"product": "x", "serial": "y", "date_purchase": "2026-03-10"}
        )
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self._get_registrations())

    def test_refused_registration_shows_the_reason_and_a_merged_one_is_gone(self):
        refused = self._register(serial="NO-1")
        refused._refuse("We cannot read the picture.")
        merged = self._register(serial="OWN-1")
        merged.action_confirm()
        page = self.url_open("/my/products").text
        self.assertEqual((page.count("NO-1") > 0, page.count("OWN-1") > 0), (True, True))
        self.assertNotIn(f"/my/products/registrations/{merged.id}", page)
        self.assertNotIn("We cannot read the picture.", page)
        self.assertIn("We cannot read the picture.", self.url_open(refused.access_url).text)

    def test_customer_registers_what_they_bought(self):
        self.start_tour("/my", "raya_register_product", login="test_customer")
        registration = self._get_registrations()
        self.assertEqual(
            (registration.serial, registration.product_id, registration.state), ("TOUR-1", self.fridge, "to_confirm")
        )

    def test_proof_opens_by_the_link_of_its_own_page_and_by_no_other(self):
        proof = self._register(serial="NEW-1").proof_ids
        stranger = self._create_user("test_stranger", "base.group_portal")
        token = self._register(serial="NEW-2").access_token
        own = f"/web/content/{proof.id}?access_token={proof._get_raw_access_token()}"
        for login in ("test_customer", "test_stranger", None):
            self.authenticate(login, login)
            for address in ("/web/content/%s", "/web/image/%s", f"/web/content/%s?access_token={token}"):
                self.assertNotEqual(self.url_open(address % proof.id).content, PNG, (login, address))
            self.assertEqual(self.url_open(own).content, PNG, "by the link that its page gives them")
        for user in (self.portal, stranger, self.env.ref("base.public_user")):
            self.assertFalse(proof.with_user(user).search([("res_model", "=like", "raya.%")]))
