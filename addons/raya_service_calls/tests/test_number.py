from odoo.exceptions import AccessError, UserError

from .common import ServiceCallsCommon


class TestNumber(ServiceCallsCommon):
    def test_number_is_taken_in_the_company_of_the_call(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.env["ir.sequence"].create(
            {"name": "Calls of Other", "code": "raya.call", "prefix": "OTHER/", "company_id": other.id}
        )
        here = self._create_call()
        there = self._create_call(
            company_id=other.id, asset_id=False, partner_id=self.customer.id, team_id=False, user_id=False
        )
        self.assertTrue(here.name.startswith("CALL/"))
        self.assertEqual(there.name, "OTHER/1")

    def test_calls_of_one_company_look_for_their_sequence_once(self):
        Call = self.env["raya.call"]
        values = {"partner_id": self.customer.id, "stage_id": Call._get_stage("new").id}
        Call.create([values])
        self.env.flush_all()
        before = self.cr.sql_log_count
        Call.create([values] * 2)
        self.env.flush_all()
        of_two = self.cr.sql_log_count - before
        Call.create([values] * 12)
        self.env.flush_all()
        of_twelve = self.cr.sql_log_count - before - of_two
        # One query draws each number.
        self.assertLessEqual(of_twelve - of_two, 10 * 1.2)

    def test_imported_call_keeps_its_number_and_nobody_changes_it(self):
        call = self.env["raya.call"].with_user(self.operator).create({"partner_id": self.customer.id, "name": "OLD-7"})
        self.assertEqual(call.name, "OLD-7")
        with self.assertRaisesRegex(AccessError, "set by the buttons"):
            call.name = "NEW-7"
        self.assertNotEqual(call.copy().name, "OLD-7")

    def test_company_without_a_sequence_says_what_is_missing(self):
        self.env["ir.sequence"].search([("code", "=", "raya.call")]).active = False
        with self.assertRaisesRegex(UserError, "no sequence of numbers"):
            self._create_call()

    def test_mail_to_the_technician_names_the_number(self):
        Call = self.env["raya.call"].with_user(self.operator).with_context(tracking_disable=False, mail_notrack=False)
        Call = Call.with_context(mail_create_nosubscribe=False, mail_create_nolog=False)
        call = Call.create({"partner_id": self.customer.id, "team_id": self.team.id, "user_id": self.technician.id})
        call.action_refer()
        mails = self.env["mail.message"].sudo().search([("model", "=", "raya.call"), ("res_id", "=", call.id)])
        assigned = mails.filtered(lambda mail: self.technician.partner_id in mail.notified_partner_ids)
        self.assertTrue(assigned)
        self.assertIn(call.name, assigned[0].subject)
