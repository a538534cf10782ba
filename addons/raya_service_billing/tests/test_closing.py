from odoo import Command
from odoo.tests import tagged

from .common import BillingCommon

CLOSING_OF_USED_PARTS = {"stock": -60.0, "variation": 60.0}
VOUCHER_OF_ALL = {"warranty": 160.0, "labour": -100.0, "expense": -60.0}


@tagged("post_install", "-at_install")
class TestClosing(BillingCommon):
    """Two parts of periodic valuation cost 2 x 30 = 60: once, whatever accounts the locations carry."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.action_close_stock_valuation(auto_post=True)
        cls.loss = cls.env["account.account"].create(
            {"name": "Inventory Loss", "code": "LOSS1", "account_type": "expense"}
        )
        cls.accounts["loss"] = cls.loss

    def _set_account_of_inventory_locations(self):
        """As Odoo's own tests do, and accountants who follow its documentation."""
        domain = [("usage", "=", "inventory"), ("company_id", "=", self.env.company.id)]
        locations = self.env["stock.location"].search(domain)
        self.assertIn(self.env.company.raya_warranty_location_id, locations)
        locations.valuation_account_id = self.loss

    def test_every_inventory_location_may_carry_an_account(self):
        self._set_account_of_inventory_locations()
        self.assertEqual(self.env.company.raya_warranty_account_id, self.loss)
        with self.assertPosts(loss=160.0, labour=-100.0, expense=-60.0):
            self._approve(100, self.parts["periodic"])
        with self.assertPosts(**CLOSING_OF_USED_PARTS):
            self._close()

    def test_account_of_the_location_changed_after_the_voucher(self):
        with self.assertPosts(**VOUCHER_OF_ALL):
            self._approve(100, self.parts["periodic"])
        self._set_account_of_inventory_locations()
        with self.assertPosts(**CLOSING_OF_USED_PARTS):
            self._close()

    def test_account_of_the_location_taken_away_after_the_voucher(self):
        with self.assertPosts(**VOUCHER_OF_ALL):
            self._approve(100, self.parts["periodic"])
        self.env.company.raya_warranty_location_id.valuation_account_id = False
        with self.assertPosts(**CLOSING_OF_USED_PARTS):
            self._close()

    def test_another_warranty_location_after_the_voucher(self):
        with self.assertPosts(**VOUCHER_OF_ALL):
            self._approve(100, self.parts["periodic"])
        company = self.env.company
        company.raya_warranty_location_id = company.raya_warranty_location_id.copy({"valuation_account_id": False})
        with self.assertPosts(**CLOSING_OF_USED_PARTS):
            self._close()

    def test_part_valued_by_lot_is_worth_as_much_in_a_van(self):
        part = self._create_unbought_part("periodic", tracking="lot", lot_valuated=True)
        lot = self.env["stock.lot"].create({"name": "L1", "product_id": part.id})
        self._receive(part, 30.0, 2, [(lot, 2)])
        self._post_bill(part, [(30.0, 2)])
        self._close()
        job = self._report(100, part)
        self.assertEqual(self._get_on_hand(job._get_technician_location(), part), 2)
        self._invalidate_stock_values()
        self.assertEqual((part.total_value, lot.total_value), (60.0, 60.0))
        self.assertTrue(self._is_closed())

    def test_each_closing_counts_what_happened_since_the_last(self):
        for _time in range(2):
            self._approve(100, self.parts["periodic"])
            with self.assertPosts(**CLOSING_OF_USED_PARTS):
                self._close()

    def test_half_covered_parts_to_customers_whose_location_carries_an_account(self):
        """The closing takes the whole cost there, and the voucher has taken half of it to warranty cost."""
        sold = self.env["account.account"].create({"name": "Sold", "code": "SOLD1", "account_type": "expense"})
        self.accounts["sold"] = sold
        self.customer.property_stock_customer = self.env["stock.location"].create(
            {
                "name": "Customers",
                "usage": "customer",
                "company_id": self.env.company.id,
                "valuation_account_id": sold.id,
            }
        )
        with self.assertPosts(warranty=80.0, labour=-50.0, expense=-30.0):
            self._approve(50, self.parts["periodic"])
        with self.assertPosts(stock=-60.0, sold=30.0, variation=30.0):
            self._close()

    def test_goods_that_no_job_used_are_closed_as_anywhere_else(self):
        """Somebody throws a part away to the warranty location: no voucher knows of it."""
        self._approve(100, self.parts["periodic"])
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.env.company.id)], limit=1)
        scrap = self.env["stock.move"].create(
            {
                "product_id": self.parts["periodic"].id,
                "product_uom_qty": 1.0,
                "location_id": warehouse.lot_stock_id.id,
                "location_dest_id": self.env.company.raya_warranty_location_id.id,
            }
        )
        scrap._action_confirm()
        scrap.write({"quantity": 1.0, "picked": True})
        scrap._action_done()
        with self.assertPosts(stock=-90.0, variation=60.0, warranty=30.0):
            self._close()

    def test_who_closes_needs_no_role_of_service(self):
        self._approve(100, self.parts["periodic"])
        accountant = self.env["res.users"].create(
            {
                "name": "Inventory Accountant",
                "login": "inventory_accountant",
                "group_ids": [
                    Command.link(self.env.ref("account.group_account_manager").id),
                    Command.link(self.env.ref("stock.group_stock_manager").id),
                    # Odoo asks for it where something was closed before.
                    Command.link(self.env.ref("base.group_erp_manager").id),
                ],
            }
        )
        with self.assertPosts(**CLOSING_OF_USED_PARTS):
            self.env.company.with_user(accountant).action_close_stock_valuation(auto_post=True)
