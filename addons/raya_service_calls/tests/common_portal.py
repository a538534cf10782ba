import io

from odoo.tests import HttpCase
from PIL import Image

from odoo.addons.raya_service_asset.tests.test_customer_registration import RegistrationCommon

from .common import ServiceCallsCommon

HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
ORIENTATION, GPS = 0x0112, 0x8825


def make_photo(side=60, *, turned=False, kind="JPEG"):
    """A photo as a phone takes it: with the place where it was taken, and turned by a note only."""
    image = Image.new("RGB", (side, side // 2), "red")
    notes = image.getexif()
    notes[ORIENTATION] = 6 if turned else 1
    notes.get_ifd(GPS)[1] = "N"
    stream = io.BytesIO()
    image.save(stream, kind, exif=notes, comment=b"35.7 N 51.4 E")
    return stream.getvalue()


class CallPortalCommon(RegistrationCommon, ServiceCallsCommon):
    """Two customers with a unit and a call each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.phone = "021 555 0100"
        cls.unit = cls._create_asset(serial="OWN-1", partner_id=cls.owner.id)
        cls.call = cls._create_call(asset_id=cls.unit.id, statement="It drips.")
        cls.other = cls._create_call(statement="It hums at night.")

    @classmethod
    def _note(cls, call=None):
        """What the staff write to each other, with a file."""
        return (call or cls.call).message_post(
            body="The customer is difficult, cost 120", attachments=[("cost.txt", b"cost 120")]
        )

    @classmethod
    def _write(cls, words="We come on Monday.", call=None, **more):
        """What the staff write to the customer."""
        return (
            (call or cls.call)
            .with_user(cls.dispatcher)
            .message_post(body=words, message_type="comment", subtype_xmlid="mail.mt_comment", **more)
        )

    def _trace(self, records):
        """These records, with the trace of changes that tests leave out."""
        self._end_transaction()
        return records.with_context(tracking_disable=False, mail_notrack=False)

    def _end_transaction(self):
        """Changes are traced at the end of a transaction."""
        self.env.flush_all()
        self.cr.flush()

    def _get_page_model(self):
        return self.env["raya.call.page"].sudo()


class CallPagesCommon(HttpCase, CallPortalCommon):
    def setUp(self):
        super().setUp()
        self.authenticate("test_customer", "test_customer")

    def _get_token(self, text):
        return text.split('name="csrf_token" value="')[1].split('"')[0]

    def _send(self, url, files=(), *, page=None, **values):
        """Send a form of a page."""
        token = self._get_token(self.url_open(page or url).text)
        return self.url_open(url, data={"csrf_token": token, **values}, files=list(files) or None)

    def _ask(self, *files, **values):
        told = {"statement": "It leaks.", **values}
        url = f"/my/products/{self.unit.id}/request"
        return self._send(url, [("photos", file) for file in files], **told)

    def _get_asked(self):
        return self.env["raya.call"].search([("asset_id", "=", self.unit.id), ("channel", "=", "portal")])
