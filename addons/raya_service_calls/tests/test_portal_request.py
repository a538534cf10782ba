import io
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from PIL import Image

from ..models import raya_call_request
from ..models.raya_call_request import MOST_PHOTOS
from ..tools import photos
from .common_portal import GPS, HEIC, CallPagesCommon, CallPortalCommon, make_photo


class TestPhotos(CallPortalCommon):
    """D22: the content decides what a photo is, and nobody learns where it was taken."""

    def _read(self, *files):
        return self.env["raya.call.request"]._read_photos(files)

    def test_place_and_notes_of_a_photo_are_gone_and_it_stands_upright(self):
        raw = make_photo(turned=True)
        self.assertTrue(Image.open(io.BytesIO(raw)).getexif().get_ifd(GPS))
        [(name, kept)] = self._read(("کولر.png", raw))
        image = Image.open(io.BytesIO(kept))
        self.assertEqual((name, image.size), ("کولر.jpg", (30, 60)))
        self.assertFalse(dict(image.getexif()))
        self.assertNotIn(b"35.7 N", kept)

    def test_transparent_and_large_pictures_are_kept_readable(self):
        stream = io.BytesIO()
        Image.new("RGBA", (3000, 10)).save(stream, "PNG")
        [(name, kept)] = self._read(("plate", stream.getvalue()))
        image = Image.open(io.BytesIO(kept))
        self.assertEqual((name, image.size[0], image.getpixel((0, 0))), ("plate.jpg", 2000, (255, 255, 255)))

    def test_heic_is_named_whatever_the_file_is_called(self):
        for name in ("invoice.jpg", "IMG_1.heic", "x"):
            with self.assertRaisesRegex(UserError, "HEIC"):
                self._read((name, HEIC))

    def test_what_is_no_photo_is_refused_by_name(self):
        for content in (b"MZ\x90\0", b"<svg onload='x'/>", b"%PDF-1.4", b"GIF89a" + bytes(40), make_photo()[:200]):
            with self.assertRaisesRegex(UserError, "bad.jpg is no picture"):
                self._read(("good.jpg", make_photo()), ("bad.jpg", content))

    def test_large_and_many_files_are_refused(self):
        with self.assertRaisesRegex(UserError, "8 MB"):
            self._read(("x.jpg", make_photo() + bytes(photos.LARGEST)))
        with self.assertRaisesRegex(UserError, f"at most {MOST_PHOTOS}"):
            self._read(*[("x.jpg", make_photo())] * (MOST_PHOTOS + 1))

    def test_marks_in_a_name_are_taken_out(self):
        [(name, _kept)] = self._read(("\N{RIGHT-TO-LEFT OVERRIDE}a\nb" + "x" * 300 + ".jpeg", make_photo()))
        self.assertTrue(name.startswith("abx"), name)
        self.assertLess(len(name), 70)


