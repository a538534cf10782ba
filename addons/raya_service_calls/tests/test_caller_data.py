import base64
import io
import json
import zipfile
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .common_portal import CallPortalCommon, make_photo

VOICE = b"OggS" + bytes(60)


class TestCallerData(CallPortalCommon):
    """Personal data of callers: given out, made anonymous, deleted in time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asked = cls.unit._request_service(
            "Reza Azari", "0912 000 7777", "It smells.", files=[("smell.jpg", make_photo())]
        )
        cls.caller = cls.env["res.partner"].create({"name": "Mina Rad"})

    def _open(self, user=None, **values):
        return self.env["raya.personal.data"].with_user(user or self.manager).create(values)

    def _read(self, form):
        form.action_export()
        archive = zipfile.ZipFile(io.BytesIO(base64.b64decode(form.archive)))
        return json.loads(archive.read("calls.json")), archive.namelist()

    def test_archive_holds_the_calls_of_a_caller_and_their_files(self):
        self._note(self.asked)
        calls, names = self._read(self._open(phone="+98 912 000 7777"))
        self.assertEqual([call["caller_name"] for call in calls], ["Reza Azari"])
        self.assertEqual(calls[0]["statement"], "It smells.")
        self.assertEqual(len(names), 2)
        self.assertIn("smell.jpg", names[1])
        self.assertNotIn("difficult", json.dumps(calls))

    def test_number_is_found_however_it_was_typed(self):
        for phone in ("۰۹۱۲-۰۰۰ ۷۷۷۷", "+98 (912) 0007777 ext. 5"):
            self.asked.caller_phone = phone
            self.assertEqual(self._open(phone="09120007777").call_count, 1, phone)
        self.assertFalse(self._open(phone="0912 000 7776").call_count)

    def test_archive_of_a_customer_holds_all_their_calls(self):
        calls, _names = self._read(self._open(partner_id=self.owner.id))
        self.assertEqual({call["name"] for call in calls}, {self.call.name, self.asked.name})
        with self.assertRaisesRegex(UserError, "No call"):
            self._open(partner_id=self.caller.id).action_export()

    def test_form_on_a_call_knows_who_called(self):
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_calls.raya_personal_data_of_caller_action")
        self.assertEqual(action["context"], "{'default_call_id': active_id}")
        form = Form(self.env["raya.personal.data"].with_user(self.manager).with_context(default_call_id=self.asked.id))
        self.assertEqual((form.phone, form.call_count, form.caller_count), ("0912 000 7777", 1, 1))

    def test_anonymous_calls_stay_without_their_caller(self):
        self.env["raya.call.request"]._get_tracking_url(self.asked)
        self._open(phone="0912 000 7777").action_anonymise()
        self.assertRecordValues(
            self.asked,
            [
                {
                    "caller_name": "Anonymous",
                    "caller_phone": False,
                    "contact_phone": False,
                    "tracking_token": False,
                    "statement": "It smells.",
                    "partner_id": self.owner.id,
                }
            ],
        )
        self.assertFalse(self.asked.message_ids.attachment_ids)
        self.assertNotIn(
            "Reza", str(self.asked.message_ids.mapped("body") + self.asked.message_ids.mapped("email_from"))
        )

    def test_caller_who_is_a_contact_is_gone_from_the_trace_and_the_customer_stays(self):
        call = self._trace(self.call)
        self._end_transaction()
        call.caller_id = self.caller
        self._end_transaction()
        trace = self.env["mail.tracking.value"].search([("new_value_char", "=", "Mina Rad")])
        self.assertTrue(trace)
        # The unit is somebody else's by now; who was the customer then stays.
        self.unit.partner_id = self.customer
        self._open(partner_id=self.caller.id).action_anonymise()
        self.assertEqual((self.call.caller_id, self.call.partner_id), (self.env["res.partner"], self.owner))
        self.assertFalse(trace.exists())

    def test_mail_of_a_stranger_becomes_one_of_nobody(self):
        call = self.env["raya.call"].create({"email_from": "reza@x.example", "caller_id": False, "channel": "mail"})
        call.caller_phone = "0912 000 8888"
        self._open(phone="0912 000 8888").action_anonymise()
        self.assertEqual(call.email_from, "anonymous@example.invalid")

    def test_whoever_only_wrote_a_mail_is_found_by_its_address(self):
        call = self.env["raya.call"].create({"email_from": "Reza <Reza@x.example>", "channel": "mail"})
        self.env["raya.call"].create({"email_from": "mareza@x.example", "channel": "mail"})
        form = self._open(email="reza@X.example")
        self.assertEqual((form.call_count, form.caller_count), (1, 1))
        form.action_anonymise()
        self.assertEqual((call.email_from, call.caller_name), ("anonymous@example.invalid", "Anonymous"))

    def test_number_that_was_typed_at_the_desk_is_found(self):
        self.call.contact_phone = "0912 000 5555"
        self.assertEqual(self._open(phone="+98 912 0005555").caller_count, 1)
        # That their customer has the number on file does not make them the caller.
        self.owner.phone = self.call.contact_phone = "0912 000 6666"
        form = self._open(phone="09120006666")
        self.assertEqual((form.call_count, form.caller_count), (1, 0))

    def test_call_on_which_the_form_was_opened_is_always_among_them(self):
        self.asked.write({"caller_phone": False, "contact_phone": False})
        form = self._open(call_id=self.asked.id)
        self.assertEqual((form.phone, form.call_count, form.caller_count), (False, 1, 1))
        self.asked.write({"caller_phone": "0912 000 7777"})
        form = self._open(call_id=self.asked.id)
        form.phone = "0912 000 1111"
        self.assertEqual(form.caller_count, 0, "somebody else was entered")

    def test_personal_data_is_for_managers(self):
        for user in (self.operator, self.technician, self.portal):
            with self.assertRaises(AccessError):
                self._open(user, phone="0912 000 7777")

    def test_calls_of_another_company_are_not_given_out(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.asked.sudo().write({"company_id": other.id, "asset_id": False, "partner_id": self.customer.id})
        with self.assertRaises(UserError):
            self._open(phone="0912 000 7777").action_export()

    def test_photos_and_voices_go_in_time_and_what_the_staff_put_there_stays(self):
        self.company.raya_caller_file_days = 30
        letter = self.call.message_post(
            body="x",
            author_id=self.owner.id,
            attachments=[("voice.ogg", VOICE), ("bill.txt", b"bill")],
            subtype_xmlid="mail.mt_comment",
        ).attachment_ids
        own = self.call.with_user(self.technician).message_post(body="x", attachments=[("ours.jpg", make_photo())])
        photo = self.asked.message_ids.attachment_ids
        voice = letter.filtered(lambda file: file.name == "voice.ogg")
        kept = letter - voice | own.attachment_ids | photo
        self.env.flush_all()
        old = fields.Datetime.now() - timedelta(days=31)
        self.env.cr.execute(
            "UPDATE ir_attachment SET create_date = %s WHERE id IN %s",
            (old, tuple((voice | own.attachment_ids | letter - voice).ids)),
        )
        self.env.invalidate_all()
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *_args, **_more: 1):
            self.env["raya.caller.data"]._cron_delete_files()
        self.assertFalse(voice.exists())
        self.assertEqual(kept.exists(), kept)

    def test_without_a_setting_nothing_is_deleted(self):
        self.env.cr.execute("UPDATE ir_attachment SET create_date = '2000-01-01' WHERE res_model = 'raya.call'")
        self.env.invalidate_all()
        self.env["raya.caller.data"]._cron_delete_files()
        self.assertTrue(self.asked.message_ids.attachment_ids)
