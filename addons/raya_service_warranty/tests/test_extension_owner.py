from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common_extension import ExtensionCommon


@tagged("post_install", "-at_install")
class TestExtensionOwner(ExtensionCommon):
    """An extended warranty is for a unit of whoever buys it, or of whoever it is bought for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.neighbour, cls.firm = cls.env["res.partner"].create(
            [{"name": "Neighbour"}, {"name": "Firm", "is_company": True}]
        )
        cls.asset = cls._create_asset()

    def _order(self, **vals):
        line = Command.create({"product_id": self.extension.id, "raya_asset_id": self.asset.id})
        return self.env["sale.order"].create({"partner_id": self.customer.id, "order_line": [line], **vals})

    def test_unit_of_somebody_else_is_refused_and_says_how_it_is_meant(self):
        with self.assertRaisesRegex(
            ValidationError, "belongs to Sara Karimi, not to Neighbour.*as the delivery address"
        ):
            self._order(partner_id=self.neighbour.id)
        order = self._order(partner_id=self.neighbour.id, partner_shipping_id=self.customer.id)
        self.assertEqual(order.order_line.raya_asset_id, self.asset)

    def test_unit_chosen_later_is_looked_at_as_well(self):
        order = self.env["sale.order"].create(
            {"partner_id": self.neighbour.id, "order_line": [Command.create({"product_id": self.extension.id})]}
        )
        with self.assertRaises(ValidationError):
            order.with_user(self.counter).order_line.raya_asset_id = self.asset

    def test_quotation_that_goes_to_somebody_else_is_looked_at(self):
        order = self._order()
        with self.assertRaises(ValidationError):
            order.write({"partner_id": self.neighbour.id, "partner_shipping_id": self.neighbour.id})

    def test_contacts_of_one_firm_buy_for_one_another(self):
        buyer, owner = self.env["res.partner"].create(
            [{"name": name, "parent_id": self.firm.id} for name in ("Buyer", "Owner")]
        )
        self.asset = self._create_asset(serial="RF-2", partner_id=owner.id)
        self.assertTrue(self._order(partner_id=buyer.id))

    def test_unit_without_owner_is_anybodys(self):
        self.asset = self._create_asset(serial="RF-2", partner_id=False)
        self.assertTrue(self._order(partner_id=self.neighbour.id))

    def test_unit_sold_on_before_its_order_is_changed(self):
        """What was confirmed stays: its unit belonged to the buyer then."""
        order = self._order()
        order.action_confirm()
        self.asset.partner_id = self.neighbour
        order.partner_shipping_id = self.customer
        self._invoice(order)
        self.assertEqual(self._extensions(order).asset_id, self.asset)

    def test_invoice_without_order_is_looked_at(self):
        line = Command.create({"product_id": self.extension.id, "raya_asset_id": self.asset.id})
        move = {"move_type": "out_invoice", "invoice_line_ids": [line]}
        with self.assertRaises(ValidationError):
            self.env["account.move"].create({**move, "partner_id": self.neighbour.id})
        invoice = self.env["account.move"].create({**move, "partner_id": self.customer.id})
        with self.assertRaises(ValidationError):
            invoice.write({"partner_id": self.neighbour.id, "partner_shipping_id": self.neighbour.id})
