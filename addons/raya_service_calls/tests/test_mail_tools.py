import email
import email.policy

from odoo.tests import BaseCase

from ..tools import mail_facts, mail_kind, mail_repair

REPORT = """From: {sender}
Content-Type: multipart/{kind}; boundary="bb"

--bb

x
--bb
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.shop.example

Final-Recipient: rfc822; a@b.example
Action: {action}
--bb--
"""


def read(head="", sender="sara@shop.example"):
    return email.message_from_string(f"From: {sender}\n{head}\n\nx", policy=email.policy.SMTP)


def kind(head="", sender="sara@shop.example", **known):
    return mail_kind.message_kind(read(head, sender), **known).kind


class TestMailKind(BaseCase):
    def test_marks_of_machines(self):
        for head in (
            "Auto-Submitted: auto-replied",
            "Auto-Submitted: auto-generated; owner-email=x",
            "Auto-Submitted: Auto-Notified (x)",
            "Return-Path: <>",
            "Return-Path:",
            "X-Autoreply: yes",
            "Precedence: auto_reply",
            "Subject: Automatic reply: hello",
            "Subject: Re: Auto-Reply",
            "Subject: Out of Office",
            "Subject: =?utf-8?B?2b7Yp9iz2K4g2K7ZiNiv2qnYp9ix?=",
            "Subject: پاسخ خودكار: سلام",
        ):
            self.assertEqual(kind(head), mail_kind.AUTOMATIC, head)

    def test_marks_that_people_have_too(self):
        for head in (
            "Auto-Submitted: no",
            "Auto-Submitted: no\nSubject: Automatic reply: x",
            "Auto-Submitted: no\nPrecedence: bulk",
            "X-Auto-Response-Suppress: All",
            "Subject: Automatic answering machine broken",
            "Subject: Autoclave leaks",
            "Subject: Out of office chairs",
            "X-Autoreply: no",
            "List-Unsubscribe: <mailto:x@y.example>",
            "Return-Path: <sara@shop.example>",
        ):
            self.assertEqual(kind(head), mail_kind.PERSON, head)
        self.assertEqual(kind("Auto-Submitted: no", "postmaster@shop.example"), mail_kind.PERSON)
        self.assertEqual(kind(sender="abuse@shop.example"), mail_kind.PERSON)
        self.assertEqual(kind(sender="noreply@site.example"), mail_kind.PERSON)

    def test_mail_servers(self):
        for sender in (
            "MAILER-DAEMON@x.example",
            "Mailer-Daemon <>",
            '"Mail.Delivery.System" <Mail.Delivery.System@x.example>',
            "Postmaster <postmaster@x.example>",
        ):
            self.assertEqual(kind(sender=sender), mail_kind.BOUNCE, sender)
        self.assertEqual(kind("Return-Path: <MAILER-DAEMON>", "x@y.example"), mail_kind.BOUNCE)

    def test_reports_say_what_happened(self):
        for shape in ("report", "mixed"):
            for action, found in (
                ("failed", mail_kind.BOUNCE),
                ("delayed", mail_kind.NOTICE),
                ("Delivered", mail_kind.NOTICE),
            ):
                text = REPORT.format(sender="x@y.example", kind=shape, action=action)
                message = email.message_from_string(text, policy=email.policy.SMTP)
                self.assertEqual(mail_kind.message_kind(message).kind, found, (shape, action))
        receipt = 'Content-Type: multipart/report; report-type=disposition-notification; boundary="b"'
        self.assertEqual(kind(receipt), mail_kind.AUTOMATIC)

    def test_lists(self):
        head = "List-Id: Help <help.shop.example>\nPrecedence: list"
        self.assertEqual(kind(head), mail_kind.LIST)
        self.assertEqual(kind(head, lists=["help.shop.example"]), mail_kind.PERSON)
        self.assertEqual(kind(head, lists=["other.example"]), mail_kind.LIST)
        self.assertEqual(kind("Precedence: junk"), mail_kind.LIST)
        self.assertFalse(mail_kind.message_kind(read(head), lists=["help.shop.example"]).answerable)

    def test_own_addresses(self):
        own = {"service@raya.example"}
        self.assertEqual(kind(sender="Service <SERVICE+x@raya.example>", own=own), mail_kind.OWN)
        self.assertEqual(kind("Reply-To: service@raya.example", "service@raya.example", own=own), mail_kind.OWN)
        self.assertEqual(kind("Reply-To: omid@client.example", "service@raya.example", own=own), mail_kind.PERSON)

    def test_who_is_answered(self):
        self.assertEqual(mail_kind.sender(read("Reply-To: b@c.example")), ("", "sara@shop.example"))
        self.assertEqual(mail_kind.sender(read("Reply-To: b@c.example", "wordpress@x.example")), ("", "b@c.example"))
        self.assertEqual(mail_kind.sender(read("Reply-To: b@c.example", "")), ("", "b@c.example"))
        self.assertEqual(mail_kind.sender(read("", "")), ("", ""))