class TestRequestByCustomer(CallPortalCommon):
    def _ask(self, asset=None, files=(), **told):
        told = {"statement": "It leaks.", **told}
        Request = self.env["raya.call.request"].with_user(self.portal)
        return Request._ask((asset or self.unit).sudo().with_user(self.portal).sudo(), self.owner, told, list(files))

    def test_request_becomes_a_call_of_the_customer(self):
        call = self._ask(symptom=str(self.symptom.id), times="after 4", phone="tel:۰۹۱۲ ۵۵۵ ۰۱۰۱")
        self.assertRecordValues(
            call,
            [
                {
                    "asset_id": self.unit.id,
                    "partner_id": self.owner.id,
                    "caller_id": self.owner.id,
                    "channel": "portal",
                    "statement": "It leaks.",
                    "symptom_ids": self.symptom.ids,
                    "preferred_times": "after 4",
                    "contact_phone": "0912 555 0101",
                    "state": "new",
                }
            ],
        )
        message = self._get_page_model()._get_messages(call)
        self.assertEqual((len(message), message.author_id), (1, self.owner))
        self.assertIn(self.owner, call.message_partner_ids)

    def test_somebody_has_it_on_their_list(self):
        self.owner.user_id = self.operator
        call = self._ask()
        self.assertEqual(call.activity_ids.user_id, self.operator)

    def test_second_tap_opens_no_second_call(self):
        call = self._ask()
        self.assertEqual(self._ask(), call)
        self.assertEqual(len(self._get_page_model()._get_messages(call)), 1)
        self.assertNotEqual(self._ask(statement="It hums, too."), call)
        with patch.object(fields.Datetime, "now", lambda: call.create_date + timedelta(minutes=2)):
            self.assertNotEqual(self._ask(), call, "later it is asked for anew")

    def test_requests_of_a_day_are_limited(self):
        self.patch(raya_call_request, "REQUESTS_OF_CUSTOMER", 2)
        self._ask(statement="1"), self._ask(statement="2")
        with self.assertRaisesRegex(UserError, "Many requests"):
            self._ask(statement="3")

    def test_what_is_wrong_is_needed_and_a_phone_number_is_one(self):
        with self.assertRaisesRegex(UserError, "what is wrong"):
            self._ask(statement=" ")
        with self.assertRaisesRegex(UserError, "“call me” is no phone number"):
            self._ask(phone="call me")
        self.assertTrue(self._ask(statement="", symptom=str(self.symptom.id)))

    def test_symptom_of_another_product_is_not_taken(self):
        other = self.symptom.copy(
            {"code": "OTHER", "categ_ids": False, "product_tmpl_ids": self.part.product_tmpl_id.ids}
        )
        self.assertFalse(self._ask(symptom=str(other.id)).symptom_ids)

    def test_team_names_what_it_has_to_be_told(self):
        """D21: a missing one is said by its label."""
        self.team.requires_photo = self.team.requires_times = True
        with self.assertRaisesRegex(UserError, "When a visit suits you and Photos"):
            self._ask()
        self.assertTrue(self._ask(times="mornings", files=[("x.jpg", make_photo())]))

    def test_unit_that_came_back_takes_no_request(self):
        self.unit._transition("returned")
        with self.assertRaisesRegex(UserError, "not in use"):
            self._ask()


@tagged("post_install", "-at_install")
class TestPortalRequest(CallPagesCommon):
    """Asking for service on the page of a unit."""

    def test_page_of_a_unit_leads_to_its_form(self):
        url = f"/my/products/{self.unit.id}/request"
        self.assertIn(url, self.url_open(self.unit.access_url).text)
        page = self.url_open(url).text
        self.assertIn(self.symptom.name, page)
        self.assertIn("021 555 0100", page)
        self.authenticate(None, None)
        self.assertNotIn(url, self.url_open(self.unit.get_portal_url()).text, "by a link nobody is the customer")
        self.assertIn("/web/login", self.url_open(url).url)

    def test_request_with_photos_leads_to_its_page(self):
        files = [(f"{number}.jpg", make_photo(), "image/jpeg") for number in (1, 2)]
        answer = self._ask(*files, symptom=self.symptom.id, times="mornings")
        call = self._get_asked()
        self.assertIn(f"/my/calls/{call.id}", answer.url)
        self.assertIn("Thank you", answer.text)
        photos_kept = call.message_ids.attachment_ids
        self.assertEqual(sorted(photos_kept.mapped("name")), ["1.jpg", "2.jpg"])
        self.assertFalse([photo for photo in photos_kept if b"35.7 N" in photo.raw])

    def test_refused_request_keeps_what_was_typed(self):
        answer = self._ask(("a.jpg", HEIC, "image/jpeg"), statement="</textarea><script>alert(1)</script>")
        self.assertIn("HEIC", answer.text)
        self.assertNotIn("<script>alert(1)", answer.text)
        self.assertIn("&lt;script&gt;alert(1)", answer.text)
        self.assertFalse(self._get_asked())

    def test_nobody_asks_for_the_unit_of_somebody_else(self):
        strange = self.other.asset_id
        for login in ("test_neighbour", "test_customer", "test_op"):
            self.authenticate(login, login)
            address = f"/my/products/{strange.id}/request"
            answer = self.url_open(address, allow_redirects=False)
            self.assertEqual(answer.status_code, 303, login)

    def test_returned_unit_offers_no_request(self):
        self.unit._transition("returned")
        url = f"/my/products/{self.unit.id}/request"
        self.assertNotIn(url, self.url_open(self.unit.access_url).text)
        self.assertEqual(self.url_open(url, allow_redirects=False).status_code, 303)

    def test_customer_asks_for_service_and_reads_how_far_it_is(self):
        self.start_tour(f"/my/products/{self.unit.id}", "raya_request_service", login="test_customer")
        call = self._get_asked()
        self.assertEqual((call.statement, call.preferred_times), ("It leaks since yesterday.", "mornings"))
        self.assertEqual(call.message_ids.attachment_ids.mapped("name"), ["leak.jpg"])
