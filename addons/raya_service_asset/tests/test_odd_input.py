import io
import re
from urllib.parse import quote

from odoo import http
from odoo.tests import HttpCase, tagged

from .test_customer_registration import PNG, RegistrationCommon

NUL = "a\0b"
# What no browser sends from our forms: it must be refused, never break the page.
ODD_TEXTS = (NUL, "é²", "x" * 100_000, "' OR 1=1 --", "<script>", "%s%n", "9" * 30, "-1", "\u202e\ufeff", "\ud7ff")
FIELDS = (
    *("access_token", "report_type", "download", "page", "registered", "pid", "hash", "error", "values", "document"),
    *("serial", "product", "date_purchase", "proof", "name", "phone", "statement", "website", "token", "post", "lang"),
)


class OddInputCommon(HttpCase, RegistrationCommon):
    """Everything that strangers can send to the pages of our add-ons."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unit = cls._create_asset(serial="OWN-1", partner_id=cls.owner.id)
        cls.unit._ensure_label_tokens()
        cls.registration = cls.env["raya.asset.registration"].create(
            {"partner_id": cls.owner.id, "serial": "N", "product_name": "N", "date_purchase": "2026-03-10"}
        )

    def setUp(self):
        super().setUp()
        self.authenticate("test_customer", "test_customer")

    def _get_rules(self):
        """All pages that our add-ons make, as pairs of address and page; JSON routes take no forms."""
        rules = http._generate_routing_rules(sorted(self.registry._init_modules), nodb_only=False)
        return [
            (url, page)
            for url, page in rules
            if ".raya_" in page.original_endpoint.__module__ and page.routing["type"] == "http"
        ]

    def _get_address(self, url, number=None):
        """The address of a record of the customer, or of one with another number."""
        own = {"asset_id": self.unit.id, "registration_id": self.registration.id, "token": self.unit.label_token}
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(number or own.get(match[1], 1)), url)

    def _send(self, address, fields=None, files=None):
        data = {"csrf_token": http.Request.csrf_token(self), **(fields or {})}
        return self.url_open(address, data=data, files=files, allow_redirects=False).status_code

    def _get_pages(self):
        pages = {self._get_address(url) for url, _page in self._get_rules()}
        self.assertTrue(pages)
        return pages

    def _assert_answered(self, status, *what):
        self.assertLess(status, 500, what)


@tagged("post_install", "-at_install")
class TestOddInput(OddInputCommon):
    def test_every_route_of_ours_says_which_files_it_takes(self):
        self.assertFalse([url for url, page in self._get_rules() if "raya_files" not in page.routing])

    def test_odd_texts_are_answered(self):
        for page in self._get_pages():
            for text in ODD_TEXTS:
                short = text[:2000]
                query = "&".join(f"{name}={quote(short[:80])}" for name in FIELDS)
                self._assert_answered(
                    self.url_open(f"{page}?{query}", allow_redirects=False).status_code, page, "GET", short
                )
                self._assert_answered(self._send(page, dict.fromkeys(FIELDS, text)), page, "POST", short)

    def test_single_odd_fields_are_answered(self):
        for page in self._get_pages():
            for name in (*FIELDS, "self", "cls", "endpoint", "args", "kwargs", "asset_id", "asset", NUL):
                url = f"{page}?{quote(name)}=1"
                self._assert_answered(self.url_open(url, allow_redirects=False).status_code, url)

    def test_field_that_would_be_the_page_itself_and_nul_bytes_are_refused(self):
        for page in self._get_pages():
            for fields in ({"self": "1"}, {"name": NUL}, {NUL: "1"}, {"access_token": "é"}, {"csrf_token": "é"}):
                self.assertEqual(self._send(page, fields), 400, (page, fields))

    def test_file_in_place_of_a_text_is_refused(self):
        for page in self._get_pages():
            for name in ("name", "serial", "access_token", "statement", "phone"):
                files = {name: ("x.png", io.BytesIO(PNG), "image/png")}
                self.assertEqual(self._send(page, files=files), 400, (page, name))
            files = {"proof": ("a\0.png", io.BytesIO(PNG), "image/png")}
            self._assert_answered(self._send(page, files=files), page, "name of a file")

    def test_numbers_that_no_record_has_are_answered(self):
        for url, _page in self._get_rules():
            # Odoo itself answers for texts where our addresses have numbers.
            for number in ("9" * 12, "9" * 40, "0", *(() if "<int:" in url else ("%00", "%ff", quote("é²")))):
                address = self._get_address(url, number)
                self._assert_answered(self.url_open(address, allow_redirects=False).status_code, address)

    def test_text_in_place_of_the_proof_is_told_to_the_customer(self):
        data = {"csrf_token": http.Request.csrf_token(self), "serial": "N-2", "product": "x", "proof": "no file"}
        page = self.url_open("/my/products/register", data={**data, "date_purchase": "2026-03-10"})
        self.assertIn("Add a picture", page.text)
