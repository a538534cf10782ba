import csv

from freezegun import freeze_time
from odoo import fields
from odoo.tests import tagged

from .common_mail import MAILS, MailCommon

HUGE = b"lorem ipsum dolor " * 90000


@tagged("post_install", "-at_install")
@freeze_time("2026-11-26 12:00:00")
class TestOwnMails(MailCommon):
    """Each mail of the folder becomes what its line of expected.csv says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with open(MAILS / "expected.csv", newline="") as file:
            cls.expected = {line["file"]: line["expected"] for line in csv.DictReader(file)}

    def _get_raw(self, name):
        if name == "28-huge.eml":
            return self._write_mail(Subject="long").partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + HUGE
        return (MAILS / name).read_bytes()

    def test_every_mail_has_its_expectation(self):
        self.assertEqual({file.name for file in MAILS.glob("*.eml")} | {"28-huge.eml"}, set(self.expected))
        self.assertEqual(len(self.expected), 45)

    def test_machines_open_nothing_and_people_one_call(self):
        for name, expected in self.expected.items():
            with self.subTest(name), self._alone():
                calls, partners, mails = self._feed(self._get_raw(name))
                self.assertFalse(partners)
                if expected.startswith("nothing"):
                    self.assertFalse(calls)
                    self.assertFalse(mails)
                else:
                    self.assertEqual(calls.channel, "mail")
                    self.assertTrue(calls.statement)
                    self.assertLessEqual(calls.date_reported, fields.Datetime.now())
                    self.assertEqual(mails.mail_message_id.mapped("message_type"), ["auto_comment"])

    def _check(self, name, **expected):
        with self.subTest(name), self._alone():
            call = self._open(self._get_raw(next(file for file in self.expected if file.startswith(name))))
            for field, value in expected.items():
                if callable(value):
                    self.assertTrue(value(call), (field, call[field]))
                else:
                    self.assertEqual(call[field], value)

    def _says(self, *words):
        return lambda call: all(word in call.statement for word in words)

    def test_words_of_broken_mails_are_readable(self):
        self._check("01", statement=self._says("یخچال ۲۲ فوت سرد نمی‌کند و صدا می‌دهد", "سریال RF22-26-0001"))
        self._check("02", statement=self._says("السلام عليكم", "الثلاجة لا تبرد"))
        self._check("03", statement=self._says("یخچال خراب است"))
        self._check("04", statement=self._says("broken", "It leaks."))
        self._check("05", statement="My washing machine stopped. Serial WM-26-0007")
        self._check("06", statement="Boiler makes noise")
        self._check("29", statement=self._says("nul", "ab"))
        self._check("32", statement="noise\nIt is loud")
        self._check("33", statement="x\ny", email_from="sara@shop.example")
        self._check("34", statement="يخچال سرد نمي كند\nكمپرسور")
        self._check("35", statement="يخچال\nسرد نمي كند")
        self._check("36", statement=self._says("خراب است"))
        self._check("37", statement=self._says("سرد نمي كند"))
        self._check("38", statement="bom\nIt drips")

    def test_only_new_words_count(self):
        self._check("27", statement="Re: call\nIt works again, thank you.")
        self._check("31", statement="Re: call\nTomorrow is fine.")
        self._check("44", statement=self._says("I wrote to you and got this"))

    def test_customer_and_unit_are_taken_or_proposed(self):
        nobody = self.env["res.partner"]
        units = self.unit | self.other_unit
        self._check("01", partner_id=self.customer, asset_id=self.unit)
        self._check(
            "18",
            email_from="cousin@elsewhere.example",
            asset_id=self.env["raya.asset"],
            proposed_asset_ids=self.unit,
            caller_id=nobody,
        )
        self._check(
            "19", partner_id=nobody, asset_id=self.env["raya.asset"], proposed_asset_ids=units, caller_name=bool
        )
        self._check("20", partner_id=self.customer, caller_id=nobody, email_from="cousin@elsewhere.example")
        self._check("20", caller_phone="+98 912 555 0101")
        self._check("21", partner_id=self.customer, asset_id=self.unit)
        self._check("40", partner_id=nobody, caller_name="Omid", email_from="omid@client.example")

    def test_addresses_lead_to_their_team(self):
        self._check("16", team_id=self.team)
        self._check("39", team_id=self.team)
        with self._alone():
            swapped = self._get_raw("16-two-addresses.eml").replace(
                b"service@raya.example, repair@raya.example", b"repair@raya.example, service@raya.example"
            )
            self.assertEqual(self._open(swapped).team_id, self.repairs)

    def test_dates_that_cannot_be_are_now(self):
        self._check("23", date_reported=fields.Datetime.now())
        self._check("22", date_reported=fields.Datetime.to_datetime("2026-11-26 06:30:00"))

    def test_mail_without_id_opens_one_call_however_often_it_comes(self):
        raw = self._get_raw("24-no-message-id.eml")
        self._open(raw)
        again = b"Received: from elsewhere\r\nDelivered-To: service@raya.example\r\n" + raw
        self.assertFalse(any(self._feed(again)))
        self.assertTrue(self._open(raw.replace(b"\r\n\r\ny", b"\r\n\r\nz")))

    def test_attachments_keep_their_names(self):
        with self._alone():
            call = self._open(self._get_raw("25-attachments.eml"))
            self.assertEqual(sorted(call.message_ids.attachment_ids.mapped("name")), ["عکس.png", "فاکتور.txt"])
        with self._alone():
            call = self._open(self._get_raw("30-calendar-invite.eml"))
            self.assertIn(b"VCALENDAR", call.message_ids.attachment_ids.raw)

    def test_html_does_nothing_and_fetches_nothing(self):
        body = self._open(self._get_raw("17-script.eml")).message_ids.filtered(lambda m: m.message_type == "email").body
        self.assertIn("Leak", body)
        for part in ("<script", "onclick", "<img", "src="):
            self.assertNotIn(part, body)

    def test_huge_mail_is_cut_and_attached(self):
        message = self._open(self._get_raw("28-huge.eml")).message_ids.filtered(lambda m: m.message_type == "email")
        self.assertLess(len(message.body), 100000)
        self.assertIn("The whole of it is attached", message.body)
        self.assertGreater(len(message.attachment_ids.raw), 1500000)

    def test_colleague_who_forwards_is_not_the_customer(self):
        self._check("26", email_from="seller@raya.example")
        self.env["res.users"].create({"name": "Seller", "login": "seller", "email": "seller@raya.example"})
        self._check("26", email_from="omid@client.example", caller_name="Omid", partner_id=self.env["res.partner"])

    def test_own_list_is_no_stranger(self):
        self.team.own_lists = "news.shop.example, other.example"
        raw = self._get_raw("09-list-id.eml")
        calls, _partners, mails = self._feed(raw)
        self.assertEqual(len(calls), 1)
        self.assertFalse(mails)

    def test_delayed_report_marks_nothing_as_bounced(self):
        call = self._open(self._write_mail())
        message = call.message_ids.filtered(lambda m: m.message_type == "auto_comment")
        notification = self.env["mail.notification"].search([("mail_message_id", "=", message.id)])
        self.assertTrue(notification)
        part = f"--bb\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {message.message_id}\r\n\r\nx\r\n--bb--"
        raw = self._get_raw("45-delayed-dsn.eml").replace(b"a@b.example", b"sara@shop.example")
        raw = raw.replace(b"--bb--", part.encode())
        self._feed(raw)
        self.assertNotIn("bounce", notification.mapped("notification_status"))
        failed = raw.replace(b"Action: delayed", b"Action: failed").replace(b"45-delayed", b"46-failed")
        self._feed(failed)
        self.assertIn("bounce", notification.mapped("notification_status"))
