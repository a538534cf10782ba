from datetime import date

from freezegun import freeze_time
from odoo import Command
from odoo.tests import Form, tagged

from .test_facts_of_file import FactsCommon


@freeze_time("2026-06-15 10:00:00")
@tagged("post_install", "-at_install")
class TestLinesTypedAgain(FactsCommon):
    """Links go by what was sold, not by the row that said so."""

    def _typed_again(self, invoice):
        with Form(invoice.sudo()) as form:
            form.invoice_line_ids.remove(0)
        with Form(invoice.sudo()) as form, form.invoice_line_ids.new() as line:
            line.product_id = self.fridge
        invoice.action_post()

    def test_line_deleted_and_typed_again_in_draft(self):
        invoice = self._create_invoice({"quantity": 1})
        file = self._get_files(invoice)
        file.with_user(self.operator).serial = "T-1"
        invoice.button_draft()
        self._typed_again(invoice)
        self.assertEqual(self._get_files(invoice), file)
        self.assertRecordValues(file, [{"serial": "T-1", "state": "pending"}])
        self.assertEqual(file.event_ids.mapped("kind"), ["sold"])

    def test_line_of_a_unit_that_changed_hands_deleted_and_typed_again(self):
        heir = self.env["res.partner"].create({"name": "Ali Hosseini"})
        for how in ("transferred", "corrected"):
            invoice = self._create_invoice({"quantity": 1})
            file = self._get_files(invoice)
            file.with_user(self.dispatcher)._transfer_ownership(heir, date(2026, 6, 15), "Sold privately", how=how)
            invoice.button_draft()
            self._typed_again(invoice)
            self.assertEqual(self._get_files(invoice), file)
            self.assertRecordValues(file, [{"partner_id": heir.id, "state": "pending"}])
            self.assertEqual(file.event_ids.mapped("kind"), [how, "sold"])
            self.assertEqual(file.event_ids[-1].partner_id, self.customer)

    def test_unit_that_the_buyer_got_from_somebody_else_is_not_taken_for_one_sold_to_them(self):
        other = self.env["res.partner"].create({"name": "Ali Hosseini"})
        with freeze_time("2026-06-10 10:00:00"):
            theirs = self._create_invoice({"quantity": 1}, partner_id=other.id)
            file = self._get_files(theirs)
            file.with_user(self.dispatcher)._transfer_ownership(self.customer, date(2026, 6, 10), "Sold privately")
        theirs.button_draft()
        theirs.sudo().with_context(force_delete=True).unlink()
        self.assertNotEqual(self._get_files(self._create_invoice({"quantity": 1})), file)

    def test_draft_deleted_and_made_anew(self):
        invoice = self._create_invoice({"quantity": 1})
        file = self._get_files(invoice)
        invoice.button_draft()
        invoice.sudo().with_context(force_delete=True).unlink()
        self.assertEqual(file.state, "cancelled")
        self.assertEqual(self._get_files(self._create_invoice({"quantity": 1})), file)

    def test_invoice_of_an_order_deleted_and_made_anew(self):
        order = self._sell_unit(self.lots[0])
        file = self._get_files(order)
        order.invoice_ids.button_draft()
        order.invoice_ids.sudo().with_context(force_delete=True).unlink()
        self._invoice(order)
        self.assertEqual(self.assertFiles(order, [("RF-A", "active")]), file)

    def test_another_sale_long_after_is_another_unit(self):
        invoice = self._create_invoice({"quantity": 1})
        file = self._get_files(invoice)
        invoice.button_draft()
        invoice.sudo().with_context(force_delete=True).unlink()
        with freeze_time("2026-09-15 10:00:00"):
            self.assertNotEqual(self._get_files(self._create_invoice({"quantity": 1})), file)


@freeze_time("2026-06-15 10:00:00")
@tagged("post_install", "-at_install")
class TestOddLines(FactsCommon):
    """Lines below zero, and credit notes that name nothing."""

    def test_negative_line_typed_on_the_invoice_of_an_order_takes_back(self):
        order = self._sold(2)
        invoice = self._invoice(order, post=False).sudo()
        invoice.invoice_line_ids = [Command.create({"product_id": self.fridge.id, "quantity": -1})]
        invoice.with_user(self.invoicer).action_post()
        self.assertFiles(order, [(False, "pending")])

    def test_price_below_zero_sells_nothing(self):
        invoice = self._create_invoice({"quantity": 1, "price_unit": 90}, {"quantity": 1, "price_unit": -10})
        self.assertEqual(len(self._get_files(invoice)), 1)

    def test_credit_note_that_names_no_invoice_asks_which_unit_it_means(self):
        order = self._sell_unit(self.lots[0])
        file = self._get_files(order)
        credit = self._create_invoice({"quantity": 1}, move_type="out_refund")
        self.assertEqual(credit.state, "posted")
        self.assertEqual(file.state, "active")
        self.assertIn("RF-A", self._get_failures(credit).error)
        file.with_user(self.dispatcher)._take_back(date(2026, 6, 15), "With the credit note")
        self._get_failures(credit).with_user(self.manager).action_retry()
        self.assertFalse(self._get_failures(credit))
