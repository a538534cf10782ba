from datetime import date

from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_sale import SaleCommon

TODAY = date(2026, 6, 15)
SOLD = date(2025, 5, 1)
BETWEEN = date(2025, 9, 1)


@freeze_time("2026-06-15 10:00:00")
@tagged("post_install", "-at_install")
class TestAssumedDay(SaleCommon):
    """Since when a unit of the old system is its owner's is known once somebody types it, not before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.heir = cls.env["res.partner"].create({"name": "Ali Hosseini"})

    def setUp(self):
        super().setUp()
        self.file = self._create_asset(serial="OLD-1", date_invoice=False)

    def _get_owners(self):
        return [(event.date, event.partner_id) for event in self.file.ownership_ids]

    def _transfer(self, day):
        self.file.with_user(self.operator)._transfer_ownership(self.heir, day, "Sold privately")

    def test_invoice_typed_later_is_when_it_began(self):
        self.assertEqual(self._get_owners(), [(TODAY, self.customer)])
        self.file.with_user(self.operator).date_invoice = SOLD
        self.assertEqual(self._get_owners(), [(SOLD, self.customer)])

    def test_delivery_typed_later_is_when_it_began_until_an_invoice_says_better(self):
        self.file.with_user(self.operator).date_delivery = BETWEEN
        self.assertEqual(self._get_owners(), [(BETWEEN, self.customer)])
        self.file.with_user(self.operator).date_invoice = SOLD
        self.assertEqual(self._get_owners(), [(SOLD, self.customer)])

    def test_change_of_hands_between_that_day_and_the_import(self):
        self.file.with_user(self.operator).date_invoice = SOLD
        self._transfer(BETWEEN)
        self.assertEqual(self._get_owners(), [(BETWEEN, self.heir), (SOLD, self.customer)])
        self.assertEqual(self.file._get_life(SOLD)[self.file].owner, self.customer)

    def test_change_of_hands_before_the_typed_day_is_refused(self):
        self.file.with_user(self.operator).date_invoice = BETWEEN
        with self.assertRaises(UserError):
            self._transfer(SOLD)

    def test_assumed_day_refuses_no_change_of_hands(self):
        self._transfer(BETWEEN)
        self.assertEqual(self.file.partner_id, self.heir)
        self.assertEqual(self._get_owners(), [(BETWEEN, self.heir), (BETWEEN, self.customer)])
        self.assertEqual(self.file._get_life()[self.file].owner, self.heir)
        self.file.with_user(self.operator).date_invoice = SOLD
        self.assertEqual(self._get_owners(), [(BETWEEN, self.heir), (SOLD, self.customer)])

    def test_day_of_a_change_of_hands_is_known(self):
        self._transfer(BETWEEN)
        with self.assertRaises(UserError):
            self.file.with_user(self.operator)._transfer_ownership(self.customer, SOLD, "Bought back")

    def test_assumed_day_refuses_no_return_and_no_exchange(self):
        self.file.with_user(self.dispatcher)._take_back(BETWEEN, "Left at our door")
        self.assertEqual(self.file._get_life()[self.file].since, BETWEEN)
        other = self._create_asset(serial="OLD-2", date_invoice=False)
        other.with_user(self.dispatcher)._exchange("NEW-2", BETWEEN, "Goodwill")
        self.assertEqual(other._get_life()[other].status, "returned")

    def test_day_typed_behind_a_change_of_hands_leaves_it_the_last(self):
        self._transfer(SOLD)
        self.file.with_user(self.operator).date_invoice = BETWEEN
        self.assertEqual(self.file._get_life()[self.file].owner, self.heir)
