from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_sale import SaleCommon


@tagged("post_install", "-at_install")
class TestAsset(SaleCommon):
    """Files opened by real documents, as the people who post and deliver them."""

    def test_invoice_before_delivery_waits_for_the_serials(self):
        order = self._sold()
        self._invoice(order)
        self.assertFiles(order, [(False, "pending"), (False, "pending")])
        self._deliver(order, self.lots[0])
        files = self.assertFiles(order, [("RF-A", "active"), (False, "pending")])
        self.assertTrue(files[0].date_delivery)
        self.assertFalse(files[1].date_delivery)
        self._deliver(order, self.lots[1])
        self.assertFiles(order, [("RF-A", "active"), ("RF-B", "active")])

    def test_two_invoices_of_one_order_share_its_files(self):
        order = self._sold()
        first = self._invoice(order, post=False)
        first.invoice_line_ids.quantity = 1
        first.action_post()
        self.assertFiles(order, [(False, "pending")])
        self._invoice(order)
        self.assertFiles(order, [(False, "pending"), (False, "pending")])

    def test_file_made_by_hand_is_closed_by_no_document_of_somebody_else(self):
        by_hand = self._create_asset(lot_id=self.lots[0].id, partner_id=self.outsider.partner_id.id)
        order = self._sold(1)
        self._invoice(order)
        self.assertEqual(self._deliver(order, self.lots[0]).state, "done")
        self.assertFiles(order, [(False, "pending")])
        self.assertEqual(by_hand.state, "active")
        error = self._get_failures(order).error
        self.assertIn(self.customer.name, error)
        self.assertIn(self.outsider.partner_id.name, error)

    def test_untracked_goods_open_files_only_where_the_category_asks(self):
        invoice_values = {
            "move_type": "out_invoice",
            "partner_id": self.customer.id,
            "invoice_line_ids": [
                Command.create({"product_id": self.part.id, "quantity": 3}),
                Command.create({"product_id": self.labour.id, "quantity": 2}),
                Command.create({"display_type": "line_section", "name": "Section"}),
            ],
        }
        Move = self.env["account.move"].with_user(self.invoicer)
        without = Move.create(invoice_values)
        without.action_post()
        self.assertEqual(without.sudo().raya_asset_count, 0)
        self.part.categ_id = self.env["product.category"].create({"name": "Child", "parent_id": self.family.id})
        for policy, count in (("unit", 3), ("line", 1), ("never", 0)):
            self.family.raya_file_policy = policy
            invoice = Move.create(invoice_values)
            invoice.action_post()
            self.assertEqual(invoice.sudo().raya_asset_count, count, policy)
            quantities = invoice.invoice_line_ids.sudo().raya_asset_ids.mapped("quantity")
            self.assertEqual(sum(quantities), 3 if count else 0)

    def test_state_moves_only_along_declared_pairs(self):
        asset = self._create_asset()
        with self.assertRaisesRegex(UserError, "In Use and cannot become"):
            asset._transition("active")
        self.assertEqual(asset.state, "active")

    def test_serial_typed_in_the_form_is_cleaned_and_one_of_the_stock_is_not_touched(self):
        asset = self._create_asset(serial=" RF-۲۲  ٤ ")
        self.assertEqual(asset.serial, "RF-22 4")
        asset.with_user(self.operator).serial = "RF-۲۳"
        self.assertEqual(asset.serial, "RF-23")
        lot = self._create_lots("RF-۹")
        self.assertEqual(self._create_asset(lot_id=lot.id, serial=lot.name).serial, "RF-۹")