class TestMailRepair(BaseCase):
    def _read(self, raw):
        return email.message_from_bytes(mail_repair.repair(raw), policy=email.policy.SMTP)

    def test_good_mails_stay_byte_by_byte(self):
        for newline in (b"\r\n", b"\n"):
            raw = newline.join(
                [
                    b"From: a@b.example",
                    b"Content-Type: multipart/mixed;",
                    b'\tboundary="b;b"',
                    b"",
                    b"--b;b",
                    b"Content-Type: text/plain; charset=iso-8859-1",
                    b"",
                    b"Gr\xf6\xdfe",
                    b"--b;b",
                    b"Content-Type: image/png",
                    b"",
                    b"\x89PNG\x00\xff\r\nContent-Type: text/plain; charset=x-unknown\r\n",
                    b"--b;b--",
                    b"",
                ]
            )
            self.assertEqual(mail_repair.repair(raw), raw)

    def test_charset_is_what_the_bytes_are(self):
        persian = "کمپرسور خراب است"
        for told, body in (
            (b"; charset=x-unknown", persian.encode()),
            (b"", persian.encode()),
            (b"; charset=us-ascii", persian.encode()),
            (b"; charset=iso-8859-1", persian.encode()),
            (b'; charset="utf-8', persian.encode()),
            (b"; charset=windows-1256", persian.replace("ی", "ي").encode("cp1256", "ignore")),
            (b"; charset=utf-8", "كمبرسور".encode("cp1256")),
            (b"; charset=unknown-8bit", "كمبرسور".encode("cp1256")),
        ):
            message = self._read(b"From: a@b\r\nContent-Type: text/plain" + told + b"\r\n\r\n" + body)
            self.assertRegex(message.get_content(), "[\u0600-\u06ff]{5}")
        western = self._read("From: a@b\r\nContent-Type: text/plain\r\n\r\nGröße für Käse".encode("latin-1"))
        self.assertEqual(western.get_content().strip(), "Größe für Käse")

    def test_charset_of_parts_and_attached_texts_is_mended(self):
        raw = (
            b"From: a@b\r\nContent-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\n"
            b"Content-Type: text/plain; charset=utf8mb4\r\n\r\nx\r\n--bb\r\n"
            b"Content-Type: text/csv; charset=cp-1256; name=a.csv\r\nContent-Transfer-Encoding: base64\r\n\r\neA==\r\n"
            b"--bb\r\nContent-Type: message/rfc822\r\n\r\nFrom: c@d\r\n"
            b"Content-Type: text/plain; charset=x-unknown\r\n\r\ny\r\n--bb--\r\n"
        )
        texts = [part.get_content().strip() for part in self._read(raw).walk() if part.get_content_maintype() == "text"]
        self.assertEqual(texts, ["x", "x", "y"])
        self.assertIn(b"name=a.csv", mail_repair.repair(raw))

    def test_heads_in_raw_letters_are_readable(self):
        raw = 'From: "سارا کریمی" <sara@shop.example>\r\nSubject: یخچال\r\n  سرد\r\n\r\nx'.encode()
        message = self._read(raw)
        self.assertEqual(message["Subject"], "یخچال سرد")
        self.assertEqual(mail_kind.addresses(message, "from"), [("سارا کریمی", "sara@shop.example")])
        strange = self._read(b"From: a@b\r\nSubject: =?cp-1256?B?7c6Nx+E=?= =?x-no?Q?a?=\r\n\r\nx")
        self.assertEqual(mail_kind.header(strange, "subject"), "يخچال a".replace(" a", "a"))

    def test_message_id_from_the_content(self):
        raw = b"From: a@b\r\nSubject: x\r\n\r\nhi\r\n"
        delivered = b"Received: y\r\n\tz\r\nDelivered-To: c@d\r\n" + raw.replace(b"\r\n", b"\n")
        self.assertEqual(mail_repair.content_id(raw), mail_repair.content_id(delivered))
        self.assertNotEqual(mail_repair.content_id(raw), mail_repair.content_id(raw.replace(b"hi", b"ho")))
        told = b"Message-Id: <x@y>\r\n" + raw
        self.assertEqual(mail_repair.with_message_id(told), told)
        empty = mail_repair.with_message_id(b"Message-ID: \r\n" + raw)
        self.assertIn("content.invalid", mail_kind.header(email.message_from_bytes(empty), "message-id"))

    def test_nothing_is_too_broken_to_be_repaired(self):
        for raw in (
            b"",
            b"\r\n",
            b"x",
            b"\xef\xbb\xbf",
            b":\r\n\r\n",
            b"\x00" * 9,
            b"Content-Type: multipart/mixed\r\n\r\nx",
        ):
            self.assertIsInstance(mail_repair.repair(raw), bytes)
            self.assertIsInstance(mail_repair.bare(raw), bytes)


