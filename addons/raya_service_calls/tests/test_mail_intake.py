import email
import email.policy
import io
import logging
import struct
from unittest.mock import patch

from freezegun import freeze_time
from odoo.tests import tagged
from odoo.tools import mute_logger
from PIL import Image
from psycopg2.errors import SerializationFailure

from .common_mail import MailCommon
from .common_portal import make_photo

THREAD = "odoo.addons.mail.models.mail_thread"
INTAKE = "odoo.addons.raya_service_calls.models.raya_mail_intake"


@tagged("post_install", "-at_install")
@freeze_time("2026-11-26 12:00:00")
class TestMailIntake(MailCommon):
    """Every mail ends as a call, a note or a refusal; mails to others take Odoo's own way."""

    def test_every_refused_machine_is_in_the_log_with_its_reason(self):
        with self.assertLogs(INTAKE, logging.INFO) as logs:
            self._feed(self._write_mail(Auto_Submitted="auto-generated"))
        self.assertIn("Auto-Submitted: auto-generated", logs.output[-1])

    def test_alias_of_another_model_is_served_as_by_odoo(self):
        model = self.env["ir.model"]._get_id("raya.asset")
        alias = self.env["mail.alias"].create(
            {"alias_name": "files", "alias_model_id": model, "alias_domain_id": self.domain.id}
        )
        opened = []

        def open_file(model, msg_dict, custom_values=None):
            opened.append(msg_dict)
            return self.unit

        with patch.object(type(self.unit), "message_new", open_file):
            for header in ({}, {"Auto_Submitted": "auto-replied"}, {"List_Id": "<x.example>"}, {"Precedence": "bulk"}):
                self._feed(self._write_mail(To=alias.alias_full_name, **header))
            self.assertEqual(len(opened), 4)
            raw = self._write_mail(To=alias.alias_full_name, Message_ID=None)
            self._feed(raw)
            with freeze_time("2026-11-26 12:01:00"):
                self._feed(raw)
            self.assertEqual(len(opened), 6)
            self.assertNotIn("content.invalid", opened[-1]["message_id"])
            self._feed(self._write_mail(To=f"service@raya.example, {alias.alias_full_name}"))
            self.assertEqual(len(opened), 7)

    def test_photos_of_a_mail_lose_where_they_were_taken(self):
        files = {"a.jpg": make_photo(), "b.png": make_photo(kind="PNG")}
        turned, paper = make_photo(side=60, turned=True), b"%PDF-1.7 GPS"
        picture = b"VP8L" + struct.pack("<I", 2) + b"xy"
        webp = picture + b"EXIF" + struct.pack("<I", 4) + b"51.4"
        webp = b"RIFF" + struct.pack("<I", 4 + len(webp)) + b"WEBP" + webp
        message = email.message_from_bytes(self._write_mail(), policy=email.policy.SMTP)
        for name, content in {**files, "turned.jpg": turned, "c.webp": webp}.items():
            message.add_attachment(content, maintype="image", subtype=name.partition(".")[2], filename=name)
        message.add_attachment(paper, maintype="application", subtype="pdf", filename="d.pdf")
        call = self._open(message.as_bytes())
        stored = self.env["ir.attachment"].search([("res_model", "=", "raya.call"), ("res_id", "=", call.id)])
        kept = {file.name: file.raw for file in stored}
        self.assertEqual(set(kept), {*files, "turned.jpg", "c.webp", "d.pdf"})
        self.assertEqual(kept["c.webp"][12:], picture)
        self.assertEqual(kept["d.pdf"], paper)
        for name in files:
            with self.subTest(name=name):
                image = Image.open(io.BytesIO(kept[name]))
                self.assertEqual((dict(image.getexif()), image.size), ({}, (60, 30)))
                self.assertNotIn(b"51.4 E", kept[name])
        self.assertEqual(Image.open(io.BytesIO(kept["turned.jpg"])).size, (30, 60))

    def test_unit_is_found_by_its_imei_and_other_identifiers(self):
        kind = self.env["raya.identifier.type"].create({"name": "Number of the maker", "code": "T-NUMBER"})
        told = {self.unit: "490154203237518", self.other_unit: "AB-12.777"}
        for unit, value in told.items():
            self.env["raya.asset.identifier"].create({"asset_id": unit.id, "type_id": kind.id, "value": value})
        for body, unit in (
            ("My phone is ۴۹-۰۱۵۴۲۰-۳۲۳۷۵۱-۸.", self.unit),
            ("IMEI 49 015420 323751 8", self.unit),
            ("The number is ab12777!", self.other_unit),
            ("The number is ab12778!", self.unit.browse()),
        ):
            with self.subTest(body=body), self._alone():
                call = self._open(self._write_mail(body, From="stranger@else.example"))
                self.assertEqual(call.proposed_asset_ids, unit)

    def test_mail_of_a_mailbox_is_taken_in_again_after_another_transaction(self):
        """Nobody else repeats it: the mailbox counts it as read."""
        Intake, raw = type(self.env["raya.mail.intake"]), self._write_mail()
        take_in, met = Intake._take_in_once, []

        def meet(*args):
            met.append(args)
            if len(met) < 3:
                raise SerializationFailure
            return take_in(*args)

        for context, attempts in (({"default_fetchmail_server_id": False}, 1), ({"default_fetchmail_server_id": 1}, 3)):
            met.clear()
            thread = self.env["mail.thread"].with_context(**context)
            with patch.object(Intake, "_take_in_once", meet), patch.object(self.env.cr, "rollback") as rollback:
                if attempts == 1:
                    with self.assertRaises(SerializationFailure):
                        thread.message_process(None, raw)
                else:
                    call = self.env["raya.call"].browse(thread.message_process(None, raw))
                    self.assertEqual(call.partner_id, self.customer)
            self.assertEqual((len(met), rollback.call_count), (attempts, attempts - 1))

    def test_bounce_of_another_model_is_found_as_by_odoo(self):
        Thread = self.env["mail.thread"]
        for address, is_bounce in (("mailer-daemon@x.example", True), ("postmaster@x.example", False)):
            message = self.env["raya.mail.intake"]._read(self._write_mail(From=address, To="other@raya.example"))
            told = {"to": "other@raya.example", "email_from": address}
            self.assertEqual(Thread._detect_is_bounce(message, told), is_bounce)

    def test_refusal_by_odoo_answers_people_only_and_says_that_it_is_automatic(self):
        self.team.alias_id.alias_contact = "partners"
        calls, _partners, mails = self._feed(self._write_mail(From="new@elsewhere.example"))
        self.assertFalse(calls)
        self.assertIn("auto-replied", mails.headers)
        for header in ({"Auto_Submitted": "auto-replied"}, {"Return_Path": "<>"}, {"List_Id": "<x.example>"}):
            self.assertFalse(any(self._feed(self._write_mail(From="new@elsewhere.example", **header))))

    def test_flood_of_one_sender_is_stopped_and_counted(self):
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", "3")
        opened = [len(self._feed(self._write_mail(From="loopservice@shop.example"))[0]) for _mail in range(5)]
        self.assertEqual(opened, [1, 1, 1, 0, 0])
        refusal = self.env["raya.mail.refusal"].search([("email_from", "=", "loopservice@shop.example")])
        self.assertRecordValues(refusal, [{"count": 2, "reason": "Too many mails came from this sender."}])
        self.assertFalse(self._feed(self._write_mail(From="loopservice@shop.example"))[2])
        self.assertEqual(len(self._feed(self._write_mail(From="service@shop.example"))[0]), 1)
        self.env["mail.gateway.allowed"].create({"email": "loopservice@shop.example"})
        self.assertEqual(len(self._feed(self._write_mail(From="loopservice@shop.example"))[0]), 1)

    def test_machine_that_answers_a_call_again_and_again_is_stopped(self):
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", "3")
        call = self._create_call(asset_id=self.unit.id).with_env(self.env)
        told = call.message_post(body="We come.", subtype_xmlid="mail.mt_comment")
        for _mail in range(5):
            self._feed(self._write_mail("away", In_Reply_To=told.message_id, Auto_Submitted="auto-replied"))
        self.assertEqual(len(call.message_ids.filtered(lambda m: m.message_type == "auto_comment")), 3)

    @mute_logger(INTAKE)
    def test_mail_that_cannot_be_parsed_becomes_a_call_with_itself_attached(self):
        parse = type(self.env["mail.thread"])._message_parse_extract_payload
        raw = self._write_mail("It drips.", X_Broken="yes")

        def fail_once(thread, message, *args, **kwargs):
            if message.get("X-Broken"):
                raise LookupError("unknown encoding: x")
            return parse(thread, message, *args, **kwargs)

        with patch.object(type(self.env["mail.thread"]), "_message_parse_extract_payload", fail_once):
            call = self._open(raw)
        self.assertIn("It drips.", call.statement)
        self.assertEqual(call.message_ids.attachment_ids.mapped("name"), ["mail.eml"])
        self.assertIn(b"X-Broken: yes", call.message_ids.attachment_ids.raw)

    @mute_logger(INTAKE)
    def test_mail_that_nothing_can_be_made_of_is_kept_as_refusal(self):
        def fail(thread, *args, **kwargs):
            raise ValueError("no")

        raw = self._write_mail()
        with patch.object(type(self.env["mail.thread"]), "message_parse", fail):
            self.assertFalse(any(self._feed(raw)))
            self._feed(self._write_mail(Auto_Submitted="auto-replied"))
        refusal = self.env["raya.mail.refusal"].search([("email_from", "=", "sara@shop.example")])
        self.assertRecordValues(refusal, [{"company_id": self.company.id, "subject": "Refrigerator"}])
        self.assertEqual(refusal.attachment_ids.raw, raw)
        self.assertTrue(refusal.with_user(self.operator).has_access("read"))
        self.assertFalse(refusal.with_user(self.technician).has_access("read"))

    @mute_logger("odoo.addons.raya_service_calls.models.raya_call_mail_mixin")
    def test_what_does_not_fit_is_left_out_and_the_words_stay(self):
        self.repairs.company_id = self.env["res.company"].create({"name": "Elsewhere"})
        self.team.alias_defaults = f"{{'team_id': {self.team.id}, 'user_id': {self.operator.id}}}"
        call = self._open(self._write_mail())
        self.assertRecordValues(call, [{"statement": "Refrigerator\nIt drips.", "email_from": "sara@shop.example"}])
        self.assertEqual(self.team.alias_id.alias_status, "valid")

    def test_contact_of_the_companys_own_is_taken_before_others(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.customer.company_id = other
        with self._alone():
            call = self._open(self._write_mail())
            self.assertFalse(call.partner_id)
            self.assertFalse(call.message_ids.author_id & self.customer)
        shared, own = self.env["res.partner"].create(
            [
                {"name": "Sara of all", "email": "sara@shop.example"},
                {"name": "Sara", "email": "sara@shop.example", "company_id": self.company.id},
            ]
        )
        self.assertFalse(shared.company_id)
        call = self._open(self._write_mail())
        self.assertRecordValues(call, [{"partner_id": own.id, "company_id": self.company.id}])
        self.assertEqual(call.message_ids.filtered(lambda m: m.message_type == "email").author_id, own)
        self.assertTrue(call.with_user(self.operator).read(["partner_id"]))

    def test_two_contacts_that_fit_are_proposed(self):
        namesake = self.env["res.partner"].create({"name": "Sara K.", "phone": "+98 912 555 0101"})
        call = self._open(self._read_mail("20"))
        self.assertFalse(call.partner_id)
        self.assertEqual(call.proposed_partner_ids, self.customer | namesake)
        namesake.parent_id = self.customer
        self.assertEqual(
            self._open(self._write_mail("phone 09125550101", From="x@y.example")).partner_id, self.customer
        )

    def test_unit_of_somebody_else_is_proposed_only(self):
        other = self.env["res.partner"].create({"name": "Omid", "email": "omid@client.example"})
        call = self._open(self._write_mail("RF22-26-0001 drips", From="omid@client.example"))
        self.assertRecordValues(call, [{"partner_id": other.id, "asset_id": False}])
        self.assertEqual(call.proposed_asset_ids, self.unit)

    def test_address_of_the_envelope_counts_where_the_head_names_none(self):
        for header in ("X_Original_To", "Delivered_To"):
            with self._alone():
                raw = self._write_mail(To="undisclosed-recipients:;", **{header: "service@raya.example"})
                self.assertEqual(self._open(raw).team_id, self.team)
        self.assertEqual(self._open(self._write_mail(To="Service@RAYA.example.")).team_id, self.team)

    def test_web_form_on_our_own_site_is_a_customer(self):
        raw = self._write_mail(From="service@raya.example", Reply_To="Omid <omid@client.example>")
        self.assertEqual(len(self._feed(raw)[0]), 1)
        raw = self._write_mail(From="service@raya.example", Reply_To="catchall@raya.example")
        self.assertFalse(self._feed(raw)[0])

    def test_old_refusals_are_forgotten(self):
        refusal = self.env["raya.mail.refusal"].create({"reason": "x", "date": "2026-01-01"})
        young = self.env["raya.mail.refusal"].create({"reason": "x", "date": "2026-11-01"})
        self.env["raya.mail.refusal"]._gc_refusals()
        self.assertFalse(refusal.exists())
        self.assertTrue(young.exists())
