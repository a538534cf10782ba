from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from odoo.addons.raya_service_base.tools import leftovers

from ..models.res_company import MADE
from .common_field_payment import FieldPaymentCommon

# Two hours at 40.00, and 15 % of tax.
OWED = 92.0


@tagged("post_install", "-at_install")
class TestFieldPaymentTaking(FieldPaymentCommon):
    """A technician takes what a customer owes for a job, and gives a receipt."""

    # What is owed

    def test_what_the_customer_owes_is_proposed_with_taxes_before_the_approval_and_after(self):
        job = self._report(0)
        self.assertEqual(self._open_taking(job).amount, OWED)
        job.with_user(self.dispatcher).action_approve()
        self.assertEqual(self._open_taking(job).amount, OWED)
        self._invoice(job.sudo().with_user(self.env.user))
        self.assertEqual(self._open_taking(job).amount, OWED)

    def test_what_the_warranty_bears_is_not_owed(self):
        self.assertEqual(self._open_taking(self._report(50)).amount, OWED / 2)
        self.assertEqual(self._open_taking(self._report(100)).amount, 0.0)

    def test_what_was_taken_before_is_owed_no_more(self):
        job = self._report(0)
        self._take(job, amount=30.0)
        self.assertEqual(self._open_taking(job).amount, OWED - 30.0)
        job.with_user(self.dispatcher).action_approve()
        self._take(job, amount=20.0)
        self.assertEqual(self._open_taking(job).amount, OWED - 50.0)
        self._invoice(job.sudo().with_user(self.env.user))
        self.assertEqual(self._open_taking(job).amount, OWED - 50.0)

    def test_what_was_paid_otherwise_is_owed_no_more(self):
        job = self._approve(0)
        invoice = self._invoice(job)
        Register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        Register.create({"amount": 50.0})._create_payments()
        self.assertEqual(self._open_taking(job).amount, OWED - 50.0)

    def test_each_payer_owes_their_share(self):
        other = self.env["res.partner"].create({"name": "Insurer"})
        job = self._report(0)
        job.with_user(self.dispatcher).payer_ids = [Command.create({"partner_id": other.id, "percent": 25})]
        for _state in ("submitted", "approved"):
            Taking = self.env["raya.field.payment.taking"].with_user(self.technician)
            with Form(Taking.with_context(active_id=job.id)) as form:
                self.assertEqual((form.partner_id, form.amount), (self.customer, 69.0))
                form.partner_id = other
                self.assertEqual(form.amount, 23.0)
            if job.state == "submitted":
                job.with_user(self.dispatcher).action_approve()

    # The receipt and its payment

    def test_cash_is_posted_to_the_account_of_cash_with_technicians(self):
        job = self._report(0)
        with self.assertPosts(**{"with technicians": OWED, "receivable": -OWED}):
            payment = self._take(job)
        self.assertRecordValues(
            payment.sudo(),
            [
                {
                    "state": "taken",
                    "way": "cash",
                    "amount": OWED,
                    "user_id": self.technician.id,
                    "partner_id": self.customer.id,
                    "workorder_id": job.id,
                    "credit": OWED,
                }
            ],
        )
        self.assertRegex(payment.name, r"^RC/\d{4}/\d{5}$")
        self.assertEqual(payment.sudo().payment_id.state, "paid")
        self.assertIn(payment.name, payment.sudo().payment_id.memo)
        self.assertEqual(job.with_user(self.technician).field_payment_count, 1)

    def test_cash_is_on_the_account_of_whichever_journal_is_chosen(self):
        self.company.raya_field_cash_journal_id = self.office_journal
        with self.assertPosts(office=OWED, receivable=-OWED):
            self._take(self._report(0))

    def test_card_is_posted_in_the_journal_of_cards(self):
        payment = self._take(self._report(0), way="card")
        self.assertEqual(payment.sudo().payment_id.journal_id, self.company_data["default_journal_bank"])
        self.assertEqual(payment.sudo().payment_id.move_id.state, "posted")
        self.assertEqual(self._get_cash_balance(), 0.0)

    def test_the_receipt_speaks_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        payment = self._take(self._report(0))
        for lang, direction in (("en_US", "ltr"), ("fa_IR", "rtl")):
            self.customer.lang = lang
            html = (
                self.env["ir.actions.report"]
                .with_user(self.technician)
                ._render_qweb_html("raya_service_billing.report_raya_field_payment", payment.ids)[0]
                .decode()
            )
            self.assertIn(f'dir="{direction}"', html)
            self.assertIn(payment.name, html)
            self.assertIn(self.technician.name, html)

    def test_the_receipt_is_mailed(self):
        payment = self._take(self._report(0))
        self.customer.email = False
        with self._refused("mail address"):
            payment.action_send_receipt()
        self.customer.email = "customer@example.com"
        payment.action_send_receipt()
        mail = self.env["mail.mail"].search([("model", "=", payment._name), ("res_id", "=", payment.id)])
        self.assertEqual(mail.recipient_ids, self.customer)
        self.assertTrue(mail.attachment_ids)

    # What is refused

    def test_bad_amounts_are_refused_and_nothing_is_written(self):
        job = self._report(0)
        for amount in (0.0, -5.0):
            with self.assertPosts(), self._refused("above zero"):
                self._take(job, amount=amount)
        with self.assertPosts(), self._refused(self.customer.display_name):
            self._take(job, amount=OWED + 1)
        self.assertFalse(job.sudo().field_payment_ids)

    def test_more_than_owed_is_taken_with_a_word(self):
        payment = self._take(self._report(0), amount=100.0, note="In advance for the next visit")
        self.assertRecordValues(payment, [{"amount": 100.0, "note": "In advance for the next visit"}])

    def test_missing_journals_are_named_and_nothing_is_written(self):
        job = self._report(0)
        settings = {"cash": "raya_field_cash_journal_id", "card": "raya_field_card_journal_id"}
        for way, name in settings.items():
            self.company[name] = False
            label = self.company._fields[name]._description_string(self.env)
            with self.assertPosts(), self.env.cr.savepoint(), self._refused(label):
                self._take(job, way=way)
            self.assertFalse(job.sudo().field_payment_ids)

    def test_jobs_of_other_teams_are_not_paid_to_a_stranger(self):
        job = self._report(0)
        stranger = self._create_user("test_stranger", "raya_service_base.group_service_technician")
        for user in (stranger, self.accountant, self.outsider):
            with self.assertRaises(AccessError):
                self._take(job, user=user)
        self.assertFalse(job.sudo().field_payment_ids)

    def test_nobody_pays_for_a_cancelled_job_or_in_the_place_of_somebody_else(self):
        job = self._report(0)
        with self._refused(self.manager.partner_id.name):
            self._take(job, partner_id=self.manager.partner_id.id)
        job.with_user(self.dispatcher).action_cancel()
        with self._refused("is cancelled"):
            self._take(job, amount=5.0, note="Why not")

    def test_receipts_are_neither_made_nor_changed_by_hand(self):
        payment = self._take(self._report(0))
        values = {"workorder_id": payment.workorder_id.id, "amount": 5.0}
        for user in (self.technician, self.accountant, self.manager):
            with self.assertRaises(AccessError):
                payment.with_user(user).create(values)
            with self.assertRaises(AccessError):
                payment.with_user(user).write({"amount": 5.0})
            with self.assertRaises(AccessError):
                payment.with_user(user).unlink()

    def test_a_job_with_a_receipt_is_not_deleted(self):
        job = self._create_workorder(
            call_id=False, user_id=self.technician.id, asset_id=self._create_covered_asset(0).id
        )
        payment = self._take(job, amount=5.0, note="In advance")
        with self._refused(payment.name):
            job.unlink()

    # Matching with the invoice

    def test_invoice_that_comes_later_is_paid(self):
        job = self._report(0)
        payment = self._take(job)
        job.with_user(self.dispatcher).action_approve()
        invoice = self._invoice(job.sudo().with_user(self.env.user))
        self.assertEqual(invoice.payment_state, self.env["account.move"]._get_invoice_in_payment_state())
        self.assertEqual(payment.credit, 0.0)
        job.sudo()._check_paid()

    def test_a_job_that_was_paid_on_site_is_paid_before_its_invoice_is_made(self):
        job = self._approve(0)
        self._take(job, amount=50.0)
        with self._refused("not invoiced"):
            job._check_paid()
        self._take(job)
        job._check_paid()

    def test_invoice_that_was_there_first_is_paid(self):
        job = self._approve(0)
        invoice = self._invoice(job)
        self._take(job, amount=50.0)
        self.assertEqual((invoice.payment_state, invoice.amount_residual), ("partial", OWED - 50.0))
        self._take(job)
        self.assertEqual(invoice.amount_residual, 0.0)

    def test_what_is_too_much_stays_the_credit_of_the_customer(self):
        job = self._report(0)
        payment = self._take(job, amount=100.0, note="No change")
        job.with_user(self.dispatcher).action_approve()
        invoice = self._invoice(job.sudo().with_user(self.env.user))
        self.assertEqual(invoice.amount_residual, 0.0)
        self.assertEqual(payment.credit, 100.0 - OWED)

    def test_an_invoice_of_another_customer_is_not_paid_by_it(self):
        payment = self._take(self._report(0))
        invoice = self._invoice(self._approve(0))
        self.assertEqual(invoice.amount_residual, OWED)
        self.assertEqual(payment.credit, OWED)

    def test_an_amended_job_keeps_its_payments_and_the_next_invoice_is_paid_by_them(self):
        job = self._report(0)
        payment = self._take(job)
        job.with_user(self.dispatcher).action_approve()
        self._invoice(job.sudo().with_user(self.env.user))
        job.with_user(self.dispatcher).action_amend("Wrong hours")
        self.assertEqual((payment.state, payment.credit), ("taken", OWED))
        job.work_line_ids.hours = 3.0
        self.assertEqual(self._open_taking(job).amount, OWED / 2)
        job.action_submit()
        job.with_user(self.dispatcher).action_approve()
        orders = job.sudo().sale_order_ids.filtered(lambda order: order.state != "cancel").with_user(self.accountant)
        orders.action_confirm()
        invoice = orders._create_invoices()
        invoice.action_post()
        self.assertEqual(invoice.amount_residual, OWED / 2)
        self.assertEqual(payment.credit, 0.0)

    def test_other_jobs_of_an_invoice_stay_paid_when_one_is_amended(self):
        jobs = self._approve(0) | self._approve(0)
        payments = [self._take(job) for job in jobs]
        orders = jobs.sale_order_ids.with_user(self.accountant)
        orders.action_confirm()
        invoice = orders._create_invoices()
        invoice.action_post()
        self.assertEqual(len(invoice), 1)
        jobs[0].with_user(self.dispatcher).action_amend("Wrong hours")
        self.assertEqual([payment.credit for payment in payments], [OWED, 0.0])
        self.assertEqual(invoice.amount_residual, 0.0)


