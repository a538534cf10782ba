from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from .common_sale import SaleCommon


@tagged("post_install", "-at_install")
class TestAssetFacts(SaleCommon):
    """Payer, price, components and tags of a unit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dealer = cls.env["res.partner"].create({"name": "Dealer", "is_company": True})

    def _open_files(self, **vals):
        """Files of two units on an invoice."""
        invoice = self._create_invoice({"quantity": 2, "price_unit": 500, "discount": 10}, **vals)
        return self._get_files(invoice).with_env(self.env)

    def test_price_is_what_one_unit_cost_after_discount_and_without_taxes(self):
        tax = self.env["account.tax"].create({"name": "10 %", "amount": 10, "price_include_override": "tax_included"})
        self.fridge.taxes_id = tax
        files = self._open_files()
        self.assertEqual(len(files), 2)
        for file in files:
            self.assertAlmostEqual(file.price_paid, 500 * 0.9 / 1.1, 2)
            self.assertEqual(file.currency_id, self.company.currency_id)

    def test_price_of_a_dozen_is_told_for_one_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        line = {"product_id": self.fridge.id, "quantity": 1, "product_uom_id": dozen.id, "price_unit": 1200}
        files = self._open_files(invoice_line_ids=[Command.create({**line, "tax_ids": False})])
        self.assertEqual(len(files), 12)
        self.assertEqual(set(files.mapped("price_paid")), {100.0})

    def test_price_stays_in_the_currency_of_the_sale(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        files = self._open_files(currency_id=euro.id)
        self.assertEqual(files.currency_id, euro)
        self.assertAlmostEqual(files[0].price_paid, files[0].invoice_line_id.price_subtotal / 2, 2)

    def test_only_accountants_see_prices(self):
        file = self._open_files()[0]
        # A floor above may make managers accountants.
        for user in (self.operator, self.technician, self.dispatcher):
            with self.subTest(user=user.login):
                self.assertNotIn("price_paid", file.with_user(user).fields_get())
                self.assertNotIn("price_paid", self.env["raya.asset"].with_user(user).get_view()["arch"])
                with self.assertRaises(AccessError):
                    file.with_user(user).read(["price_paid"])
        roles = "raya_service_base.group_service_user,account.group_account_invoice"
        accountant = new_test_user(self.env, "test_acc", roles)
        self.assertGreater(file.with_user(accountant).price_paid, 0)

    def test_owner_pays_unless_the_invoice_says_otherwise(self):
        self.assertFalse(self._open_files().payer_id)
        accounts = self.env["res.partner"].create({"name": "Accounts", "type": "invoice", "parent_id": self.dealer.id})
        files = self._open_files(partner_id=accounts.id)
        self.assertEqual(files.partner_id, self.dealer)
        self.assertEqual(files.payer_id, accounts)

    def test_somebody_else_who_is_invoiced_for_an_order_pays_for_service(self):
        order = self._create_order(1, partner_invoice_id=self.dealer.id)
        order.action_confirm()
        order._create_invoices().action_post()
        self.assertEqual(order.order_line.raya_asset_ids.partner_id, self.customer)
        self.assertEqual(order.order_line.raya_asset_ids.payer_id, self.dealer)

    def test_components_have_files_of_their_own(self):
        unit = self._create_asset()
        compressor = self._create_asset(product_id=self.part.id, serial="C-1", parent_id=unit.id)
        valve = self._create_asset(product_id=self.part.id, serial="V-1", parent_id=compressor.id)
        reader = unit.with_user(self.technician)
        self.assertEqual(reader.child_count, 1)
        self.assertEqual(reader.search(reader.action_view_children()["domain"]), compressor)
        with self.assertRaisesRegex(ValidationError, "cannot be built into itself"):
            unit.with_user(self.operator).parent_id = valve

    def test_component_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self._create_asset(company_id=other.id, serial="X-1")
        with self.assertRaisesRegex(UserError, "Part Of"):
            self._create_asset(serial="X-2", parent_id=foreign.id)

    def test_operator_keeps_the_facts_and_technician_reads_them(self):
        tag = self.env["raya.asset.tag"].with_user(self.operator).create({"name": "Show room"})
        with Form(self.env["raya.asset"].with_user(self.operator)) as form:
            form.product_id = self.fridge
            form.serial = "RF-9"
            form.partner_id = self.customer
            form.payer_id = self.dealer
            form.tag_ids.add(tag)
        file = form.record.with_user(self.technician)
        self.assertEqual((file.payer_id, file.tag_ids), (self.dealer, tag))
        with self.assertRaises(AccessError):
            file.payer_id = False
        with self.assertRaises(AccessError):
            tag.with_user(self.technician).name = "Other"

    def test_archived_file_is_known_to_its_documents(self):
        """Otherwise the next event of the sale would open a second file."""
        order = self._create_order(1)
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        file = order.order_line.raya_asset_ids
        file.with_user(self.operator).action_archive()
        invoice.button_draft()
        invoice.action_post()
        self.assertEqual(order.order_line.raya_asset_ids, file)
        self.assertEqual(file.state, "pending")
        self.assertFalse(file.active)
