import ast
from unittest.mock import patch

from freezegun import freeze_time
from lxml import etree
from odoo.addons.sms.tools.sms_api import SmsApiBase
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common_mail import MailCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-26 12:00:00")
class TestMailThread(MailCommon):
    """What is written to a call that exists, and what goes out of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call = cls._create_call(asset_id=cls.unit.id, date_reported="2026-11-26 08:00:00").with_env(cls.env)
        cls.call._get_stage("waiting").waits_for_customer = True
        cls.told = cls.call.message_post(body="We come tomorrow.", subtype_xmlid="mail.mt_comment")

    def _answer(self, body="Fine.", **headers):
        return self._write_mail(body, **{"Subject": "Re: call", "In_Reply_To": self.told.message_id, **headers})

    def _get_last(self):
        return self.call.message_ids.sorted("id")[-1]

    def _wait(self):
        self.call.action_refer()
        self.call.action_wait()
        self.assertEqual(self.call.state, "waiting")

    def test_answer_continues_the_call(self):
        calls, partners, mails = self._feed(self._answer())
        self.assertFalse(calls or partners)
        self.assertFalse(mails.filtered(lambda mail: mail.mail_message_id.message_type == "auto_comment"))
        message = self._get_last()
        self.assertRecordValues(message, [{"author_id": self.customer.id, "message_type": "email"}])
        self.assertFalse(message.subtype_id.internal)

    def test_answer_goes_on_whatever_its_address_is(self):
        self.assertFalse(self._feed(self._answer(To="catchall@raya.example"))[0])
        self.assertIn("Fine.", self._get_last().body)

    def test_customer_who_answers_makes_a_waiting_call_go_on(self):
        self._wait()
        self._feed(self._answer())
        self.assertEqual(self.call.state, "progress")

    def test_call_that_waits_for_parts_is_not_moved_by_words(self):
        self._wait()
        self.call.stage_id.waits_for_customer = False
        self._feed(self._answer())
        self.assertEqual(self.call.state, "waiting")

    def _close(self, date_done):
        self.call.sudo().write({"stage_id": self.call._get_stage("done").id})
        self.call.sudo().date_done = date_done
        self.assertEqual(self.call.state, "done")

    def test_answer_soon_after_closing_reopens(self):
        self._close("2026-11-25 12:00:00")
        with self._alone():
            self._feed(self._answer("I am away.", Auto_Submitted="auto-replied"))
            self.assertEqual(self.call.state, "done")
        with self._alone():
            self._feed(self._answer("Tell me all.", From="thief@elsewhere.example"))
            self.assertEqual(self.call.state, "done")
        self.assertFalse(self._feed(self._answer())[0])
        self.assertEqual(self.call.state, "progress")

    def test_answer_long_after_closing_opens_one_follow_up(self):
        self._close("2026-01-01 12:00:00")
        calls, _partners, mails = self._feed(self._answer())
        self.assertEqual(self.call.state, "done")
        self.assertRecordValues(
            calls,
            [{"previous_call_id": self.call.id, "asset_id": self.unit.id, "channel": "mail", "team_id": self.team.id}],
        )
        self.assertEqual(mails.recipient_ids, self.customer)
        self.assertFalse(self._feed(self._answer("And now?"))[0])
        self.assertIn("And now?", calls.message_ids.sorted("id")[-1].body)
        self.assertFalse(self._feed(self._write_mail("Well?", Subject=self.call.name))[0])

    def test_machine_that_answers_leaves_a_note_and_nothing_else(self):
        self._wait()
        with patch.object(type(self.call), "_on_answered", autospec=True) as answered:
            for header in ({"Auto_Submitted": "auto-replied"}, {"Subject": "پاسخ خودکار: Re"}, {"Return_Path": "<>"}):
                with self._alone():
                    calls, _partners, mails = self._feed(self._answer("I am away.", **header))
                    self.assertFalse(calls)
                    self.assertFalse(mails)
                    message = self._get_last()
                    self.assertIn("I am away.", message.body)
                    self.assertTrue(message.subtype_id.internal)
                    self.assertFalse(message.notified_partner_ids)
                    self.assertEqual(self.call.state, "waiting")
        answered.assert_not_called()

    def test_stranger_who_answers_is_read_by_us_only(self):
        self._wait()
        _calls, partners, mails = self._feed(self._answer("Tell me all.", From="thief@elsewhere.example"))
        self.assertFalse(partners)
        self.assertFalse(mails.filtered(lambda mail: self.customer in mail.recipient_ids))
        self.assertTrue(self._get_last().subtype_id.internal)
        self.assertEqual(self.call.state, "waiting")

    def test_number_of_the_call_continues_it_for_whom_it_is(self):
        number = self.call.name
        for subject, body in (
            (f"Re: [{number}]", "Any news?"),
            (number.lower(), "Any news?"),
            ("Re: call", f"Any news?\n\nOn Wed, Service wrote:\n> Number {number}"),
        ):
            with self.subTest(subject), self._alone():
                self.assertFalse(self._feed(self._write_mail(body, Subject=subject))[0])
                self.assertIn("Any news?", self._get_last().body)
        with self._alone():
            mail = self._write_mail(From="thief@elsewhere.example", Subject=f"Re: {number}")
            self.assertEqual(len(self._feed(mail)[0]), 1)

    def test_answer_to_a_merged_call_lands_on_the_living_one(self):
        middle, living = (self._create_call(asset_id=self.unit.id) for _number in range(2))
        self.call.sudo().merged_into_id = middle
        middle.sudo().merged_into_id = living
        count = len(self.call.message_ids)
        self._feed(self._answer())
        self._feed(self._write_mail(Subject=self.call.name))
        self.assertEqual(len(self.call.message_ids), count)
        self.assertEqual(len(living.message_ids.filtered(lambda m: m.message_type == "email")), 2)

    def test_staff_answers_and_notes_do_not(self):
        with patch.object(type(self.call), "_on_answered", autospec=True) as answered:
            call = self.call.with_user(self.operator)
            call.message_post(body="Hm.", message_type="comment", subtype_xmlid="mail.mt_note")
            self.env["raya.mail.outbox"]._send_automatic(call.sudo(), self.team.acknowledgement_template_id)
            program = call.with_user(self.env.ref("base.user_root"))
            program.message_post(body="x", message_type="comment", subtype_xmlid="mail.mt_comment")
            answered.assert_not_called()
            message = call.message_post(body="We come.", message_type="comment", subtype_xmlid="mail.mt_comment")
        answered.assert_called_once()
        self.assertEqual(answered.call_args.args[1], message.date)

    def test_acknowledgement_tells_the_number_and_that_a_machine_wrote_it(self):
        calls, _partners, mails = self._feed(self._write_mail())
        self.assertEqual(mails.recipient_ids, self.customer)
        self.assertIn(calls.name, mails.mail_message_id.subject)
        self.assertIn(calls.name, mails.body_html)
        for header in ("'Auto-Submitted': 'auto-replied'", "'X-Auto-Response-Suppress': 'All'"):
            self.assertIn(header, mails.headers)
        self.assertFalse(calls.message_partner_ids & self.customer)

    def test_answers_go_to_the_address_of_the_team(self):
        _calls, _partners, mails = self._feed(self._write_mail())
        self.assertIn("service@raya.example", mails.reply_to)
        self.assertIn("service@raya.example", mails.email_from)
        without = self._create_call(team_id=False, user_id=False).with_env(self.env)
        self.assertIn("catchall@raya.example", without._notify_get_reply_to()[without.id])

    def test_customer_who_writes_on_the_portal_makes_a_waiting_call_go_on(self):
        self._wait()
        self.call.message_post(
            body="Any news?",
            author_id=self.customer.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.assertEqual(self.call.state, "progress")

    def test_acknowledgement_of_a_stranger_goes_to_their_address(self):
        _calls, partners, mails = self._feed(self._write_mail(From="new@elsewhere.example"))
        self.assertFalse(partners)
        self.assertEqual(mails.email_to, "new@elsewhere.example")
        answer = self._write_mail(From="new@elsewhere.example", In_Reply_To=mails.mail_message_id.message_id)
        self.assertFalse(self._feed(answer)[0])

    def test_acknowledgement_is_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.customer.lang = "fa_IR"
        template = self.team.acknowledgement_template_id
        template.with_context(lang="fa_IR").subject = "{{ object.name }}: درخواست شما رسید"
        _calls, _partners, mails = self._feed(self._write_mail())
        self.assertIn("درخواست شما رسید", mails.mail_message_id.subject)

    def test_nobody_is_acknowledged_who_does_not_want_it_or_writes_too_often(self):
        for header in ({"X_Auto_Response_Suppress": "All"}, {"From": "noreply@site.example"}):
            with self._alone():
                calls, _partners, mails = self._feed(self._write_mail(**header))
                self.assertEqual((len(calls), len(mails)), (1, 0))
        with self._alone():
            sent = [bool(self._feed(self._write_mail())[2]) for _mail in range(7)]
            self.assertEqual(sent, [True] * 5 + [False] * 2)
        self.team.is_acknowledging = False
        self.assertFalse(self._feed(self._write_mail())[2])

    def _create_stage_template(self, subject):
        return self.team.acknowledgement_template_id.copy({"subject": subject})

    def _get_sent(self):
        """Subjects of what the call sent by itself."""
        self.env.cr.flush()
        told = self.call.message_ids.filtered(lambda message: message.message_type == "auto_comment")
        return told.sorted("id").mapped("subject")

    def test_stage_writes_to_the_customer_once_each_time(self):
        self.call._get_stage("waiting").mail_template_id = self._create_stage_template("We wait")
        stage = self.env["raya.call.stage"].create(
            {
                "name": "Waits for parts",
                "kind": "waiting",
                "sequence": 99,
                "mail_template_id": self._create_stage_template("A part is on its way").id,
            }
        )
        call = self.call.with_user(self.operator)
        call.action_refer()
        call.stage_id = stage
        self.assertEqual(self._get_sent(), ["A part is on its way"])
        call.stage_id = stage
        call.statement = "It drips more."
        self.assertEqual(len(self._get_sent()), 1)
        call.action_start()
        self.assertEqual(len(self._get_sent()), 1)
        call.action_wait()
        self.assertEqual(self._get_sent()[1:], ["We wait"])
        self.assertEqual(self.call.message_ids.notified_partner_ids & self.customer, self.customer)

    def test_stage_tells_also_of_a_call_made_in_the_same_moment(self):
        self.call._get_stage("referred").mail_template_id = self._create_stage_template("We send somebody")
        self.call = self._create_call(asset_id=self.unit.id).with_env(self.env)
        self.call.action_refer()
        self.assertEqual(self._get_sent(), ["We send somebody"])
        self.call.action_refer_again()
        self.assertEqual(len(self._get_sent()), 1)

    def test_stage_sends_a_text_message(self):
        template = self.env["sms.template"].create(
            {
                "name": "Waiting",
                "model_id": self.env["ir.model"]._get_id("raya.call"),
                "body": "{{ object.name }} waits",
            }
        )
        self.call._get_stage("waiting").sms_template_id = template
        self._wait()
        self.env.cr.flush()
        sms = self.env["sms.sms"].search([("mail_message_id.res_id", "=", self.call.id)])
        self.assertEqual(sms.body, f"{self.call.name} waits")
        self.assertIn("9125550101", "".join(filter(str.isdigit, sms.number)))

    def _text_by_gateway(self, answer):
        """Let a stage text the customer by a gateway that answers so.

        :return: what it was given, and what became of it as the message shows
        """
        given = []

        class Gateway(SmsApiBase):
            def _send_sms_batch(self, messages, delivery_reports_url=False):
                given.extend(messages)
                return [{"uuid": each["uuid"], "state": answer} for text in messages for each in text["numbers"]]

        self.call._get_stage("waiting").sms_template_id = self.env["sms.template"].create(
            {"name": "W", "model_id": self.env["ir.model"]._get_id("raya.call"), "body": "wait"}
        )
        self._wait()
        self.env.cr.flush()
        with patch.object(type(self.company), "_get_sms_api_class", lambda company: Gateway):
            self.env["sms.sms"].search([("mail_message_id.res_id", "=", self.call.id)])._send()
        return given, self.call.message_ids.notification_ids.filtered(lambda told: told.notification_type == "sms")

    def test_text_message_goes_by_a_local_gateway(self):
        self.call.contact_phone = "۰۹۱۲ ۵۵۵-۰۱۰۱ داخلی ۲"
        given, told = self._text_by_gateway("success")
        self.assertEqual([text["content"] for text in given], ["wait"])
        # Where `phonenumbers` is installed, which Odoo leaves to everybody, Odoo writes it with its country.
        (number,) = (each["number"] for text in given for each in text["numbers"])
        self.assertIn(number, ("09125550101", self.call._phone_format(number="09125550101")))
        self.assertEqual(told.notification_status, "pending")

    def test_text_message_that_a_gateway_did_not_take_is_shown(self):
        _given, told = self._text_by_gateway("server_error")
        self.assertRecordValues(told, [{"notification_status": "exception", "failure_type": "sms_server"}])

    def test_contact_is_made_when_somebody_accepts_the_sender(self):
        calls, _partners, _mails = self._feed(self._write_mail(From="Omid <omid@client.example>"))
        with self.assertRaisesRegex(ValidationError, "Nobody knows yet who the customer"), self.env.cr.savepoint():
            calls.action_refer()
        self.assertEqual(calls.state, "new")
        self.operator.group_ids |= self.env.ref("base.group_partner_manager")
        calls.with_user(self.operator).action_create_contact()
        self.assertRecordValues(
            calls.partner_id,
            [{"name": "Omid", "email": "omid@client.example", "company_id": self.company.id}],
        )
        self.assertEqual(calls.message_ids.filtered(lambda m: m.message_type == "email").author_id, calls.partner_id)
        calls.action_refer()
        self.assertEqual(calls.state, "referred")

    def test_call_of_a_stranger_may_be_cancelled(self):
        calls, _partners, _mails = self._feed(self._write_mail(From="spam@elsewhere.example"))
        calls.with_user(self.operator).action_cancel()
        self.assertEqual(calls.state, "cancelled")

    def test_call_that_staff_records_has_a_customer(self):
        with self.assertRaisesRegex(ValidationError, "Nobody knows yet who the customer"):
            self._create_call(asset_id=False)

    def test_proposed_unit_is_taken_with_its_owner(self):
        calls = self._open(self._read_mail("18"))
        calls.partner_id = False
        calls.with_user(self.operator).action_take_proposed()
        self.assertRecordValues(calls, [{"asset_id": self.unit.id, "partner_id": self.customer.id}])
        both = self._open(self._read_mail("19"))
        both.action_take_proposed()
        self.assertFalse(both.asset_id)

    def _fits(self, address):
        return self.env["raya.mail.intake"]._is_sender_known(self.call, address)

    def test_follower_and_people_of_the_customer_fit(self):
        person = self.env["res.partner"].create(
            {"name": "Nephew", "email": "nephew@shop.example", "parent_id": self.customer.id}
        )
        friend = self.env["res.partner"].create({"name": "Friend", "email": "friend@elsewhere.example"})
        self.assertTrue(self._fits(person.email_formatted))
        self.assertFalse(self._fits(friend.email_formatted))
        self.call.message_subscribe(friend.ids)
        self.assertTrue(self._fits(friend.email_formatted))
        self.assertFalse(self._fits(""))

    def test_calls_whose_customer_wrote_last_are_found_until_somebody_answers(self):
        """As the dispatcher finds them by the filter of the list."""
        arch = self.env["raya.call"].get_view(self.env.ref("raya_service_calls.raya_call_view_search").id, "search")
        [node] = etree.fromstring(arch["arch"]).xpath("//filter[@name='customer_wrote']")
        domain = [*ast.literal_eval(node.get("domain")), ("id", "=", self.call.id)]
        Call = self.env["raya.call"].with_user(self.dispatcher)
        self.assertFalse(Call.search(domain))
        self._feed(self._answer())
        self.assertEqual(Call.search(domain), self.call)
        note = {"message_type": "comment", "subtype_xmlid": "mail.mt_note"}
        self.call.with_user(self.dispatcher).message_post(body="Hm.", **note)
        self.assertEqual(Call.search(domain), self.call)
        self.call.with_user(self.operator).action_record_answer()
        self.assertFalse(Call.search(domain))