class TestMailFacts(BaseCase):
    def test_html_is_read_line_by_line(self):
        body = "<html><head><style>p{}</style></head><body><div>a<br>b</div><p>c <b>d</b></p></body></html>"
        self.assertEqual(mail_facts.text_of(body), "a\nb\nc d")
        self.assertEqual(
            mail_facts.text_of('a<div class="gmail_quote">On x wrote:<br>b</div>'), "a\n> On x wrote:\n> b"
        )
        self.assertEqual(mail_facts.text_of("<pre>a\n&gt; b</pre>"), "a\n> b")
        self.assertEqual(mail_facts.text_of(None), "")

    def test_quotes_of_many_programs(self):
        for text in (
            "New.\n\nOn Wed, 25 Nov 2026 at 10:00, Service <s@raya.example>\nwrote:\n\n> Old.",
            "New.\n\nAm 25.11.2026 um 10:00 schrieb Service:\n> Old.",
            "New.\nدر چهارشنبه ۴ آذر ۱۴۰۵ سرویس نوشت:\n> Old.",
            "> Old.\nNew.",
            "New.\n-----Original Message-----\nFrom: Service\nOld.",
        ):
            new, quoted = mail_facts.split_quote(text)
            self.assertEqual(new, "New.")
            self.assertIn("Old.", quoted)
        self.assertEqual(mail_facts.split_quote("On Monday he wrote:\nnothing")[0], "On Monday he wrote:\nnothing")

    def test_forwarded_mails_name_who_wrote_first(self):
        told = "Begin forwarded message:\n\nFrom: Omid <omid@client.example>\nSubject: x"
        self.assertEqual(mail_facts.forwarded_from(told), ("Omid", "omid@client.example"))
        self.assertIsNone(mail_facts.forwarded_from("From: Omid <omid@client.example>"))
        self.assertIsNone(mail_facts.forwarded_from("--- Forwarded message ---\nnothing"))

    def test_phones_are_no_serials_and_no_dates(self):
        self.assertEqual(list(mail_facts.phones("RF22-26-0001 on 2026/11/26 at 10:00")), [])
        self.assertEqual(list(mail_facts.phones("tel:021-8888 1234 (0912) 555 01 02")), ["2188881234", "9125550102"])

    def test_pictures_from_elsewhere_are_not_fetched(self):
        for body in (
            '<p style="background:url(http://t.example/x)">a</p>',
            '<table background="http://t.example/x"><tr><td>a</td></tr></table>',
            '<img srcset="http://t.example/x 2x">a',
            '<img src="//t.example/x">a',
        ):
            harmless = mail_facts.neutral(body)
            self.assertNotRegex(harmless, r"""(src|srcset|background|url)\s*[=(]""")
            self.assertIn("a", harmless)
        kept = '<img src="data:image/png;base64,AA=="><p>a</p>'
        self.assertEqual(mail_facts.neutral(kept), kept)
