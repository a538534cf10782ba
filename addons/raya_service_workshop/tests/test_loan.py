from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from odoo.tests import tagged

from .common import WorkshopCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-20 10:00:00")
class TestLoan(WorkshopCommon):
    """A unit of ours that a customer has for a time: not free, still ours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._stock_up(cls.kettle, 2)
        [cls.lot] = cls._create_lots("RF-L")

    def _create_loan(self, **vals):
        return (
            self.env["raya.loan"]
            .with_user(self.operator)
            .create(
                {
                    "partner_id": self.customer.id,
                    "product_id": self.kettle.id,
                    "date_due": date(2026, 11, 30),
                    **vals,
                }
            )
        )

    def _remind(self):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *_args, **_kwargs: True):
            self.env["raya.loan"]._cron_remind_overdue()

    def test_loaner_goes_out_and_comes_back_to_where_it_was(self):
        none = self.env["res.partner"]
        for vals, lot in (
            ({}, self.env["stock.lot"]),
            ({"product_id": self.fridge.id, "serial": "rf-l"}, self.lot),
        ):
            loan = self._create_loan(**vals)
            product = loan.product_id
            before = self._read_stock(product)
            loan.action_lend()
            place = self.company._raya_get_loan_place()
            self._assert_moved(
                before, self._read_stock(product), {(self.stock, none, lot): -1.0, (place, none, lot): 1.0}
            )
            self.assertEqual((loan.state, loan.sudo().lot_id), ("out", lot))
            loan.action_take_back()
            self._assert_moved(before, self._read_stock(product), {})
            self.assertEqual((loan.state, bool(loan.date_back)), ("back", True))

    def test_loaner_is_ours_in_the_books_and_not_free(self):
        product = self.kettle.with_company(self.company)
        value, free = product.total_value, product.free_qty
        self._create_loan().action_lend()
        self.env.invalidate_all()
        self.assertEqual((product.total_value, product.free_qty), (value, free - 1))

    def test_second_tap_moves_nothing(self):
        loan = self._create_loan()
        loan.action_lend()
        with self._refused("With the Customer"):
            loan.action_lend()
        loan.action_take_back()
        with self._refused("Back"):
            loan.action_take_back()
        self.assertEqual(len(loan.sudo().picking_ids), 2)

    def test_unit_that_is_not_free_is_not_lent(self):
        self._create_loan(product_id=self.fridge.id, serial="RF-L").action_lend()
        with self._refused("is free in the warehouses"):
            self._create_loan(product_id=self.fridge.id, serial="RF-L").action_lend()
        with self._refused("The stock knows no"):
            self._create_loan(product_id=self.fridge.id, serial="RF-X").action_lend()
        self._receive(product_id=self.pump.id, partner_id=self.customer.id, serial="B-1")
        with self._refused("is free in the warehouses"):
            self._create_loan(product_id=self.pump.id, serial="B-1").action_lend()

    def test_reserved_unit_is_not_lent(self):
        order = self._create_order(order_line=[(0, 0, {"product_id": self.kettle.id, "product_uom_qty": 2})])
        order.action_confirm()
        with self._refused("is free in the warehouses"):
            self._create_loan().action_lend()

    def test_who_has_what_stays_as_it_is(self):
        loan = self._create_loan()
        loan.action_lend()
        other = self.env["res.partner"].create({"name": "Other"})
        for change in ({"partner_id": other.id}, {"product_id": self.fridge.id}, {"serial": "X"}):
            with self._refused("stays as it is"), self.cr.savepoint():
                loan.write(change)
        with self._refused("stays as it is"), self.cr.savepoint():
            loan.unlink()
        loan.date_due = date(2026, 12, 10)
        self.assertFalse(loan.is_overdue)

    def test_draft_is_cancelled_reset_and_deleted(self):
        loan = self._create_loan()
        loan.action_cancel()
        loan.action_reset()
        self.assertEqual(loan.state, "draft")
        loan.unlink()

    def test_overdue_loans_are_listed_and_asked_about_once(self):
        loans = self._create_loan() | self._create_loan(date_due=date(2026, 12, 5))
        loans.action_lend()
        draft = self._create_loan()
        Loan = self.env["raya.loan"].with_user(self.operator)
        with freeze_time("2026-11-30 10:00:00"):
            self.assertFalse(Loan.search([("is_overdue", "=", True)]), "the last day is no delay")
        with freeze_time("2026-12-01 10:00:00"):
            self.env.invalidate_all()
            self.assertEqual(Loan.search([("is_overdue", "=", True)]), loans[0])
            self.assertEqual(Loan.search([("is_overdue", "=", False)]) & (loans | draft), loans[1] | draft)
            self.assertEqual((loans + draft).mapped("is_overdue"), [True, False, False])
            for _night in range(2):
                self._remind()
            [activity] = (loans | draft).sudo().activity_ids
            self.assertEqual((activity.res_id, activity.user_id), (loans[0].id, self.operator))
            self.assertIn("Kettle", activity.summary)
            loans[0].action_take_back()
            self.assertFalse(loans.sudo().activity_ids)
            self.assertFalse(Loan.search([("is_overdue", "=", True)]))

    def test_long_stay_offers_a_loaner(self):
        reception = self._receive(date_promised=date(2026, 12, 4))
        self.assertFalse(reception.offers_loaner, "two weeks")
        reception.date_promised = date(2026, 12, 5)
        self.assertTrue(reception.offers_loaner)
        action = reception.action_lend()
        loan = (
            self.env["raya.loan"]
            .with_user(self.operator)
            .with_context(**action["context"])
            .create({"product_id": self.kettle.id})
        )
        self.assertRecordValues(
            loan,
            [
                {
                    "partner_id": self.customer.id,
                    "reception_id": reception.id,
                    "workorder_id": reception.workorder_id.id,
                    "date_due": date(2026, 12, 5),
                }
            ],
        )
        self.assertFalse(reception.offers_loaner)
        self.company.raya_loaner_days = 30
        loan.action_cancel()
        self.assertFalse(reception.offers_loaner)
        self.company.raya_loaner_days = 14
        self.assertTrue(reception.offers_loaner)

    def test_other_company_lends_its_own(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.operator.company_ids += other
        with self._refused("is free in the warehouses of Other"):
            self._create_loan(company_id=other.id).action_lend()
        self.assertNotEqual(other._raya_get_loan_place(), self.company._raya_get_loan_place())