@tagged("post_install", "-at_install")
class TestFieldPaymentHandOver(FieldPaymentCommon):
    """Cash is with technicians until the cashier takes it over."""

    def test_what_is_not_handed_over_is_the_balance_of_the_ledger_account(self):
        other = self._create_user("test_other", "raya_service_base.group_service_technician")
        self.team.sudo().user_ids |= other
        first, second = self._take(self._report(0)), self._take(self._report(0), amount=30.0)
        third = self._take(self._report(0), user=other, amount=10.0)
        self._take(self._report(0), way="card")
        self.assertEqual(self._get_balances_of_technicians(), {self.technician: OWED + 30.0, other: 10.0})
        self.assertEqual(self._get_cash_balance(), OWED + 40.0)
        self._cancel(second)
        self._hand_over(first)
        self.assertEqual(self._get_balances_of_technicians(), {other: 10.0})
        self.assertEqual(self._get_cash_balance(), 10.0)
        self._hand_over(third)
        self.assertEqual(self._get_cash_balance(), 0.0)

    def _get_balances_of_technicians(self):
        """Of the list Cash with Technicians, as the accountant sees it."""
        return dict(
            self.env["raya.field.payment"]
            .with_user(self.accountant)
            ._read_group(
                [("state", "=", "taken"), ("way", "=", "cash"), ("company_id", "=", self.company.id)],
                ["user_id"],
                ["amount:sum"],
            )
        )

    def test_one_entry_moves_the_cash_into_the_office(self):
        payments = self._take(self._report(0)) | self._take(self._report(0), amount=30.0)
        whole = OWED + 30.0
        with self.assertPosts(**{"with technicians": -whole, "office": whole}):
            told = self._hand_over(payments)
        self.assertIn(self.technician.name, told["params"]["message"])
        entry = payments.sudo().hand_over_move_id
        self.assertEqual((len(entry), entry.state, entry.journal_id), (1, "posted", self.office_journal))
        self.assertEqual(set(payments.mapped("state")), {"handed_over"})
        self.assertEqual(payments.handed_over_by_id, self.accountant)
        self.assertTrue(all(payments.mapped("date_handed_over")))

    def test_what_does_not_belong_together_is_refused(self):
        other = self._create_user("test_other", "raya_service_base.group_service_technician")
        self.team.sudo().user_ids |= other
        payment, strange = self._take(self._report(0)), self._take(self._report(0), user=other)
        card = self._take(self._report(0), way="card")
        with self.assertPosts():
            with self._refused("one technician"):
                self._hand_over(payment | strange)
            with self._refused("by card"):
                self._hand_over(payment | card)
            with self._refused("already"):
                self._hand_over(payment, self.cash_journal)
        self._hand_over(payment)
        with self.assertPosts(), self._refused(payment.name):
            self._hand_over(payment)

    def test_a_hand_over_is_undone_whole(self):
        payments = self._take(self._report(0)) | self._take(self._report(0))
        self._hand_over(payments)
        with self.assertPosts(**{"with technicians": 2 * OWED, "office": -2 * OWED}):
            payments[0].with_user(self.accountant).action_undo_hand_over()
        self.assertEqual(set(payments.mapped("state")), {"taken"})
        self.assertFalse(payments.handed_over_by_id)
        self._hand_over(payments)

    def test_the_accountant_cancels_before_the_hand_over_with_a_reason(self):
        job = self._approve(0)
        invoice = self._invoice(job)
        with self.assertPosts():
            payment = self._take(job)
            self._cancel(payment, "The wrong customer")
        self.assertRecordValues(payment, [{"state": "cancelled", "cancel_reason": "The wrong customer", "credit": 0.0}])
        self.assertEqual(payment.sudo().payment_id.state, "canceled")
        self.assertEqual(invoice.amount_residual, OWED)
        self.assertEqual(self._open_taking(job).amount, OWED)

    def test_what_was_handed_over_is_not_cancelled(self):
        payment = self._take(self._report(0))
        self._hand_over(payment)
        with self._refused(payment.name):
            self._cancel(payment)

    def test_only_accountants_hand_over_and_cancel(self):
        payment = self._take(self._report(0))
        for user in (self.technician, self.dispatcher):
            with self.assertRaises(AccessError):
                self.env["raya.field.payment.hand.over"].with_user(user).create({"payment_ids": payment.ids})
            with self.assertRaises(AccessError):
                self.env["raya.field.payment.cancel"].with_user(user).create({"payment_ids": payment.ids})
            with self.assertRaises(AccessError):
                payment.with_user(user).action_undo_hand_over()

    def test_entries_of_receipts_are_taken_back_by_the_receipt_only(self):
        payment = self._take(self._report(0))
        posted = payment.sudo().payment_id
        for attempt in (posted.action_draft, posted.action_cancel, posted.move_id._reverse_moves):
            with self.env.cr.savepoint(), self._refused(payment.name):
                attempt()
        self._hand_over(payment)
        entry = payment.sudo().hand_over_move_id
        for attempt in (entry.button_draft, entry._reverse_moves):
            with self.env.cr.savepoint(), self._refused("Undo the hand-over"):
                attempt()

    def test_cash_of_no_receipt_is_found(self):
        payments = self._take(self._report(0)) | self._take(self._report(0))
        self._hand_over(payments[0])
        payments[0].with_user(self.accountant).action_undo_hand_over()
        self._hand_over(payments[0])
        self.assertFalse(self._get_cash_of_no_receipt())
        stray = self.env["account.payment"].create(
            {"journal_id": self.cash_journal.id, "partner_id": self.customer.id, "amount": 5.0}
        )
        stray.action_post()
        self.assertEqual(self._get_cash_of_no_receipt(), stray.move_id.line_ids.filtered("debit"))

    def _get_cash_of_no_receipt(self):
        Agreement = self.env["raya.agreement"].with_user(self.accountant)
        rows = Agreement.search(Agreement.action_open()["domain"])
        row = rows.filtered(lambda row: row.label == "Cash with technicians and its account")
        return self.env["account.move.line"].browse(row.found)

    def test_the_journal_is_taken_up_again_by_the_next_installation(self):
        leftovers.leave_behind(self.company, MADE)
        self.company.raya_field_cash_journal_id = False
        self.company._raya_configure_billing()
        self.assertEqual(self.company.raya_field_cash_journal_id, self.cash_journal)

    def test_technicians_see_their_own_receipts(self):
        own = self._take(self._report(0))
        other = self._create_user("test_other", "raya_service_base.group_service_technician")
        self.team.sudo().user_ids |= other
        strange = self._take(self._report(0), user=other)
        self.assertIn(own, own.with_user(self.technician).search([]))
        self.assertNotIn(own, own.with_user(other).search([]))
        self.assertIn(strange, own.with_user(self.technician).search([]))
